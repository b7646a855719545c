"""The form of one prize."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.contests.essays.models import EssayTask
from campaigns.contests.models import Contest, ContestRound
from campaigns.contests.prizes.models import ContestPrize
from campaigns.forms.fields import CountField
from core.forms import DateField, RowField, VietnameseCharField
from units.models import Unit, UnitKind


class PrizeForm(forms.Form):
    """What is given, to whom, on which board."""

    name = VietnameseCharField(label=_("Tên giải"), max_length=120, help_text=_("Ví dụ: Giải Nhất."))
    kind = forms.ChoiceField(label=_("Trao cho"), choices=ContestPrize.Kind.choices)
    places = CountField(label=_("Số giải"), required=True, initial=1, digits=3)
    worth = CountField(label=_("Trị giá mỗi giải (đồng)"), digits=11)
    round = RowField(
        ContestRound.objects.none(), label=_("Xếp theo vòng"), required=False, empty_label=_("Toàn cuộc thi")
    )
    essay_task = RowField(
        EssayTask.objects.none(), label=_("Xếp theo phần tự luận"), required=False, empty_label=_("Không")
    )
    unit_kind = RowField(
        UnitKind.objects.all(),
        label=_("Bảng theo loại đơn vị"),
        required=False,
        empty_label=_("Mọi loại đơn vị"),
    )
    cluster = RowField(
        Unit.objects.none(), label=_("Bảng theo cụm"), required=False, empty_label=_("Mọi cụm")
    )

    def __init__(
        self, *args: Any, contest: Contest, prize: ContestPrize | None = None, **kwargs: Any
    ) -> None:
        if prize:
            plain = {name: getattr(prize, name) for name in ("name", "kind", "places", "worth")}
            rows = {
                name: getattr(prize, f"{name}_id") for name in ("round", "essay_task", "unit_kind", "cluster")
            }
            kwargs["initial"] = plain | rows
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = contest.rounds.all()
        self.fields["essay_task"].queryset = contest.essay_tasks.all()
        self.fields["cluster"].queryset = (
            Unit.objects.filter(parent=contest.owner).active().order_by("sort_key", "pk")
        )


class DecisionForm(forms.Form):
    """The decision that gives the prizes."""

    decision_number = VietnameseCharField(
        label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ: 125/QĐ-LĐLĐ.")
    )
    decided_on = DateField(label=_("Ngày quyết định"))
