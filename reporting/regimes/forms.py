"""What a person types about regimes, calls, days off, exempted units."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField
from core.vietnamese import fold
from plans.models import Obligation
from reporting.forms.periods import TIER_NAMES, codes_in
from reporting.models import Form, Holiday, Period, PeriodUnit, Regime
from reporting.regimes.patterns import pattern_of
from units.models import Department, Unit, UnitKind

DAY_MONTH = re.compile(r"^(\d{1,2})[-/](\d{1,2})$")
TIERS = tuple(TIER_NAMES)


def day_month(text: str) -> str:
    """31/5 or 31-05 → 31-05. Raises ValidationError."""
    found = DAY_MONTH.match(text.strip())
    try:
        day = dt.date(2028, int(found[2]), int(found[1])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("Hãy nhập ngày và tháng, ví dụ 31/5."))
    return f"{day:%d-%m}"


def published_forms(user: Any) -> Any:
    """The newest published version of each code: opening a period takes the version in force on its cut-off day."""
    rows = Form.objects.visible_to(user).filter(status=Form.Status.PUBLISHED).order_by("code", "-version")
    newest: dict[str, int] = {}
    for code, pk in rows.values_list("code", "pk"):
        newest.setdefault(code, pk)
    return Form.objects.filter(pk__in=newest.values())


def department_proposed(owner: Unit) -> Department | None:
    """The department most obligations of issued plans name (“qua Ban …”), if the unit has it."""
    rows = Obligation.objects.filter(reports_to=owner).exclude(through="")
    named = [fold(text) for text in rows.values_list("through", flat=True)]
    departments = list(owner.departments.all())
    ranked = sorted(departments, key=lambda one: -sum(fold(one.name) in text for text in named))
    return ranked[0] if ranked and any(fold(ranked[0].name) in text for text in named) else None


class RegimeForm(forms.Form):
    """A regime: its days, due days by tier, forms by tier, who receives."""

    name = VietnameseCharField(label=_("Tên chế độ báo cáo"), max_length=200)
    start_month_day = VietnameseCharField(label=_("Lấy số liệu từ ngày"), max_length=5)
    cutoff_month_day = VietnameseCharField(label=_("Chốt số liệu ngày"), max_length=5)
    grace_days = forms.IntegerField(
        label=_("Số ngày gia hạn"), min_value=0, max_value=60, help_text=_("Gửi trong thời gian này vẫn tính đúng hạn.")
    )  # fmt: skip
    counting = forms.ChoiceField(
        label=_("Đơn vị nhập số"), choices=Regime.Counting.choices, widget=forms.RadioSelect,
        help_text=Regime._meta.get_field("counting").help_text,
    )  # fmt: skip
    department = RowField(
        label=_("Ban, phòng nhận báo cáo"), queryset=Department.objects.none(), required=False,
        help_text=_("Đơn vị được nhắc gửi “qua” ban này; danh sách đơn vị chậm gửi về người của ban."),
    )  # fmt: skip

    def __init__(self, user: Any, regime: Regime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regime = regime
        self.fields["department"].queryset = regime.owner.departments.all()
        if len(pattern_of(regime).parts) > 1:
            del self.fields["start_month_day"], self.fields["cutoff_month_day"]
        kept = {row.tier: row.form for row in regime.forms.select_related("form")}
        choices = published_forms(user)
        for tier in TIERS:
            self.fields[f"due_{tier}"] = forms.IntegerField(
                label=f"Hạn gửi {TIER_NAMES[tier]}: số ngày sau ngày chốt", min_value=0, max_value=120, required=False,
                help_text=_("Trống: không có hạn. Rơi vào ngày nghỉ thì chuyển sang ngày làm việc kế tiếp."),
            )  # fmt: skip
            self.fields[f"form_{tier}"] = RowField(
                label=f"Biểu của {TIER_NAMES[tier]}",
                queryset=choices,
                required=False,
                empty_label=_("Không báo cáo"),
            )
            self.initial.setdefault(f"due_{tier}", regime.due_days.get(str(tier)))
            form = next((one for one in choices if tier in kept and one.code == kept[tier].code), None)
            self.initial.setdefault(f"form_{tier}", form.pk if form else None)
        for name in ("name", "start_month_day", "cutoff_month_day", "grace_days", "counting"):
            self.initial.setdefault(name, getattr(regime, name))
        proposed = regime.department or department_proposed(regime.owner)
        self.initial.setdefault("department", proposed.pk if proposed else None)

    def clean_start_month_day(self) -> str:
        return day_month(self.cleaned_data["start_month_day"])

    def clean_cutoff_month_day(self) -> str:
        return day_month(self.cleaned_data["cutoff_month_day"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(f"form_{tier}") for tier in TIERS):
            raise ValidationError(_("Hãy chọn biểu cho ít nhất một cấp."))
        return cleaned

    @property
    def due_days(self) -> dict[str, int]:
        given = {str(tier): self.cleaned_data.get(f"due_{tier}") for tier in TIERS}
        return {tier: days for tier, days in given.items() if days is not None}

    @property
    def fields_given(self) -> dict[str, Any]:
        """As services.regimes.change_regime takes them."""
        days = {
            name: self.cleaned_data.get(name, getattr(self.regime, name))
            for name in ("start_month_day", "cutoff_month_day")
        }
        plain = {name: self.cleaned_data[name] for name in ("name", "grace_days", "department", "counting")}
        return {**plain, **days, "due_days": self.due_days}

    @property
    def forms_given(self) -> dict[int, Form | None]:
        return {tier: self.cleaned_data.get(f"form_{tier}") for tier in TIERS}


class CallForm(forms.Form):
    """A report of one theme: form, days, who is asked."""

    name = VietnameseCharField(
        label=_("Tên đợt báo cáo"), max_length=120, help_text=_("Ví dụ: Báo cáo chuyên đề Tháng Công nhân năm 2026.")
    )  # fmt: skip
    form = RowField(label=_("Biểu"), queryset=Form.objects.none())
    starts_on = DateField(label=_("Lấy số liệu từ ngày"))
    ends_on = DateField(label=_("Chốt số liệu ngày"))
    due_on = DateField(
        label=_("Hạn gửi"), help_text=_("Rơi vào ngày nghỉ thì chuyển sang ngày làm việc kế tiếp.")
    )
    tiers = forms.TypedMultipleChoiceField(
        label=_("Cấp phải báo cáo"), coerce=int, choices=[(tier, name.capitalize()) for tier, name in TIER_NAMES.items()],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    kinds = forms.ModelMultipleChoiceField(
        label=_("Chỉ các loại đơn vị"), queryset=UnitKind.objects.all(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn: mọi loại của cấp trên."),
    )  # fmt: skip
    below = VietnameseCharField(
        label=_("Chỉ các nhánh"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mã công đoàn cấp trên cơ sở, cách nhau bằng dấu phẩy; mọi đơn vị thuộc nhánh được yêu cầu."),
    )  # fmt: skip
    units = VietnameseCharField(
        label=_("Thêm từng đơn vị"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mã đơn vị, cách nhau bằng dấu phẩy hoặc xuống dòng."),
    )  # fmt: skip

    def __init__(self, user: Any, owner: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.fields["form"].queryset = published_forms(user)
        here = Unit.objects.active().below(owner)
        self.fields["kinds"].queryset = UnitKind.objects.filter(pk__in=here.values("kind"))

    def clean_below(self) -> list[int]:
        return self._units("below")

    def clean_units(self) -> list[int]:
        return self._units("units")

    def _units(self, name: str) -> list[int]:
        codes = codes_in(self.cleaned_data.get(name, ""))
        found = dict(Unit.objects.active().below(self.owner).filter(code__in=codes).values_list("code", "pk"))
        unknown = sorted(codes - found.keys())
        if unknown:
            raise ValidationError(
                f"Không có đơn vị đang hoạt động nào dưới đây mang mã: {', '.join(unknown)}."
            )
        return sorted(found.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end, due = (cleaned.get(name) for name in ("starts_on", "ends_on", "due_on"))
        if start and end and end <= start:
            self.add_error("ends_on", _("Ngày chốt số liệu phải sau ngày bắt đầu lấy số liệu."))
        if due and end and due < end:
            self.add_error("due_on", _("Hạn gửi không thể trước ngày chốt số liệu."))
        return cleaned

    @property
    def asked(self) -> dict[str, list[Any]]:
        given = self.cleaned_data
        return {
            "tiers": given["tiers"], "kinds": [kind.pk for kind in given["kinds"]], "below": given["below"],
            "units": given["units"],
        }  # fmt: skip


class HolidayForm(forms.ModelForm):  # type: ignore[type-arg]
    day = DateField(label=_("Ngày"))
    name = VietnameseCharField(label=_("Tên ngày"), max_length=120)
    off = forms.TypedChoiceField(
        label=_("Ngày này"), coerce=lambda value: value == "1", choices=[("1", _("Nghỉ")), ("0", _("Đi làm (làm bù)"))]
    )  # fmt: skip
    source = VietnameseCharField(
        label=_("Căn cứ"), max_length=200, required=False, help_text=_("Ví dụ: Thông báo số 9441/TB-BNV ngày 16/10/2025.")
    )  # fmt: skip

    class Meta:
        model = Holiday
        fields = ["day", "name", "off", "announced", "source"]

    def validate_unique(self) -> None:
        """A day that stands already is changed."""


class ExemptionForm(forms.Form):
    """Units freed from the period, why, and who decided."""

    codes = VietnameseCharField(
        label=_("Mã đơn vị"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Các mã, cách nhau bằng dấu phẩy hoặc xuống dòng."),
    )  # fmt: skip
    reason = VietnameseCharField(label=_("Lý do"), max_length=300)
    decided_by = VietnameseCharField(
        label=_("Ai quyết định"), max_length=200, help_text=_("Ví dụ: Ban Thường vụ, Công văn số 12/LĐLĐ.")
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    def clean_codes(self) -> list[PeriodUnit]:
        codes = codes_in(self.cleaned_data["codes"])
        rows = PeriodUnit.objects.filter(period=self.period, obliged=True, unit__code__in=codes)
        found = {place.unit.code: place for place in rows.select_related("unit")}
        unknown = sorted(codes - found.keys())
        if unknown:
            raise ValidationError(f"Không có trong kỳ này, hoặc không phải báo cáo: {', '.join(unknown)}.")
        return list(found.values())
