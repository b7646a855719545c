"""Days off, units freed from a period, reminders sent by hand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.models.periods import PeriodUnit
from reporting.models.submissions import Submission

# The entry of the audit log that keeps a day off the list when the catalogue is loaded again.
HOLIDAY_REMOVED = "reporting.holiday.remove"


class Holiday(models.Model):
    """Ngày nghỉ lễ, Tết, nghỉ bù; `off` False: a Saturday or Sunday worked in exchange for a day off."""

    day = models.DateField(_("Ngày"), unique=True)
    name = models.CharField(_("Tên ngày"), max_length=120)
    off = models.BooleanField(_("Nghỉ"), default=True)
    announced = models.BooleanField(
        _("Đã có thông báo chính thức"), default=True, help_text=_("Bỏ chọn: ngày dự kiến theo lịch âm và Bộ luật Lao động.")
    )  # fmt: skip
    source = models.CharField(_("Căn cứ"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["day"]
        verbose_name = _("ngày nghỉ, ngày làm bù")

    def __str__(self) -> str:
        return self.name


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def visible_to(self, user: Any) -> ExemptionQuerySet:
        """Exemptions of the places this person may see."""
        return self.filter(place__in=PeriodUnit.objects.visible_to(user).values("pk"))


class Exemption(models.Model):
    """Miễn báo cáo: a unit that owed a report of the period need not send it; its place is no longer obliged."""

    place = models.OneToOneField(PeriodUnit, on_delete=models.CASCADE, related_name="exemption")
    reason = models.CharField(_("Lý do"), max_length=300)
    decided_by = models.CharField(
        _("Ai quyết định"), max_length=200, help_text=_("Ví dụ: Ban Thường vụ, Công văn số 12/LĐLĐ ngày 02/6/2026.")
    )  # fmt: skip
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering = ["place_id"]
        verbose_name = _("miễn báo cáo")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""), name="exemption_says_why_and_who"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class ReportReminder(models.Model):
    """Nhắc gửi báo cáo: somebody above asked a unit for its report; it rings in the unit's daily letter."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("Lời nhắc"), max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("lần nhắc báo cáo")
        indexes = [models.Index(fields=["submission", "-at"])]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.at:%d/%m/%Y}"
