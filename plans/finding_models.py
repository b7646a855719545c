"""What the drafters set aside of the findings of the check."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.models import Plan


class IgnoredFinding(models.Model):
    """A finding of the linter set aside with a reason; `digest` names the found letters in their text."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="ignored_findings")
    rule = models.CharField(_("Quy tắc"), max_length=40)
    digest = models.CharField(max_length=32)
    reason = models.CharField(_("Lý do bỏ qua"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Người bỏ qua"),
    )
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    class Meta:
        ordering = ["plan_id", "pk"]
        verbose_name = _("nhắc nhở đã bỏ qua")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rule", "digest"],
                name="finding_ignored_once",
                violation_error_message=_("Chỗ này đã được bỏ qua rồi."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="ignored_finding_has_reason",
                violation_error_message=_("Hãy ghi lý do bỏ qua."),
            ),
        ]
