"""Whether a paper that somebody holds still stands: in force, or what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from documents.models import Amendment, AmendmentKind, Document, Status

HOLDING = frozenset({"in_force", "corrected"})


@dataclass(frozen=True)
class Standing:
    """`word` is for styles and programs, `label` and `note` for people. The note names papers, never their text."""

    word: str
    label: str
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.word in HOLDING


def standing_of(document: Document) -> Standing:
    """What the public page says of a document that has its number."""
    entry = getattr(document, "register_entry", None)
    if entry is not None and entry.void_reason:
        return Standing("void", "Số đã bị hủy", entry.void_reason)
    if document.status == Status.NUMBERED:
        return Standing("numbered", "Đã cấp số, chưa phát hành")
    amendments = list(
        document.amendments.in_force().select_related("paper", "entry").order_by("in_force_at", "pk")
    )
    ending = next((one for one in amendments if one.kind != AmendmentKind.CORRECT), None)
    if document.status == Status.REPLACED:
        return Standing("replaced", "Đã bị thay thế", (ending and f"Thay thế bằng {said(ending)}.") or "")
    if document.status == Status.RECALLED:
        return Standing("recalled", "Đã thu hồi", (ending and _recalled(ending)) or "")
    if amendments:
        note = f"Đính chính tại {'; '.join(map(said, amendments))}."
        return Standing("corrected", "Còn hiệu lực, đã được đính chính", note)
    return Standing("in_force", "Còn hiệu lực")


def said(amendment: Amendment) -> str:
    """The paper that replaces, corrects or recalls: "văn bản số 45/KH-LĐLĐ ngày 05/3/2026"."""
    on = amendment.by_date
    return f"văn bản số {amendment.by_code}" + (f" ngày {on:%d/%m/%Y}" if on else "")


def _recalled(amendment: Amendment) -> str:
    since = timezone.localtime(amendment.in_force_at)
    return f"Thu hồi từ ngày {since:%d/%m/%Y} theo {said(amendment)}. Không sử dụng văn bản này nữa."
