"""The words of a compiled report, section by section."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from core.vietnamese import nfc
from reporting.report.narrative import sections_of

LONGEST = 20_000


def _rows(text: str) -> int:
    return min(max(text.count("\n") + 3, 4), 16)


class NarrativeForm(forms.Form):
    """One text box per section of the outline and the version it was opened at."""

    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, content: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in sections_of(content):
            self.fields[self.name_of(section["code"])] = forms.CharField(
                label=f"{section['code']} {section['title']}",
                required=False,
                # What many units wrote may be longer: it can be saved as it came.
                max_length=max(LONGEST, len(section["text"]) + section["text"].count("\n")),
                initial=section["text"],
                strip=True,
                widget=forms.Textarea(attrs={"class": "form-control", "rows": _rows(section["text"])}),
                error_messages={"max_length": f"Mục này dài quá {LONGEST} ký tự, hãy viết gọn lại."},
            )
        self.codes = [section["code"] for section in sections_of(content)]

    @staticmethod
    def name_of(code: str) -> str:
        return f"muc-{code.replace('.', '-')}"

    def texts(self) -> dict[str, str]:
        """Section code → its words, in one spelling of Unicode."""
        return {code: nfc(self.cleaned_data[self.name_of(code)]) for code in self.codes}


class WordsForm(forms.Form):
    """The report's Word file with its last words."""

    file = forms.FileField(
        label="Tệp Word đã sửa",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Hãy chọn tệp .docx đã sửa.", "empty": "Tệp rỗng."},
    )
    words_only = forms.BooleanField(
        label="Bỏ qua các chỗ sửa số liệu, bảng; chỉ nhận phần lời",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".docx"):
            raise ValidationError(
                f"“{file.name}” không phải là tệp .docx. Hãy mở bằng Word và lưu thành .docx."
            )
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise ValidationError(f"“{file.name}” lớn hơn {limit} MB.")
        return file
