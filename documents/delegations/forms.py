"""Choosing who signs, writing down delegations and absences, how a unit's signature blocks look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField
from documents.authority import SigningChoice, choice_of, picked, signing_choices
from documents.models import Document
from documents.official import document_types
from units.delegations.models import DelegationKind, SignatureSetting
from units.delegations.powers import kept_units
from units.models import Seat, Unit

UNUSUAL = {"HĐ", "BB", "GNP", "PG", "PC", "PB"}  # not signed by a leader of the unit


class SignerSelect(forms.widgets.ChoiceWidget):
    """One radio button a choice, each with the signature block it would print."""

    input_type = "radio"

    def __init__(self) -> None:
        super().__init__()
        self.offered: list[SigningChoice] = []
        self.now: SigningChoice | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = {
            "name": name, "choices": self.offered, "chosen": str(value or ""), "now": self.now,
            "attrs": self.build_attrs(self.attrs, attrs),
        }  # fmt: skip
        return render_to_string("documents/_signers.html", context)


class SignerField(forms.ChoiceField):
    """Who signs and by which power; gives a SigningChoice or None."""

    widget = SignerSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Người ký"))
        kwargs.setdefault("required", False)
        super().__init__(
            error_messages={
                "invalid_choice": _(
                    "Người này không ký được văn bản này hôm nay. Hãy chọn trong danh sách, hoặc ghi ủy quyền ký trước."
                )
            },
            **kwargs,
        )

    def offer(self, document: Document) -> None:
        """Offer those who may sign the document today; the one it has now stands first chosen."""
        found = signing_choices(document.issuer, document.type)
        now = choice_of(document, found)
        self.choices = [(choice.key, choice.key) for choice in found]
        self.initial = now.key if now else ""
        self.widget.offered, self.widget.now = found, now

    def clean(self, value: Any) -> Any:
        return picked(super().clean(value), self.widget.offered)


class DelegationForm(forms.Form):
    """A power to sign given by one seat of the unit to another."""

    kind = forms.ChoiceField(label=_("Hình thức"), choices=DelegationKind.choices)
    giver = RowField(
        Seat.objects.none(), label=_("Người giao"), required=False, empty_label=_("Chức vụ đang khuyết"),
        help_text=_("Người đứng đầu. Chỉ để trống khi giao quyền người đứng đầu (Q.)."),
    )  # fmt: skip
    for_post = VietnameseCharField(
        label=_("Chức vụ của người giao"), max_length=80, required=False,
        help_text=_("Ghi khi chức vụ đang khuyết, ví dụ: Chủ tịch. Bỏ trống: lấy chức vụ của người giao."),
    )  # fmt: skip
    receiver = RowField(Seat.objects.none(), label=_("Người được giao"))
    decision = VietnameseCharField(
        label=_("Văn bản giao"), max_length=200, help_text=_("Ví dụ: 12/QĐ-LĐLĐ ngày 03/11/2026")
    )
    from_on = DateField(label=_("Từ ngày"), initial=timezone.localdate)
    to_on = DateField(
        label=_("Đến hết ngày"), required=False, help_text=_("Bắt buộc với thừa ủy quyền (TUQ.).")
    )
    types = forms.MultipleChoiceField(
        label=_("Loại văn bản được ký"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, name) for key, name in document_types().items() if key not in UNUSUAL],
        help_text=_("Không chọn loại nào: mọi loại văn bản."),
    )  # fmt: skip
    field = VietnameseCharField(
        label=_("Lĩnh vực"), max_length=200, required=False, help_text=_("Ví dụ: chính sách, pháp luật")
    )

    def __init__(self, *args: Any, unit: Unit, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = (
            Seat.objects.visible_to(user)
            .current()
            .filter(unit=unit, user__is_active=True)
            .select_related("user")
        )
        for name in ("giver", "receiver"):
            field: Any = self.fields[name]
            field.queryset = held
            field.label_from_instance = seat_label


class AbsenceForm(forms.Form):
    """Days on which somebody is away."""

    seat = RowField(Seat.objects.none(), label=_("Người vắng"))
    from_on = DateField(label=_("Từ ngày"), initial=timezone.localdate)
    to_on = DateField(label=_("Đến hết ngày"))
    reason = VietnameseCharField(label=_("Lý do"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: Unit, user: Any, everybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Seat.objects.visible_to(user).current().filter(unit=unit).select_related("user")
        field: Any = self.fields["seat"]
        field.queryset = held if everybody else held.filter(user=user)
        field.label_from_instance = seat_label
        field.initial = held.filter(user=user).first()


class SignatureSettingForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SignatureSetting
        fields = ["three_lines", "post_above_name"]

    def _post_clean(self) -> None:
        """The service writes the row; the form only reads the fields."""


class UnitChoiceForm(forms.Form):
    """Which of several own units the page is about."""

    don_vi = forms.ChoiceField(required=False)

    def __init__(self, data: Mapping[str, Any], *, units: list[Unit]) -> None:
        super().__init__(data)
        self.units = units
        self.fields["don_vi"].choices = [(unit.code, unit.name) for unit in units]

    def unit(self) -> Unit | None:
        """The chosen unit, else the first."""
        if not self.units:
            return None
        code = self.cleaned_data.get("don_vi") if self.is_valid() else ""
        return next((unit for unit in self.units if unit.code == code), self.units[0])


def seat_label(seat: Seat) -> str:
    where = f", {seat.department.name}" if seat.department else ""
    return f"{seat.user.full_name} – {seat.post_title}{where}"


def add_refusal(form: forms.Form, error: Any) -> None:
    """The service's words at their field, above the form when it has no such field."""
    name = error.field if error.field in form.fields else None
    form.add_error(name, ValidationError(str(error)))


__all__ = [
    "AbsenceForm",
    "DelegationForm",
    "SignatureSettingForm",
    "SignerField",
    "UnitChoiceForm",
    "add_refusal",
    "kept_units",
]
