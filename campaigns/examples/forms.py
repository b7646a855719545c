"""Writing a story with the consent of whom it tells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.forms import offer_units
from campaigns.examples.models import Example
from core.forms import DateField, RowField, VietnameseCharField, vietnamese_field
from documents.evidence import EvidenceError, NewEvidence, read_photo
from documents.filters import FilterForm
from units.models import Unit


class ExampleForm(forms.ModelForm):  # type: ignore[type-arg]
    unit = RowField(Unit.objects.none(), label=_("Đơn vị giới thiệu"))
    happened_on = DateField(label=_("Ngày, hoặc ngày gần nhất của việc"))
    story = VietnameseCharField(
        label=_("Câu chuyện"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Ai, việc gì, ở đâu, kết quả. Cách nhau một dòng trống thành đoạn mới."),
    )  # fmt: skip
    consent_on = DateField(
        label=_("Người được nêu gương đồng ý ngày"), required=False,
        help_text=_("Luật Bảo vệ dữ liệu cá nhân 2025: chưa có đồng ý thì không công bố; họ rút lại lúc nào cũng được."),
    )  # fmt: skip
    new_photo = forms.FileField(
        label=_("Ảnh"), required=False, help_text=_("Ảnh JPG, PNG, tối đa 20 MB; vị trí chụp trong ảnh được xóa."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )  # fmt: skip
    drop_photo = forms.BooleanField(label=_("Bỏ ảnh đang có"), required=False)

    class Meta:
        model = Example
        fields = (
            "unit", "kind", "subject", "title", "happened_on", "story", "photo_words", "consent_on", "consent_by",
            "consent_note",
        )  # fmt: skip
        formfield_callback = vietnamese_field

    field_order = (
        "unit", "kind", "subject", "title", "happened_on", "story", "new_photo", "drop_photo", "photo_words", "consent_on",
        "consent_by", "consent_note",
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[Unit], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["unit"]
        else:
            offer_units(self, units, user=user)
        if not self.instance.photo:
            del self.fields["drop_photo"]

    def clean_new_photo(self) -> NewEvidence | None:
        upload = self.cleaned_data["new_photo"]
        try:
            return read_photo(upload) if upload else None
        except EvidenceError as error:
            raise ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """What the services take."""
        found = dict(self.cleaned_data)
        photo = found.pop("new_photo")
        return {**found, "photo": photo}


class ExampleFilterForm(FilterForm):
    tt = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *Example.Status.choices]
    )
    loai = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *Example.Kind.choices]
    )
