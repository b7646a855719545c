"""A province, two communes, three grassroots unions, and the people who work there."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from campaigns import catalogue
from campaigns.models import Campaign
from campaigns.services import create_campaign, open_campaign
from documents.models import SENT
from plans.models import Plan, Slogan, Task
from tests import factories
from units.models import Role

TODAY = timezone.localdate


@pytest.fixture
def world(db):
    catalogue.load()
    province = factories.province()
    upper = factories.upper_unit(province, "Công đoàn xã Suối Mơ")
    other_upper = factories.upper_unit(province, "Công đoàn xã Đồi Thông")
    base = factories.grassroots(upper, "CĐCS Công ty May Bình Minh")
    sister = factories.grassroots(upper, "CĐCS Trường Tiểu học Hoa Sen")
    foreign = factories.grassroots(other_upper, "CĐCS Nhà máy Gạch Phú An")
    return SimpleNamespace(
        province=province, upper=upper, other_upper=other_upper, base=base, sister=sister, foreign=foreign,
        leader=factories.person(Role.LEADER, province, "Trần Thị Chủ"),
        drafter=factories.person(Role.DRAFTER, province, "Lê Văn Soạn"),
        registry=factories.person(Role.REGISTRY, province, "Phạm Văn Thư"),
        upper_officer=factories.person(Role.UPPER_UNIT, upper, "Vũ Thị Theo"),
        chair=factories.person(Role.GRASSROOTS, base, "Nguyễn Thị Hoa"),
        sister_chair=factories.person(Role.GRASSROOTS, sister, "Đỗ Văn Nam"),
        member=factories.person(Role.MEMBER, base, "Bùi Văn Viên"),
        stranger=factories.person(Role.GRASSROOTS, foreign, "Hoàng Thị Xa"),
    )  # fmt: skip


def make_plan(issuer, status="issued", **fields):
    issued = {"number": 5, "issued_on": TODAY()} if status in SENT else {}
    return Plan.objects.create(
        type="KH", issuer=issuer, symbol="KH-LĐLĐ", abstract="Tuyên truyền pháp luật lao động", place_name="Mẫu Sơn",
        status=status, **issued, **fields,
    )  # fmt: skip


@pytest.fixture
def plan(world):
    plan = make_plan(world.province)
    Slogan.objects.create(
        plan=plan, block_id="b1", text="Hiểu luật để làm đúng, làm đúng để bền lâu", order=1
    )
    Slogan.objects.create(plan=plan, block_id="b2", text="Mỗi đoàn viên là một tuyên truyền viên", order=2)
    return plan


@pytest.fixture
def task(plan):
    return Task.objects.create(plan=plan, block_id="b3", text="Tổ chức nói chuyện chuyên đề tại nơi làm việc")


@pytest.fixture
def campaign(world, plan) -> Campaign:
    today = TODAY()
    made = create_campaign(
        owner=world.province, name="Tháng pháp luật lao động", theme="Hiểu luật, làm đúng",
        starts_on=today - dt.timedelta(days=20), ends_on=today + dt.timedelta(days=20), plans=[plan], by=world.drafter,
    )  # fmt: skip
    return open_campaign(made, by=world.leader)


@pytest.fixture
def logging(world):
    """Arguments of an ordinary log_activity call."""
    return {
        "unit": world.base, "by": world.chair, "type": "tuyen_truyen_mieng", "title": "Nói chuyện về hợp đồng lao động",
        "happened_on": TODAY() - dt.timedelta(days=1),
    }  # fmt: skip
