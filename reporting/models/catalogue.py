"""The indicator catalogue (DOMAIN 2.5) and the forms made from it, as data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Role, Unit
from units.scope import sees_all, units_of

DESIGNER_ROLES = (Role.ADMIN, Role.UPPER_UNIT)


class IndicatorKind(models.TextChoices):
    FLOW = "F", _("Phát sinh trong kỳ")
    STOCK = "S", _("Tại thời điểm chốt")
    RATIO = "R", _("Tỷ lệ")
    AVERAGE = "A", _("Bình quân có quyền số")
    YES_NO = "B", _("Có/không")
    TEXT = "T", _("Chữ")


class Aggregation(models.TextChoices):
    """How values of units below become the value of the unit above."""

    SUM = "sum", _("cộng")
    WEIGHTED = "weighted", _("bình quân theo quyền số")
    RATIO = "num_den", _("tổng tử số / tổng mẫu số")
    COUNT = "count", _("đếm đơn vị")
    DISTINCT = "distinct", _("đếm đơn vị có phát sinh")
    LIST = "list", _("liệt kê")


class PeriodAggregation(models.TextChoices):
    """How values of two half-years become the value of the year."""

    SUM = "sum", _("cộng")
    LAST = "last", _("lấy kỳ cuối")
    MAX = "max", _("lấy lớn nhất")
    RECOMPUTE = "recompute", _("tính lại")
    WEIGHTED = "weighted", _("bình quân theo quyền số")
    DISTINCT = "distinct", _("đếm lại đơn vị")
    NONE = "none", _("không cộng")


class Disaggregation(models.Model):
    """Phân tổ. `exhaustive` parts add up to the total; `derived` ones come from the unit itself and are never typed."""

    code = models.CharField(_("Mã"), max_length=10, primary_key=True)
    name = models.CharField(_("Tên phân tổ"), max_length=80)
    exhaustive = models.BooleanField(_("Các phần cộng bằng tổng"), default=False)
    derived = models.BooleanField(_("Suy từ đơn vị"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A part of a disaggregation; a figure's `breakdown` is "<disaggregation>.<category>", e.g. "n.nu"."""

    disaggregation = models.ForeignKey(Disaggregation, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(_("Mã"), max_length=20)
    name = models.CharField(_("Tên"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["disaggregation__order", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["disaggregation", "code"], name="one_category_code")]


class Indicator(models.Model):
    """Chỉ tiêu thống kê: what is counted, in which unit, how it adds up over units and over periods."""

    code = models.CharField(_("Mã"), max_length=8, unique=True)
    name = models.CharField(_("Tên chỉ tiêu"), max_length=200)
    unit_of_measure = models.CharField(_("ĐVT"), max_length=40)
    group = models.CharField(_("Nhóm"), max_length=1)
    kind = models.CharField(_("Loại"), max_length=1, choices=IndicatorKind)
    over_units = models.CharField(_("Cộng theo đơn vị"), max_length=10, choices=Aggregation)
    over_periods = models.CharField(_("Cộng theo kỳ"), max_length=10, choices=PeriodAggregation)
    disaggregations = models.ManyToManyField(Disaggregation, blank=True, verbose_name=_("Phân tổ"))
    numerator = models.CharField(
        _("Tử số"),
        max_length=60,
        blank=True,
        help_text=_("Mã chỉ tiêu nối bằng +, ví dụ TC17+TC18; trống: nhập trực tiếp"),
    )
    denominator = models.CharField(_("Mẫu số hoặc quyền số"), max_length=60, blank=True)
    denominator_name = models.CharField(_("Tên mẫu số khi nhập trực tiếp"), max_length=200, blank=True)
    computed = models.BooleanField(_("Hệ thống tự tính"), default=False)
    help_text = models.CharField(_("Hướng dẫn"), max_length=300, blank=True)
    source = models.CharField(_("Nguồn"), max_length=10, blank=True)
    owner = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Đơn vị đặt thêm"), help_text=_("Trống: chỉ tiêu của danh mục chung"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("chỉ tiêu thống kê")

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"

    @property
    def is_formula(self) -> bool:
        """A ratio or average whose parts are other indicators: never typed, always computed."""
        return bool(self.numerator and self.denominator)


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, user: Any) -> FormQuerySet:
        """Published forms are nobody's secret; a draft is seen by those who design forms at its owner."""
        if sees_all(user):
            return self
        return self.filter(~Q(status=Form.Status.DRAFT) | Q(owner__in=units_of(user, *DESIGNER_ROLES)))


class Form(models.Model):
    """Biểu mẫu, in a version. Once published it is never changed; periods that end from `effective_from` on use it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        PUBLISHED = "published", _("Đã ban hành")

    code = models.CharField(_("Mã biểu"), max_length=30)
    version = models.PositiveSmallIntegerField(_("Phiên bản"), default=1)
    name = models.CharField(_("Tên biểu"), max_length=200)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(_("Trạng thái"), max_length=10, choices=Status, default=Status.PUBLISHED)
    effective_from = models.DateField(_("Dùng cho kỳ chốt số liệu từ ngày"), null=True, blank=True)
    effective_to = models.DateField(_("Dùng đến ngày"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Chép từ")
    )

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        verbose_name = _("biểu mẫu")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_form_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="draft"), name="one_draft_a_form",
                violation_error_message=_("Biểu này đang có một phiên bản soạn dở."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} (phiên bản {self.version})"


class FormItem(models.Model):
    """A row of the form: an indicator in a section, with the disaggregations that are asked here."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(_("Mục"), max_length=120)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    disaggregations = models.ManyToManyField(Disaggregation, blank=True)
    required = models.BooleanField(_("Bắt buộc"), default=False)
    required_for = models.JSONField(
        _("Chỉ bắt buộc với loại đơn vị"), default=list, blank=True,
        help_text=_("Mã loại đơn vị; dùng khi không bắt buộc với mọi đơn vị"),
    )  # fmt: skip
    help_text = models.CharField(_("Hướng dẫn"), max_length=300, blank=True)
    formula = models.CharField(
        _("Công thức"), max_length=200, blank=True,
        help_text=_("Dòng tự tính: mã các dòng khác nối bằng + và −, ví dụ TC05+TC06-TC07"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["form_id", "order"]
        constraints = [models.UniqueConstraint(fields=["form", "indicator"], name="indicator_once_a_form")]

    @property
    def advice(self) -> str:
        """What helps to fill the row in: the form's own words, else the catalogue's."""
        return self.help_text or self.indicator.help_text


class NarrativeSection(models.Model):
    """Heading of the report's outline that units write text under (DOMAIN 2.4 a)."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="narratives")
    code = models.CharField(_("Mã"), max_length=20)
    part = models.CharField(_("Phần"), max_length=120)
    title = models.CharField(_("Tiêu đề"), max_length=200)
    prompt = models.CharField(_("Gợi ý"), max_length=300, blank=True)
    required = models.BooleanField(_("Bắt buộc"), default=False)
    required_for = models.JSONField(
        _("Chỉ bắt buộc với loại đơn vị"), default=list, blank=True,
        help_text=_("Mã loại đơn vị; dùng khi không bắt buộc với mọi đơn vị"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["form_id", "order"]
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="one_narrative_code_a_form")]

    def required_of(self, kind_code: str) -> bool:
        """Must a unit of this kind write under the heading?"""
        return self.required or kind_code in self.required_for
