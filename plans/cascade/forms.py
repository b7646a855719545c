"""What the issuer of a plan asks of the units below."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField


class OrderForm(forms.Form):
    due_on = DateField(label=_("Hạn ban hành kế hoạch của cấp dưới"), required=False)
    grassroots = forms.BooleanField(
        label=_("Công đoàn cơ sở cũng phải xây dựng kế hoạch riêng"), required=False
    )
