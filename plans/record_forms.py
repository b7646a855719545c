"""Forms of the records bound to blocks: what a person confirms beside the sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, NumberField, VietnameseCharField, vietnamese_field
from plans import services
from plans.actors import ActorClass
from plans.indicators import indicator_names
from plans.models import (
    Basis,
    Obligation,
    Plan,
    PlannedActivity,
    Responsibility,
    Slogan,
    Target,
    Task,
)
from units.models import Unit


class IndicatorField(VietnameseCharField):
    """A code of the catalogue, typed or chosen ("TT19", "TT19 – Tỷ lệ …"); static/js/combobox.js offers the list."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "data-combobox": "plan-indicators",
            "autocomplete": "off",
            "placeholder": _("Gõ tên hoặc mã"),
        }
        super().__init__(widget=forms.TextInput(attrs=attrs), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        name = indicator_names().get(value, "")
        return f"{value} – {name}" if name else value

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = typed.split(" – ")[0].strip()
        names = indicator_names()
        known = {name.upper(): name for name in names}
        if code and names and code.upper() not in known:
            raise forms.ValidationError(
                _("Không có chỉ tiêu thống kê “%(typed)s”. Hãy chọn trong danh sách hoặc để trống."),
                params={"typed": typed[:60]},
            )
        return known.get(code.upper(), code)


class TargetForm(forms.ModelForm):  # type: ignore[type-arg]
    value = NumberField(label=_("Giá trị"), required=False, min_value=0)
    base_value = NumberField(
        label=_("Số của năm gốc"), required=False, min_value=0, help_text=_("Để trống nếu chưa có số")
    )
    due_on = DateField(label=_("Đến ngày"), required=False)
    basis = forms.ChoiceField(
        label=_("Tính theo"),
        choices=[("", _("Câu không nói – hãy chọn")), *Basis.choices],
        error_messages={"required": _("Hãy chọn cách tính.")},
    )
    indicator_code = IndicatorField(
        label=_("Đo bằng"), help_text=_("Chưa chọn thì không tự tính tiến độ được")
    )

    class Meta:
        model = Target
        formfield_callback = vietnamese_field
        fields = [
            "name",
            "comparator",
            "value",
            "unit_of_measure",
            "change",
            "base_year",
            "base_value",
            "population",
            "basis",
            "due_on",
            "indicator_code",
            "allocation",
            "within",
        ]

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{_prefix(kwargs)}%s"} | kwargs)
        if self.instance.pk is None and "basis" not in (kwargs.get("initial") or {}):
            self.initial["basis"] = ""
        within: Any = self.fields["within"]
        within.queryset = Target.objects.filter(plan=plan).exclude(pk=self.instance.pk)
        within.label_from_instance = lambda target: target.name
        within.empty_label = _("Không thuộc chỉ tiêu nào")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("basis") == Basis.BY_DATE
            and not cleaned.get("due_on")
            and "due_on" not in self.errors
        ):
            self.add_error("due_on", _("Hãy ghi ngày phải đạt."))
        self._check_base(cleaned)
        return cleaned

    def _check_base(self, cleaned: dict[str, Any]) -> None:
        year = cleaned.get("base_year")
        if cleaned.get("change") and not year and "base_year" not in self.errors:
            self.add_error("base_year", _("Hãy ghi năm để so, ví dụ 2025."))
        elif not cleaned.get("change") and (year or cleaned.get("base_value") is not None):
            self.add_error("change", _("Hãy chọn tăng hay giảm, hoặc để trống năm gốc và số của năm gốc."))
        elif year and not 1990 <= year <= 2100:
            self.add_error("base_year", _("Năm gốc phải từ 1990 đến 2100."))


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
        fields = ["lead_unit", "lead_class", "lead_text", "partner_text", "deadline_on", "deliverable"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead_unit"]
        lead.queryset = _near(self.plan)
        lead.empty_label = _("Ghi bằng chữ ở ô dưới")
        classes: Any = self.fields["lead_class"]
        classes.choices = [("", _("Không phải một nhóm đơn vị")), *ActorClass.choices]


def _near(plan: Plan) -> Any:
    """The issuer and the units right below it."""
    found = Unit.objects.active().filter(parent=plan.issuer) | Unit.objects.filter(pk=plan.issuer_id)
    return found.order_by("depth", "sort_key")


class ResponsibilityForm(RecordForm):
    class Meta:
        model = Responsibility
        formfield_callback = vietnamese_field
        fields = ["actor_text", "department", "actor_unit", "actor_class", "duty"]
        widgets = {"duty": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        unit: Any = self.fields["actor_unit"]
        department.queryset = self.plan.issuer.departments.all()
        unit.queryset = _near(self.plan)
        department.empty_label = _("Không phải một ban, phòng")
        unit.empty_label = _("Không phải một đơn vị")
        classes: Any = self.fields["actor_class"]
        classes.choices = [("", _("Không phải một nhóm đơn vị")), *ActorClass.choices]


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
    "responsibility": RecordEntry(ResponsibilityForm, Responsibility, services.bind_responsibility),
    "obligation": RecordEntry(ObligationForm, Obligation, services.bind_obligation),
}
