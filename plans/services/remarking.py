"""Comments and tracked changes of a Word file become comments and suggestions of the plan it was read into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.vietnamese import nfc
from plans.comment_models import Comment, Suggestion, SuggestionAction, SuggestionState
from plans.discussion import find_quote, outcome, text_of
from plans.docx_remarks import as_sent, in_words
from plans.importing import ImportedPlan
from plans.importing.remarks import ADDED, COMMENT, REMOVED, Said, Sent, came_back, proposals
from plans.importing.result import ImportedBlock
from plans.models import Plan
from plans.outline import Outline
from plans.queries import content_of
from units import audit

NOBODY = "người khác"
_TEXT, _NAME = 4_000, 120


def keep_remarks(plan: Plan, imported: ImportedPlan, *, by: Any) -> None:
    """Store what the file says beside its text.

    What the plan says already is not said twice: remarks that left through our own export, or came with an earlier import.
    """
    outline = content_of(plan).outline
    known = _Known(plan, is_same=imported.exported_from == plan.pk)
    if not imported.sent:  # a program on the way kept the changes and lost what we put beside them
        known.knows_keys, imported = True, replace(imported, sent=tuple(known.waiting(outline)))
    suggestions = [
        row
        for row, key in _suggestions(plan, imported, outline, by)
        if row.before != row.after and not known.holds(row, key)
    ]
    Suggestion.objects.bulk_create(suggestions, batch_size=500)
    comments = _keep_comments(plan, imported, outline, known, by)
    if suggestions or comments:
        told = {"file": imported.file_name, "comments": comments, "suggestions": len(suggestions)}
        audit.record("plan.remarks_imported", plan, by=by, unit=plan.issuer, after=told)


class _Known:
    """What is said of the plan already. `is_same`: the file left from this very plan, so its keys are those of our rows."""

    def __init__(self, plan: Plan, *, is_same: bool) -> None:
        suggestions = list(plan.suggestions.select_related("by"))
        self.is_same = self.knows_keys = is_same
        self._rows = {row.pk: row for row in suggestions}
        self._suggestions = {_signature(row) for row in suggestions}
        self._comments = list(plan.comments.select_related("by"))
        self._told = {(_name(row), _plain(in_words(row))) for row in suggestions}

    def sent(self, key: int) -> bool:
        """Whether the suggestion of that key is one of this plan's."""
        return self.is_same and key in self._rows

    def waiting(self, outline: Outline) -> Iterator[Sent]:
        """The open suggestions as they would have been sent with the text as it is."""
        for row in self._rows.values():
            if row.action == SuggestionAction.EDIT and row.block_id in outline:
                text = outline[row.block_id].text
                after = outcome(row, text) if row.state == SuggestionState.OPEN else None
                if after is not None:
                    yield Sent(**as_sent(row, text, after))

    def holds(self, row: Suggestion, key: int) -> bool:
        return _signature(row) in self._suggestions or (self.knows_keys and key in self._rows)

    def tells_suggestion(self, said: Said, wanted: Comment) -> bool:
        """Whether the comment is a suggestion that could only be told in words."""
        return self.sent(-said.own) or (_name(wanted), _plain(wanted.text)) in self._told

    def comment(self, said: Said, wanted: Comment) -> Comment | None:
        """The one that says the same: by its key, else by author and words, at the same place or the same second."""
        for row in self._comments:
            if _name(row) == _name(wanted) and _plain(row.text) == _plain(wanted.text):
                same_place = (row.block_id, row.quote) == (wanted.block_id, wanted.quote)
                same_time = row.at.replace(microsecond=0) == wanted.at.replace(microsecond=0)
                if same_place or same_time or (self.is_same and row.pk == said.own):
                    return row
        return None


def _signature(row: Suggestion) -> tuple[str, ...]:
    return row.block_id, row.action, row.before, row.after, _name(row)


def _name(row: Comment | Suggestion) -> str:
    return row.author_name or str(row.by or "")


def _plain(text: str) -> str:
    return " ".join(text.split())


# --- suggestions


# A suggestion, and the key it had where it was sent from; 0 for one that was written in Word.
_Row = tuple[Suggestion, int]


def _suggestions(plan: Plan, imported: ImportedPlan, outline: Outline, by: Any) -> Iterator[_Row]:
    sent: dict[str, list[Sent]] = {}
    for one in imported.sent:
        sent.setdefault(one.block, []).append(one)
    before = ""
    for block in imported.blocks:
        ours = sent.get(block.id, [])
        if block.proposed:
            yield _noted(_added(plan, block, before, by), ours, SuggestionAction.ADD)
            continue
        if block.id not in outline:
            continue
        before = block.id
        yield from _changes(plan, block, outline, ours, by)


def _changes(plan: Plan, block: ImportedBlock, outline: Outline, ours: list[Sent], by: Any) -> Iterator[_Row]:
    text, said = outline[block.id].text, list(block.said)
    for one in said:
        if one.kind == REMOVED and not block.rows:
            row = Suggestion(
                plan=plan, block_id=block.id, action=SuggestionAction.REMOVE, before=text, **_who([one], by)
            )
            yield _noted(row, ours, SuggestionAction.REMOVE)
    if text != block.text:
        return
    for one_sent in (one for one in ours if one.action == SuggestionAction.EDIT):
        if edits := came_back(text, said, one_sent):
            said = [one for one in said if one not in edits]
            row = Suggestion(
                plan=plan, block_id=block.id, before=text, after=one_sent.after, **_who(edits, by)
            )
            yield _noted(row, [one_sent], SuggestionAction.EDIT)
    for edits, after in proposals(block.text, said):
        yield Suggestion(plan=plan, block_id=block.id, before=text, after=after, **_who(edits, by)), 0


def _noted(row: Suggestion, ours: list[Sent], action: str) -> _Row:
    """The row with the reason of the suggestion that was sent; as it is when somebody else proposes it."""
    one = next((one for one in ours if one.action == action and _name(row) == one.author), None)
    if one is None:
        return row, 0
    row.note = nfc(one.note)[:_TEXT]
    return row, one.id


def _added(plan: Plan, block: ImportedBlock, before: str, by: Any) -> Suggestion:
    said = [one for one in block.said if one.kind == ADDED]
    return Suggestion(
        plan=plan, block_id=before, action=SuggestionAction.ADD, after=block.text,
        added=block.to_block().to_json(), **_who(said, by),
    )  # fmt: skip


# --- comments


def _keep_comments(plan: Plan, imported: ImportedPlan, outline: Outline, known: _Known, by: Any) -> int:
    """How many were new. Those that answer another come after it."""
    threads: dict[str, Comment] = {}
    count = 0
    for block_id, said in sorted(
        filter(lambda found: _says_something(found[1]), _comments(imported)),
        key=lambda found: bool(found[1].answers),
    ):
        above = threads.get(said.answers)
        comment = _comment(plan, outline, above.block_id if above else block_id, said, by)
        if known.tells_suggestion(said, comment):
            continue
        comment.reply_to = above
        same = known.comment(said, comment)
        if same is None:
            comment.save()
            count += 1
        threads[said.key] = above or same or comment
    return count


def _comments(imported: ImportedPlan) -> Iterator[tuple[str, Said]]:
    before = ""
    for block in imported.blocks:
        before = before if block.proposed else block.id
        yield from ((before, said) for said in block.said if said.kind == COMMENT)
    yield from (("", said) for said in imported.said if said.kind == COMMENT)


def _says_something(said: Said) -> bool:
    """A comment of letters nobody sees is none."""
    return bool(nfc(said.text).strip())


def _comment(plan: Plan, outline: Outline, block_id: str, said: Said, by: Any) -> Comment:
    comment = Comment(plan=plan, block_id=block_id, text=nfc(said.text)[:_TEXT], **_who([said], by))
    if said.answers:
        return comment
    comment.quote = said.quote
    if block_id in outline:
        text = text_of(outline[block_id])
        quote = said.quote or text[said.start : said.end].strip()
        span = find_quote(text, quote, near=said.start) if quote else None
        comment.start, comment.end = span or (0, 0)
        comment.quote = text[comment.start : comment.end]
    return comment


# --- both


def _who(said: Iterable[Said], by: Any) -> dict[str, Any]:
    """Who said it, by the name in the file, and when; never later than now."""
    said = list(said)
    names = dict.fromkeys(nfc(one.author).strip() for one in said if one.author.strip())
    times = [found for one in said if (found := _time(one.at))]
    return {
        "by": by,
        "author_name": ", ".join(names)[:_NAME] or NOBODY,
        "at": min([*times, timezone.now()]),
    }


def _time(text: str) -> dt.datetime | None:
    """Word writes the local time of the writer and calls it UTC; here it is the time of the portal's place."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None or not 2000 <= found.year <= 9998:
        return None
    return timezone.make_aware(found.replace(tzinfo=None))
