"""Which step leads a document where, and who may take it (DOMAIN 1.10, 3.3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.workflow import Transition, Workflow
from documents.models import Delivery, Document, Status
from units.models import Role, Unit
from units.scope import holds_any

# Reports are compiled by the officer who follows the units below.
REPORT = "BC"
RECEIVERS = (Role.REGISTRY, Role.LEADER, Role.UNIT_HEAD, Role.DRAFTER, Role.UPPER_UNIT, Role.GRASSROOTS)


def _refusal(user: Any, unit: Unit, roles: tuple[str, ...]) -> str:
    if holds_any(user, *roles, at=unit):
        return ""
    names = ", ".join(str(Role(role).label).lower() for role in roles)
    return f"Việc này dành cho {names} của {unit.name}."


def drafter(user: Any, document: Document) -> str:
    """ "" when the person drafts for the issuer, else the reason."""
    roles = (Role.DRAFTER, Role.UPPER_UNIT) if document.type == REPORT else (Role.DRAFTER,)
    return _refusal(user, document.issuer, roles)


def reviewer(user: Any, document: Document) -> str:
    return _refusal(user, document.issuer, (Role.UNIT_HEAD, Role.LEADER, Role.REGISTRY))


def leader(user: Any, document: Document) -> str:
    return _refusal(user, document.issuer, (Role.LEADER,))


def registry(user: Any, document: Document) -> str:
    return _refusal(user, document.issuer, (Role.REGISTRY,))


def editor(user: Any, document: Document) -> str:
    """ "" when the person may change the text: who drafts, and the head who corrects it."""
    return drafter(user, document) and _refusal(user, document.issuer, (Role.DRAFTER, Role.UNIT_HEAD))


def arranger(user: Any, document: Document) -> str:
    """ "" when the person may choose signer and recipients."""
    roles = (Role.DRAFTER, Role.UNIT_HEAD, Role.REGISTRY, Role.LEADER)
    return drafter(user, document) and _refusal(user, document.issuer, roles)


def receiver(user: Any, delivery: Delivery) -> str:
    """ "" when the person may confirm for the receiving unit."""
    return _refusal(user, delivery.unit, RECEIVERS)


DOCUMENT_WORKFLOW = Workflow(
    Transition(
        "submit", frozenset({Status.DRAFT, Status.RETURNED}), Status.IN_REVIEW, _("Trình duyệt"), allowed=drafter
    ),
    Transition(
        "withdraw", frozenset({Status.IN_REVIEW}), Status.DRAFT, _("Rút về soạn tiếp"), allowed=drafter,
        tone="outline-secondary",
    ),
    Transition(
        "return", frozenset({Status.IN_REVIEW, Status.APPROVED, Status.NUMBERED}), Status.RETURNED, _("Trả lại"),
        allowed=reviewer, needs_note=True, tone="outline-danger",
    ),
    Transition(
        "approve", frozenset({Status.IN_REVIEW}), Status.APPROVED, _("Duyệt"), allowed=leader,
        confirm=_("Duyệt văn bản này? Nội dung được khóa lại và chuyển sang văn thư cấp số."),
    ),
    Transition(
        "number", frozenset({Status.APPROVED}), Status.NUMBERED, _("Cấp số, trình ký"), allowed=registry,
        confirm=_("Cấp số và ngày cho văn bản rồi chuyển người ký? Số đã cấp không lấy lại được."),
    ),
    Transition(
        "issue", frozenset({Status.APPROVED, Status.NUMBERED}), Status.ISSUED, _("Phát hành"), allowed=registry,
    ),
)  # fmt: skip
