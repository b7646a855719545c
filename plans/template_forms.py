"""Forms of plan templates: choosing one for a new plan, keeping them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowField, VietnameseCharField
from plans.fixed_words import WORDS
from plans.kinds import PlanKind
from plans.models import Plan
from plans.template_models import PlanTemplate
from units.models import Unit

PREFIX = "tu_"
WORD_MOST = 200


class TemplateChoiceForm(forms.Form):
    """Which template a new plan begins from, and the fixed words said otherwise; an empty word is the derived one."""

    template = RowField(
        PlanTemplate.objects.none(), label=_("Mẫu"), required=False,
        error_messages={"invalid_choice": _("Mẫu này không dành cho đơn vị đã chọn. Hãy chọn lại.")},
    )  # fmt: skip

    def __init__(self, *args: Any, issuer: Unit | None, derived: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if issuer is not None:
            cast(Any, self.fields["template"]).queryset = PlanTemplate.objects.offered_to(issuer)
        for name, label in WORDS.items():
            self.fields[f"{PREFIX}{name}"] = VietnameseCharField(
                label=label, required=False, max_length=WORD_MOST,
                widget=forms.TextInput(attrs={"placeholder": derived.get(name, ""), "class": "form-control"}),
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        """The words said by hand."""
        return {name: self.cleaned_data.get(f"{PREFIX}{name}", "") for name in WORDS}

    def word_fields(self) -> list[tuple[str, Any]]:
        """(placeholder as it stands in the template, field)."""
        return [(f"{{{name}}}", self[f"{PREFIX}{name}"]) for name in WORDS]


class TemplateFilterForm(forms.Form):
    kind = forms.ChoiceField(required=False, choices=[("", _("Mọi loại")), *PlanKind.choices])

    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("kind", ""))


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    name = VietnameseCharField(label=_("Tên mẫu"), max_length=120)
    description = VietnameseCharField(label=_("Dùng khi nào"), max_length=300, required=False)

    class Meta:
        model = PlanTemplate
        fields = ["name", "description", "kind", "active"]

    def _post_clean(self) -> None:
        """The service writes and checks the row."""


class SaveAsTemplateForm(forms.Form):
    name = VietnameseCharField(label=_("Tên mẫu"), max_length=120)
    description = VietnameseCharField(label=_("Dùng khi nào"), max_length=300, required=False)
    instead_of = RowField(
        PlanTemplate.objects.none(), label=_("Ghi đè mẫu có sẵn"), required=False, empty_label=_("Không, lưu thành mẫu mới"),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = plan.abstract[:120]
        cast(Any, self.fields["instead_of"]).queryset = PlanTemplate.objects.filter(
            owner=plan.issuer
        ).order_by("name")
