"""What is open beside a plan's text → comments and tracked changes of its Word file, and what they need to come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.docx import Comment as WordComment
from documents.docx import Edit, Remarks, Who
from documents.pages import Line
from plans.anchors import COMMENT_NAMES, SUGGESTION_NAMES, block_anchor
from plans.comment_models import Comment, Suggestion, SuggestionAction, SuggestionState
from plans.discussion import find_quote, outcome, text_of
from plans.models import Plan
from plans.outline import Block, Outline
from plans.wording import changes, meet

IN_WORDS = {
    SuggestionAction.EDIT: _("Đề xuất sửa thành: “%(text)s”"),
    SuggestionAction.ADD: _("Đề xuất thêm đoạn: “%(text)s”"),
    SuggestionAction.REMOVE: _("Đề xuất bỏ đoạn này."),
}


@dataclass
class OpenRemarks:
    """Everything that goes along. `sent`: what each suggestion was when it left, as JSON; `anchors` of added blocks."""

    comments: dict[str, list[WordComment]] = field(default_factory=dict)
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    removed: dict[str, Who] = field(default_factory=dict)
    added: dict[str, list[tuple[Line, Who]]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)

    def for_word(self) -> Remarks:
        return Remarks(self.comments, self.edits, self.removed, self.added)


def open_remarks(plan: Plan, shown: Outline) -> OpenRemarks:
    """The threads that are not done and the suggestions that wait, on the blocks that are printed. Four queries."""
    found = OpenRemarks()
    for block_id, comment in _threads(plan, shown):
        found.comments.setdefault(block_id, []).append(comment)
    waiting = plan.suggestions.filter(state=SuggestionState.OPEN).select_related("by").order_by("at", "pk")
    for suggestion in waiting:
        _suggest(found, suggestion, shown)
    return found


# --- comments


def _threads(plan: Plan, shown: Outline) -> Iterator[tuple[str, WordComment]]:
    said = list(plan.comments.select_related("by").order_by("at", "pk"))
    roots = {c.pk: c for c in said if not c.reply_to_id and c.resolved_at is None}
    for comment in said:
        root = roots.get(comment.reply_to_id or comment.pk)
        if root is None:
            continue
        block_id = root.block_id if root.block_id in shown else ""
        start, end = _place(root, shown) if block_id else (0, 0)
        yield (
            block_id,
            WordComment(
                text=comment.text,
                who=_who(comment),
                name=_name(COMMENT_NAMES, comment.pk),
                start=start,
                end=end,
                answers=_name(COMMENT_NAMES, root.pk) if comment.reply_to_id else "",
            ),
        )


def _place(root: Comment, shown: Outline) -> tuple[int, int]:
    """The quoted words as they stand now; none when they are gone or nothing is quoted."""
    quoted = root.quote and find_quote(text_of(shown[root.block_id]), root.quote, near=root.start)
    return quoted or (0, 0)


def _name(first: int, pk: int) -> str:
    return f"{first + pk:08X}"


def _who(row: Comment | Suggestion) -> Who:
    return Who(row.author_name or str(row.by), row.at)


# --- suggestions


def _suggest(found: OpenRemarks, row: Suggestion, shown: Outline) -> None:
    """As tracked changes where the words are as they were and nobody else changes them; else said in a comment."""
    if row.action == SuggestionAction.ADD:
        done = _add(found, row, shown)
    elif row.block_id not in shown or shown[row.block_id].rows:
        done = False
    elif row.action == SuggestionAction.REMOVE:
        done = _remove(found, row, shown[row.block_id])
    else:
        done = _edit(found, row, shown[row.block_id])
    if not done:
        comment = WordComment(text=in_words(row), who=_who(row), name=_name(SUGGESTION_NAMES, row.pk))
        place = row.block_id if row.block_id in shown else ""
        found.comments.setdefault(place, []).append(comment)


def in_words(row: Suggestion) -> str:
    """The suggestion as a comment says it."""
    return str(IN_WORDS[SuggestionAction(row.action)]) % {"text": row.after}


def _edit(found: OpenRemarks, row: Suggestion, block: Block) -> bool:
    after = outcome(row, block.text)
    taken = [(edit.start, edit.end, edit.text) for edit in found.edits.get(block.id, ())]
    if after is None or block.id in found.removed:
        return False
    wanted = list(changes(block.text, after))
    if any(meet(one, other) for one in wanted for other in taken):
        return False
    found.edits.setdefault(block.id, []).extend(Edit(*change, _who(row)) for change in wanted)
    found.sent.append(as_sent(row, block.text, after))
    return True


def _remove(found: OpenRemarks, row: Suggestion, block: Block) -> bool:
    if outcome(row, block.text) is None or block.id in found.removed or block.id in found.edits:
        return False
    found.removed[block.id] = _who(row)
    found.sent.append(as_sent(row, block.text, ""))
    return True


def _add(found: OpenRemarks, row: Suggestion, shown: Outline) -> bool:
    block = Block.stored(row.added)
    place = row.block_id
    if block.rows or block.id in shown or (place and place not in shown):
        return False
    number = _number_there(block, place, shown)
    line = Line(block_id=block.id, level=block.level, number=number, text=block.text, marks=block.marks)
    found.added.setdefault(place, []).append((line, _who(row)))
    found.anchors[block.id] = block_anchor(block, number)
    found.sent.append(as_sent(row, "", block.text))
    return True


def _number_there(block: Block, after: str, shown: Outline) -> str:
    """The number it would be printed with."""
    blocks: Sequence[Block] = shown.blocks
    place = [b.id for b in blocks].index(after) + 1 if after else 0
    plain = replace(block, notes=())
    return Outline((*blocks[:place], plain, *blocks[place:])).number(block.id)


def as_sent(row: Suggestion, before: str, after: str) -> dict[str, Any]:
    """What tells the suggestion again (plans.importing.remarks.Sent) when its tracked changes come back."""
    return {
        "id": row.pk,
        "action": row.action,
        "block": row.added.get("id", "") if row.action == SuggestionAction.ADD else row.block_id,
        "before": before,
        "after": after,
        "author": _who(row).author,
        "note": row.note,
    }
