"""What is said about a plan: threads and suggestions in the order of the text, each with the words it stands at.

A remark is anchored by block id and quoted words, not by a position: the text goes on changing below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from core.vietnamese import fold
from documents.models import SENT
from plans.blocks import Block
from plans.comment_models import Comment, Suggestion, SuggestionAction, SuggestionState
from plans.models import Plan
from plans.outline import Outline
from plans.queries import content_of
from plans.wording import SAME, Span, compare_words, merged
from units.models import Role, Seat, Unit, User
from units.scope import holds, holds_any

# A member of the committee may say what they think of a draft and change nothing in it.
COMMENTERS = (Role.DRAFTER, Role.UNIT_HEAD, Role.LEADER, Role.REGISTRY, Role.MEMBER)
END_MARK = "./."
OPEN, DONE, MINE = "mo", "xong", "toi"
FILTERS = {OPEN: "Đang mở", DONE: "Đã xong", MINE: "Nhắc tôi"}
WHOLE_PLAN = "Cả kế hoạch"
_LABEL = 70
_NEAR = 120

_PEOPLE_SHOWN = 8


def may_comment(user: Any, plan: Plan) -> bool:
    """Whether the person may say something about the plan now: works at its issuer, and it is not issued yet."""
    return plan.status not in SENT and holds_any(user, *COMMENTERS, at=plan.issuer)


def may_decide(user: Any, plan: Plan) -> bool:
    """Whether the person may take a suggested wording into the text now."""
    return plan.is_editable and holds(user, Role.DRAFTER, at=plan.issuer)


def has_open_remarks(plan: Plan) -> bool:
    """Whether a thread or a suggestion of a plan that is not issued waits for an answer."""
    if plan.status in SENT:
        return False
    threads = plan.comments.filter(reply_to__isnull=True, resolved_at__isnull=True)
    return threads.exists() or plan.suggestions.filter(state=SuggestionState.OPEN).exists()


# --- words of a block


def text_of(block: Block) -> str:
    """The words one can point at: of a table, those of its cells, row by row."""
    return "\n".join(" ".join(row) for row in block.rows) if block.rows else block.text


def find_quote(text: str, quote: str, *, number: str = "", near: int = 0) -> tuple[int, int] | None:
    """Start and end of the quoted words in the text, the occurrence nearest to `near`; None when they are gone.

    The quote comes from the printed sheet: its blanks, its capitals, the block's number before it and the end mark
    after it may differ from the text.
    """
    for words in _readings(quote, number):
        pattern = r"\s+".join(re.escape(word) for word in words)
        found = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
        if found:
            return min(found, key=lambda span: abs(span[0] - near))
    return None


def _readings(quote: str, number: str) -> Iterable[list[str]]:
    """The words as they stand, then without what only the sheet prints."""
    quote = quote.strip()
    bare = quote.removeprefix(number).lstrip() if number else quote
    for reading in dict.fromkeys((quote, bare, bare.removesuffix(END_MARK).rstrip())):
        if reading:
            yield reading.split()


# --- where remarks stand


@dataclass(frozen=True)
class Place:
    """A block one can point at."""

    block_id: str
    label: str
    text: str = ""
    order: int = -1


def places_of(outline: Outline) -> list[Place]:
    """The plan as a whole, then every block with its number and first words."""
    numbers = outline.numbers()
    return [Place("", WHOLE_PLAN)] + [
        Place(block.id, _label(block, numbers[block.id]), "" if block.rows else block.text, order)
        for order, block in enumerate(outline.blocks)
    ]


def _label(block: Block, number: str) -> str:
    words = " ".join(text_of(block).split()) or "(đoạn trống)"
    short = words if len(words) <= _LABEL else f"{words[:_LABEL].rsplit(' ', 1)[0]}…"
    return f"{number} {short}".strip()


@dataclass(frozen=True)
class Thread:
    """A comment with its replies; `mended`: the words it was about are no longer there."""

    comment: Comment
    place: Place | None
    mended: bool
    replies: list[Comment] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return self.comment.resolved_at is not None

    def names(self, user: Any) -> bool:
        """Whether the person is mentioned somewhere in the thread."""
        return any(user in said.mentions.all() for said in (self.comment, *self.replies))


@dataclass(frozen=True)
class Proposal:
    """A suggested wording; `current`: the block's text now; `stale`: the same words of it have changed since."""

    suggestion: Suggestion
    place: Place | None
    current: str
    stale: bool

    @property
    def done(self) -> bool:
        return bool(self.suggestion.state != SuggestionState.OPEN)

    @property
    def spans(self) -> list[Span]:
        """The block with the words that go and those that come; far from them it is cut short."""
        before, after = self.suggestion.before, self.suggestion.after
        if not (self.done or self.stale or self.place is None):
            before, after = self.current, outcome(self.suggestion, self.current) or ""
        spans = compare_words(before, after)
        first, last = spans[0], spans[-1]
        if first.kind == SAME and len(first.text) > _NEAR:
            spans[0] = Span(SAME, f"…{first.text[-_NEAR:]}")
        if last.kind == SAME and len(last.text) > _NEAR:
            spans[-1] = Span(SAME, f"{last.text[:_NEAR]}…")
        return spans


@dataclass(frozen=True)
class Discussion:
    """Everything said about a plan, as one filter shows it."""

    placed: list[Thread | Proposal]
    lost: list[Thread | Proposal]  # the block is gone
    counts: dict[str, int]
    chosen: str

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        return [(name, label, self.counts[name]) for name, label in FILTERS.items()]


def discussion_of(plan: Plan, user: Any, *, chosen: str = OPEN) -> Discussion:
    """Threads and suggestions by block order, then by time; a fixed number of queries."""
    chosen = chosen if chosen in FILTERS else OPEN
    outline = content_of(plan).outline
    places = {place.block_id: place for place in places_of(outline)}
    rows: list[Thread | Proposal] = [*_threads(plan, outline, places), *_proposals(plan, outline, places)]
    groups: dict[str, list[Thread | Proposal]] = {
        OPEN: [row for row in rows if not row.done],
        DONE: [row for row in rows if row.done],
        MINE: [row for row in rows if isinstance(row, Thread) and row.names(user)],
    }
    shown = groups[chosen]
    placed = sorted((row for row in shown if row.place), key=_order)
    lost = sorted((row for row in shown if not row.place), key=_order)
    return Discussion(placed, lost, {name: len(found) for name, found in groups.items()}, chosen)


def _order(row: Thread | Proposal) -> tuple[int, Any]:
    remark = row.comment if isinstance(row, Thread) else row.suggestion
    return (row.place.order if row.place else 0, remark.at)


def _threads(plan: Plan, outline: Outline, places: dict[str, Place]) -> list[Thread]:
    said = plan.comments.select_related("by", "resolved_by").prefetch_related("mentions").order_by("at", "pk")
    below: dict[int, list[Comment]] = {}
    for comment in said:
        if comment.reply_to_id:
            below.setdefault(comment.reply_to_id, []).append(comment)
    return [
        Thread(c, places.get(c.block_id), _mended(outline, c), below.get(c.pk, []))
        for c in said
        if not c.reply_to_id
    ]


def _mended(outline: Outline, comment: Comment) -> bool:
    if not comment.quote or comment.block_id not in outline:
        return False
    return find_quote(text_of(outline[comment.block_id]), comment.quote) is None


def _proposals(plan: Plan, outline: Outline, places: dict[str, Place]) -> list[Proposal]:
    rows = plan.suggestions.select_related("by", "decided_by").order_by("at", "pk")
    return [_proposal(row, outline, places) for row in rows]


def _proposal(row: Suggestion, outline: Outline, places: dict[str, Place]) -> Proposal:
    adds = row.action == SuggestionAction.ADD
    current = outline[row.block_id].text if row.block_id in outline and not adds else ""
    gone = row.block_id not in outline and not adds
    return Proposal(row, places.get(row.block_id), current, not gone and outcome(row, current) is None)


def outcome(suggestion: Suggestion, current: str) -> str | None:
    """What the suggestion makes of the block's text as it is now; None when the words it is about have changed."""
    if suggestion.action == SuggestionAction.EDIT:
        return merged(suggestion.before, suggestion.after, current)
    return suggestion.after if current == suggestion.before else None


# --- people


def people_of(unit: Unit) -> QuerySet[User]:
    """Who can be mentioned: people who hold a seat at the unit today."""
    seats = Seat.objects.current().filter(unit=unit).values("user_id")
    return User.objects.filter(pk__in=seats, is_active=True).order_by("full_name", "pk")


def people_named(unit: Unit, text: str) -> list[User]:
    """The first of them whose name holds every word, accents or not. One unit has few people: compared in Python."""
    words = fold(text).split()
    if not words:
        return []
    found = [person for person in people_of(unit) if all(w in fold(person.full_name) for w in words)]
    return found[:_PEOPLE_SHOWN]
