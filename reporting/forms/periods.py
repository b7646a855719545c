"""Preparing a period: dates come from the regime and may be changed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField
from reporting.models import Period, PeriodUnit, Regime
from reporting.queries.periods import OWNER_ROLES
from reporting.regimes.patterns import AD_HOC, dates_of, pattern_of
from units.scope import sees_all, units_of

EARLIEST_YEAR = 2000
SOME = "mot-so"  # the choice "some units" beside the tiers
TIER_NAMES = {1: "cấp tỉnh", 2: "cấp trên cơ sở", 3: "cấp cơ sở"}


def codes_in(text: str) -> set[str]:
    """Codes of units separated by commas, semicolons or spaces."""
    return {code for code in re.split(r"[,;\s]+", text) if code}


def regimes_of(user: Any) -> Any:
    """Regimes the person may open periods of."""
    regimes = Regime.objects.select_related("owner")
    return regimes if sees_all(user) else regimes.filter(owner__in=units_of(user, *OWNER_ROLES))


class PeriodForm(forms.Form):
    """Regime and year; blank dates and name are filled in from the regime."""

    regime = RowField(label=_("Chế độ báo cáo"), queryset=Regime.objects.none())
    year = forms.IntegerField(
        label=_("Năm"), min_value=EARLIEST_YEAR, max_value=2100, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    part = forms.IntegerField(
        label=_("Kỳ thứ mấy trong năm"), min_value=1, max_value=12, initial=1, required=False, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Với chế độ theo quý (1–4) hoặc theo tháng (1–12); chế độ khác để 1."),
    )  # fmt: skip
    name = VietnameseCharField(
        label=_("Tên kỳ"),
        required=False,
        max_length=120,
        help_text=_("Để trống: hệ thống đặt tên theo chế độ và năm."),
    )
    starts_on = DateField(
        label=_("Lấy số liệu từ ngày"),
        required=False,
        help_text=_("Để trống: theo chế độ, thường là 01/12 năm trước."),
    )
    ends_on = DateField(
        label=_("Chốt số liệu ngày"),
        required=False,
        help_text=_("Để trống: theo chế độ, thường là 31/5 hoặc 30/11."),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regimes = regimes_of(user).exclude(pattern=AD_HOC)
        self.fields["regime"].queryset = regimes  # type: ignore[attr-defined]
        first = regimes.first()
        year = timezone.localdate().year
        self.initial.setdefault("year", year)
        if first and len(regimes) == 1 and len(pattern_of(first).parts) == 1:
            start, cutoff = dates_of(first, year)
            self.initial.setdefault("regime", first.pk)
            self.initial.setdefault("starts_on", start)
            self.initial.setdefault("ends_on", cutoff)

    def clean_part(self) -> int:
        return self.cleaned_data.get("part") or 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end <= start:
            raise ValidationError({"ends_on": _("Ngày chốt số liệu phải sau ngày bắt đầu lấy số liệu.")})
        return cleaned


class DueDayForm(forms.Form):
    """A due day for a whole tier of the period, or for the units whose codes are typed."""

    whose = forms.ChoiceField(label=_("Áp dụng cho"), widget=forms.RadioSelect)
    codes = VietnameseCharField(
        label=_("Mã đơn vị"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Khi chọn “một số đơn vị”: các mã, cách nhau bằng dấu phẩy hoặc xuống dòng."),
    )  # fmt: skip
    on = DateField(label=_("Hạn gửi mới"))
    note = VietnameseCharField(
        label=_("Lý do"),
        max_length=200,
        help_text=_("Đơn vị đọc lý do này cạnh hạn gửi, ví dụ số công văn gia hạn."),
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        tiers = PeriodUnit.objects.filter(period=period, obliged=True).values_list("tier", flat=True)
        names = [
            (str(tier), _("Mọi đơn vị ") + TIER_NAMES.get(tier, f"cấp {tier}")) for tier in sorted(set(tiers))
        ]
        self.fields["whose"].choices = [*names, (SOME, _("Một số đơn vị"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("whose") == SOME:
            codes = codes_in(cleaned.get("codes", ""))
            if not codes:
                raise ValidationError({"codes": _("Hãy nhập ít nhất một mã đơn vị.")})
            cleaned["places"] = self._places(codes)
        elif cleaned.get("whose"):
            cleaned["places"] = PeriodUnit.objects.filter(
                period=self.period, obliged=True, tier=cleaned["whose"]
            )
        return cleaned

    def _places(self, codes: set[str]) -> list[PeriodUnit]:
        rows = PeriodUnit.objects.filter(period=self.period, obliged=True, unit__code__in=codes)
        found = {place.unit.code: place for place in rows.select_related("unit")}
        unknown = sorted(codes - found.keys())
        if unknown:
            raise ValidationError(
                {"codes": f"Không có trong kỳ này, hoặc không phải báo cáo: {', '.join(unknown)}."}
            )
        return list(found.values())
