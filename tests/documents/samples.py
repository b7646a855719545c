"""A small federation with people at every desk, and documents at every step."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from documents.models import Document, RecipientRole
from documents.pages import Line, Paper
from documents.papers import PaperSource, frame_of
from documents.services import choose_signer, save_version, set_recipients, take_step
from tests import factories
from units.models import Role, Seat, Unit, User

CONTENT = {"blocks": [{"id": "b1", "level": "part", "text": "Mục đích"}]}


@dataclass
class Office:
    """A unit and the people who make its documents."""

    unit: Unit
    drafter: User
    head: User
    leader: User
    registry: User

    @property
    def seat(self) -> Seat:
        return self.leader.seats.get(role=Role.LEADER)


def office(unit: Unit | None = None) -> Office:
    unit = unit or factories.province()
    return Office(
        unit,
        drafter=factories.person(Role.DRAFTER, unit, "Lò Thị Mây"),
        head=factories.person(Role.UNIT_HEAD, unit, "Đặng Quốc Việt"),
        leader=factories.person(Role.LEADER, unit, "Trần Ngọc Ánh"),
        registry=factories.person(Role.REGISTRY, unit, "Vũ Thị Sen"),
    )


def draft(desk: Office, **fields: Any) -> Document:
    """A draft with text, signer and one recipient."""
    document = factories.make_document(desk.unit, **fields)
    save_version(document, content=CONTENT, base=0, by=desk.drafter)
    choose_signer(document, desk.seat, by=desk.drafter)
    set_recipients(document, [{"text": "Tỉnh ủy", "role": RecipientRole.REPORT_TO}], by=desk.drafter)
    return document


def approved(desk: Office, **fields: Any) -> Document:
    document = draft(desk, **fields)
    take_step(document, "submit", by=desk.drafter)
    return take_step(document, "approve", by=desk.leader)


def issued(desk: Office, *units: Unit, **fields: Any) -> Document:
    """Issued and delivered to the units."""
    document = approved(desk, **fields)
    if units:
        set_recipients(
            document, [{"unit": u, "role": RecipientRole.CARRY_OUT} for u in units], by=desk.registry
        )
    return take_step(document, "issue", by=desk.registry)


def one_page(document: Document) -> PaperSource:
    """A paper of one paragraph: what a child of the document would register."""
    lines = (Line("b1", "paragraph", "", "Nội dung thử nghiệm của văn bản."),)
    data = json.dumps({"id": document.pk}).encode()
    return PaperSource(Paper(**frame_of(document), lines=lines), data, "van-ban.json")
