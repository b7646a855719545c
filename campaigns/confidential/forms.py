"""Naming who may read, and what the pages of confidential records share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.confidential.models import responsible_units
from campaigns.opinions.models import OpinionTopic
from core.forms import DateField, RowField
from documents.filters import FilterForm
from units.models import Seat, Unit


class SeatField(RowField):
    def label_from_instance(self, seat: Any) -> str:
        return f"{seat.user.full_name}, {seat.post_title} ({seat.unit.name})"


class KeeperForm(forms.Form):
    """Somebody who holds a seat at a unit the person answers for, and does not read there yet."""

    seat = SeatField(Seat.objects.none(), label=_("Người được giao"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Seat.objects.current().filter(unit__in=responsible_units(user), keeper__isnull=True)
        self.fields["seat"].queryset = (
            mine.exclude(user=user)
            .select_related("user", "unit")
            .order_by("unit__sort_key", "user__full_name")
        )


class TopicFilterForm(FilterForm):
    """Days and topics; what is no choice narrows nothing."""

    tt = forms.ChoiceField(label=_("Trạng thái"), required=False)
    nhom = forms.ChoiceField(label=_("Nhóm vấn đề"), required=False)
    tu = DateField(label=_("Từ ngày"), required=False)
    den = DateField(label=_("Đến ngày"), required=False)

    def __init__(self, *args: Any, states: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tt"].choices = [("", _("Mọi trạng thái")), *states]
        topics = OpinionTopic.objects.values_list("code", "name")
        self.fields["nhom"].choices = [("", _("Mọi nhóm vấn đề")), *topics]


def offer_units(form: forms.Form, units: list[Unit], *, user: Any) -> None:
    """The units the form's field `unit` offers; a single one is not asked."""
    field = form.fields["unit"]
    field.queryset = Unit.objects.visible_to(user).filter(pk__in=[unit.pk for unit in units])
    field.empty_label = None
    if len(units) == 1:
        field.widget = forms.HiddenInput()
        field.initial = units[0].pk
