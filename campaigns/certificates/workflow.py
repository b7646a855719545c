"""Who arranges blanks and prints on them, and how a batch moves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.certificates.models import Batch, Blank
from core.workflow import Transition, Workflow
from units.models import Role, Unit
from units.scope import holds, holds_any

CERTIFICATE_ROLES = (Role.LEADER, Role.DRAFTER, Role.REGISTRY, Role.GRASSROOTS)


def prints_at(user: Any, unit: Unit) -> str:
    """ "" when the person may arrange blanks of the unit and print on them, else the reason."""
    if holds_any(user, *CERTIFICATE_ROLES, at=unit):
        return ""
    return f"Chỉ lãnh đạo, cán bộ tham mưu, văn thư của {unit.name} được lập mẫu phôi và in giấy."


def arranges(user: Any, blank: Blank) -> str:
    """ "" when the person may change the blank, else the reason."""
    return prints_at(user, blank.unit)


def withdraws(user: Any, batch: Batch) -> str:
    """ "" when the person may withdraw the batch, else the reason."""
    if holds(user, Role.LEADER, at=batch.unit) or holds(user, Role.GRASSROOTS, at=batch.unit):
        return ""
    return "Chỉ lãnh đạo của đơn vị cấp giấy được thu hồi."


BATCH_WORKFLOW = Workflow(
    Transition(
        "withdraw", frozenset({Batch.Status.ISSUED}), Batch.Status.WITHDRAWN, _("Thu hồi các giấy của đợt này"), withdraws,
        needs_note=True, tone="outline-danger",
    ),
)  # fmt: skip
