"""Contests of the world: one in preparation, one open with a round that runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.contests.complaints.models import Complaint
from campaigns.contests.essays.models import EssayMarker, EssayTask, Marking
from campaigns.contests.essays.services import submit_essay
from campaigns.contests.models import Contest
from campaigns.contests.outside.models import OutsideContest
from campaigns.contests.outside.services import record_contest
from campaigns.contests.services import (
    NewQuestion,
    add_questions,
    create_contest,
    register,
    save_round,
    take_step,
)
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
    written_essay(world, preparing, running)
    world.objects["outside contest"] = {"pk": outside_contest(world).pk}


def outside_contest(world: Any) -> OutsideContest:
    """A contest of others, recorded by the reporter's unit with a paper."""
    today = timezone.localdate()
    return record_contest(
        unit=world.base, by=world["reporter"], name="Tìm hiểu Đảng bộ tỉnh", organiser="Ban Tuyên giáo Tỉnh ủy",
        starts_on=today - dt.timedelta(days=9), ends_on=today, online=True, participants=12, female=7, essays=1,
        results="Một giải Ba", link="", paper=read_file(photo()),
    )  # fmt: skip


def written_essay(world: Any, preparing: Contest, running: Contest) -> None:
    """An essay of the reporter's unit that waits to be chosen, and one turn of marking for the office."""
    task, other = (essay_task(contest) for contest in (running, preparing))
    author = register(
        running, name="Đỗ Thị Mơ", unit=world.base, birth_year=1990, phone="0912345678", consent=True
    )
    essay = submit_essay(author, task, text="Bài viết của tôi", base=0)
    marker = EssayMarker.objects.create(task=task, user=world["office"])
    marking = Marking.objects.create(essay=essay, marker=world["office"], turn=1)
    complaint = Complaint.objects.create(contest=running, participant=author, words="Điểm của tôi chưa đúng")
    world.objects |= {
        "prize": {"pk": preparing.prize_rows.create(number=1, name="Giải Nhất").pk},
        "prize of the open contest": {"pk": running.prize_rows.create(number=1, name="Giải Nhất").pk},
        "complaint": {"pk": complaint.pk},
        "essay task": {"pk": task.pk},
        "essay task in preparation": {"pk": other.pk},
        "essay": {"pk": essay.pk, "step": "forward"},
        "member of a jury": {"pk": marker.pk},
        "marking": {"pk": marking.pk},
    }


def essay_task(contest: Contest) -> EssayTask:
    """A task that takes essays now; made beside the service because the contest may be open already."""
    now = timezone.now()
    task = EssayTask.objects.create(
        contest=contest, number=1, name="Phần tự luận", text="Viết về công đoàn.", gap=10,
        opens_at=now - dt.timedelta(hours=1), closes_at=now + dt.timedelta(days=6), forward_until=now + dt.timedelta(days=9),
    )  # fmt: skip
    task.criteria.create(number=1, name="Đúng chủ đề", points=100)
    return task


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
