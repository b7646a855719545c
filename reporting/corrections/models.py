"""One cell or text of an accepted report that is corrected, every version it had, and totals restated beside."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.moves import Move
from documents.models import Amendment
from reporting.models.catalogue import Indicator, NarrativeSection
from reporting.models.periods import PeriodUnit
from reporting.models.submissions import FigureState, Submission

EXPLANATION = 1000
IS_CELL = Q(indicator__isnull=False, section__isnull=True)
IS_TEXT = Q(indicator__isnull=True, section__isnull=False, breakdown="")
ONE_THING = IS_CELL | IS_TEXT


class CorrectionStatus(models.TextChoices):
    PENDING = "pending", _("Chờ duyệt đính chính")
    APPROVED = "approved", _("Đã đính chính")
    REFUSED = "refused", _("Không đồng ý đính chính")
    WITHDRAWN = "withdrawn", _("Đã rút đề nghị")


class AskedBy(models.TextChoices):
    """Who wants the correction, whoever types it in."""

    UNIT = "unit", _("Đơn vị báo cáo tự phát hiện")
    UPPER = "upper", _("Công đoàn cấp trên yêu cầu")
    COMMITTEE = "committee", _("Ủy ban kiểm tra công đoàn")
    INSPECTION = "inspection", _("Thanh tra, kiểm toán, cơ quan nhà nước")
    OTHER = "other", _("Nơi khác")


class CorrectionReason(models.Model):
    """Loại lý do: material ones change what the report says, so an issued report is replaced; others are đính chính."""

    class Scope(models.TextChoices):
        CELL = "cell", _("Số liệu")
        TEXT = "text", _("Phần lời")
        BOTH = "both", _("Số liệu và phần lời")

    code = models.SlugField(_("Mã"), max_length=30, unique=True)
    name = models.CharField(_("Loại lý do"), max_length=120)
    material = models.BooleanField(_("Làm thay đổi nội dung"))
    scope = models.CharField(_("Dùng cho"), max_length=4, choices=Scope, default=Scope.BOTH)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: Any) -> CorrectionQuerySet:
        """Corrections of own reports and of reports below: who reads the report reads what became of it."""
        return self.filter(submission__in=Submission.objects.visible_to(user).values("pk"))

    def pending(self) -> CorrectionQuerySet:
        return self.filter(status=CorrectionStatus.PENDING)

    def approved(self) -> CorrectionQuerySet:
        return self.filter(status=CorrectionStatus.APPROVED)


class Correction(models.Model):
    """Đề nghị đính chính: old and new value of one cell (indicator × breakdown) or of one text. A state "" is a blank."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="corrections")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Chỉ tiêu")
    )
    breakdown = models.CharField(_("Phân tổ"), max_length=32, blank=True, default="")
    section = models.ForeignKey(
        NarrativeSection,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Mục phần lời"),
    )
    title = models.CharField(_("Ô, mục"), max_length=300)
    old_state = models.CharField(max_length=8, choices=FigureState, blank=True, default="")
    old_value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    old_base = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    old_text = models.TextField(blank=True, default="")
    new_state = models.CharField(max_length=8, choices=FigureState, blank=True, default="")
    new_value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    new_base = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    new_text = models.TextField(blank=True, default="")
    reason = models.ForeignKey(CorrectionReason, on_delete=models.PROTECT, related_name="+")
    explanation = models.CharField(_("Giải trình"), max_length=EXPLANATION)
    asked_by = models.CharField(_("Nơi yêu cầu"), max_length=10, choices=AskedBy)
    asked_in = models.CharField(_("Văn bản, người yêu cầu"), max_length=200, blank=True)
    asked_on = models.DateField(_("Ngày yêu cầu"))
    status = models.CharField(
        _("Tình trạng"), max_length=10, choices=CorrectionStatus, default=CorrectionStatus.PENDING
    )
    # Whose turn it is; None when the correction has ended.
    waits_at = models.ForeignKey(PeriodUnit, on_delete=models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("Đề nghị lúc"), default=timezone.now)
    decided_at = models.DateTimeField(_("Kết thúc lúc"), null=True)
    # What the report adds to the totals above before and after (corrections.parts).
    moves_of_totals = models.JSONField(default=dict)
    # What the totals became, as rows of text (corrections.effects), kept when it was approved.
    effects = models.JSONField(default=list)

    # What it prepared for issued reports: a replacement, or a đính chính.
    amendments = models.ManyToManyField(Amendment, related_name="figure_corrections")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        verbose_name = _("đề nghị đính chính số liệu")
        indexes = [models.Index(fields=["status", "waits_at"])]
        constraints = [
            models.CheckConstraint(condition=ONE_THING, name="correction_of_one_thing"),
            models.CheckConstraint(
                condition=Q(status__in=CorrectionStatus.values), name="correction_status_known"
            ),
            models.UniqueConstraint(
                fields=["submission", "indicator", "breakdown"],
                condition=Q(status=CorrectionStatus.PENDING, indicator__isnull=False),
                name="one_pending_correction_a_cell",
                violation_error_message=_("Ô này đang có một đề nghị đính chính chưa xong."),
            ),
            models.UniqueConstraint(
                fields=["submission", "section"],
                condition=Q(status=CorrectionStatus.PENDING, section__isnull=False),
                name="one_pending_correction_a_text",
                violation_error_message=_("Mục này đang có một đề nghị đính chính chưa xong."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.submission}"

    @property
    def is_pending(self) -> bool:
        return self.status == CorrectionStatus.PENDING


class CorrectionStep(models.Model):
    """One level of the path that approves again."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    place = models.ForeignKey(PeriodUnit, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["correction_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "order"], name="one_correction_step_a_turn"),
            models.UniqueConstraint(fields=["correction", "place"], name="one_correction_step_a_place"),
        ]


class CorrectionMove(Move):
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="moves")
    place = models.ForeignKey(PeriodUnit, on_delete=models.PROTECT, null=True, related_name="+")


class FigureVersion(models.Model):
    """A link of the chain of one cell or text; number 1 is what was reported and stays for ever."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="figure_versions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="+")
    breakdown = models.CharField(max_length=32, blank=True, default="")
    section = models.ForeignKey(NarrativeSection, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(_("Lần"))
    state = models.CharField(max_length=8, choices=FigureState, blank=True, default="")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    base = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    text = models.TextField(blank=True, default="")
    # One-to-one both ways: a version has one previous and one next.
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    # Several for one correction: rows computed from the corrected cell have links of their own.
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, null=True, related_name="versions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["submission_id", "number", "pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_THING, name="version_of_one_thing"),
            models.CheckConstraint(
                condition=Q(number=1, previous__isnull=True, correction__isnull=True)
                | Q(number__gt=1, previous__isnull=False, correction__isnull=False),
                name="first_version_is_as_reported",
            ),
            models.UniqueConstraint(
                fields=["submission", "indicator", "breakdown", "number"],
                condition=Q(indicator__isnull=False),
                name="one_version_number_a_cell",
            ),
            models.UniqueConstraint(
                fields=["submission", "section", "number"],
                condition=Q(section__isnull=False),
                name="one_version_number_a_text",
            ),
            models.UniqueConstraint(
                fields=["correction", "indicator", "breakdown"],
                condition=Q(indicator__isnull=False),
                name="one_version_a_cell_of_a_correction",
            ),
        ]


class RestatedTotal(models.Model):
    """A frozen total after corrections; the Total of the same place and cell stays as it was reported."""

    period_unit = models.ForeignKey(PeriodUnit, on_delete=models.CASCADE, related_name="restated_totals")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(max_length=32, blank=True, default="")
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    base = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    units_with_value = models.PositiveIntegerField(default=0)
    members_with_value = models.PositiveIntegerField(default=0)
    # The newest of the corrections in it.
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period_unit", "indicator", "breakdown"], name="one_restated_total_a_cell"
            )
        ]
