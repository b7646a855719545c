"""A province that launched a movement: two communes, five grassroots unions, people at each."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns.emulation.services import (
    create_criteria,
    create_movement,
    take_criteria_step,
    take_step,
)
from tests import factories
from units.models import Role


@pytest.fixture
def place(db):
    province = factories.province()
    upper = factories.upper_unit(province, "Công đoàn xã Suối Mơ")
    other = factories.upper_unit(province, "Công đoàn xã Đồi Thông")
    units = [
        factories.grassroots(upper, f"CĐCS Công ty May số {n}", code=f"M{n}", member_count=100 * n)
        for n in (1, 2, 3)
    ]
    return SimpleNamespace(
        province=province, upper=upper, other=other, base=units[0], second=units[1], third=units[2],
        far=factories.grassroots(other, "CĐCS Nhà máy Gạch Phú An", code="G1", member_count=50),
        leader=factories.person(Role.LEADER, province), drafter=factories.person(Role.DRAFTER, province),
        officer=factories.person(Role.UPPER_UNIT, upper, "Vũ Thị Theo"),
        chairs=[factories.person(Role.GRASSROOTS, unit) for unit in units],
        member=factories.person(Role.MEMBER, units[0]),
        stranger=factories.person(Role.LEADER, factories.province("Tỉnh khác")),
    )  # fmt: skip


@pytest.fixture
def criteria(place):
    made = create_criteria(owner=place.province, name="Tiêu chí CĐCS", year=2026, by=place.drafter)
    return take_criteria_step(made, "issue", by=place.leader)


@pytest.fixture
def movement(place, criteria):
    """Launched, with time to register."""
    today = timezone.localdate()
    made = create_movement(
        owner=place.province, by=place.drafter, name="Lao động giỏi, lao động sáng tạo", slogan="Mỗi ngày một việc tốt",
        content="Thi đua lao động giỏi.", kind="hang_nam", year=2026, campaign=None, plan=None, criteria=criteria,
        pledge="Quyết tâm.", starts_on=today, ends_on=today + dt.timedelta(days=300),
        register_until=today + dt.timedelta(days=30), score_until=today + dt.timedelta(days=200),
    )  # fmt: skip
    return take_step(made, "launch", by=place.leader)
