"""What each level scored, side by side, with evidence; and the class that came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.emulation.models.criteria import EmulationCriterion, EmulationGrade, GradingCondition
from campaigns.emulation.models.movements import EmulationRegistration


class ScoreSheet(models.Model):
    """Phiếu chấm of one level for one unit; sent once it is done, returned by the level above it with a reason."""

    class Level(models.IntegerChoices):
        SELF = 1, _("Tự chấm")
        PEER = 2, _("Cụm, khối chấm")
        UPPER = 3, _("Cấp trên chấm")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Đang chấm")
        SENT = "sent", _("Đã gửi")
        RETURNED = "returned", _("Bị trả lại")

    registration = models.ForeignKey(EmulationRegistration, on_delete=models.CASCADE, related_name="sheets")
    level = models.PositiveSmallIntegerField(_("Cấp chấm"), choices=Level)
    status = models.CharField(_("Trạng thái"), max_length=8, choices=Status, default=Status.DRAFT)
    note = models.CharField(_("Lý do trả lại, nhận xét"), max_length=1000, blank=True)
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)

    class Meta:
        ordering = ["registration_id", "level"]
        verbose_name = _("phiếu chấm")
        constraints = [
            models.UniqueConstraint(fields=["registration", "level"], name="one_score_sheet_a_level")
        ]
        indexes = [
            models.Index(
                fields=["registration", "level"], condition=Q(status="sent"), name="score_sheets_sent"
            )
        ]


class EmulationScore(models.Model):
    """Points of one criterion on one sheet."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(EmulationCriterion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(_("Điểm"), max_digits=6, decimal_places=2)
    note = models.CharField(_("Giải trình"), max_length=500, blank=True)

    class Meta:
        ordering = ["sheet_id", "criterion__group__number", "criterion__number"]
        verbose_name = _("điểm")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=0),
                name="score_not_negative",
                violation_error_message=_("Điểm không thể là số âm."),
            ),
        ]


class ConditionFinding(models.Model):
    """A level found that a condition holds for the unit."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="findings")
    condition = models.ForeignKey(GradingCondition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sheet_id", "condition__number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "condition"], name="one_finding_a_condition")]


class EmulationEvidenceQuerySet(models.QuerySet["EmulationEvidence"]):
    def visible_to(self, user: Any) -> EmulationEvidenceQuerySet:
        """Evidence of the registrations this person may see."""
        return self.filter(registration__in=EmulationRegistration.objects.visible_to(user).values("pk"))


class EmulationEvidence(models.Model):
    """Minh chứng of a criterion: a file or photo of its own, a web address, or an activity the unit logged."""

    registration = models.ForeignKey(EmulationRegistration, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(EmulationCriterion, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        "campaigns.Activity", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Hoạt động đã ghi"),
    )  # fmt: skip
    kind = models.CharField(max_length=5, blank=True)
    file = models.FileField(upload_to="minh-chung-thi-dua/%Y/%m", blank=True, max_length=200)
    url = models.URLField(_("Đường dẫn"), blank=True, max_length=500)
    caption = models.CharField(_("Chú thích"), max_length=200, blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = EmulationEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["registration_id", "pk"]
        verbose_name = _("minh chứng thi đua")
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(url="") | Q(activity__isnull=False),
                name="emulation_evidence_has_content",
            )
        ]


class Rating(models.Model):
    """Xếp hạng of one unit: the points that counted, the class they earned, the class after every rule, and why."""

    registration = models.OneToOneField(
        EmulationRegistration, on_delete=models.CASCADE, related_name="rating"
    )
    level = models.PositiveSmallIntegerField(_("Điểm của cấp"), choices=ScoreSheet.Level)
    points = models.DecimalField(_("Tổng điểm"), max_digits=7, decimal_places=2)
    place = models.PositiveIntegerField(_("Thứ tự trong cụm"))
    earned = models.ForeignKey(
        EmulationGrade,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Hạng theo điểm"),
    )
    grade = models.ForeignKey(
        EmulationGrade, on_delete=models.PROTECT, null=True, related_name="ratings", verbose_name=_("Hạng")
    )
    reasons = models.JSONField(default=list)
    # Whether the council proposes it for the award of its class.
    proposed = models.BooleanField(_("Đề nghị khen thưởng"), default=False)
    awarded = models.BooleanField(_("Đã ghi sổ khen thưởng"), default=False)

    class Meta:
        ordering = ["registration__cluster__name", "place"]
        verbose_name = _("xếp hạng")
