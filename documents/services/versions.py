"""Saving the text of a document: every save is a version, a stale save is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import Document, DocumentMove, DocumentVersion, Urgency
from documents.services.errors import DocumentError, NotEditable, StaleVersion
from documents.services.rows import keep, lock, locked, reflect
from documents.workflow import editor
from units import audit

HEADING_FIELDS = frozenset({"abstract", "urgency", "place_name", "archive_line", "profile", "symbol"})
MUST_BE_FILLED = {"abstract": "trích yếu", "place_name": "địa danh", "symbol": "ký hiệu"}
NO_PDF = {"pdf": "", "pdf_sha256": "", "pdf_pages": 0}
LONGEST_NAME = 120
# One row of autosaves tells of at most so long, so that the history keeps a step every few minutes.
COLLAPSE_FOR = dt.timedelta(minutes=10)


def save_version(
    document: Document,
    *,
    content: dict[str, Any],
    base: int,
    by: Any,
    session: str = "",
    name: str = "",
    digest: str = "",
) -> DocumentVersion:
    """Keep `content` as the document's newest version and return it; the same content adds no version.

    `base` is the number of the version the author opened (0: none yet). `by` None is the portal itself (import,
    compiling). `session` names the open editor of an autosave: the next one of the same session takes its row, under a
    new number. `name` names the version. `digest`: that of the content, when the caller has it. Raises StaleVersion
    when somebody saved in between, NotEditable outside draft and returned, StepRefused for a person without the role.
    """
    digest = digest or digest_of(content)
    with transaction.atomic():
        row = _locked_without_text(document)
        _check_editable(row, by)
        version = row.current_version
        if version is not None and version.digest == digest:
            version.content = content
        else:
            base = _checked_base(version, base, by=by, session=session)
            if version and not name and _may_take_up(row, by=by, session=session):
                _take_up(version, content, digest)
            else:
                version = _add_version(row, content, digest, base=base, by=by, session=session, name=name)
            _show(row, version)
    reflect(row, document, "current_version", *NO_PDF)
    return version


def _locked_without_text(document: Document) -> Document:
    """As `rows.locked`, but the text that is about to be replaced is not fetched."""
    lock(document)
    return (
        Document.objects.select_related("issuer", "current_version")
        .defer("current_version__content")
        .annotate(
            version_moved=Exists(DocumentMove.objects.filter(version=OuterRef("current_version")).order_by())
        )
        .get(pk=document.pk)
    )


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


def _checked_base(version: DocumentVersion | None, base: int, *, by: Any, session: str) -> int:
    """The number the text starts from. Raises StaleVersion unless that is the newest one.

    The newest row may be this very editor's: it saved, and the answer was lost on the way. Then nobody saved in
    between, or the row would be theirs; an editor sends one save at a time.
    """
    if version is None:
        if base:
            raise DocumentError("Văn bản chưa có lần lưu nào.", field="content")
        return 0
    answer_was_lost = _is_of(version, by=by, session=session) and base >= version.based_on
    if base != version.number and not answer_was_lost:
        version.refresh_from_db(fields=["content"])
        raise StaleVersion(version)
    return version.number


def _is_of(version: DocumentVersion, *, by: Any, session: str) -> bool:
    return bool(session) and version.session == session and version.saved_by_id == getattr(by, "pk", None)


def _may_take_up(row: Any, *, by: Any, session: str) -> bool:
    """Whether the newest row is an autosave of this session that may become the next one."""
    version = row.current_version
    if not _is_of(version, by=by, session=session) or version.name or version.frozen:
        return False
    return not row.version_moved and timezone.now() - version.begun_at <= COLLAPSE_FOR


def _take_up(version: DocumentVersion, content: dict[str, Any], digest: str) -> None:
    """The row's number goes on counting: who opened the text before is refused like after any other save."""
    version.number += 1
    version.content, version.digest, version.saved_at = content, digest, timezone.now()
    version.save(update_fields=["number", "content", "digest", "saved_at"])


def _add_version(
    row: Document, content: dict[str, Any], digest: str, *, base: int, by: Any, session: str, name: str
) -> DocumentVersion:
    """A new row. The audit log tells it, and how the row before it ended: autosaves that took up one another are
    one line (docs/decisions/0005)."""
    last = row.current_version
    now = timezone.now()
    version = DocumentVersion.objects.create(
        document=row, number=(last.number if last else 0) + 1, content=content, digest=digest, based_on=base,
        saved_by=by, session=session, name=name[:LONGEST_NAME], saved_at=now, begun_at=now,
    )  # fmt: skip
    before = version_facts(last) if last else {}
    audit.record("document.save", row, by=by, unit=row.issuer, before=before, after=version_facts(version))
    return version


def version_facts(version: DocumentVersion) -> dict[str, Any]:
    """What the audit log keeps of a version: enough to prove later that its text is the one that stood then."""
    return {"version": version.number, "digest": version.digest}


def _show(row: Document, version: DocumentVersion) -> None:
    row.current_version = version
    # A printed draft no longer shows this text.
    for name, empty in NO_PDF.items():
        setattr(row, name, empty)
    keep(row, "current_version", *NO_PDF)
