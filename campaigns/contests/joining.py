"""The form of the light account."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.contests.models import Contest
from campaigns.forms.fields import CountField
from core.forms import VietnameseCharField
from units.models import Unit

SHOWN = 20
_CODE = re.compile(r"\(([^()]+)\)\s*$")


def unit_words(unit: Unit) -> str:
    """“CĐCS Công ty May (MB-01)”: what the list offers and the form reads back."""
    return f"{unit.name} ({unit.code})"


class JoinForm(forms.Form):
    """Who takes part. The unit is typed or chosen from the list of units at or below the organiser."""

    name = VietnameseCharField(
        label=_("Họ và tên"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    unit = VietnameseCharField(
        label=_("Công đoàn nơi bạn sinh hoạt"), max_length=260, help_text=_("Gõ vài chữ trong tên rồi chọn."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    birth_year = CountField(label=_("Năm sinh"), required=True, digits=4)
    phone = VietnameseCharField(
        label=_("Số điện thoại"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        required=False,
        label=_("Tôi đồng ý để ban tổ chức dùng các thông tin này cho cuộc thi và công bố tên nếu đạt giải."),
    )

    def __init__(self, *args: Any, contest: Contest, units_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        self.fields["unit"].widget.attrs |= {"data-combobox": "", "data-combobox-url": f"{units_url}?tim="}

    def clean_unit(self) -> Unit:
        """The one unit the words mean. An unclear name is refused with what to do."""
        text = self.cleaned_data["unit"]
        units = Unit.objects.active().below(self.contest.owner)
        told = _CODE.search(text)
        unit = units.filter(code__iexact=told[1].strip() if told else text.strip()).first()
        if unit:
            return unit
        found = list(units.search(text)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Có nhiều đơn vị có tên như vậy. Hãy chọn một đơn vị trong danh sách gợi ý.")
            )
        raise ValidationError(
            _("Không tìm thấy đơn vị này. Hãy gõ vài chữ trong tên rồi chọn trong danh sách.")
        )
