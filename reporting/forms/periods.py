"""Preparing a period: dates come from the regime and may be changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VietnameseCharField
from reporting.models import Regime
from reporting.queries.periods import OWNER_ROLES
from reporting.services.periods import dates_of
from units.scope import sees_all, units_of

EARLIEST_YEAR = 2000


def regimes_of(user: Any) -> Any:
    """Regimes the person may open periods of."""
    regimes = Regime.objects.select_related("owner")
    return regimes if sees_all(user) else regimes.filter(owner__in=units_of(user, *OWNER_ROLES))


class PeriodForm(forms.Form):
    """Regime and year; blank dates and name are filled in from the regime."""

    regime = forms.ModelChoiceField(label=_("Chế độ báo cáo"), queryset=Regime.objects.none())
    year = forms.IntegerField(
        label=_("Năm"), min_value=EARLIEST_YEAR, max_value=2100, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
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
        regimes = regimes_of(user)
        self.fields["regime"].queryset = regimes  # type: ignore[attr-defined]
        first = regimes.first()
        year = timezone.localdate().year
        self.initial.setdefault("year", year)
        if first:
            start, cutoff = dates_of(first, year)
            self.initial.setdefault("regime", first.pk)
            self.initial.setdefault("starts_on", start)
            self.initial.setdefault("ends_on", cutoff)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end <= start:
            raise ValidationError({"ends_on": _("Ngày chốt số liệu phải sau ngày bắt đầu lấy số liệu.")})
        return cleaned
