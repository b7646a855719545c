"""Whether a paper that somebody holds still stands: in force, or what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from documents.models import Document, Status


@dataclass(frozen=True)
class Standing:
    """`word` is for styles and programs, `label` and `note` for people."""

    word: str
    label: str
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.word == "in_force"


def standing_of(document: Document) -> Standing:
    """What the public page says of a document that has its number."""
    entry = getattr(document, "register_entry", None)
    if entry is not None and entry.void_reason:
        return Standing("void", "Số đã bị hủy", entry.void_reason)
    if document.status == Status.NUMBERED:
        return Standing("numbered", "Đã cấp số, chưa phát hành")
    return Standing("in_force", "Còn hiệu lực")
