"""Bringing a file that goes with a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import VietnameseCharField
from documents.registers.forms import ScanField


class AttachForm(forms.Form):
    """A title as the paper names it, and a PDF."""

    title = VietnameseCharField(
        label=_("Tên tệp kèm theo"), max_length=200, help_text=_("Ví dụ: Phụ lục II. Dự toán kinh phí")
    )
    file = ScanField(
        label=_("Tệp PDF"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".pdf"})
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found and found.extension != "pdf":
            raise ValidationError(
                _("Tệp kèm theo phải là PDF. Hãy lưu ảnh hoặc bảng tính thành PDF rồi tải lên.")
            )
        return found
