"""Forms around the council, the register and the classes of earlier years."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.emulation.forms.movements import YearField
from campaigns.emulation.models import Council, CouncilMember, Movement
from campaigns.forms.fields import CountField
from core.forms import DateField, RowField, VietnameseCharField
from units.models import Unit, User


class CouncilForm(forms.Form):
    decision = VietnameseCharField(
        label=_("Quyết định thành lập"), max_length=200, required=False,
        help_text=_("Ví dụ: Quyết định số 12/QĐ-LĐLĐ ngày 05/11/2026."),
    )  # fmt: skip
    quorum_percent = CountField(label=_("Họp hợp lệ khi có mặt từ %"), required=True, digits=3, initial=70)
    agree_percent = CountField(label=_("Đạt khi tỷ lệ đồng ý từ %"), required=True, digits=3, initial=80)
    met_on = DateField(label=_("Ngày họp"), required=False)
    place = VietnameseCharField(label=_("Địa điểm họp"), max_length=200, required=False)
    note = VietnameseCharField(
        label=_("Ý kiến tại cuộc họp"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, council: Council | None, **kwargs: Any) -> None:
        if council:
            kwargs["initial"] = {name: getattr(council, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class MemberForm(forms.Form):
    """Somebody with a seat at or below the owner."""

    user = RowField(User.objects.none(), label=_("Thành viên"))
    post = forms.ChoiceField(
        label=_("Nhiệm vụ"), choices=CouncilMember.Post.choices, initial=CouncilMember.Post.MEMBER
    )

    def __init__(self, *args: Any, user: Any, movement: Movement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(user).filter(is_active=True)
        chosen = CouncilMember.objects.filter(council__movement=movement).values("user")
        self.fields["user"].queryset = people.exclude(pk__in=chosen).order_by("full_name", "pk")


class DecisionForm(forms.Form):
    """The decision by which the proposed awards go into the register."""

    decision_number = VietnameseCharField(label=_("Số quyết định khen thưởng"), max_length=60)
    decided_on = DateField(label=_("Ngày quyết định"))


class YearGradesForm(forms.Form):
    """Classes of a year before the portal, a line a unit: code; order; name of the class."""

    owner = RowField(Unit.objects.none(), label=_("Cấp công nhận"), empty_label=None)
    year = YearField(label=_("Năm"))
    lines = VietnameseCharField(
        label=_("Hạng của các đơn vị"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Mỗi dòng: mã đơn vị; bậc (1 là cao nhất); tên hạng. Có thể dán từ Excel."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, owners: list[Unit], **kwargs: Any) -> None:
        kwargs["initial"] = {"year": timezone.localdate().year - 1, "owner": owners[0].pk if owners else None}
        super().__init__(*args, **kwargs)
        ids = [owner.pk for owner in owners]
        self.fields["owner"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)

    def clean_lines(self) -> list[tuple[str, int, str]]:
        read, wrong = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.replace("\t", ";").split(";")]
            if len(parts) != 3 or not parts[0] or not parts[2] or parts[1] not in _ORDERS:
                wrong.append(str(number))
            else:
                read.append((parts[0], int(parts[1]), parts[2]))
        if wrong:
            raise forms.ValidationError(
                _("Dòng %(lines)s chưa đúng. Mỗi dòng ghi: mã đơn vị; bậc từ 1 đến 9; tên hạng.")
                % {"lines": ", ".join(wrong[:10])}
            )
        return read


_ORDERS = frozenset("123456789")


class EvidenceForm(forms.Form):
    """One piece for one criterion: a file, an address, or an activity of the unit."""

    file = forms.FileField(label=_("Ảnh, tệp"), required=False)
    url = VietnameseCharField(label=_("Đường dẫn"), max_length=500, required=False)
    activity = RowField(
        Unit.objects.none(), label=_("Hoạt động đã ghi"), required=False, empty_label=_("Không chọn")
    )
    caption = VietnameseCharField(label=_("Chú thích"), max_length=200, required=False)

    def __init__(self, *args: Any, activities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = activities

    def clean(self) -> dict[str, Any]:
        given = [name for name in ("file", "url", "activity") if self.cleaned_data.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError(
                _("Hãy chọn đúng một trong ba: ảnh hoặc tệp, đường dẫn, hoạt động đã ghi.")
            )
        return self.cleaned_data
