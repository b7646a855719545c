"""Reporting regimes and periods; a period freezes its own tree when it opens."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from reporting.models.catalogue import Form
from units.models import Department, Sector, Unit
from units.scope import above_paths, below, sees_all, units_of


class RegimeQuerySet(models.QuerySet["Regime"]):
    def visible_to(self, user: Any) -> RegimeQuerySet:
        """Regimes owned by units at or above the person's units, or below them."""
        if sees_all(user):
            return self
        return self.filter(Q(owner__path__in=above_paths(user)) | below(user, "owner__"))


class Regime(models.Model):
    """Chế độ báo cáo: cut-off days and due days as data, never calendar months (DOMAIN 2.2)."""

    class Frequency(models.TextChoices):
        HALF_YEAR = "half_year", _("6 tháng")
        YEAR = "year", _("Năm")
        QUARTER = "quarter", _("Quý")
        MONTH = "month", _("Tháng")
        NINE_MONTHS = "nine_month", _("9 tháng")
        SCHOOL_YEAR = "school", _("Năm học")
        AD_HOC = "ad_hoc", _("Chuyên đề, đột xuất")

    class Counting(models.TextChoices):
        IN_PERIOD = "in_period", _("Số trong kỳ")
        CUMULATIVE = "cumulative", _("Lũy kế từ đầu năm")

    code = models.SlugField(_("Mã"), max_length=40, unique=True)
    name = models.CharField(_("Tên chế độ báo cáo"), max_length=200)
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="regimes", verbose_name=_("Đơn vị ban hành")
    )
    frequency = models.CharField(_("Định kỳ"), max_length=10, choices=Frequency)
    start_month_day = models.CharField(_("Bắt đầu lấy số liệu (ngày-tháng)"), max_length=5, default="01-12")
    cutoff_month_day = models.CharField(_("Chốt số liệu (ngày-tháng)"), max_length=5, default="31-05")
    due_days = models.JSONField(
        _("Hạn gửi sau ngày chốt, theo cấp"),
        default=dict,
        help_text=_('Số ngày theo cấp, ví dụ {"3": 5, "2": 10, "1": 15}'),
    )
    grace_days = models.PositiveSmallIntegerField(_("Số ngày gia hạn"), default=0)
    pattern = models.SlugField(_("Lịch kỳ báo cáo"), max_length=20, blank=True, default="")
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("Ban, phòng nhận báo cáo"),
    )  # fmt: skip
    counting = models.CharField(
        _("Đơn vị nhập số"), max_length=10, choices=Counting, default=Counting.IN_PERIOD,
        help_text=_(
            "Hệ thống luôn lưu số trong kỳ. Chọn lũy kế thì khi đơn vị nhập, hệ thống trừ số các kỳ trước trong năm; số tại "
            "thời điểm chốt, tỷ lệ, bình quân vẫn ghi như thường."
        ),
    )  # fmt: skip

    objects = RegimeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("chế độ báo cáo")

    def __str__(self) -> str:
        return self.name


class RegimeForm(models.Model):
    """Which form a tier fills in."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="forms")
    tier = models.PositiveSmallIntegerField(_("Cấp"))
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regime", "tier"], name="one_form_a_tier")]


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, user: Any) -> PeriodQuerySet:
        """Opened periods of regimes owned by units at or above the person's units, or below them."""
        if sees_all(user):
            return self
        at_or_above = Q(regime__owner__path__in=above_paths(user))
        return self.filter(at_or_above | below(user, "regime__owner__"))


class Period(models.Model):
    """Kỳ báo cáo."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Chưa mở")
        OPEN = "open", _("Đang mở")
        CLOSED = "closed", _("Đã khóa")

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="periods")
    code = models.CharField(_("Mã kỳ"), max_length=30, unique=True)
    name = models.CharField(_("Tên kỳ"), max_length=120)
    year = models.PositiveSmallIntegerField(_("Năm"))
    part = models.PositiveSmallIntegerField(_("Kỳ thứ mấy trong năm"), default=1)
    starts_on = models.DateField(_("Số liệu từ ngày"))
    ends_on = models.DateField(_("Chốt số liệu ngày"))
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.PREPARING)
    previous = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Cùng kỳ năm trước"),
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    form = models.ForeignKey(
        Form, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Biểu của riêng kỳ này"),
    )  # fmt: skip
    due_on = models.DateField(_("Hạn gửi của riêng kỳ này"), null=True, blank=True)
    counting = models.CharField(
        _("Đơn vị nhập số"), max_length=10, choices=Regime.Counting, default=Regime.Counting.IN_PERIOD,
        help_text=_("Theo chế độ khi mở kỳ; không đổi khi kỳ đã mở."),
    )  # fmt: skip
    asked = models.JSONField(
        _("Đơn vị được yêu cầu"), default=dict, blank=True,
        help_text=_('Trống: theo chế độ. {"tiers": [3], "kinds": ["..."], "units": [1], "below": [2]}'),
    )  # fmt: skip

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on"]
        verbose_name = _("kỳ báo cáo")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")), name="period_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PeriodUnitQuerySet(models.QuerySet["PeriodUnit"]):
    def below(self, place: PeriodUnit) -> PeriodUnitQuerySet:
        """The place itself and everything under it in the period's own tree."""
        return self.filter(period_id=place.period_id, path__gte=place.path, path__lt=place.path + "~")

    def visible_to(self, user: Any) -> PeriodUnitQuerySet:
        """Own units and units below, today's scope, and those whose reports own units receive in the period."""
        if sees_all(user):
            return self
        return self.filter(
            below(user, "unit__") | Q(pk__in=PeriodUnit.objects.received_by(user).values("pk"))
        )

    def freeze_members(self) -> None:
        """Members stand where nobody obliged stands below: what a unit above states is theirs once more."""
        above = PeriodUnit.objects.filter(parent__isnull=False, obliged=True).values("parent_id")
        now = Unit.objects.filter(pk=OuterRef("unit_id")).values("member_count")
        self.filter(obliged=True).exclude(pk__in=above).update(members=Subquery(now))

    def received_by(self, user: Any) -> PeriodUnitQuerySet:
        """Places directly below own units in the period's tree: a unit that moved away since still reports there."""
        return self.received_at([unit.pk for unit in units_of(user)])

    def received_at(self, units: list[int]) -> PeriodUnitQuerySet:
        """Places whose reports go to these units: directly below, below one that has ended since, or the root itself."""
        ended = Q(parent__unit__ended_on__isnull=False)
        return self.filter(
            Q(parent__unit__in=units)
            | (ended & Q(parent__parent__unit__in=units))
            | Q(parent=None, unit__in=units)
        )


class PeriodUnit(models.Model):
    """A unit's place in the period's frozen tree, what it was called then, what it owes and by when."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    path = models.CharField(max_length=120)
    depth = models.PositiveSmallIntegerField()
    tier = models.PositiveSmallIntegerField(_("Cấp"))
    sector = models.CharField(_("Khu vực"), max_length=8, choices=Sector, blank=True)
    kind_code = models.CharField(max_length=40)
    name = models.CharField(_("Tên đơn vị khi mở kỳ"), max_length=200)
    sort_key = models.CharField(max_length=400)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, null=True, related_name="+")
    obliged = models.BooleanField(_("Phải báo cáo"), default=True)
    members = models.PositiveIntegerField(
        _("Đoàn viên khi mở kỳ"),
        default=0,
        help_text=_("0 khi đơn vị cấp dưới cũng phải báo cáo: đoàn viên đã tính ở đó"),
    )
    due_on = models.DateField(_("Hạn gửi"), null=True)
    due_why = models.CharField(
        _("Vì sao hạn gửi khác lịch"), max_length=250, blank=True, default="", db_default="",
        help_text=_("Hạn rơi vào ngày nghỉ, hoặc được đổi riêng"),
    )  # fmt: skip

    objects = PeriodUnitQuerySet.as_manager()

    class Meta:
        ordering = ["period_id", "path"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="unit_once_a_period"),
            models.UniqueConstraint(fields=["period", "path"], name="path_once_a_period"),
        ]
        indexes = [models.Index(fields=["parent", "sort_key"])]

    def __str__(self) -> str:
        return self.name
