"""Saving the text of a document: every save is a version, a stale save is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import Document, DocumentMove, DocumentVersion, Urgency
from documents.services.errors import DocumentError, NotEditable, StaleVersion
from documents.services.rows import keep, locked, reflect
from documents.workflow import editor
from units import audit

HEADING_FIELDS = frozenset({"abstract", "urgency", "place_name", "archive_line", "profile", "symbol"})
MUST_BE_FILLED = {"abstract": "trích yếu", "place_name": "địa danh", "symbol": "ký hiệu"}
NO_PDF = {"pdf": "", "pdf_sha256": "", "pdf_pages": 0}
LONGEST_NAME = 120
# One row of autosaves tells of at most so long, so that the history keeps a step every few minutes.
COLLAPSE_FOR = dt.timedelta(minutes=10)


def save_version(
    document: Document, *, content: dict[str, Any], base: int, by: Any, session: str = "", name: str = ""
) -> DocumentVersion:
    """Keep `content` as the document's newest version and return it; the same content adds no version.

    `base` is the number of the version the author opened (0: none yet). `by` None is the portal itself (import,
    compiling). `session` names the open editor of an autosave: the next one of the same session takes its row, under a
    new number. `name` names the version. Raises StaleVersion when somebody saved in between, NotEditable outside
    draft and returned, StepRefused for a person without the role.
    """
    digest = digest_of(content)
    with transaction.atomic():
        row = locked(document)
        _check_editable(row, by)
        version = row.current_version
        if version is None or version.digest != digest:
            if _is_own(version, base, by=by, session=session):
                base = version.number if version else 0
            if base != (version.number if version else 0):
                raise (
                    StaleVersion(version)
                    if version
                    else DocumentError("Văn bản chưa có lần lưu nào.", field="content")
                )
            version = _take_up(version, content, digest, by=by, session=session) if not name else None
            version = version or _add_version(
                row, content, digest, base=base, by=by, session=session, name=name
            )
            _show(row, version, by)
    reflect(row, document, "current_version", *NO_PDF)
    return version


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the content's canonical JSON. Raises DocumentError for characters a database refuses."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if "\\u0000" in text:
        raise DocumentError(
            "Nội dung có ký tự không hợp lệ (mã 0). Hãy xóa ký tự đó rồi lưu lại.", field="content"
        )
    return hashlib.sha256(text.encode()).hexdigest()


def change_heading(document: Document, *, by: Any, **fields: str) -> Document:
    """Change abstract, urgency, place_name, archive_line, profile or symbol of a draft.

    Raises DocumentError with `field` for a blank or unknown value, NotEditable, StepRefused.
    """
    _check_heading(fields)
    with transaction.atomic():
        row = locked(document)
        _check_editable(row, by)
        before = {name: getattr(row, name) for name in fields if getattr(row, name) != fields[name].strip()}
        if before:
            for name in before:
                setattr(row, name, fields[name].strip())
            keep(row, *before)
            after = {name: getattr(row, name) for name in before}
            audit.record("document.heading", row, by=by, unit=row.issuer, before=before, after=after)
    return reflect(row, document, *fields)


def _check_editable(row: Document, by: Any) -> None:
    reason = editor(by, row) if by is not None else ""
    if reason:
        raise StepRefused(reason)
    if not row.is_editable:
        raise NotEditable(
            f"Văn bản đang ở trạng thái “{row.get_status_display()}” nên không sửa được. "
            "Hãy rút về hoặc đề nghị trả lại trước khi sửa."
        )


def _check_heading(fields: dict[str, str]) -> None:
    for name, value in fields.items():
        if name not in HEADING_FIELDS:
            raise DocumentError(f"Không sửa được mục “{name}” của văn bản.", field=name)
        if name in MUST_BE_FILLED and not value.strip():
            raise DocumentError(f"Hãy nhập {MUST_BE_FILLED[name]} của văn bản.", field=name)
        longest = getattr(Document._meta.get_field(name), "max_length", None)
        if longest and len(value.strip()) > longest:
            raise DocumentError(f"Dài quá {longest} ký tự, hãy viết gọn lại.", field=name)
    if fields.get("urgency", "") not in Urgency.values:
        raise DocumentError("Độ khẩn không có trong danh sách.", field="urgency")


def name_version(version: DocumentVersion, *, name: str, by: Any) -> DocumentVersion:
    """Give the version a name, or take it away with a blank one; a named version is never taken up by an autosave.

    Raises DocumentError for a name that is too long or given twice, StepRefused for a person without the role.
    """
    words = nfc(" ".join(name.split()))
    if len(words) > LONGEST_NAME:
        raise DocumentError(f"Tên dài quá {LONGEST_NAME} ký tự, hãy viết gọn lại.", field="name")
    with transaction.atomic():
        row = locked(version.document)
        reason = editor(by, row)
        if reason:
            raise StepRefused(reason)
        fresh = row.versions.filter(pk=version.pk, number=version.number).first()
        if fresh is None:
            raise DocumentError("Lần lưu này vừa được gộp vào lần lưu sau. Hãy tải lại trang.", field="name")
        others = row.versions.exclude(name="").exclude(pk=fresh.pk).values_list("name", flat=True)
        if words and words.casefold() in {other.casefold() for other in others}:
            raise DocumentError(f"Đã có phiên bản tên “{words}”.", field="name")
        before, fresh.name = fresh.name, words
        fresh.save(update_fields=["name"])
        audit.record(
            "document.version_name", row, by=by, unit=row.issuer, before={"version": fresh.number, "name": before},
            after={"version": fresh.number, "name": words},
        )  # fmt: skip
    version.name = words
    return version


def _is_own(version: DocumentVersion | None, base: int, *, by: Any, session: str) -> bool:
    """Whether the newest row is this very editor's: it saved, and the answer was lost on the way.

    Nobody saved in between, or the row would be theirs; an editor sends one save at a time.
    """
    if version is None or not session:
        return False
    return version.session == session and version.saved_by == by and base >= version.based_on


def _take_up(
    version: DocumentVersion | None, content: dict[str, Any], digest: str, *, by: Any, session: str
) -> DocumentVersion | None:
    """The newest row with the new text, when it is an autosave of this session; None when a new row is due.

    Its number goes on counting: who opened the text before is refused like after any other save.
    """
    now = timezone.now()
    if version is None or not session or version.session != session or version.saved_by != by:
        return None
    if version.name or version.frozen or now - version.begun_at > COLLAPSE_FOR:
        return None
    if DocumentMove.objects.filter(version=version).exists():
        return None
    version.number += 1
    version.content, version.digest, version.saved_at = content, digest, now
    version.save(update_fields=["number", "content", "digest", "saved_at"])
    return version


def _add_version(
    row: Document,
    content: dict[str, Any],
    digest: str,
    *,
    base: int,
    by: Any,
    session: str,
    name: str,
) -> DocumentVersion:
    number = (row.current_version.number if row.current_version else 0) + 1
    now = timezone.now()
    return DocumentVersion.objects.create(
        document=row, number=number, content=content, digest=digest, based_on=base, saved_by=by, session=session,
        name=name[:LONGEST_NAME], saved_at=now, begun_at=now,
    )  # fmt: skip


def _show(row: Document, version: DocumentVersion, by: Any) -> None:
    row.current_version = version
    # A printed draft no longer shows this text.
    for name, empty in NO_PDF.items():
        setattr(row, name, empty)
    keep(row, "current_version", *NO_PDF)
    after = {"version": version.number, "digest": version.digest}
    audit.record("document.save", row, by=by, unit=row.issuer, after=after)
