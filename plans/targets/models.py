"""Giao chỉ tiêu: what each unit below is to reach, what it asked for, and by which decision it holds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.models import Plan, Target
from units.models import Unit
from units.scope import own, sees_all

WHOLE_TERM = 0


class AllotmentSheet(models.Model):
    """Bảng giao chỉ tiêu of a plan: since when the units below are asked for their numbers."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="allotment_sheet")
    asked_at = models.DateTimeField(_("Lấy ý kiến từ"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answers_due_on = models.DateField(_("Đề nghị trả lời trước ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("bảng giao chỉ tiêu")


class AllotmentQuerySet(models.QuerySet["Allotment"]):
    def visible_to(self, user: Any) -> AllotmentQuerySet:
        """Lines of plans of own units; those given to own units, once asked for or decided."""
        if sees_all(user):
            return self
        told = Q(official__isnull=False) | Q(target__plan__allotment_sheet__isnull=False)
        return self.filter(own(user, "target__plan__issuer") | (own(user) & told))

    def received_by(self, user: Any) -> AllotmentQuerySet:
        """What own units are to reach."""
        told = Q(official__isnull=False) | Q(target__plan__allotment_sheet__isnull=False)
        return self.filter(own(user) & told)


class Allotment(models.Model):
    """What one unit is to reach of a target in a year, in the target's unit of measure.

    `value` is worked on; `official` holds by the latest decision and changes only by the next one; `asked` is the
    number the unit proposed and nobody has answered yet.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="allotments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="allotments")
    year = models.PositiveSmallIntegerField(_("Năm"), default=WHOLE_TERM)
    value = models.DecimalField(_("Mức giao"), max_digits=20, decimal_places=4, null=True, blank=True)
    base = models.DecimalField(_("Số gốc"), max_digits=20, decimal_places=4, null=True, blank=True)
    official = models.DecimalField(
        _("Đã giao chính thức"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    asked = models.DecimalField(_("Đơn vị đề nghị"), max_digits=20, decimal_places=4, null=True, blank=True)
    asked_reason = models.CharField(_("Lý do đề nghị"), max_length=500, blank=True)

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        ordering = ["target_id", "year", "unit__sort_key", "unit_id"]
        verbose_name = _("dòng giao chỉ tiêu")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "unit", "year"],
                name="target_allotted_once_a_unit",
                violation_error_message=_(
                    "Chỉ tiêu này đã giao cho đơn vị này rồi. Hãy sửa dòng đã có, không giao lần thứ hai."
                ),
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=True) | ~Q(asked_reason=""),
                name="asked_number_has_reason",
                violation_error_message=_("Hãy ghi lý do đề nghị."),
            ),
        ]

    @property
    def changed(self) -> bool:
        """Whether the number worked on is not the one that holds."""
        return self.value != self.official


class AllotmentMove(models.Model):
    """Who said which number when, and why."""

    class Step(models.TextChoices):
        GIVEN = "given", _("Dự kiến giao")
        ASKED = "asked", _("Đơn vị đề nghị")
        COUNTERED = "countered", _("Trả lời mức khác")
        ACCEPTED = "accepted", _("Đồng ý mức đề nghị")
        AGREED = "agreed", _("Đơn vị đồng ý")
        ISSUED = "issued", _("Giao chính thức")

    allotment = models.ForeignKey(Allotment, on_delete=models.CASCADE, related_name="moves")
    step = models.CharField(max_length=10, choices=Step)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]


class AllotmentDecision(models.Model):
    """Giao chính thức: one dated version of the sheet. Versions are never rewritten."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="allotment_decisions")
    number = models.PositiveSmallIntegerField(_("Lần giao"))
    decision = models.CharField(_("Quyết định"), max_length=120)
    decided_on = models.DateField(_("Ngày quyết định"))
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["plan_id", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_decision_a_number")]


class AllottedValue(models.Model):
    """What a decision changed for one line."""

    decision = models.ForeignKey(AllotmentDecision, on_delete=models.CASCADE, related_name="values_given")
    allotment = models.ForeignKey(Allotment, on_delete=models.CASCADE, related_name="decided_values")
    before = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)

    class Meta:
        ordering = ["decision__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "allotment"], name="decided_once_a_line")]
