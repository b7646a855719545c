"""Forms of the people who run a contest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.contests.models import Contest, ContestRound, Question
from campaigns.contests.services import NewQuestion
from campaigns.forms.fields import CountField
from campaigns.models import Campaign
from core.forms import DateField, RowField, VietnameseCharField
from units.models import Unit

TIME = "%d/%m/%Y %H:%M"
_BY_LINES = forms.Textarea(attrs={"rows": 4})


class TimeField(forms.DateTimeField):
    """A day with its hour: 20/11/2026 08:00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=[TIME, "%d/%m/%Y %Hh%M", "%d/%m/%Y %H giờ %M"],
            widget=forms.DateTimeInput(format=TIME, attrs={"placeholder": "20/11/2026 08:00"}),
            error_messages={"invalid": _("Giờ chưa đúng. Hãy nhập dạng 20/11/2026 08:00.")},
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 2020 <= value.year <= 2100:
            raise ValidationError(_("Năm không đúng. Hãy kiểm tra lại."))


class HourField(forms.TimeField):
    """08:00 or 8h30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%Hh%M", "%Hh"],
            widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:00"}),
            error_messages={"invalid": _("Giờ chưa đúng. Hãy nhập dạng 08:00.")},
            **kwargs,
        )


class ContestForm(forms.Form):
    """`owners`: units the person may run contests of; `contest`: the row being changed."""

    owner = RowField(Unit.objects.none(), label=_("Đơn vị tổ chức"), empty_label=None)
    campaign = RowField(
        Campaign.objects.none(),
        label=_("Thuộc chiến dịch"),
        required=False,
        empty_label=_("Không thuộc chiến dịch"),
    )
    name = VietnameseCharField(label=_("Tên cuộc thi"), max_length=200)
    topic = VietnameseCharField(
        label=_("Chủ đề, nội dung"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    audience = VietnameseCharField(
        label=_("Đối tượng dự thi"), max_length=500,
        initial=_("Đoàn viên, người lao động của các công đoàn cơ sở trực thuộc."),
    )  # fmt: skip
    prizes = VietnameseCharField(
        label=_("Cơ cấu giải"), required=False, max_length=4000, widget=_BY_LINES,
        help_text=_("Mỗi dòng một giải. Ví dụ: 01 giải Nhất, trị giá 5.000.000 đồng."),
    )  # fmt: skip
    complaint_days = CountField(label=_("Số ngày nhận khiếu nại"), required=True, initial=5, digits=2)
    more_rules = VietnameseCharField(
        label=_("Quy định khác"), required=False, max_length=4000, widget=_BY_LINES,
        help_text=_("Ví dụ: Ban tổ chức không tham gia nhận giải."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: Any, owners: list[Unit], contest: Contest | None = None, **kwargs: Any
    ) -> None:
        if contest:
            names = ("name", "topic", "audience", "prizes", "complaint_days", "more_rules")
            start = {name: getattr(contest, name) for name in names}
            kwargs["initial"] = {**start, "campaign": contest.campaign_id}
        super().__init__(*args, **kwargs)
        ids = [owner.pk for owner in owners]
        mine = Campaign.objects.filter(owner__in=ids) | Campaign.objects.in_force_for(*owners)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).filter(
            pk__in=mine.order_by().values("pk")
        )
        if contest:
            del self.fields["owner"]
            return
        self.fields["owner"].queryset = Unit.objects.visible_to(user).filter(pk__in=ids)
        if len(owners) == 1:
            self.fields["owner"].widget = forms.HiddenInput()
            self.fields["owner"].initial = ids[0]


class RoundForm(forms.Form):
    name = VietnameseCharField(label=_("Tên vòng thi"), max_length=120, help_text=_("Ví dụ: Tuần 1."))
    opens_at = TimeField(label=_("Mở lúc"))
    closes_at = TimeField(label=_("Đóng lúc"))
    minutes = CountField(label=_("Số phút làm bài"), required=True, initial=20, digits=3)
    questions_each = CountField(label=_("Số câu mỗi bài thi"), required=True, initial=20, digits=3)

    def __init__(self, *args: Any, round: ContestRound | None = None, **kwargs: Any) -> None:
        if round:
            kwargs["initial"] = {name: getattr(round, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class RoundSetForm(forms.Form):
    """Rounds a day or a week long."""

    every = forms.ChoiceField(
        label=_("Mỗi vòng"), choices=[("day", _("Một ngày")), ("week", _("Một tuần"))], initial="week"
    )
    first_on = DateField(label=_("Từ ngày"))
    last_on = DateField(label=_("Đến ngày"))
    from_hour = HourField(label=_("Mở lúc"), initial="08:00")
    to_hour = HourField(label=_("Đóng lúc"), initial="22:00")
    minutes = CountField(label=_("Số phút làm bài"), required=True, initial=20, digits=3)
    questions_each = CountField(label=_("Số câu mỗi bài thi"), required=True, initial=20, digits=3)


class QuestionForm(forms.Form):
    """One box holds the options, a line each; a star marks the right ones."""

    kind = forms.ChoiceField(label=_("Loại câu hỏi"), choices=Question.Kind.choices)
    text = VietnameseCharField(label=_("Câu hỏi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    options = VietnameseCharField(
        label=_("Phương án, đáp án"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Mỗi dòng một phương án, thêm dấu * trước phương án đúng. Sắp xếp: ghi theo thứ tự đúng. "
            "Trả lời ngắn: mỗi dòng một cách viết được chấp nhận. Dự đoán: để trống."
        ),
    )  # fmt: skip
    difficulty = forms.ChoiceField(
        label=_("Độ khó"), choices=Question.Difficulty.choices, initial=Question.Difficulty.MEDIUM
    )
    points = CountField(label=_("Điểm"), required=True, initial=1, digits=3)
    source = VietnameseCharField(
        label=_("Nguồn"), required=False, max_length=300, help_text=_("Ví dụ: Điều 11 Luật Công đoàn 2024.")
    )
    round = RowField(
        ContestRound.objects.none(),
        label=_("Chỉ dùng cho vòng"),
        required=False,
        empty_label=_("Mọi vòng thi"),
    )

    def __init__(self, *args: Any, contest: Contest, question: Question | None = None, **kwargs: Any) -> None:
        if question:
            names = ("kind", "text", "difficulty", "points", "source")
            start = {name: getattr(question, name) for name in names}
            kwargs["initial"] = {**start, "options": _lines(question), "round": question.round_id}
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = contest.rounds.all()

    def given(self) -> NewQuestion:
        """What was written, for the service to judge."""
        values = self.cleaned_data
        lines = [line.strip() for line in values["options"].splitlines() if line.strip()]
        kind = values["kind"]
        if kind == Question.Kind.SHORT:
            options, answer = [], [line.lstrip("* ") for line in lines]
        else:
            options = [line.lstrip("* ") for line in lines]
            answer = [place for place, line in enumerate(lines) if line.startswith("*")]
        return NewQuestion(
            kind=kind, text=values["text"], options=options, answer=answer, difficulty=values["difficulty"],
            points=values["points"], source=values["source"],
        )  # fmt: skip


def _lines(question: Question) -> str:
    if question.kind == Question.Kind.SHORT:
        return "\n".join(map(str, question.answer))
    stars = question.answer if question.kind != Question.Kind.ORDERING else []
    return "\n".join(
        f"*{option}" if place in stars else option for place, option in enumerate(question.options)
    )


class QuestionFileForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp câu hỏi"), help_text=_(
            "Excel (.xlsx, .csv) theo tệp mẫu, Word (.docx), GIFT hoặc Aiken (.txt, .gift); tối đa 5.000 câu."
        ),
        error_messages={"required": _("Hãy chọn tệp câu hỏi.")},
    )  # fmt: skip
