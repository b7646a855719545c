"""The words of a compiled report, section by section."""

from __future__ import annotations

from typing import Any

from django import forms

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
                max_length=LONGEST,
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
