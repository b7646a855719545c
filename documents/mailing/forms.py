"""Filters of the mails about a paper, and a corrected address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import VietnameseCharField
from documents.filters import FilterForm
from documents.mailing.models import TROUBLED, MailStatus

TROUBLE = "can-xem"


class MailFilterForm(FilterForm):
    tinh_trang = forms.ChoiceField(
        required=False,
        choices=[("", _("Mọi tình trạng")), (TROUBLE, _("Cần xem lại")), *MailStatus.choices],
    )


class TroubleFilterForm(FilterForm):
    tinh_trang = forms.ChoiceField(
        required=False, choices=[("", _("Mọi tình trạng")), *((one.value, one.label) for one in TROUBLED)]
    )


class AddressForm(forms.Form):
    """The address a mail is sent to once more; empty: the same."""

    address = VietnameseCharField(label=_("Địa chỉ đúng"), max_length=254, required=False)
