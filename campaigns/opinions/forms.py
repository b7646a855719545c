"""The form of a collaborator, and the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.forms import TopicFilterForm, offer_units
from campaigns.forms.fields import CountField
from campaigns.opinions.models import OpinionReport
from campaigns.opinions.queries import OpinionFilter
from core.forms import DateField, RowField, VietnameseCharField, vietnamese_field
from units.models import Unit


class OpinionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Few fields first: on a phone the rest is below the fold."""

    unit = RowField(Unit.objects.none(), label=_("Đơn vị phản ánh"))
    heard_on = DateField(label=_("Ngày nắm được"), initial=timezone.localdate)
    people = CountField(label=_("Khoảng bao nhiêu người"), required=False, digits=7)
    summary = VietnameseCharField(
        label=_("Nội dung phản ánh"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Người lao động đang nói gì, vì sao. Không ghi tên, số điện thoại của ai."),
    )  # fmt: skip
    proposal = VietnameseCharField(
        label=_("Đề xuất xử lý"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = OpinionReport
        fields = (
            "unit", "topic", "summary", "urgent", "scope", "people", "place", "mood", "proposal", "heard_on", "heard_from",
        )  # fmt: skip
        formfield_callback = vietnamese_field

    def __init__(self, *args: Any, units: list[Unit], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, units, user=user)


class OpinionFilterForm(TopicFilterForm):
    ben = forms.ChoiceField(
        label=_("Mức độ"), required=False, choices=[("", _("Mọi mức độ")), ("khan", _("Đột xuất, khẩn"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, states=list(OpinionReport.Status.choices), **kwargs)

    def wanted(self) -> OpinionFilter:
        found: dict[str, Any] = self.chosen()
        return OpinionFilter(
            text=found.get("q", ""), topic=found.get("nhom", ""), status=found.get("tt", ""),
            urgent=found.get("ben") == "khan", since=found.get("tu"), until=found.get("den"),
        )  # fmt: skip


class RollupForm(forms.Form):
    """Unit and days of the roll-up; what is wrong leaves the half-year."""

    dv = forms.ChoiceField(required=False, label=_("Đơn vị"))
    tu = DateField(label=_("Từ ngày"), required=False)
    den = DateField(label=_("Đến ngày"), required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dv"].choices = [(str(unit.pk), unit.name) for unit in units]
