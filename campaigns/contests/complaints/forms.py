"""Forms of a complaint: the participant's and the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.contests.complaints.models import Complaint
from campaigns.contests.complaints.workflow import COMPLAINT_WORKFLOW
from campaigns.contests.essays.models import Essay
from campaigns.contests.models import Entry, Participant
from core.forms import NumberField, VietnameseCharField

LONG = forms.Textarea(attrs={"rows": 5})


class ComplaintForm(forms.Form):
    """`about` names one of the person's own papers, or the results as a whole."""

    about = forms.ChoiceField(
        label=_("Khiếu nại về"), required=False,
        error_messages={"invalid_choice": _("Hãy chọn một bài của bạn trong danh sách.")},
    )  # fmt: skip
    words = VietnameseCharField(label=_("Nội dung khiếu nại"), max_length=4000, widget=LONG)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {f"v{one.pk}": one for one in participant.entries.select_related("round")}
        essays = participant.essays.filter(submitted_at__isnull=False)
        self.essays = {f"t{one.pk}": one for one in essays.select_related("task").defer("text")}
        self.fields["about"].choices = [
            ("", _("Kết quả chung")),
            *((key, one.round.name) for key, one in self.entries.items()),
            *((key, one.task.name) for key, one in self.essays.items()),
        ]

    def paper(self) -> dict[str, Entry | Essay | None]:
        """What `complain` is told the complaint is about."""
        key = self.cleaned_data["about"]
        return {"entry": self.entries.get(key), "essay": self.essays.get(key)}


class AnswerForm(forms.Form):
    step = forms.ChoiceField(
        label=_("Kết luận"), widget=forms.RadioSelect, error_messages={"required": _("Hãy chọn kết luận.")}
    )
    note = VietnameseCharField(label=_("Trả lời, lý do"), max_length=4000, widget=LONG)
    score = NumberField(
        label=_("Điểm sau khi xem lại"), required=False, min_value=0, max_digits=6,
        help_text=_("Để trống nếu điểm giữ nguyên."),
    )  # fmt: skip

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(one.step, one.label) for one in COMPLAINT_WORKFLOW]
        if complaint.entry_id is None and complaint.essay_id is None:
            del self.fields["score"]
