"""The upload of filled workbooks; what stands inside is judged by reporting.workbooks.judging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SUFFIXES = (".xlsx", ".zip")


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class WorkbooksField(forms.FileField):
    """One or many files, each checked by itself."""

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        if not value:
            raise ValidationError(self.error_messages["required"])
        return [self._one(file) for file in value]

    def _one(self, file: Any) -> Any:
        name = file.name.lower()
        if not name.endswith(SUFFIXES):
            raise ValidationError(
                f"“{file.name}” không phải là tệp .xlsx hoặc .zip. Hãy mở bằng Excel và lưu thành .xlsx."
            )
        packed = name.endswith(".zip")
        most = settings.ARCHIVE_MAX_BYTES if packed else settings.UPLOAD_MAX_BYTES
        if file.size > most:
            fix = (
                "Hãy chia thành nhiều tệp ZIP, ví dụ mỗi công đoàn cấp trên một tệp."
                if packed
                else "Hãy chia thành nhiều tệp nhỏ hơn."
            )
            raise ValidationError(f"“{file.name}” lớn hơn {most // (1024 * 1024)} MB. {fix}")
        return file


class WorkbookUploadForm(forms.Form):
    """Workbooks, or archives of them."""

    files = WorkbooksField(
        label=_("Tệp báo cáo"), widget=_ManyFiles(attrs={"accept": ",".join(SUFFIXES), "multiple": True}),
        error_messages={"required": _("Hãy chọn ít nhất một tệp .xlsx hoặc .zip.")},
    )  # fmt: skip
