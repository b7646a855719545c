"""Receiving, routing and answering a petition; the filter of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.forms import TopicFilterForm, offer_units
from campaigns.forms.fields import CountField
from campaigns.petitions.models import Petition
from campaigns.petitions.queries import LATE, MINE, PetitionFilter
from campaigns.petitions.services import DAYS_TO_ANSWER
from core.forms import UNCHOSEN, DateField, RowField, VietnameseCharField, vietnamese_field
from units.forms.picker import PickedField
from units.models import Unit


class PetitionForm(forms.ModelForm):  # type: ignore[type-arg]
    unit = RowField(Unit.objects.none(), label=_("Đơn vị tiếp nhận"))
    received_on = DateField(label=_("Ngày tiếp nhận"), initial=timezone.localdate)
    people = CountField(label=_("Số người cùng kiến nghị"), required=True, initial=1, digits=7)
    text = VietnameseCharField(
        label=_("Nội dung kiến nghị"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Petition
        fields = (
            "unit", "received_on", "via", "topic", "subject", "text", "sender_kind", "people",
            "sender_name", "sender_contact",
        )  # fmt: skip
        formfield_callback = vietnamese_field

    def __init__(self, *args: Any, units: list[Unit], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, units, user=user)


class RouteForm(forms.Form):
    """To a union above or below, or to a body outside; in so many working days."""

    body = forms.ChoiceField(label=_("Nơi phải trả lời"), choices=[("", UNCHOSEN), *Petition.Body.choices])
    to_unit = PickedField(
        label=_("Công đoàn phải trả lời"), queryset=Unit.objects.none(), options_url="units:unit_options", required=False,
        placeholder=_("Gõ tên hoặc mã đơn vị, không cần dấu"), help_text=_("Khi chuyển công đoàn cấp trên, cấp dưới."),
    )  # fmt: skip
    outside_body = VietnameseCharField(
        label=_("Cơ quan, người sử dụng lao động phải trả lời"), required=False, max_length=200,
        help_text=_("Ví dụ: UBND xã Suối Mơ; Công ty TNHH May Bình Minh."),
    )  # fmt: skip
    days = CountField(label=_("Số ngày làm việc để trả lời"), required=True, initial=DAYS_TO_ANSWER, digits=3)
    note = VietnameseCharField(label=_("Ghi chú khi chuyển"), required=False, max_length=500)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].narrow(Unit.objects.visible_to(user).active())


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=[("", UNCHOSEN), *Petition.Outcome.choices])
    answer = VietnameseCharField(
        label=_("Nội dung trả lời, lý do"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Người kiến nghị đọc được lời này bằng mã biên nhận. Không ghi tên người."),
        error_messages={"required": _("Hãy ghi nội dung trả lời và lý do; trả lời không có lý do không được nhận.")},
    )  # fmt: skip
    answered_on = DateField(label=_("Ngày trả lời"), initial=timezone.localdate)


class CodeForm(forms.Form):
    ma = VietnameseCharField(
        label=_("Mã biên nhận"), max_length=40, help_text=_("In trên giấy biên nhận, bắt đầu bằng KN.")
    )


class PetitionFilterForm(TopicFilterForm):
    loai = forms.ChoiceField(
        label=_("Nơi phải trả lời"),
        required=False,
        choices=[("", _("Mọi nơi trả lời")), *Petition.Body.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        states = [(MINE, _("Chờ đơn vị tôi")), (LATE, _("Quá hạn")), *Petition.Status.choices]
        super().__init__(*args, states=states, **kwargs)

    def wanted(self) -> PetitionFilter:
        found: dict[str, Any] = self.chosen()
        return PetitionFilter(
            text=found.get("q", ""), topic=found.get("nhom", ""), status=found.get("tt", ""), body=found.get("loai", ""),
            since=found.get("tu"), until=found.get("den"),
        )  # fmt: skip
