"""A unit's report in a period: status, figures, narrative."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.moves import Move
from reporting.models.catalogue import Form, Indicator, NarrativeSection
from reporting.models.periods import Period, PeriodUnit
from units.models import Unit
from units.scope import below, sees_all
from units.succession.queries import own_or_inherited


class SubmissionStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("Chưa báo cáo")
    DRAFT = "draft", _("Đang nhập")
    SUBMITTED = "submitted", _("Đã gửi")
    RECEIVED = "received", _("Đã tiếp nhận")
    RETURNED = "returned", _("Bị trả lại")
    ACCEPTED = "accepted", _("Đã duyệt")
    COMPILED = "compiled", _("Đã tổng hợp")


SENT = (
    SubmissionStatus.SUBMITTED,
    SubmissionStatus.RECEIVED,
    SubmissionStatus.ACCEPTED,
    SubmissionStatus.COMPILED,
)
COUNTED = (SubmissionStatus.ACCEPTED, SubmissionStatus.COMPILED)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> SubmissionQuerySet:
        """Own units' reports in every status, those of ended units they carry on, and of units below (status only, see
        queries.submissions)."""
        if sees_all(user):
            return self
        received = PeriodUnit.objects.received_by(user).values("pk")
        return self.filter(own_or_inherited(user) | below(user, "unit__") | Q(period_unit__in=received))

    def counted(self) -> SubmissionQuerySet:
        """Reports whose figures go into totals."""
        return self.filter(status__in=COUNTED)


class Submission(models.Model):
    period_unit = models.OneToOneField(PeriodUnit, on_delete=models.CASCADE, related_name="submission")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        _("Trạng thái"), max_length=12, choices=SubmissionStatus, default=SubmissionStatus.NOT_STARTED
    )
    nil_return = models.BooleanField(_("Không phát sinh hoạt động trong kỳ"), default=False)
    submitted_at = models.DateTimeField(_("Gửi lần đầu lúc"), null=True, blank=True)
    last_submitted_at = models.DateTimeField(_("Gửi gần nhất lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("Duyệt lúc"), null=True, blank=True)
    late = models.BooleanField(_("Gửi muộn"), default=False)
    times_returned = models.PositiveSmallIntegerField(_("Số lần bị trả lại"), default=0)
    on_paper = models.BooleanField(
        _("Nhập thay"), default=False, help_text=_("Công đoàn cấp trên nhập từ báo cáo giấy")
    )
    version = models.PositiveIntegerField(_("Lần lưu"), default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["period_id", "period_unit__path"]
        verbose_name = _("báo cáo")
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="one_report_a_unit_a_period"),
            models.CheckConstraint(
                condition=Q(status__in=SubmissionStatus.values), name="submission_status_known"
            ),
        ]
        indexes = [models.Index(fields=["period", "status"]), models.Index(fields=["unit", "period"])]

    def __str__(self) -> str:
        return f"{self.period_unit.name} – {self.period}"

    @property
    def is_editable(self) -> bool:
        return self.status in {
            SubmissionStatus.NOT_STARTED,
            SubmissionStatus.DRAFT,
            SubmissionStatus.RETURNED,
        }


class SubmissionMove(Move):
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="moves")


class FigureState(models.TextChoices):
    VALUE = "value", _("Có số liệu")
    NIL = "nil", _("Không phát sinh")
    UNKNOWN = "unknown", _("Chưa có số liệu")
    NOT_APPLICABLE = "na", _("Không áp dụng")


class Figure(models.Model):
    """One cell. Blank is never 0: a cell without a row was not answered (DOMAIN 2.6, 9).

    A typed ratio keeps numerator in `value` and denominator in `base`; a typed average keeps its weight in `base`.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    breakdown = models.CharField(_("Phân tổ"), max_length=32, blank=True, default="")
    state = models.CharField(_("Tình trạng"), max_length=8, choices=FigureState, default=FigureState.VALUE)
    value = models.DecimalField(_("Giá trị"), max_digits=20, decimal_places=4, null=True, blank=True)
    base = models.DecimalField(_("Mẫu số, quyền số"), max_digits=20, decimal_places=4, null=True, blank=True)
    prefilled = models.DecimalField(
        _("Số hệ thống gợi ý"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    return_note = models.CharField(_("Cấp trên yêu cầu sửa"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "indicator", "breakdown"], name="one_figure_a_cell"
            ),
            models.CheckConstraint(
                condition=(Q(state="value") & Q(value__isnull=False))
                | (~Q(state="value") & Q(value__isnull=True)),
                name="figure_value_fits_state",
                violation_error_message=_("Ô có số liệu phải có giá trị, ô khác phải để trống."),
            ),
        ]


class Narrative(models.Model):
    """Text a unit wrote under a heading of the outline."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="narratives")
    section = models.ForeignKey(NarrativeSection, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("Nội dung"))
    return_note = models.CharField(_("Cấp trên yêu cầu sửa"), max_length=300, blank=True)

    class Meta:
        ordering = ["submission_id", "section__order"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "section"], name="one_narrative_a_section")
        ]
