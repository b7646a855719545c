"""What a block is for, proposed from the words of the headings above it, with a confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.vietnamese import fold
from plans.numbering import HEADINGS, RANKS

_GROUPS = (
    ("message", re.compile(r"\b(?:thong diep|khau hieu)\b")),
    (
        "responsibility",
        re.compile(r"\b(?:to chuc thuc hien|phan cong|trach nhiem thuc hien|to chuc trien khai)\b"),
    ),
    ("obligation", re.compile(r"\bche do (?:thong tin,? )?bao cao\b")),
    ("target", re.compile(r"\bchi tieu\b")),
    (
        "task",
        re.compile(
            r"\b(?:nhiem vu|giai phap|noi dung (?:thuc hien|trong tam|phong trao|cong viec|hoat dong))\b"
        ),
    ),
    ("activity", re.compile(r"\b(?:hinh thuc|cac hoat dong|hoat dong cu the|noi dung, hinh thuc)\b")),
    ("requirement", re.compile(r"\byeu cau\b")),
    ("purpose", re.compile(r"\b(?:muc dich|muc tieu)\b")),
    ("text", re.compile(r"^noi dung tuyen truyen|\b(?:doi tuong|thoi gian|dia diem|kinh phi|pham vi)\b")),
)
_MIXED = re.compile(r"\bmuc dich\b.*\byeu cau\b")
_REQUIREMENT = re.compile(r"^(?:yeu cau|bao dam|dam bao|viec .{0,120}\bphai\b)|\bphai\b")
_OBLIGATION = re.compile(
    r"\bbao cao(?: [^\s.;:]+){0,9}? (?:ve|gui) (?:[A-Z]|\S)|\bgui bao cao\b|\bdinh ky (?:\S+ ){0,3}?bao cao\b"
    r"|\bbao cao (?:dinh ky|6 thang|quy|nam)\b"
)
_MESSAGE_LEAD = re.compile(r"\b(?:thong diep|khau hieu)\b.*:?\s*$")
_MEASURED = re.compile(r"\d+(?:,\d+)?\s*%|\b\d{1,3}(?:\.\d{3})*\s+(?:[^\W\d_]+)")
_TITLE_WORDS = 14


@dataclass
class KindReader:
    """Goes through the blocks in order and remembers the headings above."""

    _above: list[tuple[int, str, float]] = field(default_factory=list)
    _messages: bool = False

    def propose(self, level: str, text: str) -> tuple[str, float]:
        """(kind, confidence) of the next block."""
        plain = fold(text)
        rank = RANKS[level]
        if level in HEADINGS or level == "point":
            self._above = [entry for entry in self._above if entry[0] < rank]
            self._messages = False
        kind, sure = self._kind(level, text, plain)
        if level not in {"item", "paragraph", "table"}:
            self._messages = bool(_MESSAGE_LEAD.search(plain))
        return kind, sure

    def _kind(self, level: str, text: str, plain: str) -> tuple[str, float]:
        if level == "table":
            return "text", 0.5
        if level in HEADINGS:
            return self._heading_kind(level, text, plain)
        if self._messages and level == "item":
            return "message", 0.95
        return self._leaf_kind(level, plain)

    def _heading_kind(self, level: str, text: str, plain: str) -> tuple[str, float]:
        group = group_of(plain) if _is_title(text) else None
        if group:
            sure = 0.65 if _MIXED.search(plain) else 0.95
            kind = "purpose" if _MIXED.search(plain) else group
            self._above.append((RANKS[level], kind, sure))
            return kind, sure
        inherited, sure = self._inherited()
        if level == "part":
            return "text", 0.7
        return self._leaf_kind(level, plain) if not _is_title(text) else (inherited, round(sure * 0.9, 2))

    def _inherited(self) -> tuple[str, float]:
        return self._above[-1][1:] if self._above else ("text", 0.5)

    def _leaf_kind(self, level: str, plain: str) -> tuple[str, float]:
        kind, sure = self._inherited()
        if kind in {"responsibility", "obligation"} and _OBLIGATION.search(plain):
            return "obligation", 0.85
        if kind == "purpose" and sure < 0.7 and _REQUIREMENT.search(plain):
            return "requirement", 0.6
        if kind == "target":
            return ("target", 0.9) if _MEASURED.search(plain) else ("target", 0.6)
        if level == "paragraph":
            return (kind, 0.5) if kind in {"purpose", "requirement"} else ("text", 0.5)
        return kind, round(sure * (0.85 if kind == "task" else 0.9), 2)


def group_of(plain: str) -> str | None:
    """The kind a heading's words name, from the text without accents; None for other headings."""
    return next((kind for kind, pattern in _GROUPS if pattern.search(plain)), None)


def _is_title(text: str) -> bool:
    return text.isupper() or (
        len(text.split()) <= _TITLE_WORDS and not text.endswith((";", ",")) and "%" not in text
    )
