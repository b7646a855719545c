"""Forms of the register of cited papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, VietnameseCharField, vietnamese_field
from documents.filters import FilterForm
from documents.references.models import TYPES, LegalReference, ReferenceStatus
from documents.services.references import KEEPERS
from units.models import Unit
from units.scope import units_of


class ReferenceFilterForm(FilterForm):
    loai = forms.ChoiceField(
        label=_("Tên loại"), required=False, choices=[("", _("Mọi loại")), *((name, name) for name in TYPES)]
    )
    hieu_luc = forms.ChoiceField(
        label=_("Hiệu lực"), required=False, choices=[("", _("Mọi tình trạng")), *ReferenceStatus.choices]
    )


class ReferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """`replaced_by` is typed as a number: the register may hold thousands of rows."""

    number = VietnameseCharField(
        label=_("Số, ký hiệu"), max_length=60,
        help_text=_("Ghi đúng như trên văn bản: 23-CT/TW, 30/2020/NĐ-CP, 50/2024/QH15"),
    )  # fmt: skip
    issued_on = DateField(label=_("Ngày ban hành"))
    issuer = VietnameseCharField(label=_("Cơ quan ban hành"), max_length=200)
    title = VietnameseCharField(
        label=_("Trích yếu"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Phần sau chữ “về”; với luật là tên luật, ví dụ: Công đoàn"),
    )  # fmt: skip
    newer = VietnameseCharField(
        label=_("Thay thế bởi"), max_length=60, required=False,
        help_text=_("Số, ký hiệu của văn bản mới đã có trong sổ"),
    )  # fmt: skip
    note = VietnameseCharField(label=_("Ghi chú"), max_length=300, required=False)

    class Meta:
        model = LegalReference
        formfield_callback = vietnamese_field
        fields = ["owner", "type", "number", "issued_on", "issuer", "title", "status", "newer", "note"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["owner"]
            newer = self.instance.replaced_by
            self.fields["newer"].initial = newer.number if newer else ""
            return
        units = units_of(user, *KEEPERS)
        owner = self.fields["owner"]
        owner.queryset = Unit.objects.visible_to(user).filter(pk__in=[unit.pk for unit in units])
        owner.required = not user.is_superuser
        owner.help_text = ""
        owner.empty_label = _("Dùng chung") if user.is_superuser else owner.empty_label
        owner.initial = units[0] if units else None

    def said(self) -> dict[str, Any]:
        """What goes to the service."""
        values = dict(self.cleaned_data)
        values["replaced_by"] = values.pop("newer")
        values.pop("owner", None)
        return values

    def _post_clean(self) -> None:
        """The service writes and checks the row; the form only reads the fields."""
