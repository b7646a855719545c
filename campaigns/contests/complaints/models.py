"""Complaints about results, and every score that was changed by hand with its reason."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.contests.essays.models import Essay
from campaigns.contests.models import Contest, Entry, Participant
from units.scope import own, sees_all


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: Any) -> ComplaintQuerySet:
        """Complaints about contests of own units: they go to the organiser, nobody else reads them."""
        return self if sees_all(user) else self.filter(own(user, "contest__owner"))


class Complaint(models.Model):
    """Khiếu nại: from a participant, within the days of the thể lệ; answered with a reason, whatever the answer."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Chờ trả lời")
        ACCEPTED = "accepted", _("Chấp nhận")
        PARTLY = "partly", _("Chấp nhận một phần")
        REFUSED = "refused", _("Không chấp nhận")

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="complaints")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="complaints")
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("Bài thi"),
    )
    essay = models.ForeignKey(
        Essay,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("Bài tự luận"),
    )
    words = models.TextField(_("Nội dung khiếu nại"))
    received_at = models.DateTimeField(_("Nhận lúc"), default=timezone.now)
    status = models.CharField(_("Trạng thái"), max_length=8, choices=Status, default=Status.RECEIVED)
    answer = models.TextField(_("Trả lời"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("Trả lời lúc"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("khiếu nại")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="received") | ~Q(answer=""),
                name="answered_complaint_has_a_reason",
                violation_error_message=_("Trả lời khiếu nại phải có lý do."),
            ),
        ]


class ScoreChange(models.Model):
    """A score as it was and as it is after a decision of the organiser; never changed or deleted."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    essay = models.ForeignKey(Essay, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="changes")
    before = models.DecimalField(_("Điểm trước"), max_digits=8, decimal_places=2)
    after = models.DecimalField(_("Điểm sau"), max_digits=8, decimal_places=2)
    why = models.CharField(_("Lý do"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("sửa điểm")
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, essay__isnull=True)
                | Q(entry__isnull=True, essay__isnull=False),
                name="score_change_of_one_paper",
            )
        ]
