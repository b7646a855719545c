"""To whom and how a message is sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.sending.models import Audience, Way


class BroadcastForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("Gửi tới cán bộ của"), choices=Audience.choices, initial=Audience.EVERY
    )
    ways = forms.MultipleChoiceField(
        label=_("Cách gửi"), choices=Way.choices, widget=forms.CheckboxSelectMultiple, initial=[Way.PORTAL],
        error_messages={"required": _("Hãy chọn ít nhất một cách gửi.")},
        help_text=_(
            "Zalo và SMS chưa nối với nhà cung cấp: cổng ghi lại tin sẽ gửi, chưa có tin nào ra ngoài."
        ),
    )  # fmt: skip
