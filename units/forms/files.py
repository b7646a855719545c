"""The upload of a unit list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class UnitFileForm(forms.Form):
    """One CSV or XLSX file; what stands inside is judged by units.importing."""

    file = forms.FileField(
        label=_("Tệp danh sách đơn vị"), allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Hãy chọn tệp .csv hoặc .xlsx.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise ValidationError(
                f"Tệp lớn hơn {limit} MB. Hãy chia danh sách thành nhiều tệp, cấp trên trước."
            )
        if not upload.name.lower().endswith((".csv", ".txt", ".xlsx")):
            raise ValidationError(f"“{upload.name}” không phải là tệp .csv hoặc .xlsx.")
        return upload
