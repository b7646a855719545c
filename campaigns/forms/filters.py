"""What the activity list can be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import ActivityType, Campaign
from campaigns.queries import ActivityFilter
from core.forms import DateField, RowField, VietnameseCharField
from plans.models import Task


class ActivityFilterForm(forms.Form):
    """GET parameters; a wrong one is named and narrows nothing."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.visible_to(user).exclude(status=Campaign.Status.PREPARING)
        self.fields["q"] = VietnameseCharField(required=False, max_length=200)
        self.fields["loai"] = RowField(
            ActivityType.objects.all(), label=_("Loại hoạt động"), required=False, empty_label=_("Mọi loại"),
            widget=forms.Select(attrs={"class": "form-select", "data-auto-submit": True, "aria-label": _("Loại hoạt động")}),
        )  # fmt: skip
        self.fields["chien-dich"] = RowField(
            campaigns, label=_("Chiến dịch"), required=False, empty_label=_("Mọi chiến dịch"),
            widget=forms.Select(attrs={"class": "form-select", "data-auto-submit": True, "aria-label": _("Chiến dịch")}),
        )  # fmt: skip
        self.fields["nhiem-vu"] = RowField(
            Task.objects.visible_to(user),
            label=_("Nhiệm vụ trong kế hoạch"),
            required=False,
            widget=forms.HiddenInput,
        )
        for name, label in (("tu", _("Từ ngày")), ("den", _("Đến ngày"))):
            self.fields[name] = DateField(label=label, required=False, widget=self._date_input(label))
        self.fields["don-vi"] = VietnameseCharField(
            label=_("Đơn vị"), required=False, max_length=200,
            widget=forms.TextInput(
                attrs={"class": "form-control", "aria-label": _("Đơn vị"), "placeholder": _("Tên hoặc mã đơn vị")}
            ),
        )  # fmt: skip

    @staticmethod
    def _date_input(label: Any) -> forms.DateInput:
        attrs = {
            "class": "form-control",
            "aria-label": label,
            "placeholder": "ngày/tháng/năm",
            "inputmode": "numeric",
        }
        return forms.DateInput(format="%d/%m/%Y", attrs=attrs)

    def wanted(self) -> ActivityFilter:
        self.is_valid()
        found = self.cleaned_data
        return ActivityFilter(
            text=found.get("q") or "",
            type=found["loai"].pk if found.get("loai") else "",
            campaign=found["chien-dich"].pk if found.get("chien-dich") else None,
            task=found["nhiem-vu"].pk if found.get("nhiem-vu") else None,
            since=found.get("tu"),
            until=found.get("den"),
            unit=found.get("don-vi") or "",
        )
