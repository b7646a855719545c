"""Saving the text of a document: every save is a version, a stale save is refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction

from core.workflow import StepRefused
from documents.models import Document, DocumentVersion, Urgency
from documents.services.errors import DocumentError, NotEditable, StaleVersion
from documents.services.rows import keep, locked, reflect
from documents.workflow import editor
from units import audit

HEADING_FIELDS = frozenset({"abstract", "urgency", "place_name", "archive_line", "profile", "symbol"})
MUST_BE_FILLED = {"abstract": "trích yếu", "place_name": "địa danh", "symbol": "ký hiệu"}
NO_PDF = {"pdf": "", "pdf_sha256": "", "pdf_pages": 0}


def save_version(document: Document, *, content: dict[str, Any], base: int, by: Any) -> DocumentVersion:
    """Keep `content` as the document's newest version and return it; the same content adds no version.

    `base` is the number of the version the author opened (0: none yet). `by` None is the portal itself (import,
    compiling). Raises StaleVersion when somebody saved in between, NotEditable outside draft and returned,
    StepRefused for a person without the role.
    """
    digest = digest_of(content)
    with transaction.atomic():
        row = locked(document)
        _check_editable(row, by)
        version = row.current_version
        if version is None or version.digest != digest:
            if base != (version.number if version else 0):
                raise (
                    StaleVersion(version)
                    if version
                    else DocumentError("Văn bản chưa có lần lưu nào.", field="content")
                )
            version = _add_version(row, content, digest, base=base, by=by)
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


def _add_version(
    row: Document, content: dict[str, Any], digest: str, *, base: int, by: Any
) -> DocumentVersion:
    number = (row.current_version.number if row.current_version else 0) + 1
    version = DocumentVersion.objects.create(
        document=row, number=number, content=content, digest=digest, based_on=base, saved_by=by
    )
    row.current_version = version
    # A printed draft no longer shows this text.
    for name, empty in NO_PDF.items():
        setattr(row, name, empty)
    keep(row, "current_version", *NO_PDF)
    audit.record("document.save", row, by=by, unit=row.issuer, after={"version": number, "digest": digest})
    return version
