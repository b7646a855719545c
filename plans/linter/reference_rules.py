"""Rules about cited papers that the register knows to be no longer in force."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.references.numbers import Mention, mentions
from plans.linter.document import Outdated, Reading
from plans.linter.findings import WARNING, Finding, Rule

OUTDATED = Rule("citation.outdated", WARNING, "Sổ văn bản viện dẫn")

# A sentence that speaks of the change itself, or looks back on a paper, cites it rightly.
_SPOKEN_OF = re.compile(
    r"thay thế|thay cho|bãi bỏ|hủy bỏ|hết hiệu lực|sửa đổi|sơ kết|tổng kết|đánh giá|trước đây|kết quả thực hiện|\d+ năm",
    re.IGNORECASE,
)
_NEAR = 80


def check(reading: Reading) -> Iterator[Finding]:
    """The first mention of each paper that is replaced or expired."""
    known: dict[str, list[Outdated]] = {}
    for paper in reading.context.outdated:
        known.setdefault(paper.key, []).append(paper)
    if not known:
        return
    seen: set[str] = set()
    for passage in reading.passages:
        for mention in mentions(passage.text):
            if mention.key not in known or mention.key in seen:
                continue
            seen.add(mention.key)
            meant = _meant(mention, known[mention.key])
            if meant and not _spoken_of(passage.text, mention):
                message = _("Văn bản này %(standing)s.") % {"standing": meant.standing}
                yield passage.finding(OUTDATED, mention.start, mention.end, message)


def _meant(mention: Mention, papers: list[Outdated]) -> Outdated | None:
    """The paper of that day; without a date only when no paper of that number is in force."""
    if mention.dated:
        return next((paper for paper in papers if paper.issued_on == mention.dated), None)
    return papers[0] if papers[0].certain else None


def _spoken_of(text: str, mention: Mention) -> bool:
    around = text[max(0, mention.start - _NEAR) : mention.end + _NEAR]
    return _SPOKEN_OF.search(around) is not None
