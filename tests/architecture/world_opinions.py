"""Confidential records of the world: opinions, petitions, supervision visits, good examples."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.confidential.services import name_keeper
from campaigns.examples import services as examples
from campaigns.examples.models import Example
from campaigns.opinions.models import OpinionReport, OpinionTopic
from campaigns.opinions.services import report_opinion
from campaigns.petitions import printing
from campaigns.petitions import services as petitions
from campaigns.petitions.models import Petition
from campaigns.petitions.queries import PetitionFilter
from campaigns.supervision import services as supervision
from campaigns.supervision.models import Visit
from documents.evidence import read_photo
from documents.jobs import run
from tests.campaigns.uploads import photo
from units.models import Seat

NOTE = {"data": {"note": "Đã xong"}}


def confidential(world: Any) -> None:
    """One of each that stays at the unit, one of each that came to the province."""
    near, urgent = make_opinion(world), make_opinion(world, urgent=True)
    asked, own = make_petition(world, "reporter", world.base), make_petition(world, "head", world.province)
    petitions.route_petition(asked, by=world["reporter"], body="cd_cap_tren", to_unit=world.province)
    planned = make_visit(world, "Thực hiện chế độ bữa ăn ca")
    held = supervision.take_step(
        make_visit(world, "Thu, nộp kinh phí công đoàn"), "announce", by=world["head"]
    )
    wanted = supervision.recommend(
        held, by=world["office"], text="Công khai thực đơn.", due_on=timezone.localdate()
    )
    supervision.take_step(held, "conclude", by=world["office"])
    draft, told = make_example(world, "Cứu người đuối nước"), make_example(world, "Sáng kiến tiết kiệm vải")
    examples.take_step(told, "submit", by=world["reporter"])
    examples.take_step(told, "publish", by=world["upper"])
    keeper = name_keeper(seat=Seat.objects.get(user=world["member"]), by=world["reporter"])
    printed = printing.ask_for_print(PetitionFilter(), by=world["head"], unit=world.province)
    run(printed.pk)
    world.objects |= {
        "opinion": {"pk": near.pk, "step": "note"}, "urgent opinion": {"pk": urgent.pk, "step": "note"},
        "petition sent up": {"pk": asked.pk, "step": "decline", **NOTE},
        "petition of the province": {"pk": own.pk, "step": "decline", **NOTE},
        "receipt of a petition": {"code": own.code},
        "visit in preparation": {"pk": planned.pk, "step": "announce"},
        "visit": {"pk": held.pk, "step": "close"},
        "recommendation": {"pk": wanted.pk, "step": "report", **NOTE},
        "story being written": {"pk": draft.pk, "step": "submit"},
        "published story": {"pk": told.pk, "step": "withdraw", **NOTE},
        "public page of the published story": {"code": told.code},
        "public page of the story being written": {"code": draft.code},
        "keeper": {"pk": keeper.pk}, "printed petitions": {"pk": printed.pk},
    }  # fmt: skip


def make_opinion(world: Any, *, urgent: bool = False) -> OpinionReport:
    return report_opinion(
        unit=world.base, by=world["reporter"], topic=OpinionTopic.objects.get(pk="bua_an_ca"), urgent=urgent,
        summary="Nhiều người lo bữa ăn ca bị cắt.", heard_on=timezone.localdate(),
    )  # fmt: skip


def make_petition(world: Any, who: str, unit: Any) -> Petition:
    return petitions.receive_petition(
        unit=unit, by=world[who], topic=OpinionTopic.objects.get(pk="nha_o"), subject="Giảm giá điện khu trọ",
        received_on=timezone.localdate(),
    )  # fmt: skip


def make_visit(world: Any, subject: str) -> Visit:
    return supervision.plan_visit(
        unit=world.province, by=world["office"], visited=world.base, kind="giam_sat", subject=subject,
        planned_on=timezone.localdate() - dt.timedelta(days=1), members="Trần Ngọc Ánh, Chủ tịch, Trưởng đoàn",
        findings="Đơn vị thực hiện đúng.",
    )  # fmt: skip


def make_example(world: Any, title: str) -> Example:
    return examples.write_example(
        unit=world.base, by=world["reporter"], kind="viec_tot", subject="Chị Hoa, tổ may 3", title=title,
        story="Một việc làm đẹp.", happened_on=timezone.localdate(), consent_on=timezone.localdate(),
        consent_by="van_ban", photo=read_photo(photo()),
    )  # fmt: skip
