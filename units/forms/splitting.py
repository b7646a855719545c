"""The form that splits a unit: the units that carry it on, and where each unit below goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import NumberField, VietnameseCharField
from units.forms.picker import PickedField
from units.forms.units import DecisionForm, movable_to
from units.models import Unit
from units.succession.splitting import Part

FEWEST, MOST = 2, 10
ENDS, GOES_ON = "chia", "tach"


class SplitForm(DecisionForm):
    """Whether the old unit ends, since when, by which decision, and the part each unit directly below goes to."""

    way = forms.ChoiceField(
        label=_("Hình thức"), widget=forms.RadioSelect, initial=ENDS,
        choices=[
            (ENDS, _("Chia: đơn vị cũ kết thúc, các đơn vị tiếp nhận kế thừa toàn bộ")),
            (GOES_ON, _("Tách: đơn vị cũ tiếp tục hoạt động, chỉ một phần chuyển đi")),
        ],
    )  # fmt: skip
    field_order = ("way", "on", "decision")

    def __init__(self, *args: Any, below: Sequence[Unit], parts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = _(
            "Ngày đầu tiên của các đơn vị mới. Nếu chia, đơn vị cũ kết thúc hôm trước."
        )
        stays = self.data.get("way") == GOES_ON if self.is_bound else False
        choices = [(str(number), _("Đơn vị tiếp nhận %d") % (number + 1)) for number in range(parts)]
        for unit in below:
            self.fields[f"con-{unit.pk}"] = forms.ChoiceField(
                label=unit.name,
                choices=[("", _("Chưa chọn (tách: ở lại đơn vị cũ)")), *choices],
                required=not stays,
                error_messages={"required": _("Hãy chọn đơn vị tiếp nhận cho “%s”.") % unit.name},
            )
        self.below = below

    def where_below(self) -> dict[int, int]:
        """Id of each unit below → index of its part."""
        chosen = {unit.pk: self.cleaned_data[f"con-{unit.pk}"] for unit in self.below}
        return {pk: int(part) for pk, part in chosen.items() if part}


class PartForm(forms.Form):
    """A unit that carries the split one on: one that exists, or a new one."""

    unit = PickedField(
        label=_("Đơn vị đã có"), queryset=Unit.objects.none(), options_url="units:unit_options",
        placeholder=_("Gõ tên hoặc mã đơn vị, không cần dấu"), required=False,
        help_text=_("Để trống nếu lập đơn vị mới."),
    )  # fmt: skip
    name = VietnameseCharField(label=_("Tên đơn vị mới"), max_length=200, required=False)
    code = VietnameseCharField(
        label=_("Mã đơn vị mới"),
        max_length=40,
        required=False,
        help_text=_("Chữ, số, dấu gạch; không đổi về sau."),
    )
    members = NumberField(
        label=_("Số đoàn viên nhận"), min_value=1, whole=True, max_digits=8,
        help_text=_("Số liệu các kỳ trước được chia theo tỷ lệ này khi so sánh."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].narrow(movable_to(user))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        new = [field for field in ("name", "code") if values.get(field)]
        if values.get("unit") and new:
            raise ValidationError(
                _("Hãy chọn đơn vị đã có, hoặc ghi tên và mã của đơn vị mới; không làm cả hai.")
            )
        if "unit" not in self.errors and not values.get("unit"):
            for field in ("name", "code"):
                if not values.get(field) and field not in self.errors:
                    self.add_error(field, _("Hãy ghi cho đơn vị mới, hoặc chọn một đơn vị đã có."))
        return values

    def part(self) -> Part:
        values = self.cleaned_data
        return Part(
            members=int(values["members"]), unit=values["unit"], code=values["code"], name=values["name"]
        )  # fmt: skip


def part_forms(data: Mapping[str, Any] | None, *, count: int, user: Any, typed: bool) -> list[PartForm]:
    """`count` forms phan-0, phan-1, …; `typed`: keep what was typed without checking it yet."""
    found = []
    for number in range(count):
        prefix = f"phan-{number}"
        given = (
            {name: (data or {}).get(f"{prefix}-{name}", "") for name in PartForm.base_fields}
            if typed
            else None
        )
        found.append(PartForm(None if typed else data, prefix=prefix, user=user, initial=given))
    return found
