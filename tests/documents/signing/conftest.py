"""People who can sign: certificates of the tests' own authority, keys in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from documents.models import Document
from documents.services import take_step
from documents.signing import certificates, keys, pictures
from documents.signing.models import Device, SigningCertificate
from documents.signing.services import add_certificate
from tests.documents import samples
from tests.documents.signing.pki import ORGANISATION, SIGNER, pki, timestamp_server


@pytest.fixture(autouse=True)
def signing_dir(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    roots = tmp_path / "roots"
    roots.mkdir()
    (roots / "ca.pem").write_text(pki().authority.pem)
    (roots / "ca.crl").write_bytes(certificates.make_crl(pki().authority))
    return tmp_path


@pytest.fixture
def timestamps(settings: Any) -> Any:
    with timestamp_server() as address:
        settings.SIGNING_TSA_URL = address
        yield address


@pytest.fixture
def certificate(desk: samples.Office) -> SigningCertificate:
    """The leader's, with its key on the server."""
    keys.store("leader", pki().person.key)
    return add_certificate(
        pki().person.pem, device=Device.SERVER, seat=desk.seat, key_name="leader",
        picture=pictures.specimen_signature(SIGNER),
    )  # fmt: skip


@pytest.fixture
def seal(desk: samples.Office) -> SigningCertificate:
    keys.store("seal", pki().organisation.key)
    return add_certificate(
        pki().organisation.pem, device=Device.SERVER, unit=desk.unit, key_name="seal",
        picture=pictures.specimen_seal(ORGANISATION),
    )  # fmt: skip


@pytest.fixture
def remote(desk: samples.Office) -> SigningCertificate:
    """The leader's, with its key on a device at home."""
    return add_certificate(pki().person.pem, device=Device.REMOTE, seat=desk.seat)


@pytest.fixture
def numbered(
    desk: samples.Office, paper: None, django_capture_on_commit_callbacks: Any
) -> Callable[..., Document]:
    """Makes a document that has its number and its PDF, and waits for the signature."""

    def make(**fields: Any) -> Document:
        with django_capture_on_commit_callbacks(execute=True):
            document = take_step(samples.approved(desk, **fields), "number", by=desk.registry)
        return Document.objects.get(pk=document.pk)

    return make


@pytest.fixture
def done(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what waits for the commit, as the worker would."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pem_of(key: Any) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
