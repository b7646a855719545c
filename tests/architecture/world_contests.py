"""Contests of the world: one in preparation, one open with a round that runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.contests.models import Contest
from campaigns.contests.outside.models import OutsideContest
from campaigns.contests.outside.services import record_contest
from campaigns.contests.services import NewQuestion, add_questions, create_contest, save_round, take_step
from documents.evidence import read_file
from tests.campaigns.uploads import photo
from units.models import Unit


def contests(world: Any) -> None:
    """Every address of a contest finds a row of it."""
    preparing = make_contest(world.province, world, "Tìm hiểu Luật Công đoàn")
    running = open_contest(world.province, world, "Tìm hiểu lịch sử")
    for name, contest, step in (
        ("contest in preparation", preparing, "approve"),
        ("open contest", running, "close"),
    ):
        world.objects |= {
            name: {"pk": contest.pk, "step": step},
            f"round of the {name}": {"pk": contest.rounds.get().pk},
            f"public page of the {name}": {"code": contest.code, "number": 1},
            f"question of the {name}": {"pk": contest.questions.earliest("pk").pk},
        }
    world.objects["outside contest"] = {"pk": outside_contest(world).pk}


def outside_contest(world: Any) -> OutsideContest:
    """A contest of others, recorded by the reporter's unit with a paper."""
    today = timezone.localdate()
    return record_contest(
        unit=world.base, by=world["reporter"], name="Tìm hiểu Đảng bộ tỉnh", organiser="Ban Tuyên giáo Tỉnh ủy",
        starts_on=today - dt.timedelta(days=9), ends_on=today, online=True, participants=12, female=7, essays=1,
        results="Một giải Ba", link="", paper=read_file(photo()),
    )  # fmt: skip


def make_contest(province: Unit, desks: Any, name: str) -> Contest:
    """A contest in preparation: one round that runs, two questions, both on each paper. `desks`: office, head."""
    contest = create_contest(
        owner=province, by=desks["office"], name=name, topic="Luật Công đoàn 2024", audience="Đoàn viên",
    )  # fmt: skip
    now = timezone.now()
    save_round(
        contest, None, by=desks["office"], name="Tuần 1", opens_at=now - dt.timedelta(hours=1),
        closes_at=now + dt.timedelta(days=7), minutes=20, questions_each=2,
    )  # fmt: skip
    questions = [NewQuestion("single", f"Câu {n}?", ["Đúng", "Sai"], [0]) for n in (1, 2)]
    add_questions(contest, questions, by=desks["office"])
    return contest


def open_contest(province: Unit, desks: Any, name: str) -> Contest:
    contest = make_contest(province, desks, name)
    return take_step(take_step(contest, "approve", by=desks["head"]), "open", by=desks["office"])
