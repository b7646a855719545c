"""Reading promises of further documents out of a sentence of a plan. Proposals only: a person confirms each.

"Giao Ban Tuyên giáo ban hành hướng dẫn riêng trước ngày 15/3/2026", "sẽ có kế hoạch cụ thể sau", "có văn bản hướng dẫn
riêng": a document is promised when the sentence puts it into the future or apart from this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from plans.grammar_dates import propose_deadline

MAX_WHAT = 300
_KINDS = (
    r"hướng dẫn|công văn|kế hoạch|quy chế|thể lệ|quy định|chương trình|đề án|thông báo|quyết định|văn bản|"
    r"bộ tiêu chí|tiêu chí"
)
_DOCUMENT = (
    rf"(?P<what>(?:(?:văn bản|công văn) )?(?:{_KINDS})(?: (?:hướng dẫn|chi tiết|cụ thể|triển khai|tổ chức|chấm điểm))*"
    r"(?: về [^;:.,()]{3,120}?)?(?: (?!sau\b|riêng\b|trước\b|trong\b|gửi\b|để\b|theo\b)[^\s;:.,()]+){0,6}?)"
)
_AFTER = r"(?=\s+(?:sau|riêng|trước|trong|gửi|để|theo|tới|đến|chậm nhất)\b|[;:.,()]|$)"
_MADE = r"(?:ban hành|xây dựng|có|gửi|phát hành)"
_PROMISES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bsẽ {_MADE} {_DOCUMENT}{_AFTER}",
        rf"\b(?:ban hành|có) {_DOCUMENT}\s+(?:riêng|sau)\b",
        rf"\b(?:giao|phân công)\b[^;.]{{3,120}}?\b(?:ban hành|tham mưu ban hành) {_DOCUMENT}{_AFTER}",
        r"\((?:có|sẽ có) (?P<what>[^()]{3,80}? riêng)\)",
    )
)
# "Thực hiện hướng dẫn riêng đã ban hành" looks back.
_PAST = re.compile(r"\bđã (?:ban hành|được ban hành|có|gửi)\b", re.IGNORECASE)
_TAIL = re.compile(r"\s+(?:riêng|sau|cụ thể sau)$", re.IGNORECASE)


@dataclass(frozen=True)
class PromiseProposal:
    """What is promised, in the sentence's own words, and by when if it says so."""

    what: str
    due_on: date | None


def propose_promise(text: str, *, year: int | None = None) -> PromiseProposal | None:
    """The first document the text promises; None when it promises none. A day without a year takes `year`."""
    for sentence in re.split(r"(?<=[.;])\s+", text):
        found = min(
            (hit for hit in (pattern.search(sentence) for pattern in _PROMISES) if hit),
            key=lambda hit: hit.start(),
            default=None,
        )
        if found is None or _PAST.search(sentence):
            continue
        what = _TAIL.sub("", " ".join(found["what"].split()))
        deadline = propose_deadline(sentence, year=year)
        return PromiseProposal(f"{what[:1].upper()}{what[1:]}"[:MAX_WHAT], deadline.on if deadline else None)
    return None
