"""Remarks on a plan while it is written: comments in threads, and suggested wordings. They are never printed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.scope import own


class RemarkQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RemarkQuerySet:
        """Remarks on plans of one's own units: who receives the issued plan does not see how it came about."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(own(user, "plan__issuer"))


class Remark(models.Model):
    """What comments and suggestions share: the plan, the block they stand at, who wrote them.

    `block_id` "" is the plan as a whole. The block may be gone since: the remark stays, without its place. A remark read
    from a Word file has the name that stood there (`author_name`), which nobody vouches for, and in `by` who imported it.
    """

    block_id = models.CharField(_("Đoạn"), max_length=12, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Người góp ý"),
    )
    author_name = models.CharField(_("Tên ghi trong tệp Word"), max_length=120, blank=True)
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def author(self) -> str:
        """Who said it, as people are shown it."""
        if self.author_name:
            return str(_("%(name)s (trong tệp Word)") % {"name": self.author_name})
        return str(self.by)


def _said_by_somebody(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(by__isnull=False) | ~Q(author_name=""), name=name)


class Comment(Remark):
    """Góp ý on some words (`quote`, at start–end when it was made), on a block, or on the plan; replies hang below."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="comments")
    reply_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(_("Chữ được chọn"), blank=True)
    text = models.TextField(_("Góp ý"), max_length=4_000)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("Nhắc tên")
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan_id", "at", "pk"]
        verbose_name = _("góp ý")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_has_text",
                violation_error_message=_("Hãy viết góp ý."),
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, reply_to__isnull=True),
                name="comment_resolved_by_somebody",
                violation_error_message=_("Góp ý đã xong phải có người đánh dấu."),
            ),
            _said_by_somebody("comment_said_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class SuggestionState(models.TextChoices):
    OPEN = "open", _("Chờ quyết định")
    ACCEPTED = "accepted", _("Đã nhận")
    REJECTED = "rejected", _("Không nhận")


class SuggestionAction(models.TextChoices):
    EDIT = "edit", _("Đề xuất sửa")
    ADD = "add", _("Đề xuất thêm đoạn")
    REMOVE = "remove", _("Đề xuất bỏ đoạn")


class Suggestion(Remark):
    """Đề xuất: the whole text of a block as it was (`before`) and as it should become (`after`).

    To add: `added` is the block (JSON of plans.blocks.Block) that is to stand after the block `block_id`, or first.
    """

    action = models.CharField(
        _("Việc"), max_length=6, choices=SuggestionAction, default=SuggestionAction.EDIT
    )
    added = models.JSONField(default=dict, blank=True)
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="suggestions")
    before = models.TextField(_("Đang viết"), blank=True)
    after = models.TextField(_("Sửa thành"), blank=True)
    note = models.TextField(_("Lý do"), max_length=4_000, blank=True)
    state = models.CharField(
        _("Tình trạng"), max_length=8, choices=SuggestionState, default=SuggestionState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan_id", "at", "pk"]
        verbose_name = _("đề xuất sửa")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values), name="suggestion_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")),
                name="suggestion_changes_text",
                violation_error_message=_("Câu đề xuất giống câu đang viết."),
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=SuggestionState.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="suggestion_decided_by_somebody",
                violation_error_message=_("Đề xuất đã quyết định phải có người quyết định."),
            ),
            models.CheckConstraint(
                condition=Q(action=SuggestionAction.EDIT) & ~Q(before="") & ~Q(after="")
                | Q(action=SuggestionAction.ADD, before="")
                | Q(action=SuggestionAction.REMOVE, after=""),
                name="suggestion_has_its_texts",
                violation_error_message=_("Hãy viết câu đề xuất."),
            ),
            _said_by_somebody("suggestion_said_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.after[:80]
