"""Replace, correct or recall an issued paper: why, and by which paper of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import VietnameseCharField
from documents.amending.models import REASON, AmendmentKind, HolderAnswer
from documents.amending.queries import entries_to_name
from documents.filters import FilterForm
from documents.models import Document, RegisterEntry
from documents.official import document_types

SAYS = {
    AmendmentKind.REPLACE: _(
        "Thay thế: nội dung sai; văn bản mới cùng tên loại có hiệu lực thay văn bản này"
    ),
    AmendmentKind.CORRECT: _("Đính chính: sai thể thức, kỹ thuật trình bày; văn bản vẫn có hiệu lực"),
    AmendmentKind.RECALL: _("Thu hồi: không ai dùng nữa; mỗi nơi nhận trả hoặc hủy và xác nhận"),
}


class EntryField(forms.ModelChoiceField):
    def label_from_instance(self, entry: Any) -> str:
        return f"{entry.doc_code}, {entry.issued_on:%d/%m/%Y}: {entry.title}"[:120]


class AmendForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Cách xử lý"),
        choices=[(kind.value, says) for kind, says in SAYS.items()],
        widget=forms.RadioSelect,
    )
    reason = VietnameseCharField(
        label=_("Lý do"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Đơn vị nhận và kế hoạch cấp dưới thấy lý do này."),
    )  # fmt: skip
    details = VietnameseCharField(
        label=_("Nội dung đính chính"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Chỉ khi đính chính. Ví dụ: Mục II.1, “25%” sửa thành “20%”."),
    )  # fmt: skip
    entry = EntryField(
        RegisterEntry.objects.none(), label=_("Văn bản đã có trong sổ"), required=False,
        empty_label=_("Chưa có, lấy số mới"),
        help_text=_("Văn bản thay thế, công văn đính chính hoặc văn bản thu hồi đã cấp số."),
    )  # fmt: skip
    type = forms.ChoiceField(
        label=_("Lấy số mới cho"), required=False,
        help_text=_("Văn bản giấy do người có thẩm quyền ký; số lấy từ sổ đăng ký văn bản đi."),
    )  # fmt: skip
    signed_by = VietnameseCharField(label=_("Người ký văn bản giấy"), max_length=120, required=False)
    DRAFT = "soan"  # the button that asks for a draft in the portal

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = document_types()
        entry: Any = self.fields["entry"]
        entry.queryset = entries_to_name(document)
        offered = dict.fromkeys(("CV", "TB", "QĐ", document.type))
        choice: Any = self.fields["type"]
        choice.choices = [("", _("–")), *((t, names.get(t, t)) for t in offered)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if self.DRAFT in self.data:
            return self._for_draft(cleaned)
        if not self.errors and bool(cleaned.get("entry")) == bool(cleaned.get("type")):
            self.add_error(
                "entry", _("Hãy chọn văn bản đã có trong sổ, hoặc chọn loại văn bản để lấy số mới.")
            )
        if cleaned.get("type") and not cleaned.get("signed_by"):
            self.add_error("signed_by", _("Hãy ghi người ký văn bản giấy."))
        if cleaned.get("kind") == AmendmentKind.CORRECT and not cleaned.get("details"):
            self.add_error("details", _("Hãy ghi chỗ sai và nội dung đúng."))
        return cleaned

    def _for_draft(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        if cleaned.get("kind") == AmendmentKind.CORRECT and not cleaned.get("details"):
            self.add_error("details", _("Hãy ghi chỗ sai và nội dung đúng."))
        return cleaned


class WordsForm(forms.Form):
    """The words of a paper that corrects or recalls, and the version they were opened at."""

    abstract = VietnameseCharField(label=_("Trích yếu"), max_length=500)
    text = VietnameseCharField(
        label=_("Nội dung"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Mỗi dòng là một đoạn. Phần đầu, nơi nhận và chữ ký do cổng in."),
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class HolderAnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Đơn vị đã làm gì với văn bản?"), choices=[("", _("Chọn một mục")), *HolderAnswer.choices]
    )


class HolderFilterForm(FilterForm):
    SILENT = "chua"
    tinh_trang = forms.ChoiceField(
        required=False, choices=[("", _("Mọi đơn vị")), (SILENT, _("Chưa xác nhận"))]
    )
