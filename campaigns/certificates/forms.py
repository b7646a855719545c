"""Forms of blanks, their fields, and of a batch to print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.certificates.models import LARGEST, SMALLEST, Blank, BlankField
from campaigns.certificates.services.blanks import MOST_FIELDS
from core.formats import write
from core.forms import UNCHOSEN, NumberField, RowField, VietnameseCharField
from core.vietnamese import parse_id
from documents.official import official_date
from units.models import Unit

_Key = BlankField.Key


class SideField(NumberField):
    """Whole millimetres of a side of the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(whole=True, min_value=SMALLEST, max_digits=3, **kwargs)

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return None if found is None else int(found)


class MillimetreField(NumberField):
    """Millimetres or points to a tenth, from `least` to `most`."""

    def __init__(self, *, least: int = 0, most: int = LARGEST, **kwargs: Any) -> None:
        attrs = {
            "inputmode": "decimal",
            "autocomplete": "off",
            "class": "form-control form-control-sm",
            "size": "6",
        }
        super().__init__(max_digits=4, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return round(found, 1) if found is not None else None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            raise forms.ValidationError(
                _("Số phải từ %(least)d đến %(most)d.") % {"least": self.least, "most": self.most}
            )


class BlankForm(forms.Form):
    name = VietnameseCharField(
        label=_("Tên mẫu phôi"), max_length=120, help_text=_("Ví dụ: Giấy khen A4 nằm ngang, phôi 2026.")
    )
    width = SideField(
        label=_("Rộng (mm)"), initial=297, help_text=_("A4 nằm ngang: 297 × 210; A3: 420 × 297.")
    )
    height = SideField(label=_("Cao (mm)"), initial=210)
    background_printed = forms.BooleanField(
        label=_("In cả ảnh nền"), required=False,
        help_text=_("Chọn khi in trên giấy trắng. Với phôi in sẵn, ảnh nền chỉ hiện trên màn hình."),
    )  # fmt: skip

    def __init__(self, *args: Any, blank: Blank | None = None, **kwargs: Any) -> None:
        if blank:
            kwargs["initial"] = {name: getattr(blank, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class BackgroundForm(forms.Form):
    picture = forms.FileField(
        label=_("Ảnh quét của phôi"), help_text=_("JPG hoặc PNG, tối đa 20 MB; quét cả tờ, đủ bốn mép."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": _("Hãy chọn ảnh quét của phôi.")},
    )  # fmt: skip


_SMALL = {"class": "form-select form-select-sm"}
_CHECK = {"class": "form-check-input"}


class BlankFieldForm(forms.Form):
    """One field; a line without a key is left out."""

    key = forms.ChoiceField(
        label=_("Trường"),
        choices=[("", UNCHOSEN), *_Key.choices],
        required=False,
        widget=forms.Select(attrs=_SMALL),
    )
    text = VietnameseCharField(
        label=_("Chữ cố định"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm", "autocomplete": "off"}),
    )  # fmt: skip
    x = MillimetreField(label=_("Trái"), required=False)
    y = MillimetreField(label=_("Trên"), required=False)
    width = MillimetreField(label=_("Rộng"), least=5, required=False)
    size = MillimetreField(label=_("Cỡ chữ"), least=5, most=120, required=False, initial=14)
    lines = forms.TypedChoiceField(
        label=_("Dòng"), choices=[(n, n) for n in range(1, 7)], coerce=int, initial=1, required=False, empty_value=1,
        widget=forms.Select(attrs=_SMALL),
    )  # fmt: skip
    font = forms.ChoiceField(
        label=_("Chữ"), choices=BlankField.Font.choices, required=False, widget=forms.Select(attrs=_SMALL)
    )
    align = forms.ChoiceField(
        label=_("Căn"),
        choices=BlankField.Align.choices,
        initial="c",
        required=False,
        widget=forms.Select(attrs=_SMALL),
    )
    color = forms.ChoiceField(
        label=_("Màu"), choices=BlankField.Color.choices, required=False, widget=forms.Select(attrs=_SMALL)
    )
    bold = forms.BooleanField(label=_("Đậm"), required=False, widget=forms.CheckboxInput(attrs=_CHECK))
    italic = forms.BooleanField(label=_("Nghiêng"), required=False, widget=forms.CheckboxInput(attrs=_CHECK))
    caps = forms.BooleanField(label=_("Hoa"), required=False, widget=forms.CheckboxInput(attrs=_CHECK))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("key"):
            for name in ("x", "y", "width", "size"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Hãy nhập số."))
            values["font"] = values.get("font") or BlankField.Font.SERIF
            values["align"] = values.get("align") or BlankField.Align.CENTER
            values["color"] = values.get("color") or BlankField.Color.BLACK
        return values


class BaseFieldSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs |= _CHECK
        form.fields["DELETE"].label = _("Bỏ")

    def rows(self) -> list[dict[str, Any]]:
        """The fields that stay, in their order."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("key") and not form.cleaned_data.get("DELETE")
        ]


FieldSet = forms.formset_factory(
    BlankFieldForm,
    formset=BaseFieldSet,
    extra=1,
    can_delete=True,
    max_num=MOST_FIELDS,
    absolute_max=MOST_FIELDS + 5,
)


def field_set(blank: Blank, given: Any = None) -> Any:
    """The fields of the blank, and a line for one more."""
    names = [name for name in BlankFieldForm.base_fields]
    start = [{name: getattr(field, name) for name in names} for field in blank.fields.all()]
    return FieldSet(given, initial=start, prefix="truong")


class BatchForm(forms.Form):
    """What all certificates of a batch say; whoever prints (awards, contests, events) shows it."""

    blank = RowField(
        Blank.objects.none(), label=_("Mẫu phôi"), error_messages={"required": _("Hãy chọn mẫu phôi.")}
    )
    name = VietnameseCharField(label=_("Tên đợt in"), max_length=200)
    title = VietnameseCharField(
        label=_("Danh hiệu, giải ghi trên giấy"), max_length=200, required=False,
        help_text=_("Để trống khi mỗi người một khác: lấy từ danh sách."),
    )  # fmt: skip
    event = VietnameseCharField(label=_("Phong trào, cuộc thi, lớp"), max_length=200, required=False)
    decision = VietnameseCharField(
        label=_("Theo quyết định"), max_length=200, required=False,
        help_text=_("Ví dụ: Quyết định số 125/QĐ-LĐLĐ ngày 20/12/2026. Để trống: lấy từ danh sách."),
    )  # fmt: skip
    place_date = VietnameseCharField(label=_("Địa danh, ngày tháng năm"), max_length=120)
    post = VietnameseCharField(label=_("Chức vụ người ký"), max_length=120, initial=_("CHỦ TỊCH"))
    signer = VietnameseCharField(label=_("Họ tên người ký"), max_length=120)

    def __init__(self, *args: Any, unit: Unit, user: Any, **kwargs: Any) -> None:
        start = {"place_date": official_date(unit.place_name, timezone.localdate())}
        kwargs["initial"] = {**start, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        above = [unit.path[:at] for at in range(5, len(unit.path) + 1, 5)]
        self.fields["blank"].queryset = Blank.objects.visible_to(user).usable().filter(unit__path__in=above)

    def common(self) -> dict[str, str]:
        """What `print_for` takes as `common`."""
        names = ("title", "event", "decision", "place_date", "post", "signer")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


def count_words(count: int) -> str:
    """ "12 giấy"."""
    return f"{write.number(count)} giấy"


def seen_base(value: Any) -> int:
    """The version of a blank that a page says it was opened at."""
    return parse_id(value) or 0
