"""What people say about a draft: comments with replies, resolving them, suggested wordings and their fate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import IllegalStep, StepRefused
from documents.models import SENT
from plans.block_fields import FieldError, read_text
from plans.blocks import Block
from plans.comment_models import Comment, Suggestion, SuggestionAction, SuggestionState
from plans.discussion import (
    COMMENTERS,
    find_quote,
    outcome,
    people_of,
    text_of,
)
from plans.models import Plan
from plans.outline import Outline
from plans.queries import content_of
from plans.rewording import replaced
from plans.services.drafting import require_drafter, save_plan
from plans.services.rows import locked_plan
from units import audit
from units.models import User
from units.scope import holds_any

MAX_TEXT = 4_000
_PARENTS = ("plan", "by", "reply_to", "resolved_by", "decided_by")


@transaction.atomic
def add_comment(
    plan: Plan,
    *,
    text: str,
    by: Any,
    block_id: str = "",
    quote: str = "",
    near: int = 0,
    mentions: Iterable[User] = (),
) -> Comment:
    """A comment on the quoted words of a block, on the block, or (no block) on the plan; `near`: where the words begin.

    Raises StepRefused (no seat that may comment there), IllegalStep (issued), ValidationError by field: text, block_id,
    quote (gone from the block), mentions (somebody without a seat at the issuer).
    """
    locked = _plan_discussed(plan, by)
    comment = Comment(plan=locked, block_id=block_id, text=_said(text, "text"), by=by)
    if block_id:
        outline = content_of(locked).outline
        block = _block(outline, block_id)
        if quote.strip():
            comment.start, comment.end = _span(outline, block, quote, near)
            comment.quote = text_of(block)[comment.start : comment.end]
    return _keep(comment, mentions, "plan.comment")


@transaction.atomic
def reply(comment: Comment, *, text: str, by: Any, mentions: Iterable[User] = ()) -> Comment:
    """An answer in the thread of the comment. Raises StepRefused, IllegalStep (issued, resolved), ValidationError."""
    locked = _plan_discussed(comment.plan, by)
    root = locked.comments.get(pk=comment.reply_to_id or comment.pk)
    if root.resolved_at:
        raise IllegalStep(_("Góp ý này đã xong. Hãy mở lại rồi trả lời."))
    answer = Comment(plan=locked, block_id=root.block_id, reply_to=root, text=_said(text, "text"), by=by)
    return _keep(answer, mentions, "plan.comment_reply")


@transaction.atomic
def resolve_comment(comment: Comment, *, by: Any) -> Comment:
    """Mark the thread as done. Raises StepRefused, IllegalStep (issued, done already)."""
    root = _root(comment, by)
    if root.resolved_at:
        raise IllegalStep(_("Góp ý này đã được %(name)s đánh dấu xong.") % {"name": root.resolved_by})
    root.resolved_by, root.resolved_at = by, timezone.now()
    return _turned(root, "plan.comment_resolved", by)


@transaction.atomic
def reopen_comment(comment: Comment, *, by: Any) -> Comment:
    """Take a thread that was done up again. Raises StepRefused, IllegalStep (issued, open)."""
    root = _root(comment, by)
    if not root.resolved_at:
        raise IllegalStep(_("Góp ý này đang mở."))
    root.resolved_by = root.resolved_at = None
    return _turned(root, "plan.comment_reopened", by)


@transaction.atomic
def suggest(
    plan: Plan,
    *,
    block_id: str,
    replacement: str,
    by: Any,
    quote: str = "",
    near: int = 0,
    note: str = "",
) -> Suggestion:
    """Propose another wording for a block, or for the quoted words in it (then an empty one takes them out).

    Raises StepRefused, IllegalStep (issued), ValidationError by field: block_id, quote, replacement, text (the note).
    """
    locked = _plan_discussed(plan, by)
    outline = content_of(locked).outline
    block = _block(outline, block_id)
    if block.rows:
        raise ValidationError({"block_id": _("Bảng không nhận đề xuất sửa chữ. Hãy viết thành góp ý.")})
    after = _wording(replacement)
    if quote.strip():
        start, end = _span(outline, block, quote, near)
        after = _wording(block.text[:start] + after + block.text[end:])
    if not after:
        raise ValidationError({"replacement": _("Hãy viết câu đề xuất. Muốn bỏ cả đoạn thì viết góp ý.")})
    if after == block.text:
        raise ValidationError({"replacement": _("Câu đề xuất giống câu đang viết.")})
    suggestion = Suggestion(
        plan=locked, block_id=block_id, before=block.text, after=after, note=_clean(note, "text"), by=by
    )
    suggestion.full_clean(exclude=_PARENTS)
    suggestion.save()
    _log("plan.suggestion", suggestion, by, after={"block": block_id, "before": block.text, "after": after})
    return suggestion


@transaction.atomic
def accept_suggestion(suggestion: Suggestion, *, by: Any) -> Suggestion:
    """Save the plan with the suggested wording, as a version of its own.

    Raises StepRefused (not a drafter there), IllegalStep (decided, or the words the suggestion is about were changed
    since), and what save_plan raises.
    """
    row = _open_suggestion(suggestion, by)
    content = content_of(row.plan)
    outline = _with_suggestion(row, content.outline)
    text = replace(content, outline=outline).to_json()
    version = row.plan.current_version
    save_plan(row.plan, content=text, base=version.number if version else 0, by=by)
    return _decided(row, SuggestionState.ACCEPTED, by)


@transaction.atomic
def reject_suggestion(suggestion: Suggestion, *, by: Any) -> Suggestion:
    """Leave the text as it is. Raises StepRefused (not a drafter there), IllegalStep (decided, not being drafted)."""
    return _decided(_open_suggestion(suggestion, by), SuggestionState.REJECTED, by)


# --- a suggestion in the text


def _with_suggestion(row: Suggestion, outline: Outline) -> Outline:
    """The blocks after the suggestion is taken. Raises IllegalStep where that cannot be done any more."""
    if row.action == SuggestionAction.ADD:
        return _with_added(row, outline)
    if row.block_id not in outline:
        raise IllegalStep(_("Đoạn này không còn trong kế hoạch, không nhận đề xuất được."))
    block = outline[row.block_id]
    text = outcome(row, block.text)
    if text is None:
        raise IllegalStep(
            _("Đoạn này đã được sửa sau khi có đề xuất. Hãy so lại rồi tự sửa, hoặc nhờ đề xuất lại.")
        )
    if row.action == SuggestionAction.REMOVE:
        return Outline(tuple(b for b in outline.blocks if b.id != block.id))
    mended = replaced(block, text)
    return Outline(tuple(mended if b.id == block.id else b for b in outline.blocks))


def _with_added(row: Suggestion, outline: Outline) -> Outline:
    """The new block behind its place, and behind blocks suggested before it for the same place."""
    block = Block.from_json(row.added)
    if block.id in outline:
        raise IllegalStep(_("Đoạn này đã có trong kế hoạch."))
    if row.block_id and row.block_id not in outline:
        raise IllegalStep(_("Đoạn đứng trước chỗ thêm không còn trong kế hoạch. Hãy tự thêm đoạn này."))
    place = [b.id for b in outline.blocks].index(row.block_id) + 1 if row.block_id else 0
    taken = row.plan.suggestions.filter(
        action=SuggestionAction.ADD, state=SuggestionState.ACCEPTED, block_id=row.block_id, pk__lt=row.pk
    )
    earlier = {added["id"] for added in taken.values_list("added", flat=True)}
    while place < len(outline.blocks) and outline.blocks[place].id in earlier:
        place += 1
    return Outline((*outline.blocks[:place], block, *outline.blocks[place:]))


# --- checks


def _plan_discussed(plan: Plan, by: Any) -> Plan:
    if not holds_any(by, *COMMENTERS, at=plan.issuer):
        raise StepRefused(_("Bạn chưa có vai trò góp ý ở %(unit)s.") % {"unit": plan.issuer})
    locked = locked_plan(plan)
    if locked.status in SENT:
        raise IllegalStep(_("Kế hoạch đã phát hành, không góp ý thêm được."))
    return locked


def _root(comment: Comment, by: Any) -> Comment:
    locked = _plan_discussed(comment.plan, by)
    root: Comment = locked.comments.select_related("resolved_by").get(pk=comment.reply_to_id or comment.pk)
    return root


def _open_suggestion(suggestion: Suggestion, by: Any) -> Suggestion:
    require_drafter(by, suggestion.plan.issuer)
    locked = locked_plan(suggestion.plan)
    row: Suggestion = locked.suggestions.get(pk=suggestion.pk)
    row.plan = locked
    if row.state != SuggestionState.OPEN:
        raise IllegalStep(
            _("Đề xuất này đã được quyết định: %(state)s.") % {"state": row.get_state_display()}
        )
    if not locked.is_editable:
        raise IllegalStep(
            _("Kế hoạch đang “%(status)s”, không sửa được.") % {"status": locked.get_status_display()}
        )
    return row


def _block(outline: Outline, block_id: str) -> Block:
    if block_id not in outline:
        raise ValidationError({"block_id": _("Đoạn này không còn trong kế hoạch. Hãy tải lại trang.")})
    return outline[block_id]


def _span(outline: Outline, block: Block, quote: str, near: int) -> tuple[int, int]:
    span = find_quote(text_of(block), quote, number=outline.number(block.id), near=near)
    if span is None:
        raise ValidationError({"quote": _("Câu được chọn vừa có người sửa. Hãy tải lại trang rồi chọn lại.")})
    return span


def _clean(text: str, name: str) -> str:
    try:
        return read_text(text, limit=MAX_TEXT)
    except FieldError as error:
        raise ValidationError({name: _("Nội dung %(why)s.") % {"why": error}}) from error


def _said(text: str, name: str) -> str:
    said = _clean(text, name)
    if not said:
        raise ValidationError({name: _("Hãy viết góp ý.")})
    return said


def _wording(text: str) -> str:
    try:
        return read_text(text)
    except FieldError as error:
        raise ValidationError({"replacement": _("Câu đề xuất %(why)s.") % {"why": error}}) from error


# --- keeping


def _keep(comment: Comment, mentions: Iterable[User], action: str) -> Comment:
    named = {person.pk: person for person in mentions}
    known = set(people_of(comment.plan.issuer).filter(pk__in=named).values_list("pk", flat=True))
    strangers = [str(person) for pk, person in named.items() if pk not in known]
    if strangers:
        message = _("Không giữ vai trò nào ở đơn vị ban hành: %(names)s.")
        raise ValidationError({"mentions": message % {"names": ", ".join(strangers)}})
    comment.full_clean(exclude=_PARENTS)
    comment.save()
    comment.mentions.set(known)
    after = {"block": comment.block_id, "quote": comment.quote, "text": comment.text}
    _log(action, comment, comment.by, after=after | {"mentions": sorted(known)})
    return comment


def _turned(root: Comment, action: str, by: Any) -> Comment:
    root.save(update_fields=["resolved_by", "resolved_at"])
    _log(action, root, by, after={"text": root.text})
    return root


def _decided(row: Suggestion, state: str, by: Any) -> Suggestion:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    _log(f"plan.suggestion_{state}", row, by, before={"text": row.before}, after={"text": row.after})
    return row


def _log(action: str, row: Comment | Suggestion, by: Any, **values: Any) -> None:
    audit.record(action, row, by=by, unit=row.plan.issuer, **values)
