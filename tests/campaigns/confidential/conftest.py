"""A province, a commune and a company; who answers there, and an officer nobody named."""

from types import SimpleNamespace

import pytest

from campaigns import catalogue
from campaigns.opinions.models import OpinionTopic
from tests import factories
from units.models import Role, Seat


@pytest.fixture
def place(db):
    catalogue.load()
    province = factories.province()
    upper = factories.upper_unit(province)
    base = factories.grassroots(upper)
    officer = factories.person(Role.UPPER_UNIT, upper, "Vũ Thị Theo")
    return SimpleNamespace(
        province=province, upper=upper, base=base, chair=factories.person(Role.GRASSROOTS, base, "Nguyễn Thị Hoa"),
        member=factories.person(Role.MEMBER, base, "Bùi Văn Viên"), head=factories.person(Role.LEADER, province, "Trần Ánh"),
        leader=factories.person(Role.LEADER, upper, "Lê Văn Dẫn"), officer=officer,
        officer_seat=Seat.objects.get(user=officer), topic=OpinionTopic.objects.get(pk="bua_an_ca"),
    )  # fmt: skip
