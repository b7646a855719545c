"""Forms of a campaign and of its messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns import queries
from campaigns.forms.fields import CountField
from campaigns.models import ActivityMoney, Campaign, Channel, Message
from campaigns.wording import faults
from core.formats import write
from core.forms import DateField, RowField, VietnameseCharField
from plans.models import Plan
from units.models import Unit

PHASES = 2
TERMS = ("language", "valid_from", "valid_until")


class PlanChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, plan: Plan) -> str:
        return f"{plan.code_or_type} {plan.abstract} ({plan.issuer})"


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
        self._ask_phases_and_money(campaign)

    def _ask_phases_and_money(self, campaign: Campaign | None) -> None:
        kept = list(campaign.phases.all()) if campaign else []
        planned = dict(campaign.budget.values_list("source", "amount")) if campaign else {}
        for number in range(1, max(PHASES, len(kept)) + 1):
            phase = kept[number - 1] if number <= len(kept) else None
            self.fields[f"phase_{number}_name"] = VietnameseCharField(
                label=f"Đợt cao điểm {number}", max_length=120, required=False, initial=phase and phase.name
            )
            for name, label in (("starts", _("Từ ngày")), ("ends", _("Đến ngày"))):
                self.fields[f"phase_{number}_{name}"] = DateField(
                    label=f"{label} (đợt {number})", required=False,
                    initial=phase and getattr(phase, f"{name}_on"),
                )  # fmt: skip
        for source, label in ActivityMoney.Source.choices:
            self.fields[f"money_{source}"] = CountField(
                label=f"Kinh phí dự kiến: {label} (đồng)", digits=15, initial=planned.get(source)
            )
        self.phase_numbers = range(1, max(PHASES, len(kept)) + 1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        for number in self.phase_numbers:
            given = [cleaned.get(f"phase_{number}_{name}") for name in ("name", "starts", "ends")]
            if any(given) and not all(given):
                self.add_error(
                    f"phase_{number}_name", _("Hãy ghi đủ tên, ngày đầu và ngày cuối, hoặc để trống cả ba.")
                )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Arguments of create_campaign and change_campaign."""
        plain = ("owner", "name", "theme", "summary", "starts_on", "ends_on", "plans")
        phases = [
            tuple(self.cleaned_data[f"phase_{number}_{name}"] for name in ("name", "starts", "ends"))
            for number in self.phase_numbers
            if self.cleaned_data[f"phase_{number}_name"]
        ]
        money = {source: self.cleaned_data[f"money_{source}"] for source in ActivityMoney.Source.values}
        return {
            **{name: self.cleaned_data[name] for name in plain if name in self.cleaned_data},
            "phases": phases, "budget": {source: amount for source, amount in money.items() if amount is not None},
        }  # fmt: skip


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
