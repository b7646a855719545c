"""What may be done with an issued paper, and by whom (NĐ 30/2020, Điều 17, 18; docs/decisions/0009)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow import Transition, Workflow
from documents.amending.models import Amendment, AmendmentKind, AmendmentStatus
from documents.models import Document, Status
from documents.workflow import RECEIVERS, arranger
from units.models import Role
from units.scope import holds_any


def preparer(user: Any, amendment: Amendment) -> str:
    """ "" when the person may prepare it: who arranges the issuer's papers."""
    return arranger(user, amendment.document)


def decider(user: Any, document: Document) -> str:
    """ "" when the person may put it in force: the registry that issues the paper, the leader who decides."""
    if holds_any(user, Role.REGISTRY, Role.LEADER, at=document.issuer):
        return ""
    return f"Việc này dành cho lãnh đạo, văn thư của {document.issuer.name}."


def holder(user: Any, notice: Any) -> str:
    """ "" when the person may answer for the unit that holds the paper."""
    if holds_any(user, *RECEIVERS, at=notice.unit):
        return ""
    return f"Việc này dành cho người nhận văn bản của {notice.unit.name}."


# How the paper itself moves. A correction leaves it in force.
AFTER_ISSUE = Workflow(
    Transition(
        AmendmentKind.REPLACE, frozenset({Status.ISSUED}), Status.REPLACED, _("Thay thế"), allowed=decider,
        needs_note=True,
    ),
    Transition(
        AmendmentKind.CORRECT, frozenset({Status.ISSUED}), Status.ISSUED, _("Đính chính"), allowed=decider,
        needs_note=True,
    ),
    Transition(
        AmendmentKind.RECALL, frozenset({Status.ISSUED}), Status.RECALLED, _("Thu hồi"), allowed=decider,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip

# How what was prepared moves.
AMENDMENT_WORKFLOW = Workflow(
    Transition(
        "bring_into_force", frozenset({AmendmentStatus.PREPARED}), AmendmentStatus.IN_FORCE, _("Cho có hiệu lực"),
        allowed=lambda user, amendment: decider(user, amendment.document),
    ),
    Transition(
        "drop", frozenset({AmendmentStatus.PREPARED}), AmendmentStatus.DROPPED, _("Bỏ, không xử lý nữa"),
        allowed=preparer, needs_note=True, tone="outline-secondary",
    ),
)  # fmt: skip
