"""Units that held an activity together: near ones to tick, any other by name or code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns import queries
from campaigns.models import Activity
from core.forms import VietnameseCharField
from core.vietnamese import parse_id
from units.models import Unit

MOST_OTHERS = 20


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Ticked units; an id no database has is refused like any other that is not offered."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if not parse_id(pk):
                raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class PartnersMixin(forms.Form):
    """Fields `partners` and `other_partners`; `joined()` gives the units of both."""

    partners = UnitsField(
        Unit.objects.none(), label=_("Đơn vị phối hợp"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Đơn vị phối hợp không có trong danh sách. Hãy chọn lại.")},
    )  # fmt: skip
    other_partners = VietnameseCharField(
        label=_("Đơn vị phối hợp khác"), max_length=2000, required=False,
        help_text=_("Tên hoặc mã đơn vị; nhiều đơn vị ngăn bằng dấu chấm phẩy."),
    )  # fmt: skip

    def offer_partners(self, units: list[Unit], activity: Activity | None) -> None:
        """Near units to tick; of the activity being changed the others stand as codes in the line below."""
        near = queries.units_near(units)
        self.near_units = units
        self.fields["partners"].queryset = near
        if activity:
            named, ticked = list(activity.partners.all()), set(near.values_list("pk", flat=True))
            self.initial["partners"] = [unit.pk for unit in named if unit.pk in ticked]
            self.initial["other_partners"] = "; ".join(unit.code for unit in named if unit.pk not in ticked)

    def clean_other_partners(self) -> list[Unit]:
        parts = [part.strip() for part in self.cleaned_data["other_partners"].split(";") if part.strip()]
        if len(parts) > MOST_OTHERS:
            raise ValidationError(_("Tối đa %(most)d đơn vị phối hợp khác.") % {"most": MOST_OTHERS})
        return [self._unit_of(part) for part in parts]

    def _unit_of(self, text: str) -> Unit:
        found = queries.units_named(self.near_units, text)
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Có nhiều đơn vị tên “%(text)s”. Hãy ghi mã đơn vị.") % {"text": text[:100]}
            )
        raise ValidationError(
            _("Không tìm thấy đơn vị “%(text)s”. Hãy ghi đúng tên hoặc mã.") % {"text": text[:100]}
        )

    def joined(self) -> list[Unit]:
        cleaned: dict[str, Any] = self.cleaned_data
        return list({unit.pk: unit for unit in [*cleaned["partners"], *cleaned["other_partners"]]}.values())

    def partners_open(self) -> bool:
        return bool(
            self["partners"].value() or self["other_partners"].value() or self["other_partners"].errors
        )
