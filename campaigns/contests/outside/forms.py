"""The form on which a unit tells of a contest of others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.contests.outside.models import OutsideContest
from campaigns.forms.fields import CountField
from core.forms import DateField, RowField, VietnameseCharField
from documents.evidence import EvidenceError, NewEvidence, read_file, read_link
from units.models import Unit

_PLAIN = (
    "name",
    "organiser",
    "starts_on",
    "ends_on",
    "online",
    "participants",
    "female",
    "essays",
    "results",
    "link",
)


class OutsideContestForm(forms.Form):
    """`units`: those the person may write for; `row`: the record being changed."""

    unit = RowField(Unit.objects.none(), label=_("Đơn vị"), empty_label=None)
    name = VietnameseCharField(label=_("Tên cuộc thi"), max_length=200)
    organiser = VietnameseCharField(
        label=_("Cơ quan tổ chức"), max_length=200, help_text=_("Ví dụ: Ban Tuyên giáo và Dân vận Tỉnh ủy.")
    )
    starts_on = DateField(label=_("Từ ngày"))
    ends_on = DateField(label=_("Đến ngày"))
    online = forms.BooleanField(label=_("Thi trực tuyến"), required=False)
    participants = CountField(label=_("Lượt người dự thi"), required=True)
    female = CountField(label=_("Trong đó nữ"), help_text=_("Để trống nếu không đếm."))
    essays = CountField(label=_("Bài dự thi tự luận"))
    results = VietnameseCharField(
        label=_("Kết quả"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: 01 giải Ba cá nhân (Nguyễn Thị Hoa), 01 giải Khuyến khích tập thể."),
    )  # fmt: skip
    link = VietnameseCharField(
        label=_("Đường dẫn minh chứng"), required=False, max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("Tệp minh chứng"), required=False, help_text=_("PDF, Word, Excel hoặc ảnh; tệp mới thay tệp cũ."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: list[Unit], row: OutsideContest | None = None, **kwargs: Any
    ) -> None:
        if row:
            kwargs["initial"] = {name: getattr(row, name) for name in _PLAIN}
        super().__init__(*args, **kwargs)
        if row:
            del self.fields["unit"]
            return
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0].pk

    def clean_paper(self) -> NewEvidence | None:
        upload = self.cleaned_data["paper"]
        if not upload:
            return None
        try:
            return read_file(upload)
        except EvidenceError as error:
            raise ValidationError(str(error)) from error

    def clean_link(self) -> str:
        text = self.cleaned_data["link"]
        try:
            return read_link(text).url if text else ""
        except EvidenceError as error:
            raise ValidationError(str(error)) from error
