"""Planning a visit, writing down its result, recommending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.forms import offer_units
from campaigns.supervision.models import Visit
from core.forms import DateField, RowField, VietnameseCharField, vietnamese_field
from documents.filters import FilterForm
from units.forms.picker import PickedField
from units.models import Unit
from units.scope import below


class VisitForm(forms.ModelForm):  # type: ignore[type-arg]
    """`units`: those the person supervises for; a change keeps the unit."""

    unit = RowField(Unit.objects.none(), label=_("Đơn vị chủ trì"))
    visited = PickedField(
        label=_("Đơn vị được giám sát"), queryset=Unit.objects.none(), options_url="units:unit_options",
        placeholder=_("Gõ tên hoặc mã đơn vị, không cần dấu"),
    )  # fmt: skip
    planned_on = DateField(label=_("Ngày giám sát"))
    present = VietnameseCharField(
        label=_("Đại diện đơn vị được giám sát"), required=False, max_length=2000, help_text=_("Mỗi dòng một người."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    findings = VietnameseCharField(
        label=_("Kết quả giám sát"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ghi sau khi làm việc; mỗi dòng một ý, in thành một đoạn của biên bản."),
    )  # fmt: skip
    strengths = VietnameseCharField(
        label=_("Ưu điểm"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    faults = VietnameseCharField(
        label=_("Hạn chế, nguyên nhân"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Visit
        fields = (
            "unit", "visited", "kind", "subject", "basis", "planned_on", "members", "present", "findings", "strengths",
            "faults",
        )  # fmt: skip
        formfield_callback = vietnamese_field
        widgets = {"members": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, units: list[Unit], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visited"].narrow(Unit.objects.active().filter(below(user)))
        if self.instance.pk:
            del self.fields["unit"]
        else:
            offer_units(self, units, user=user)


class RecommendationForm(forms.Form):
    text = VietnameseCharField(
        label=_("Kiến nghị"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = DateField(label=_("Hạn thực hiện"))


class VisitFilterForm(FilterForm):
    tt = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *Visit.Status.choices]
    )
    loai = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *Visit.Kind.choices]
    )
