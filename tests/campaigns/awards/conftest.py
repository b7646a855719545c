"""The people and units of the campaigns' tests, and a line for the register."""

import datetime as dt

import pytest

from campaigns.awards.models import AwardTitle
from campaigns.awards.services import NewAward
from tests.campaigns.conftest import world  # noqa: F401

DAY = dt.date(2025, 12, 20)


@pytest.fixture
def new(world):  # noqa: F811
    """A line for the register: bằng khen of the province to the grassroots union, but for what is said otherwise."""

    def made(title="bang_khen", **values):
        start = {
            "unit": world.base,
            "year": 2025,
            "issuer": world.province,
            "decision_number": "125/QĐ-LĐLĐ",
            "decided_on": DAY,
        }
        return NewAward(title=AwardTitle.objects.get(pk=title), **{**start, **values})

    return made
