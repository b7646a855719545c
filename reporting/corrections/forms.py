"""Asking for a correction, and the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, RowField, VietnameseCharField
from documents.filters import FilterForm
from reporting.checks.cells import STATE_LABELS, CellInput
from reporting.corrections.checking import MAX_NARRATIVE, NO_TEXT, NO_VALUE, Subject
from reporting.corrections.models import EXPLANATION, AskedBy, CorrectionReason, CorrectionStatus
from reporting.corrections.queries import periods_with_corrections
from reporting.models import FigureState


class ReasonField(RowField):
    def label_from_instance(self, reason: Any) -> str:
        if "thay đổi nội dung" in reason.name:
            return str(reason.name)
        return (
            f"{reason.name} ({'làm thay đổi nội dung' if reason.material else 'không làm thay đổi nội dung'})"
        )


class CorrectionForm(forms.Form):
    """The new value of one cell, or the new words of one text, with reason and who asked."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    state = forms.ChoiceField(label=_("Tình trạng ô"), choices=STATE_LABELS)
    value = VietnameseCharField(
        label=_("Số mới"), required=False, max_length=40,
        help_text=_("Phải điền khi tình trạng ô là “Có số”; các tình trạng khác để trống."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    base = VietnameseCharField(label=_("Mẫu số, quyền số"), required=False, max_length=40)
    text = VietnameseCharField(
        label=_("Nội dung mới"),
        max_length=MAX_NARRATIVE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reason = ReasonField(label=_("Loại lý do"), queryset=CorrectionReason.objects.none())
    explanation = VietnameseCharField(
        label=_("Giải trình"), max_length=EXPLANATION, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vì sao giá trị đã báo cáo sai, căn cứ vào hồ sơ nào."),
    )  # fmt: skip
    asked_by = forms.ChoiceField(label=_("Nơi yêu cầu"), choices=AskedBy.choices)
    asked_in = VietnameseCharField(
        label=_("Văn bản, người yêu cầu"), required=False, max_length=200,
        help_text=_("Ví dụ: Kết luận số 12/KL-UBKT ngày 10/7/2026."),
    )  # fmt: skip
    asked_on = DateField(label=_("Ngày yêu cầu"))

    def __init__(self, subject: Subject, *args: Any, asked_by: str = AskedBy.UNIT, **kwargs: Any) -> None:
        first = {
            "asked_on": timezone.localdate(),
            "asked_by": asked_by,
            "seen": subject.stamp,
            "text": subject.text,
        }
        super().__init__(*args, initial=first, **kwargs)
        spec = subject.spec
        scope = CorrectionReason.Scope.CELL if spec else CorrectionReason.Scope.TEXT
        reasons = CorrectionReason.objects.filter(scope__in=[scope, CorrectionReason.Scope.BOTH])
        self.fields["reason"].queryset = reasons
        if spec is None:
            self._leave_out("state", "value", "base")
            self._must_be_filled("text", NO_TEXT)
            return
        self._leave_out("text")
        if not spec.asks_base:
            self._leave_out("base")
        elif spec.indicator.denominator_name:
            self.fields["base"].label = spec.indicator.denominator_name
        if spec.choices:
            self.fields["value"] = forms.ChoiceField(
                label=_("Mức mới"), required=False, choices=[("", _("Chọn một mức")), *spec.choices]
            )
        if not self.is_bound or self.data.get("state") == FigureState.VALUE:
            self._must_be_filled("value", NO_VALUE)

    def _must_be_filled(self, name: str, words: str) -> None:
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = words

    def _leave_out(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def words(self) -> dict[str, Any]:
        """What services.prepare and services.propose take."""
        said = self.cleaned_data
        typed = None
        if "state" in self.fields:
            value = said.get("value", "")
            typed = CellInput(state=said["state"], value_text=value, base_text=said.get("base", ""))
        names = ("reason", "explanation", "asked_by", "asked_in", "asked_on", "seen")
        return {"typed": typed, "text": said.get("text", ""), **{name: said[name] for name in names}}


class CorrectionFilterForm(FilterForm):
    ky = forms.ChoiceField(label=_("Kỳ báo cáo"), required=False)
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Mọi tình trạng")), *CorrectionStatus.choices]
    )
    loai = forms.ChoiceField(
        label=_("Loại lý do"), required=False,
        choices=[("", _("Mọi lý do")), ("1", _("Làm thay đổi nội dung")), ("0", _("Không làm thay đổi nội dung"))],
    )  # fmt: skip

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ky"].choices = [("", _("Mọi kỳ")), *periods_with_corrections(user)]
