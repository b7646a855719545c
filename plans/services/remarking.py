"""Comments and tracked changes of a Word file become comments and suggestions of the plan it was read into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.vietnamese import nfc
from plans.comment_models import Comment, Suggestion, SuggestionAction
from plans.discussion import find_quote, text_of
from plans.importing import ImportedPlan
from plans.importing.remarks import ADDED, COMMENT, REMOVED, Said, proposals
from plans.importing.result import ImportedBlock
from plans.models import Plan
from plans.outline import Outline
from plans.queries import content_of
from units import audit

NOBODY = "người khác"
_TEXT, _NAME = 4_000, 120
_SAME = ("block_id", "action", "before", "after", "author_name")


def keep_remarks(plan: Plan, imported: ImportedPlan, *, by: Any) -> None:
    """Store what the file says beside its text. What an earlier import of the same file left is not said twice."""
    outline = content_of(plan).outline
    known = set(plan.suggestions.values_list(*_SAME))
    suggestions = [
        row
        for row in _suggestions(plan, imported, outline, by)
        if row.before != row.after and tuple(getattr(row, name) for name in _SAME) not in known
    ]
    Suggestion.objects.bulk_create(suggestions, batch_size=500)
    comments = _keep_comments(plan, imported, outline, by)
    if suggestions or comments:
        told = {"file": imported.file_name, "comments": comments, "suggestions": len(suggestions)}
        audit.record("plan.remarks_imported", plan, by=by, unit=plan.issuer, after=told)


# --- suggestions


def _suggestions(plan: Plan, imported: ImportedPlan, outline: Outline, by: Any) -> Iterator[Suggestion]:
    before = ""
    for block in imported.blocks:
        if block.proposed:
            yield _added(plan, block, before, by)
            continue
        if block.id not in outline:
            continue
        before = block.id
        yield from _changes(plan, block, outline, by)


def _changes(plan: Plan, block: ImportedBlock, outline: Outline, by: Any) -> Iterator[Suggestion]:
    text = outline[block.id].text
    for said in block.said:
        if said.kind == REMOVED and not block.rows:
            yield Suggestion(
                plan=plan, block_id=block.id, action=SuggestionAction.REMOVE, before=text, **_who([said], by)
            )
    for edits, after in proposals(block.text, block.said):
        if text == block.text:
            yield Suggestion(plan=plan, block_id=block.id, before=text, after=after, **_who(edits, by))


def _added(plan: Plan, block: ImportedBlock, before: str, by: Any) -> Suggestion:
    said = [one for one in block.said if one.kind == ADDED]
    return Suggestion(
        plan=plan, block_id=before, action=SuggestionAction.ADD, after=block.text,
        added=block.to_block().to_json(), **_who(said, by),
    )  # fmt: skip


# --- comments


def _keep_comments(plan: Plan, imported: ImportedPlan, outline: Outline, by: Any) -> int:
    """How many were new. Those that answer another come after it."""
    threads: dict[str, Comment] = {}
    count = 0
    for block_id, said in sorted(
        filter(lambda found: _says_something(found[1]), _comments(imported)),
        key=lambda found: bool(found[1].answers),
    ):
        above = threads.get(said.answers)
        comment = _comment(plan, outline, above.block_id if above else block_id, said, by)
        comment.reply_to = above
        same = plan.comments.filter(author_name=comment.author_name, text=comment.text)
        known = same.filter(block_id=comment.block_id, quote=comment.quote).first()
        if known is None:
            comment.save()
            count += 1
        threads[said.key] = above or known or comment
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
