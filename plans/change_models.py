"""What a lower unit says when the plan it built its own from was replaced, corrected or recalled."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChangeDecision(models.TextChoices):
    KEPT = "kept", _("Giữ nguyên kế hoạch của đơn vị")
    ADAPTED = "adapted", _("Đã điều chỉnh kế hoạch của đơn vị")
    WITHDRAWN = "withdrawn", _("Dừng thực hiện kế hoạch của đơn vị")


class UpperChangeAnswerQuerySet(models.QuerySet["UpperChangeAnswer"]):
    def visible_to(self, user: Any) -> UpperChangeAnswerQuerySet:
        from plans.models import Plan

        return self.filter(plan__in=Plan.objects.visible_to(user).values("pk"))


class UpperChangeAnswer(models.Model):
    """One answer for each plan and change; the flag goes, the record stays."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="upper_change_answers")
    amendment = models.ForeignKey("documents.Amendment", on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(_("Xử lý"), max_length=10, choices=ChangeDecision)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = UpperChangeAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "pk"]
        verbose_name = _("xử lý thay đổi của cấp trên")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "amendment"],
                name="upper_change_answered_once",
                violation_error_message=_("Thay đổi này đã được xử lý."),
            )
        ]
