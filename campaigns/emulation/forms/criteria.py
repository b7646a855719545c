"""Forms of those who write a set of criteria."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.awards.models import AwardTitle
from campaigns.emulation.forms.movements import YearField
from campaigns.emulation.grading import FEWER_BONUS, GROUP, MEMBERS, TOTAL
from campaigns.emulation.models import (
    CriteriaGroup,
    CriteriaSet,
    EmulationGrade,
    GradingCondition,
)
from campaigns.forms.fields import CountField
from core.forms import NumberField, RowField, VietnameseCharField
from units.models import Unit


class CriteriaForm(forms.Form):
    """A new set: whose, which year, and whether it starts with the delivered 100-point shape."""

    owner = RowField(Unit.objects.none(), label=_("Đơn vị ban hành"), empty_label=None)
    name = VietnameseCharField(label=_("Tên bộ tiêu chí"), max_length=200)
    year = YearField(label=_("Năm"))
    basis = VietnameseCharField(
        label=_("Căn cứ"), max_length=500, required=False,
        help_text=_("Ví dụ: Hướng dẫn 1294/HD-TLĐ ngày 14/8/2019."),
    )  # fmt: skip
    start = forms.BooleanField(
        label=_("Bắt đầu từ khung 100 điểm (40 + 40 + 15 + 5 điểm thưởng)"), required=False, initial=True
    )

    def __init__(self, *args: Any, user: Any, owners: list[Unit], **kwargs: Any) -> None:
        kwargs["initial"] = {"year": timezone.localdate().year} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        ids = [owner.pk for owner in owners]
        self.fields["owner"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)
        if len(ids) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = ids[0]


class CriteriaCopyForm(forms.Form):
    """For whom and which year the copy is."""

    owner = RowField(Unit.objects.none(), label=_("Cho đơn vị"), empty_label=None)
    year = YearField(label=_("Năm"))

    def __init__(
        self, *args: Any, user: Any, owners: list[Unit], criteria: CriteriaSet, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"year": criteria.year, "owner": owners[0].pk if owners else None}
        super().__init__(*args, **kwargs)
        ids = [owner.pk for owner in owners]
        self.fields["owner"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)


class CriteriaHeadForm(forms.Form):
    """Name, year and basis of a draft, and the order in which equal units are told apart."""

    name = VietnameseCharField(label=_("Tên bộ tiêu chí"), max_length=200)
    year = YearField(label=_("Năm"))
    basis = VietnameseCharField(label=_("Căn cứ"), max_length=500, required=False)
    first = forms.ChoiceField(label=_("Bằng nhau thì xét trước hết"))
    second = forms.ChoiceField(label=_("Sau đó xét"), required=False)
    third = forms.ChoiceField(label=_("Sau nữa xét"), required=False)

    def __init__(self, *args: Any, criteria: CriteriaSet, **kwargs: Any) -> None:
        ties = [*criteria.tie_breaks, "", "", ""]
        kwargs["initial"] = {
            "name": criteria.name, "year": criteria.year, "basis": criteria.basis,
            "first": ties[0], "second": ties[1], "third": ties[2],
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        choices = tie_break_choices(criteria)
        self.fields["first"].choices = choices
        self.fields["second"].choices = self.fields["third"].choices = [("", _("Không xét thêm")), *choices]

    def given(self) -> dict[str, Any]:
        values = self.cleaned_data
        ties = [values[name] for name in ("first", "second", "third") if values[name]]
        return {name: values[name] for name in ("name", "year", "basis")} | {"tie_breaks": ties}


def tie_break_choices(criteria: CriteriaSet) -> list[tuple[str, Any]]:
    """Every way two units can be told apart, in words that are printed."""
    groups = [
        (f"{GROUP}{group.number}", _("Điểm nhóm “%(name)s” cao hơn") % {"name": group.name})
        for group in criteria.groups.all()
    ]
    return [
        (TOTAL, _("Tổng điểm cao hơn")),
        *groups,
        (FEWER_BONUS, _("Ít điểm thưởng hơn")),
        (MEMBERS, _("Nhiều đoàn viên hơn")),
    ]


class PartForm(forms.Form):
    """One part of a set; `names` are the columns it fills."""

    names: tuple[str, ...] = ()

    def __init__(self, *args: Any, criteria: CriteriaSet, part: Any = None, **kwargs: Any) -> None:
        if part is not None:
            kwargs["initial"] = {name: getattr(part, name) for name in self.names}
        super().__init__(*args, **kwargs)
        for name, rows in (("group", criteria.groups.all()), ("fallback", criteria.grades.all())):
            if name in self.fields:
                self.fields[name].queryset = rows

    def clean(self) -> dict[str, Any]:
        """What the tables refuse is said at the field first."""
        given = self.cleaned_data
        for name in ("most_units_percent", "most_members_percent"):
            if (given.get(name) or 0) > 100:
                self.add_error(name, _("Tỷ lệ phải từ 0 đến 100 phần trăm."))
        if "max_points" in self.names and given.get("max_points") == 0:
            self.add_error("max_points", _("Điểm tối đa phải lớn hơn 0."))
        return given

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


def points(label: Any, **kwargs: Any) -> NumberField:
    return NumberField(label=label, min_value=0, max_digits=4, **kwargs)


class GroupForm(PartForm):
    names = ("number", "name", "max_points", "bonus")

    number = CountField(label=_("Thứ tự"), required=True, digits=2)
    name = VietnameseCharField(label=_("Tên nhóm"), max_length=200)
    max_points = points(_("Điểm tối đa"), help_text=_("Các tiêu chí của nhóm cộng lại chỉ tính đến số này."))
    bonus = forms.BooleanField(label=_("Điểm thưởng"), required=False)


class CriterionForm(PartForm):
    names = ("group", "number", "text", "max_points", "evidence_needed", "least_points", "fallback")

    group = RowField(CriteriaGroup.objects.none(), label=_("Nhóm"), empty_label=None)
    number = CountField(label=_("Thứ tự trong nhóm"), required=True, digits=2)
    text = VietnameseCharField(label=_("Nội dung"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    max_points = points(_("Điểm tối đa"))
    evidence_needed = forms.BooleanField(label=_("Phải có minh chứng"), required=False)
    least_points = points(
        _("Điểm liệt: dưới số điểm"), required=False, help_text=_("Để trống nếu không có điểm liệt.")
    )
    fallback = RowField(
        EmulationGrade.objects.none(), label=_("Bị điểm liệt thì cao nhất là hạng"), required=False,
        empty_label=_("Hạng thấp nhất"),
    )  # fmt: skip


class GradeForm(PartForm):
    names = (
        "order", "name", "least_points", "most_units_percent", "most_members_percent", "years_in_row", "award",
        "prior_award", "prior_years",
    )  # fmt: skip

    order = CountField(label=_("Bậc (1 là cao nhất)"), required=True, digits=2)
    name = VietnameseCharField(label=_("Tên hạng"), max_length=120)
    least_points = points(_("Từ số điểm"))
    most_units_percent = CountField(label=_("Tối đa % số đơn vị của cụm"), digits=3)
    most_members_percent = CountField(label=_("Tối đa % số đoàn viên của cụm"), digits=3)
    years_in_row = CountField(label=_("Phải đạt hạng này trong số năm liền trước"), digits=1)
    award = forms.ChoiceField(label=_("Khen thưởng kèm theo"), required=False)
    prior_award = forms.ChoiceField(label=_("Phải có khen thưởng trước đó"), required=False)
    prior_years = CountField(label=_("Khen thưởng trước đó trong số năm"), digits=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = list(AwardTitle.objects.order_by("order", "code").values_list("code", "name"))
        self.fields["award"].choices = [("", _("Không kèm khen thưởng")), *titles]
        self.fields["prior_award"].choices = [("", _("Không yêu cầu")), *titles]

    def given(self) -> dict[str, Any]:
        values = super().given()
        return values | {name: values[name] or 0 for name in ("years_in_row", "prior_years")}


class ConditionForm(PartForm):
    names = ("number", "kind", "text", "fallback")

    number = CountField(label=_("Thứ tự"), required=True, digits=2)
    kind = forms.ChoiceField(label=_("Hệ quả"), choices=GradingCondition.Kind.choices)
    text = VietnameseCharField(label=_("Nội dung"), max_length=500)
    fallback = RowField(
        EmulationGrade.objects.none(), label=_("Hạ hạng: cao nhất là hạng"), required=False,
        empty_label=_("Hạng thấp nhất"),
    )  # fmt: skip


PART_FORMS: dict[str, type[PartForm]] = {
    "nhom": GroupForm, "tieu-chi": CriterionForm, "hang": GradeForm, "dieu-kien": ConditionForm,
}  # fmt: skip
PART_NAMES = {
    "nhom": _("nhóm tiêu chí"),
    "tieu-chi": _("tiêu chí"),
    "hang": _("hạng"),
    "dieu-kien": _("điều kiện"),
}
