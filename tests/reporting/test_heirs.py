"""The report of a merged unit: its main successor enters and sends it, sees it, and hears of its day."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workflow import StepRefused
from plans.assignments.reminding import lines_for, people_to_remind
from reporting.models import PeriodUnit, Submission
from reporting.models import SubmissionStatus as S
from reporting.services import take_step
from tests.factories import person
from tests.reporting.factories import WHOLE, country, enter, opened, sent
from units.models import Role
from units.succession.queries import heir_of
from units.succession.services import succeed_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    found = country()
    found.heir = person(Role.GRASSROOTS, found.bases[1])
    return found


def merged(here, into=None):
    old = here.bases[0]
    shares = into or {here.bases[1]: Decimal(1)}
    succeed_unit(old, into=shares, on=timezone.localdate(), decision="QĐ 12")
    old.refresh_from_db()
    return here.report(old)


def test_successor_enters_sends_and_mends_the_report_of_the_merged_unit(here):
    enter(here.report(here.bases[0]), here.chair, {("LD01", ""): "120"})
    report = merged(here)
    assert sent(report, here.heir).status == S.SUBMITTED
    take_step(here.report(here.bases[0]), "return", by=here.officer, note="Xem lại số lao động")
    sent(here.report(here.bases[0]), here.heir, {("LD01", ""): "121"})
    done = take_step(here.report(here.bases[0]), "accept", by=here.officer)
    # Counted once, at the place the unit had when the period was opened.
    assert done.status == S.ACCEPTED and done.period_unit.unit == here.bases[0]


def test_before_the_merger_nobody_else_touches_the_report(here):
    report = here.report(here.bases[0])
    assert report not in Submission.objects.visible_to(here.heir)
    with pytest.raises(StepRefused, match="chính đơn vị"):
        enter(report, here.heir, WHOLE)


def test_only_the_main_part_of_a_split_enters_the_report(here):
    small = person(Role.GRASSROOTS, here.bases[2])
    report = merged(here, {here.bases[1]: Decimal("0.7"), here.bases[2]: Decimal("0.3")})
    with pytest.raises(StepRefused, match=here.bases[1].name):
        enter(report, small, WHOLE)
    assert report not in Submission.objects.visible_to(small)
    assert report in Submission.objects.visible_to(here.heir)


def test_a_successor_that_ended_too_hands_the_report_on(here):
    merged(here)
    succeed_unit(here.bases[1], into={here.bases[2]: Decimal(1)}, on=timezone.localdate())
    last = person(Role.GRASSROOTS, here.bases[2])
    report = here.report(here.bases[0])
    assert heir_of(report.unit) == here.bases[2]
    assert report in Submission.objects.visible_to(last)
    with pytest.raises(StepRefused, match=here.bases[2].name):
        enter(report, here.heir, WHOLE)
    assert sent(report, last).status == S.SUBMITTED


def test_successor_finds_the_report_on_its_pages_and_in_its_letter(client, here):
    report = merged(here)
    client.force_login(here.heir)
    address = reverse("reporting:submission_edit", args=[report.pk])
    assert address in client.get("/").content.decode()
    assert client.get(address).status_code == 200
    assert here.bases[0].name in client.get(reverse("reporting:period_list")).content.decode()
    page = client.get(reverse("reporting:submission_detail", args=[report.pk])).content.decode()
    assert f"{here.bases[1].name} (đơn vị kế thừa)" in page
    today = timezone.localdate()
    PeriodUnit.objects.filter(unit=here.bases[0]).update(due_on=today + dt.timedelta(days=3))
    PeriodUnit.objects.exclude(unit=here.bases[0]).update(due_on=today + dt.timedelta(days=90))
    assert here.heir.pk in people_to_remind(today)
    assert here.bases[0].name in str(list(lines_for(here.heir, today)))


def test_a_period_opened_later_asks_only_the_successor(here):
    merged(here)
    later = opened(here.top, 2027, of=here.period.regime)
    assert not later.places.filter(unit=here.bases[0]).exists()
