"""Filters of the lists, who signs and receives, the code on a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import VietnameseCharField
from core.vietnamese import nfc
from documents import codes
from documents.delegations.forms import SignerField
from documents.filters import FilterForm
from documents.models import Document, Recipient, RecipientRole, Status
from documents.official import document_types
from units.models import Unit

NOTHING = [("", _("–"))]


class DocumentFilterForm(FilterForm):
    loai = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *Status.choices]
    )
    nam = forms.ChoiceField(label=_("Năm ban hành"), required=False)

    def __init__(self, *args: Any, types: list[str], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = document_types()
        self.fields["loai"].choices = [("", _("Mọi loại")), *((t, names.get(t, t)) for t in types)]
        self.fields["nam"].choices = [("", _("Mọi năm")), *((str(y), str(y)) for y in years)]


class InboxFilterForm(FilterForm):
    UNREAD, OPENED, DONE, UNCONFIRMED = "chua-mo", "da-mo", "da-xac-nhan", "chua-xac-nhan"
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"), required=False,
        choices=[
            ("", _("Mọi tình trạng")), (UNREAD, _("Chưa mở")), (OPENED, _("Đã mở, chưa xác nhận")),
            (DONE, _("Đã xác nhận")), (UNCONFIRMED, _("Chưa xác nhận")),
        ],
    )  # fmt: skip


class SignerForm(forms.Form):
    """Who signs, and the last line of "Nơi nhận"."""

    signer = SignerField()
    archive_line = VietnameseCharField(
        label=_("Dòng lưu"), max_length=120, help_text=_("Ví dụ: Lưu: VT, BTG.")
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        kwargs["initial"] = {"archive_line": document.archive_line}
        super().__init__(*args, **kwargs)
        self.fields["signer"].offer(document)
        self.fields["archive_line"].disabled = not document.is_editable


class RecipientForm(forms.Form):
    """One line; an empty one is left out. The unit is typed by code or name, the list below the field helps."""

    unit = VietnameseCharField(
        label=_("Đơn vị"), required=False,
        widget=forms.TextInput(attrs={
            "data-combobox": "recipient-units", "data-combobox-url": "?tim=", "autocomplete": "off",
            "placeholder": _("Gõ tên hoặc mã"),
        }),
    )  # fmt: skip
    group = forms.ChoiceField(
        label=_("Nhóm đơn vị"), required=False, choices=[*NOTHING, *Recipient.Group.choices]
    )
    text = VietnameseCharField(label=_("Ghi trên văn bản"), required=False, max_length=200)
    role = forms.ChoiceField(
        label=_("Vai trò"), required=False, choices=RecipientRole.choices, initial=RecipientRole.INFORM
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "group", "text", "role"):
            field = self.fields[name]
            look = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": look}

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("unit", "group", "text"))


class BaseRecipientFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        remove = form.fields["DELETE"]
        remove.label = _("Bỏ dòng")
        remove.widget.attrs |= {"class": "form-check-input", "aria-label": str(remove.label)}

    def clean(self) -> None:
        """Turn what was typed into units with one query; a line that names none gets its error."""
        if self.is_bound and self.total_form_count() < 1:
            # A count of lines that no page sends would empty the list.
            raise forms.ValidationError(
                "Trang gửi lên không đủ dòng nơi nhận. Hãy tải lại trang rồi lưu lại."
            )
        lines = [form for form in self.forms if hasattr(form, "cleaned_data")]
        typed = {form.cleaned_data["unit"] for form in lines if form.cleaned_data.get("unit")}
        known = self._units(typed)
        for form in lines:
            wanted = form.cleaned_data.get("unit")
            if wanted and wanted not in known:
                form.add_error(
                    "unit", f"Không có đơn vị “{wanted}” trong phạm vi của bạn. Hãy chọn từ danh sách gợi ý."
                )
            form.cleaned_data["unit"] = known.get(wanted)

    def _units(self, typed: set[str]) -> dict[str, Unit]:
        codes = {words.split(" – ")[0]: words for words in typed}
        found = Unit.objects.visible_to(self.user).active().filter(Q(code__in=codes) | Q(name__in=typed))
        by_name = {unit.name: unit for unit in found}
        return by_name | {codes[unit.code]: unit for unit in found if unit.code in codes}

    def rows(self) -> list[dict[str, Any]]:
        """The filled lines in their order, for `set_recipients`."""
        kept = [form for form in self.forms if not form.is_blank and form not in self.deleted_forms]
        return [
            {name: form.cleaned_data[name] for name in ("unit", "group", "text", "role")} for form in kept
        ]

    def form_of_row(self, row: int) -> forms.Form:
        """The form of the n-th filled line (from 1)."""
        kept = [form for form in self.forms if not form.is_blank and form not in self.deleted_forms]
        return kept[row - 1]


RecipientFormSet = forms.formset_factory(
    RecipientForm, formset=BaseRecipientFormSet, extra=3, max_num=200, absolute_max=220, validate_max=True,
    can_delete=True,
)  # fmt: skip


def recipient_lines(given: Any, *, document: Document, user: Any) -> Any:
    """The form set of "Nơi nhận": filled from POST data, or (None) from the document's lines."""
    kept = [
        {
            "unit": f"{line.unit.code} – {line.unit.name}" if line.unit else "",
            "group": line.group,
            "text": line.text,
            "role": line.role,
        }
        for line in document.recipients.select_related("unit")
    ]
    return RecipientFormSet(given, user=user, initial=kept, prefix="noi-nhan")  # type: ignore[call-arg]


class SeriesForm(forms.Form):
    """One number series for all types or one for each."""

    EACH, ONE = "moi-loai", "chung"
    series = forms.ChoiceField(
        label=_("Cách đánh số văn bản đi"), widget=forms.RadioSelect,
        choices=[
            (EACH, _("Mỗi loại văn bản một dãy số: 01/KH-…, 01/BC-…, 01/QĐ-…")),
            (ONE, _("Một dãy số chung cho mọi loại văn bản: 01/KH-…, 02/BC-…, 03/QĐ-…")),
        ],
    )  # fmt: skip
    in_mid_year = forms.BooleanField(
        label=_("Đổi ngay trong năm, dù năm nay đã cấp số theo cách cũ"), required=False
    )

    def choice(self) -> dict[str, bool]:
        """The arguments of services.series.set_series."""
        each = self.cleaned_data["series"] == self.EACH
        return {"per_type": each, "in_mid_year": self.cleaned_data["in_mid_year"]}


class CodeForm(forms.Form):
    """The code printed below the QR symbol."""

    ma = forms.CharField(
        label=_("Mã kiểm tra"), max_length=40,
        help_text=_("Gồm 11 chữ và số, in ở chân mỗi trang của văn bản, cạnh mã QR."),
        error_messages={"required": _("Hãy nhập mã kiểm tra in trên văn bản.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_ma(self) -> str:
        code = codes.plain(nfc(self.cleaned_data["ma"]))
        if not codes.is_well_formed(code):
            raise forms.ValidationError(
                "Mã kiểm tra chưa đúng: mã gồm 11 chữ cái không dấu và chữ số, không có O, I, Z, số 0 và 1. "
                "Hãy so lại từng ký tự với mã in trên văn bản."
            )
        return code
