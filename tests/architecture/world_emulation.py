"""Emulation of the world: criteria in draft and in force; movements in preparation, launched, scored, before a council."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.emulation import services
from campaigns.emulation.models import (
    Cluster,
    EmulationCriterion,
    EmulationRegistration,
    Movement,
    ScoreSheet,
)
from campaigns.emulation.services import NewPerson
from documents.evidence import read_file
from tests.campaigns.uploads import photo

SELF, UPPER = ScoreSheet.Level.SELF, ScoreSheet.Level.UPPER


def emulation(world: Any) -> None:
    """Every address of emulation finds a row of it."""
    draft = services.create_criteria(
        owner=world.province, name="Tiêu chí dự thảo", year=2027, by=world["office"]
    )
    made = services.create_criteria(owner=world.province, name="Tiêu chí CĐCS", year=2026, by=world["office"])
    criteria = services.take_criteria_step(made, "issue", by=world["head"])
    for name, each, step in (
        ("criteria in draft", draft, "issue"),
        ("criteria in force", criteria, "replace"),
    ):
        group = each.groups.first()
        words = {
            "kind": "nhom",
            "part_pk": group.pk if group else 0,
            "data": {"year": "2027", "owner": world.province.pk},
        }
        world.objects[name] = words | {"pk": each.pk, "step": step}
    preparing = make_movement(world, "Phong trào đang soạn", criteria)
    launched = launched_movement(world, "Lao động giỏi", criteria)
    scoring = _scored(world, launched_movement(world, "Lao động sáng tạo", criteria))
    deciding = _before_council(world, launched_movement(world, "Xanh, sạch, đẹp", criteria))
    one = launched.registrations.get()
    cluster = Cluster.objects.create(movement=launched, name="Cụm 1", head=world.base, deputy=world.sister)
    criterion = EmulationCriterion.objects.filter(group__criteria_set=criteria).earliest("pk")
    piece = services.add_evidence(one, criterion, read_file(photo()), by=world["reporter"])
    council = deciding.council
    words = {"kind": "results", "cluster_pk": cluster.pk, "data": {"note": "Chấm lại cho đúng"}}
    world.objects |= {
        "movement in preparation": words | {"pk": preparing.pk, "step": "launch"},
        "launched movement": words | {"pk": launched.pk, "step": "score"},
        "movement before its council": words
        | {"pk": deciding.pk, "step": "reopen", "member_pk": council.members.latest("pk").pk},
        "registration": {"pk": one.pk, "criterion_pk": criterion.pk, "level": SELF, "step": "send"},
        "scored registration": {
            "pk": scoring.registrations.get().pk, "criterion_pk": criterion.pk, "level": UPPER, "step": "send",
        },
        "evidence of a criterion": {"pk": piece.pk},
    }  # fmt: skip


def make_movement(world: Any, name: str, criteria: Any) -> Movement:
    today = timezone.localdate()
    return services.create_movement(
        owner=world.province, by=world["office"], name=name, slogan="Mỗi ngày một việc tốt", kind="hang_nam", year=2026,
        content="Thi đua lao động giỏi.", pledge="Quyết tâm.", campaign=world.campaign, plan=None, criteria=criteria,
        starts_on=today, ends_on=today + dt.timedelta(days=200), register_until=today + dt.timedelta(days=30),
        score_until=today + dt.timedelta(days=90),
    )  # fmt: skip


def launched_movement(world: Any, name: str, criteria: Any) -> Movement:
    movement = services.take_step(make_movement(world, name, criteria), "launch", by=world["head"])
    named = [NewPerson("Nguyễn Thị Hoa", "Chủ tịch", "Lao động tiên tiến", female=True)]
    services.register(
        movement, world.base, goal="Xuất sắc", people=3, women=2, named=named, by=world["reporter"]
    )
    return movement


def _scored(world: Any, movement: Movement) -> Movement:
    """At the step of scoring: the unit's own sheet is sent, that of the upper unit a draft."""
    movement = services.take_step(movement, "score", by=world["office"])
    one = EmulationRegistration.objects.select_related(
        "unit__parent", "movement__owner", "movement__criteria"
    ).get(movement=movement)
    found = EmulationCriterion.objects.filter(group__criteria_set=movement.criteria_id)
    points = {criterion.pk: criterion.max_points for criterion in found}
    sheet = services.save_scores(one, SELF, points=points, by=world["reporter"])
    ScoreSheet.objects.filter(pk=sheet.pk).update(status=ScoreSheet.Status.SENT, sent_at=timezone.now())
    services.save_scores(one, UPPER, points=points, by=world["upper"])
    return movement


def _before_council(world: Any, movement: Movement) -> Movement:
    """Classed, with a council of three that is voting."""
    movement = services.take_step(_scored(world, movement), "convene", by=world["office"])
    council = services.set_up_council(
        movement, decision="12/QĐ-LĐLĐ", quorum_percent=70, agree_percent=80, met_on=None, place="", note="",
        by=world["office"],
    )  # fmt: skip
    for who in ("head", "office", "upper"):
        services.add_member(council, world[who], post="member", by=world["office"])
    services.open_vote(council, by=world["office"])
    return movement
