"""Forms of a campaign and of its messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns import queries
from campaigns.models import Campaign, Channel, Message
from campaigns.wording import faults
from core.formats import write
from core.forms import DateField, RowField, VietnameseCharField
from plans.models import Plan
from units.models import Unit

TERMS = ("language", "valid_from", "valid_until")


class PlanChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, plan: Plan) -> str:
        return f"{plan.doc_code.strip()} {plan.abstract} ({plan.issuer})"


class CampaignForm(forms.Form):
    """`owners`: the units the person may run campaigns of; `campaign`: the row being changed."""

    owner = RowField(Unit.objects.none(), label=_("Đơn vị chủ trì"), empty_label=None)
    name = VietnameseCharField(
        label=_("Tên chiến dịch"), max_length=200, help_text=_("Ví dụ: Tháng Công nhân năm 2026.")
    )
    theme = VietnameseCharField(label=_("Chủ đề"), max_length=300, required=False)
    summary = VietnameseCharField(
        label=_("Giới thiệu"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=_("Mục đích, đối tượng, việc cần làm ở cơ sở."),
    )  # fmt: skip
    starts_on = DateField(label=_("Từ ngày"))
    ends_on = DateField(label=_("Đến ngày"))
    plans = PlanChoice(
        Plan.objects.none(), label=_("Thuộc kế hoạch"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _(
                "Kế hoạch này đã được thay thế, bị thu hồi hoặc ngoài phạm vi của đơn vị. Hãy chọn kế hoạch còn hiệu lực."
            )
        },
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: Any, owners: list[Unit], campaign: Campaign | None = None, **kwargs: Any
    ) -> None:
        if campaign:
            names = ("name", "theme", "summary", "starts_on", "ends_on")
            start = {name: getattr(campaign, name) for name in names}
            kwargs["initial"] = {**start, "plans": list(campaign.plans.values_list("pk", flat=True))}
        super().__init__(*args, **kwargs)
        offered = queries.eligible_plans(user, owners)
        if campaign:
            offered = offered | Plan.objects.visible_to(user).filter(campaigns=campaign).select_related(
                "issuer"
            )
            del self.fields["owner"]
        elif len(owners) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = owners[0].pk
        if not campaign:
            self.fields["owner"].queryset = Unit.objects.visible_to(user).filter(
                pk__in=[u.pk for u in owners]
            )
        self.fields["plans"].queryset = offered.distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        return cleaned


class MessageForm(forms.Form):
    """The message and one optional text a channel; each says how long it may be."""

    text = VietnameseCharField(
        label=_("Thông điệp"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "data-count": "300"}),
        help_text=_("Một câu ngắn, dễ nhớ; tối đa 300 ký tự."),
        error_messages={"max_length": _("Thông điệp dài %(show_value)s ký tự, tối đa %(limit_value)s ký tự. Hãy rút bớt.")},
    )  # fmt: skip

    language = forms.ChoiceField(
        label=_("Ngôn ngữ"),
        choices=Message.Language.choices,
        initial=Message.Language.VIETNAMESE,
        required=False,
    )
    valid_from = DateField(label=_("Dùng từ ngày"), required=False)
    valid_until = DateField(
        label=_("Dùng đến hết ngày"), required=False, help_text=_("Để trống: dùng suốt chiến dịch.")
    )

    def __init__(self, *args: Any, message: Message | None = None, **kwargs: Any) -> None:
        self.channels = list(Channel.objects.all())
        if message:
            written = {f"variant_{v.channel_id}": v.text for v in message.variants.all()}
            own = {name: getattr(message, name) for name in ("text", *TERMS)}
            kwargs["initial"] = {**own, **written}
        super().__init__(*args, **kwargs)
        # A browser would cut a pasted text without a word.
        self.fields["text"].widget.attrs.pop("maxlength", None)
        for channel in self.channels:
            self.fields[f"variant_{channel.pk}"] = self._variant_field(channel)

    @staticmethod
    def _variant_field(channel: Channel) -> VietnameseCharField:
        limit = channel.max_length
        attrs = {"rows": 3, **({"data-count": str(limit)} if limit else {})}
        words = _("Tối đa %(limit)s ký tự.") % {"limit": write.number(limit)} if limit else ""
        return VietnameseCharField(
            label=channel.name, required=False, widget=forms.Textarea(attrs=attrs), help_text=words
        )

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or Message.Language.VIETNAMESE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for channel in self.channels:
            text = cleaned.get(f"variant_{channel.pk}", "").replace("\r\n", "\n")
            if channel.max_length and len(text) > channel.max_length:
                self.add_error(f"variant_{channel.pk}", self._too_long(channel, text))
        self._check_marks(cleaned)
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("“Dùng đến hết ngày” phải từ “Dùng từ ngày” trở đi."))
        return cleaned

    def _check_marks(self, cleaned: dict[str, Any]) -> None:
        language = cleaned.get("language", Message.Language.VIETNAMESE)
        for name in ("text", *(f"variant_{channel.pk}" for channel in self.channels)):
            for line in faults(cleaned.get(name, ""), language):
                self.add_error(name, line)

    @staticmethod
    def _too_long(channel: Channel, text: str) -> ValidationError:
        return ValidationError(
            _("Nội dung cho %(channel)s dài %(count)s ký tự, tối đa %(limit)s ký tự. Hãy rút bớt."),
            params={
                "channel": channel.name, "count": write.number(len(text)), "limit": write.number(channel.max_length),
            },
        )  # fmt: skip

    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TERMS}

    def variants(self) -> dict[Channel, str]:
        return {channel: self.cleaned_data[f"variant_{channel.pk}"] for channel in self.channels}
