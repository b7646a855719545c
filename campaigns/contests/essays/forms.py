"""Forms of the essay part: the task with its rubric, a member of the jury, one marker's points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.contests.essays.models import EssayTask, Marking
from campaigns.contests.forms import TimeField
from campaigns.forms.fields import CountField
from core.formats import write
from core.forms import NumberField, VietnameseCharField
from units.forms.picker import PickedField
from units.models import User

_PLAIN = (
    "name",
    "text",
    "most_words",
    "opens_at",
    "closes_at",
    "forward_until",
    "most_forwarded",
    "gap",
    "in_total",
)


class EssayTaskForm(forms.Form):
    name = VietnameseCharField(label=_("Tên phần thi"), max_length=120, initial=_("Phần thi tự luận"))
    text = VietnameseCharField(label=_("Đề bài"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    most_words = CountField(label=_("Số chữ tối đa"), required=True, initial=5000, digits=5)
    opens_at = TimeField(label=_("Nhận bài từ"))
    closes_at = TimeField(label=_("Hạn nộp bài"))
    forward_until = TimeField(
        label=_("Hạn các đơn vị chọn gửi bài"), required=False,
        help_text=_("Để trống nếu mọi bài đều được chấm, không qua bước các cấp chọn gửi lên."),
    )  # fmt: skip
    most_forwarded = CountField(
        label=_("Số bài mỗi đơn vị được gửi lên"), digits=3, help_text=_("Để trống nếu không giới hạn.")
    )
    rubric = VietnameseCharField(
        label=_("Tiêu chí chấm"), max_length=6000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một tiêu chí với điểm tối đa. Ví dụ: Đúng chủ đề, lập luận chặt chẽ | 40"),
    )  # fmt: skip
    gap = NumberField(
        label=_("Chênh lệch điểm phải chấm lần ba"), min_value=0, max_digits=4, initial=Decimal(10),
        help_text=_("Hai giám khảo lệch nhau hơn số này thì bài được giao giám khảo thứ ba."),
    )  # fmt: skip
    in_total = forms.BooleanField(
        label=_("Cộng điểm tự luận vào điểm toàn cuộc"), required=False, initial=True
    )

    def __init__(self, *args: Any, task: EssayTask | None = None, **kwargs: Any) -> None:
        if task:
            start = {name: getattr(task, name) for name in _PLAIN}
            rubric = "\n".join(f"{one.name} | {one.points}" for one in task.criteria.all())
            kwargs["initial"] = start | {"rubric": rubric}
        super().__init__(*args, **kwargs)


class MarkerForm(forms.Form):
    person = PickedField(
        label=_("Thêm giám khảo"), queryset=User.objects.none(), options_url="units:person_options",
        placeholder=_("Gõ họ tên hoặc tên đăng nhập"),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].narrow(User.objects.visible_to(user).filter(is_active=True))


class MarkingForm(forms.Form):
    """A number field for each criterion of the rubric."""

    remark = VietnameseCharField(
        label=_("Nhận xét"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order: list[str]

    def __init__(self, *args: Any, marking: Marking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(marking.essay.task.criteria.all())
        for one in self.criteria:
            self.fields[f"c{one.pk}"] = NumberField(
                label=one.name,
                max_digits=5,
                help_text=_("Từ 0 đến %(most)s, bước 0,25.") % {"most": write.number(one.points)},
            )
        self.order_fields([f"c{one.pk}" for one in self.criteria])

    def marks(self) -> dict[int, Decimal | None]:
        return {one.pk: self.cleaned_data.get(f"c{one.pk}") for one in self.criteria}
