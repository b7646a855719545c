"""A province with a contest: one round that runs, ten questions of which each paper has five, and a prediction."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns.contests.services import NewQuestion, add_questions, create_contest, save_round, take_step
from tests import factories
from units.models import Role

EACH = 5


@pytest.fixture
def place(db):
    province = factories.province()
    upper = factories.upper_unit(province, "Công đoàn xã Suối Mơ")
    base = factories.grassroots(upper, "CĐCS Công ty May Bình Minh", code="MB")
    return SimpleNamespace(
        province=province, upper=upper, base=base,
        sister=factories.grassroots(upper, "CĐCS Trường Tiểu học Hoa Sen", code="HS"),
        leader=factories.person(Role.LEADER, province), drafter=factories.person(Role.DRAFTER, province),
        chair=factories.person(Role.GRASSROOTS, base),
        stranger=factories.person(Role.LEADER, factories.province("Tỉnh khác")),
    )  # fmt: skip


@pytest.fixture
def contest(place):
    made = create_contest(
        owner=place.province, by=place.drafter, name="Tìm hiểu Luật Công đoàn", topic="Luật Công đoàn 2024",
        audience="Đoàn viên", prizes="01 giải Nhất\n02 giải Nhì",
    )  # fmt: skip
    now = timezone.now()
    save_round(
        made, None, by=place.drafter, name="Tuần 1", opens_at=now - dt.timedelta(hours=1),
        closes_at=now + dt.timedelta(days=7), minutes=20, questions_each=EACH,
    )  # fmt: skip
    questions = [
        NewQuestion("single", f"Câu số {n}?", ["Đúng", "Sai", "Chưa rõ"], [0], points=2) for n in range(10)
    ]
    add_questions(
        made, [*questions, NewQuestion("prediction", "Bao nhiêu người đúng hết?")], by=place.drafter
    )
    return made


@pytest.fixture
def running(place, contest):
    """The contest, approved and open."""
    approved = take_step(contest, "approve", by=place.leader)
    return take_step(approved, "open", by=place.drafter)


@pytest.fixture
def round_(running):
    return running.rounds.get()
