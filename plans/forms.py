"""Forms of a plan's cover, of its bound records, of the list's filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, NumberField, VietnameseCharField, vietnamese_field
from documents.models import Status
from documents.queries import signers_of
from plans import services
from plans.indicators import indicator_names
from plans.models import Obligation, Plan, PlanKind, PlannedActivity, Slogan, Target, Task
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
    issuer = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị ban hành"))
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
    starts_on = DateField(label=_("Thực hiện từ ngày"), required=False)
    ends_on = DateField(label=_("Đến ngày"), required=False)

    class Meta:
        model = Plan
        formfield_callback = vietnamese_field
        fields = ["kind", "starts_on", "ends_on", "urgency", "place_name", "signer", "archive_line"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].help_text = _("Cần chọn trước khi trình duyệt")
        self.fields["signer"].empty_label = _("Chưa chọn")
        self.fields["signer"].queryset = signers_of(self.instance.issuer).select_related("user")
        self.fields["signer"].label_from_instance = lambda seat: f"{seat.user.full_name} – {seat.post_title}"


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]
    value = NumberField(label=_("Giá trị"), required=False, min_value=0)
    due_on = DateField(label=_("Đến ngày"), required=False)
    indicator_code = forms.ChoiceField(label=_("Đo bằng chỉ tiêu thống kê"), required=False)

    class Meta:
        model = Target
        formfield_callback = vietnamese_field
        fields = [
            "name",
            "comparator",
            "value",
            "unit_of_measure",
            "population",
            "basis",
            "due_on",
            "indicator_code",
            "allocation",
            "within",
        ]

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{_prefix(kwargs)}%s", **kwargs)
        names = [(code, f"{code} – {name}") for code, name in indicator_names().items()]
        self.fields["indicator_code"].choices = [("", _("Chưa chọn")), *names]
        self.fields["within"].queryset = Target.objects.filter(plan=plan).exclude(pk=self.instance.pk)
        self.fields["within"].label_from_instance = lambda target: target.name


def _prefix(kwargs: dict[str, Any]) -> str:
    """Ids that differ between the forms of one panel."""
    instance = kwargs.get("instance")
    initial = kwargs.get("initial") or {}
    return f"target-{instance.pk if instance else initial.get('place', 'new')}-"


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan


class TaskForm(RecordForm):
    deadline_on = DateField(label=_("Thời hạn"), required=False)

    class Meta:
        model = Task
        formfield_callback = vietnamese_field
        fields = ["lead_unit", "lead_text", "partner_text", "deadline_on", "deliverable"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuer = self.plan.issuer
        near = Unit.objects.active().filter(parent=issuer) | Unit.objects.filter(pk=issuer.pk)
        self.fields["lead_unit"].queryset = near.order_by("depth", "sort_key")
        self.fields["lead_unit"].empty_label = _("Ghi bằng chữ ở ô dưới")


class PlannedActivityForm(RecordForm):
    starts_on = DateField(label=_("Từ ngày"), required=False)
    ends_on = DateField(label=_("Đến ngày"), required=False)

    class Meta:
        model = PlannedActivity
        formfield_callback = vietnamese_field
        fields = ["starts_on", "ends_on", "place", "times"]


class ObligationForm(RecordForm):
    due_on = DateField(label=_("Hạn riêng"), required=False, help_text=_("Để trống nếu báo cáo trong kỳ"))

    class Meta:
        model = Obligation
        formfield_callback = vietnamese_field
        fields = ["who", "through", "in_periodic_report", "due_on"]


class SloganForm(RecordForm):
    class Meta:
        model = Slogan
        formfield_callback = vietnamese_field
        fields: list[str] = []


@dataclass(frozen=True)
class RecordEntry:
    form: type[RecordForm]
    model: type[Any]
    bind: Callable[..., Any]

    def parts(self, plan: Plan, block: Any) -> tuple[type[RecordForm], Callable[..., Any], Any]:
        record = self.model.objects.filter(plan=plan, block_id=block.id).first()
        return self.form, self.bind, record or self.model(plan=plan, block_id=block.id, text=block.text)


RECORD_FORMS: dict[str, RecordEntry | None] = {
    "target": None,
    "task": RecordEntry(TaskForm, Task, services.bind_task),
    "activity": RecordEntry(PlannedActivityForm, PlannedActivity, services.bind_activity),
    "message": RecordEntry(SloganForm, Slogan, services.bind_slogan),
    "obligation": RecordEntry(ObligationForm, Obligation, services.bind_obligation),
}
