"""Forms of those who hold an event, of the door, and of the invited person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from campaigns.contests.forms import TimeField
from campaigns.events import queries
from campaigns.events.models import Event, Invitee
from campaigns.events.services import NewInvitee
from campaigns.forms.fields import CountField, grouped_choices
from campaigns.models import ActivityMoney, ActivityType, Campaign
from campaigns.queries import campaigns_to_log, tasks_to_log
from core.forms import RowField, VietnameseCharField
from core.vietnamese import fold
from plans.models import PlannedActivity, Task
from units.models import Unit

MOST_LINES = 1_000
_EXAMPLE = "Nguyễn Thị Hoa; Chủ tịch; CĐCS Công ty May Bình Minh; nữ; hoa@example.vn"
_SEXES = {"nu": "nu", "nam": "nam", "f": "nu", "m": "nam", "": ""}


class EventForm(forms.Form):
    """`units`: those the person may hold events of; `event`: the row being changed; sittings have forms of their own."""

    unit = RowField(Unit.objects.none(), label=_("Đơn vị tổ chức"), empty_label=None)
    kind = forms.ChoiceField(label=_("Loại"), choices=Event.Kind.choices)
    title = VietnameseCharField(label=_("Tên sự kiện, lớp học"), max_length=200)
    starts_at = TimeField(label=_("Thời gian: từ"))
    ends_at = TimeField(label=_("đến"))
    audience = VietnameseCharField(
        label=_("Thành phần"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    form = forms.ChoiceField(label=_("Hình thức"), choices=Event.Form.choices)
    content = VietnameseCharField(
        label=_("Nội dung"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = VietnameseCharField(label=_("Địa điểm"), max_length=200)
    lead = VietnameseCharField(label=_("Chủ trì"), max_length=200, required=False)
    type = RowField(
        ActivityType.objects.none(), label=_("Khi xong, ghi thành loại hoạt động"),
        help_text=_("Sự kiện kết thúc thành một hoạt động; lượt người dự lấy từ điểm danh."),
    )  # fmt: skip
    campaign = RowField(
        Campaign.objects.none(),
        label=_("Chiến dịch"),
        required=False,
        empty_label=_("Không thuộc chiến dịch"),
    )
    planned = RowField(
        PlannedActivity.objects.none(), label=_("Hoạt động nêu trong kế hoạch"), required=False
    )
    task = RowField(Task.objects.none(), label=_("Nhiệm vụ trong kế hoạch"), required=False)
    least_sittings = CountField(
        label=_("Dự ít nhất mấy buổi thì được cấp giấy chứng nhận"),
        required=True,
        min_value=1,
        initial=1,
        digits=2,
    )

    def __init__(
        self, *args: Any, user: Any, units: list[Unit], event: Event | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**self._start(event), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.event = event
        if event:
            del self.fields["unit"], self.fields["starts_at"], self.fields["ends_at"]
        else:
            ids = [unit.pk for unit in units]
            self.fields["unit"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)
            if len(units) == 1:
                self.fields["unit"].widget = forms.HiddenInput()
                self.fields["unit"].initial = units[0].pk
        self.fields["type"].queryset = ActivityType.objects.all()
        self._offer_links(user, [event.unit] if event else units)
        for source, label in ActivityMoney.Source.choices:
            self.fields[f"money_{source}"] = CountField(label=f"Kinh phí, {label} (đồng)", digits=15)

    def add_prefix(self, field_name: str) -> str:
        """An input called "form" would hide the form from scripts (htmx reads input.form)."""
        return super().add_prefix("hinh_thuc" if field_name == "form" else field_name)

    @staticmethod
    def _start(event: Event | None) -> dict[str, Any]:
        if event is None:
            return {}
        names = ("kind", "title", "audience", "form", "content", "place", "lead", "least_sittings", "type_id",
                 "campaign_id", "planned_id", "task_id")  # fmt: skip
        start = {name.removesuffix("_id"): getattr(event, name) for name in names}
        return start | {f"money_{row.source}": row.amount for row in event.money.all()}

    def _offer_links(self, user: Any, units: list[Unit]) -> None:
        campaigns, tasks = campaigns_to_log(user, units), tasks_to_log(user, units)
        planned = queries.planned_to_hold(user, units)
        if self.event:
            campaigns = campaigns | Campaign.objects.visible_to(user).filter(pk=self.event.campaign_id)
        self.fields["campaign"].queryset = campaigns
        self.fields["task"].queryset, self.fields["planned"].queryset = tasks, planned
        for name, rows in (("task", tasks), ("planned", planned)):
            self.fields[name].choices = grouped_choices(
                rows, lambda row: row.plan, lambda row: row.text, "Không gắn"
            )

    def values(self) -> dict[str, Any]:
        """Arguments of create_event and change_event."""
        plain = {name: value for name, value in self.cleaned_data.items() if not name.startswith("money_")}
        money = {
            name.removeprefix("money_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("money_") and value is not None
        }
        return plain | {"money": money}


class SittingForm(forms.Form):
    starts_at = TimeField(label=_("Từ"))
    ends_at = TimeField(label=_("đến"))


class PeopleForm(forms.Form):
    """People as lines, as typed or pasted from a sheet."""

    people = VietnameseCharField(
        label=_("Người được mời, mỗi dòng một người"), max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "placeholder": _EXAMPLE}),
        help_text=_("Họ tên; chức vụ; đơn vị; nam hoặc nữ; thư điện tử. Dán từ Excel cũng được. Chỉ họ tên là bắt buộc."),
    )  # fmt: skip

    def clean_people(self) -> list[NewInvitee]:
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("Mỗi lần thêm tối đa %(most)d người. Hãy chia thành nhiều lần.") % {"most": MOST_LINES}
            )
        found, errors = [], []
        for number, line in enumerate(lines, 1):
            try:
                found.append(_person(line))
            except ValidationError as error:
                errors.append(f"Dòng {number}: {error.messages[0]}")
        if errors:
            raise ValidationError(errors[:20])
        return found


def _person(line: str) -> NewInvitee:
    cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
    if len(cells) > 5:
        raise ValidationError("có hơn 5 ô. Hãy dùng dấu chấm phẩy chỉ để ngăn các ô.")
    name, post, workplace, sex, email = (*cells, "", "", "", "", "")[:5]
    for label, text, longest in (("Họ tên", name, 80), ("Chức vụ", post, 120), ("Đơn vị", workplace, 200)):
        if len(text) > longest:
            raise ValidationError(f"{label} dài quá {longest} ký tự.")
    if not fold(name):
        raise ValidationError("thiếu họ tên.")
    if fold(sex) not in _SEXES:
        raise ValidationError(f"“{sex[:30]}” không phải “nam” hoặc “nữ”.")
    if email:
        validate_email(email[:300])
    return NewInvitee(name, post, workplace, _SEXES[fold(sex)], email)


class GroupForm(forms.Form):
    group = forms.ChoiceField(label=_("Mời cả nhóm"), choices=list(queries.GROUPS.items()))


class WalkInForm(forms.Form):
    name = VietnameseCharField(label=_("Họ và tên"), max_length=80)
    workplace = VietnameseCharField(label=_("Đơn vị"), max_length=200, required=False)
    sex = forms.ChoiceField(
        label=_("Giới tính"), required=False, choices=[("", _("Không ghi")), *Invitee.Sex.choices]
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Trả lời"), choices=[one for one in Invitee.Answer.choices if one[0] != "none"],
        widget=forms.RadioSelect, error_messages={"required": _("Hãy chọn sẽ dự hoặc không dự được.")},
    )  # fmt: skip
    note = VietnameseCharField(label=_("Lý do, hoặc người đi thay"), max_length=300, required=False)
