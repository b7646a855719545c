"""Forms that create and change units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, NumberField, RowField, VietnameseCharField
from units.forms.picker import PickedField
from units.models import Sector, Unit, UnitKind
from units.scope import administered
from units.services import UnitError


def take_error(form: forms.Form, error: UnitError) -> None:
    """Puts a service's refusal to the field it belongs to."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def movable_to(user: Any) -> QuerySet[Unit]:
    """Units the person may hang other units under."""
    return Unit.objects.visible_to(user).active().filter(administered(user)).order_by("sort_key", "pk")


class FactsForm(forms.Form):
    """What may be changed without a decision."""

    sector = forms.ChoiceField(label=_("Khu vực"), required=False, choices=[("", "–"), *Sector.choices])
    place_name = VietnameseCharField(
        label=_("Địa danh"),
        max_length=80,
        required=False,
        help_text=_("Ghi trước ngày tháng trên văn bản, ví dụ: Lai Châu."),
    )
    member_count = NumberField(label=_("Số đoàn viên"), min_value=0, whole=True, max_digits=8, required=False)
    phone = VietnameseCharField(label=_("Điện thoại"), max_length=40, required=False)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    address = VietnameseCharField(label=_("Địa chỉ"), max_length=200, required=False)

    def clean_member_count(self) -> int:
        return int(self.cleaned_data["member_count"] or 0)


class UnitNewForm(forms.Form):
    """A new unit below the one whose page it was opened from."""

    code = VietnameseCharField(
        label=_("Mã đơn vị"), max_length=40, help_text=_("Chữ, số, dấu gạch; không đổi về sau.")
    )
    kind = RowField(label=_("Loại đơn vị"), queryset=UnitKind.objects.none())
    name = VietnameseCharField(label=_("Tên đơn vị"), max_length=200)
    short_name = VietnameseCharField(label=_("Tên gọi tắt"), max_length=120, required=False)
    symbol = VietnameseCharField(
        label=_("Ký hiệu cơ quan"), max_length=20, required=False,
        help_text=_("Sau số văn bản, ví dụ CĐCS. Để trống: theo loại đơn vị."),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Khu vực"), required=False, choices=[("", "–"), *Sector.choices])
    place_name = VietnameseCharField(label=_("Địa danh"), max_length=80, required=False)
    from_on = DateField(label=_("Ngày thành lập"))
    member_count = NumberField(label=_("Số đoàn viên"), min_value=0, whole=True, max_digits=8, required=False)
    decision = VietnameseCharField(label=_("Quyết định"), max_length=200, required=False)

    def __init__(self, *args: Any, parent: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = UnitKind.objects.filter(tier__gte=parent.kind.tier)

    def clean_member_count(self) -> int:
        return int(self.cleaned_data["member_count"] or 0)

    def clean_from_on(self) -> Any:
        if self.cleaned_data["from_on"] > timezone.localdate():
            raise ValidationError(_("Ngày thành lập không được sau ngày hôm nay."))
        return self.cleaned_data["from_on"]


class DecisionForm(forms.Form):
    """Since when and by which decision."""

    on = DateField(label=_("Từ ngày"), initial=timezone.localdate)
    decision = VietnameseCharField(
        label=_("Quyết định"),
        max_length=200,
        help_text=_("Số, ký hiệu, ngày và cơ quan ban hành quyết định."),
    )


class RenameForm(DecisionForm):
    """A new name from a day on; empty heading lines are derived from the names."""

    name = VietnameseCharField(label=_("Tên mới"), max_length=200)
    short_name = VietnameseCharField(label=_("Tên gọi tắt"), max_length=120, required=False)
    parent_authority = VietnameseCharField(
        label=_("Dòng cơ quan chủ quản trên văn bản"), max_length=200, required=False,
    )  # fmt: skip
    issuing_body = VietnameseCharField(
        label=_("Dòng cơ quan ban hành trên văn bản"), max_length=200, required=False,
        help_text=_("Để trống: theo tên mới, viết in hoa."),
    )  # fmt: skip
    symbol = VietnameseCharField(label=_("Ký hiệu cơ quan"), max_length=20)

    field_order = ["name", "short_name", "parent_authority", "issuing_body", "symbol", "on", "decision"]


class MoveForm(DecisionForm):
    """The new upper unit, searched among those the person administers."""

    parent = PickedField(
        label=_("Đơn vị cấp trên mới"), queryset=Unit.objects.none(), options_url="units:unit_options",
        placeholder=_("Gõ tên hoặc mã đơn vị, không cần dấu"),
    )  # fmt: skip

    field_order = ["parent", "on", "decision"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].narrow(movable_to(user))


class SecondLineForm(DecisionForm):
    """Another upper unit beside the one the unit reports to; empty ends the second line."""

    upper = PickedField(
        label=_("Đơn vị của tuyến thứ hai"), queryset=Unit.objects.none(), options_url="units:unit_options",
        placeholder=_("Gõ tên hoặc mã đơn vị, không cần dấu"), required=False,
        help_text=_("Để trống: chấm dứt tuyến thứ hai từ ngày hiệu lực."),
    )  # fmt: skip

    field_order = ["upper", "on", "decision"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upper"].narrow(movable_to(user))


class EndForm(DecisionForm):
    """The last day of a unit."""

    on = DateField(label=_("Ngày cuối cùng hoạt động"), initial=timezone.localdate)
    into = PickedField(
        label=_("Đơn vị tiếp nhận (nếu sáp nhập)"), queryset=Unit.objects.none(), options_url="units:unit_options",
        placeholder=_("Gõ tên hoặc mã đơn vị, không cần dấu"), required=False,
        help_text=_("Số liệu các kỳ trước được so sánh theo đơn vị tiếp nhận. Để trống: giải thể."),
    )  # fmt: skip

    field_order = ["on", "into", "decision"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].narrow(movable_to(user))
