"""How a complaint is answered, always with a reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.contests.complaints.models import Complaint
from campaigns.contests.workflow import runs_contest
from core.workflow import Transition, Workflow

_Status = Complaint.Status


def answers_complaint(user: Any, complaint: Complaint) -> str:
    """ "" when the person may answer, else the reason."""
    return runs_contest(user, complaint.contest)


COMPLAINT_WORKFLOW = Workflow(
    *(
        Transition(step, frozenset({_Status.RECEIVED}), target, label, answers_complaint, needs_note=True)
        for step, target, label in (
            ("accept", _Status.ACCEPTED, _("Chấp nhận")),
            ("accept_partly", _Status.PARTLY, _("Chấp nhận một phần")),
            ("refuse", _Status.REFUSED, _("Không chấp nhận")),
        )
    )
)
