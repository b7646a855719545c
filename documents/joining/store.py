"""Drawn parts in the media folder. Keeping is a courtesy to the next printing: when it fails, nothing else does."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from documents.joining.models import KeptPart
from documents.joining.parts import Part

log = logging.getLogger(__name__)

FOLDER = "phan-phu-luc"
KEPT_UNUSED = dt.timedelta(days=60)
TOUCHED_EVERY = dt.timedelta(days=1)
AT_ONCE = 400  # digests of one question


def kept(parts: Iterable[Part]) -> dict[str, bytes]:
    """Digest → file, of those that are drawn already and whole."""
    digests = list(dict.fromkeys(part.digest for part in parts))
    rows = [row for chunk in _chunks(digests) for row in KeptPart.objects.filter(digest__in=chunk)]
    found = {row.digest: content for row in rows if (content := _read(row)) is not None}
    now = timezone.now()
    old = [row.pk for row in rows if row.digest in found and now - row.used_at > TOUCHED_EVERY]
    if old:
        KeptPart.objects.filter(pk__in=old).update(used_at=now)
    return found


def missing(parts: Iterable[Part]) -> list[Part]:
    """Those nobody has drawn, by their rows alone."""
    by_digest = {part.digest: part for part in parts}
    for chunk in _chunks(list(by_digest)):
        for digest in KeptPart.objects.filter(digest__in=chunk).values_list("digest", flat=True):
            by_digest.pop(digest, None)
    return list(by_digest.values())


def keep(part: Part, content: bytes, pages: int) -> None:
    """Keep the drawn part; a full disk is only told to the log."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"{FOLDER}/{part.digest[:2]}/{part.digest}.pdf"
    try:
        if default_storage.exists(name):
            default_storage.delete(name)
        name = default_storage.save(name, ContentFile(content))
        with transaction.atomic():
            KeptPart.objects.update_or_create(
                digest=part.digest, defaults={"file": name, "sha256": sha256, "pages": pages, "used_at": timezone.now()}
            )  # fmt: skip
    except (OSError, DatabaseError):
        log.warning("a drawn part was not kept", exc_info=True)


def sweep(now: dt.datetime | None = None) -> int:
    """Throw away what no paper used for two months, and files nobody knows; gives how many parts went."""
    before = (now or timezone.now()) - KEPT_UNUSED
    old = list(KeptPart.objects.filter(used_at__lt=before))
    KeptPart.objects.filter(pk__in=[row.pk for row in old]).delete()
    for row in old:
        default_storage.delete(row.file)
    for name in _files():
        if (
            default_storage.get_modified_time(name) < before
            and not KeptPart.objects.filter(file=name).exists()
        ):
            default_storage.delete(name)
    return len(old)


def _files() -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"


def _read(row: KeptPart) -> bytes | None:
    """None when the file is gone or a worker was killed while it wrote."""
    try:
        with default_storage.open(row.file) as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == row.sha256 else None


def _chunks(digests: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(digests), AT_ONCE):
        yield digests[start : start + AT_ONCE]
