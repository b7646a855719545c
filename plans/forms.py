"""Forms of a plan's cover and of the list's filters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField, vietnamese_field
from documents.delegations.forms import SignerField
from documents.models import Status
from plans.models import Plan, PlanKind
from units.models import Role, Unit
from units.scope import units_of


class PlanFilterForm(forms.Form):
    q = forms.CharField(required=False)
    status = forms.ChoiceField(required=False, choices=[("", _("Mọi trạng thái")), *Status.choices])
    kind = forms.ChoiceField(required=False, choices=[("", _("Mọi loại")), *PlanKind.choices])

    def chosen(self) -> dict[str, str]:
        """What can be filtered by; a value that is no choice is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlanNewForm(forms.ModelForm):  # type: ignore[type-arg]
    issuer = RowField(Unit.objects.none(), label=_("Đơn vị ban hành"))
    abstract = VietnameseCharField(
        label=_("Trích yếu"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: Tổ chức Tháng Công nhân năm 2026"),
    )
    starts_on = DateField(label=_("Thực hiện từ ngày"), required=False)
    ends_on = DateField(label=_("Đến ngày"), required=False)

    class Meta:
        model = Plan
        formfield_callback = vietnamese_field
        fields = ["issuer", "kind", "abstract", "starts_on", "ends_on"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_of(user, Role.DRAFTER)
        self.fields["issuer"].queryset = Unit.objects.visible_to(user).filter(pk__in=[u.pk for u in units])
        if len(units) == 1:
            self.fields["issuer"].initial = units[0]


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    field_order = ["kind", "starts_on", "ends_on", "urgency", "place_name", "signer", "archive_line"]
    signer = SignerField(help_text=_("Cần chọn trước khi trình duyệt"))
    starts_on = DateField(label=_("Thực hiện từ ngày"), required=False)
    ends_on = DateField(label=_("Đến ngày"), required=False)

    class Meta:
        model = Plan
        formfield_callback = vietnamese_field
        fields = ["kind", "starts_on", "ends_on", "urgency", "place_name", "archive_line"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].offer(self.instance)
