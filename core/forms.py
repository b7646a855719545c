"""Form fields that read what Vietnamese people type: 1.234,5; 20/11/2026; text in NFC."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.formats import write
from core.vietnamese import NumberError, nfc, parse_number
from core.workflow import IllegalStep, NoteMissing

UNCHOSEN = _("Chưa chọn")
DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class VietnameseCharField(forms.CharField):
    """Text in NFC; what cannot be printed (control characters, pasted unseen) is left out."""

    def to_python(self, value: Any) -> str:
        text = nfc(super().to_python(value) or "")
        return text.strip() if self.strip else text


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row chosen from a list; the empty line says so in words instead of dashes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": UNCHOSEN} | kwargs)


def vietnamese_field(column: models.Field, **kwargs: Any) -> Any:  # type: ignore[type-arg]
    """`formfield_callback` of model forms: free text becomes a VietnameseCharField, an empty choice is said in words."""
    if type(column) in {models.CharField, models.TextField} and not column.choices:
        return column.formfield(form_class=VietnameseCharField, **kwargs)
    if isinstance(column, models.ForeignKey):
        return column.formfield(form_class=RowField, **kwargs)
    found = column.formfield(**kwargs)
    if column.choices and isinstance(found, forms.TypedChoiceField):
        found.choices = [
            (value, label if value not in ("", None) else UNCHOSEN) for value, label in found.choices
        ]
    return found


class NumberField(forms.Field):
    """A number as typed in Vietnam; gives a Decimal. `whole` refuses a fraction (people, events)."""

    def __init__(
        self, *, min_value: int | None = None, max_digits: int = 16, whole: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.min_value, self.max_digits, self.whole = min_value, max_digits, whole

    def prepare_value(self, value: Any) -> Any:
        return write.number(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return Decimal(value)
        try:
            return parse_number(str(value))
        except NumberError as error:
            raise ValidationError(str(error)) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(
                _("Số phải từ %(least)s trở lên.") % {"least": write.number(self.min_value)}
            )
        if self.whole and value != value.to_integral():
            raise ValidationError(_("Chỉ nhập số nguyên, không có phần thập phân."))
        if value.adjusted() >= self.max_digits:
            raise ValidationError(_("Số quá lớn: tối đa %(most)d chữ số.") % {"most": self.max_digits})


FIRST_YEAR, LAST_YEAR = 1900, 2100


class DateField(forms.DateField):
    """A day as dd/mm/yyyy; a year no document has is a slip of the keyboard."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%d/%m/%Y", attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric"}
            ),
        )
        kwargs.setdefault("error_messages", {"invalid": _("Ngày chưa đúng. Hãy nhập dạng 20/11/2026.")})
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(
                _("Năm %(year)04d không đúng. Hãy kiểm tra lại năm.") % {"year": value.year}
            )


def take_errors(form: forms.Form, refused: ValidationError) -> None:
    """The service's refusal at the fields it names; what names no field of the form stands above it."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.message_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def carried_out(form: forms.Form, service: Callable[..., Any], *told: Any, **more: Any) -> Any:
    """What the service gave for the form's values (True for nothing); None when the form or the service refused them.

    The refusal stands in the form. `more` goes to the service with the form's values, and over them.
    """
    if not form.is_valid():
        return None
    try:
        made = service(*told, **{**form.cleaned_data, **more})
    except ValidationError as refused:
        take_errors(form, refused)
    except (IllegalStep, NoteMissing) as refused:
        form.add_error(None, str(refused))
    else:
        return True if made is None else made
    return None
