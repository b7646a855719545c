"""What a person types beside a report on its way up: reasons for findings, a paper report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VietnameseCharField
from documents.evidence import EvidenceError, read_file
from reporting.checks import Finding
from reporting.receiving.services.waiving import MOST_REASON, Which


def field_name(finding: Finding) -> str:
    """ly-do:above_its_bound:TC16 or ly-do:part_above_total:TT02:n.nu."""
    return f"ly-do:{finding.rule}:{finding.cell}"


def typed_reasons(data: Mapping[str, Any], findings: Iterable[Finding]) -> dict[Which, str]:
    """(rule, box) → reason, of the findings the page showed."""
    names = {field_name(f): (f.rule, f.key) for f in findings if f.waivable}
    return {which: str(data[name])[:MOST_REASON] for name, which in names.items() if name in data}


class PaperReportForm(forms.Form):
    """Why the level above enters the report, when the paper came, its scan."""

    reason = VietnameseCharField(
        label=_("Lý do nhập thay"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đơn vị đọc được lý do này. Ví dụ: đơn vị mất mạng, gửi báo cáo giấy có chữ ký của Chủ tịch."),
    )  # fmt: skip
    received_on = DateField(
        label=_("Ngày nhận báo cáo giấy"),
        initial=timezone.localdate,
        help_text=_("Ngày này quyết định đúng hạn hay muộn."),
    )
    scan = forms.FileField(
        label=_("Bản chụp báo cáo giấy (nếu có)"), required=False, help_text=_("Tệp PDF hoặc ảnh.")
    )

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa đến. Hãy ghi ngày thực nhận."))
        return day

    def clean_scan(self) -> Any:
        upload = self.cleaned_data.get("scan")
        try:
            return read_file(upload) if upload else None
        except EvidenceError as refused:
            raise forms.ValidationError(str(refused)) from None
