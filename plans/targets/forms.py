"""What people type on the allotment pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.formats import write
from core.forms import DateField, NumberField, VietnameseCharField
from core.vietnamese import NumberError, parse_number
from plans.targets.measures import refusal
from plans.targets.services import Line
from units.models import Unit

SHARES = {"deu": "chia đều cho các đơn vị", "doan-vien": "theo số đoàn viên trên hệ thống"}


class AskForm(forms.Form):
    answers_due_on = DateField(label=_("Đề nghị trả lời trước ngày"), required=False)


class IssueForm(forms.Form):
    decision = VietnameseCharField(
        label=_("Quyết định giao"), max_length=120,
        help_text=_("Số, ký hiệu văn bản giao chỉ tiêu, ví dụ 25/QĐ-LĐLĐ."),
    )  # fmt: skip
    decided_on = DateField(label=_("Ngày quyết định"))
    note = VietnameseCharField(label=_("Ghi chú"), max_length=500, required=False)
    uneven = forms.BooleanField(label=_("Vẫn giao dù chưa khớp với tổng"), required=False)


class PasteForm(forms.Form):
    column = VietnameseCharField(
        label=_("Cột số chép từ Excel"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Hai cột “mã hoặc tên đơn vị” và “số”, hoặc chỉ cột số theo đúng thứ tự danh sách. Số viết 1.234,5."
        ),
    )


class MeasuredForm(forms.Form):
    """A form whose number obeys the target's unit of measure."""

    def __init__(self, *args: Any, measure: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        if why := refusal(value, self.measure):
            raise forms.ValidationError(why)
        return value


class ProposalForm(MeasuredForm):
    value = NumberField(label=_("Mức đề nghị"))
    reason = VietnameseCharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(MeasuredForm):
    value = NumberField(label=_("Mức trả lời"))
    note = VietnameseCharField(
        label=_("Lý do (khi giao mức khác)"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class LinesForm:
    """The boxes of one page of the sheet: `v-ID` number, `b-ID` base, `o-ID` the number that was shown."""

    def __init__(
        self, units: Iterable[Unit], posted: Mapping[str, Any] | None = None, *, measure: str = ""
    ) -> None:
        self.units = list(units)
        self.measure = measure
        self.boxes: dict[int, str] = {}  # which box of the line the error is about
        self.posted = posted
        self.errors: dict[int, str] = {}
        self.lines: dict[int, Line] = {}

    def is_valid(self) -> bool:
        """Whether every box holds a number or nothing; `lines` are those somebody changed."""
        for unit in self.units:
            given, base = self._number(unit, "v"), self._number(unit, "b")
            if unit.pk in self.errors:
                continue
            seen = self._seen(unit)
            if given != seen or base != unit.baseline:
                self.lines[unit.pk] = Line(given, base, seen)
        return not self.errors

    def shown(self, unit: Unit, box: str) -> str:
        """What stands in the box: as typed, else as stored."""
        if self.posted is not None and f"{box}-{unit.pk}" in self.posted:
            return str(self.posted[f"{box}-{unit.pk}"])
        return write.number({"v": unit.given, "b": unit.baseline}[box])

    def seen(self, unit: Unit) -> str:
        """The stored number the page was opened with, kept over a refused save."""
        if self.posted is not None and f"o-{unit.pk}" in self.posted:
            return str(self.posted[f"o-{unit.pk}"])
        return write.number(unit.given)

    def _number(self, unit: Unit, box: str) -> Decimal | None:
        text = str((self.posted or {}).get(f"{box}-{unit.pk}", "")).strip()
        if not text:
            return None
        try:
            value = parse_number(text)
        except NumberError as error:
            self.errors[unit.pk] = str(error)
            self.boxes[unit.pk] = box
            return None
        if why := refusal(value, self.measure):
            self.errors[unit.pk] = why
            self.boxes[unit.pk] = box
        return value

    def _seen(self, unit: Unit) -> Decimal | None:
        text = str((self.posted or {}).get(f"o-{unit.pk}", "")).strip()
        try:
            return parse_number(text) if text else None
        except NumberError:
            return unit.given
