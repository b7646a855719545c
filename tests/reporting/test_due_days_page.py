"""The page where a period gets other due days: a whole tier, or some units by their codes."""

import datetime as dt

import pytest
from django.urls import reverse

from reporting.models import PeriodUnit
from tests.reporting.factories import country
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


def post(client, here, **given):
    client.force_login(given.pop("by", here.admin))
    url = reverse("reporting:period_due_days", args=[here.period.pk])
    return client.post(
        url, {"whose": "3", "codes": "", "on": "20/06/2026", "note": "Công văn 12/LĐLĐ", **given}
    )


def due(here, unit):
    return PeriodUnit.objects.get(period=here.period, unit=unit).due_on


def test_tier_gets_the_day_and_the_others_keep_theirs(client, here):
    before = due(here, here.uppers[0])
    assert post(client, here).status_code == 302
    assert {due(here, unit) for unit in here.bases} == {dt.date(2026, 6, 20)}
    assert due(here, here.uppers[0]) == before
    assert AuditEntry.objects.latest("pk").after["note"] == "Công văn 12/LĐLĐ"


def test_only_the_units_with_the_codes_get_the_day(client, here):
    before = due(here, here.bases[1])
    post(client, here, whose="mot-so", codes=f"{here.bases[0].code}, {here.uppers[1].code}")
    assert due(here, here.bases[0]) == due(here, here.uppers[1]) == dt.date(2026, 6, 20)
    assert due(here, here.bases[1]) == before


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"whose": "mot-so"}, "codes", "ít nhất một mã"),
        ({"whose": "mot-so", "codes": "KHONG-CO"}, "codes", "KHONG-CO"),
        ({"on": "30/05/2026"}, "on", "trước ngày chốt"),
        ({"on": "hôm nay"}, "on", "Ngày"),
        ({"note": ""}, "note", "Hãy điền"),
        ({"whose": "9"}, "whose", ""),
    ],
)
def test_wrong_entry_is_said_at_its_field(client, here, given, field, words):
    before = {unit.pk: due(here, unit) for unit in here.bases}
    answer = post(client, here, **given)
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert {unit.pk: due(here, unit) for unit in here.bases} == before


def test_upper_unit_does_not_change_the_days_of_the_province(client, here):
    assert post(client, here, by=here.officer).status_code == 403
