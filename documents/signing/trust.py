"""Whom the portal trusts, and who stamps the time: from the settings."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from documents.signing import certificates
from documents.signing.sealing import Trust

SECONDS = 5


def trusted() -> Trust:
    """Roots, other certificates and revocation lists below settings.SIGNING_DIR: roots/, chain/."""
    folder = Path(settings.SIGNING_DIR)
    return Trust(
        roots=certificates.read_folder(folder / "roots"),
        others=certificates.read_folder(folder / "chain"),
        crls=[*certificates.read_crls(folder / "roots"), *certificates.read_crls(folder / "chain")],
    )


def timestamper() -> TimeStamper | None:
    """The time-stamp server of SIGNING_TSA_URL; None when the portal has none."""
    url = settings.SIGNING_TSA_URL
    return HTTPTimeStamper(url, timeout=SECONDS) if url else None
