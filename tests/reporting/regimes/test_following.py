"""Units freed from a period, reminders, the page that follows a period."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from core.workflow import IllegalStep
from plans.assignments.reminding import lines_for, people_to_remind
from reporting.models import Exemption, PeriodUnit, ReportReminder
from reporting.queries import periods as queries
from reporting.queries.periods import completeness
from reporting.regimes import follow
from reporting.regimes.reminding import rings
from reporting.regimes.services.exempting import end_exemption, exempt_units
from reporting.regimes.services.reminding import Reminded, remind_late
from reporting.services import PeriodError
from tests.factories import grassroots, person
from tests.reporting.factories import WHOLE, country, enter, opened, sent
from units.models import Department, Role, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    """Every report is due today; the clock is moved by moving due days."""
    found = country()
    due_in(found, 0)
    return found


def due_in(here, days):
    PeriodUnit.objects.filter(period=here.period).update(
        due_on=timezone.localdate() + dt.timedelta(days=days)
    )


def place_of(here, unit):
    return PeriodUnit.objects.select_related("period__regime", "unit").get(period=here.period, unit=unit)


def free(here, unit):
    places = [place_of(here, unit)]
    return exempt_units(
        here.period, places, reason="Mới thành lập", decided_by="Ban Thường vụ", by=here.admin
    )


# --- exemptions


def test_exempted_unit_leaves_n_and_is_not_missing(here):
    due_in(here, -5)
    assert free(here, here.bases[0]) == 1
    counts = completeness(place_of(here, here.top))
    assert (counts.obliged, counts.missing, counts.overdue, counts.exempted) == (4, 4, 4, 1)
    freed = queries.units_behind(place_of(here, here.top), state="exempt")
    assert [row.unit for row in freed] == [here.bases[0]]


def test_exempted_unit_enters_nothing_until_the_exemption_ends(here):
    free(here, here.bases[0])
    with pytest.raises(IllegalStep, match="được miễn"):
        enter(here.report(here.bases[0]), here.chair, WHOLE)
    end_exemption(Exemption.objects.select_related("place__period").get(), by=here.admin)
    assert sent(here.report(here.bases[0]), here.chair).status == "submitted"


def test_unit_that_has_sent_is_not_exempted(here):
    sent(here.report(here.bases[0]), here.chair)
    with pytest.raises(PeriodError, match="Đã gửi"):
        free(here, here.bases[0])
    assert not Exemption.objects.exists()


def test_only_who_runs_the_period_exempts(here):
    places = [place_of(here, here.bases[0])]
    with pytest.raises(PermissionDenied):
        exempt_units(here.period, places, reason="a", decided_by="b", by=here.officer)


# --- reminders


@pytest.mark.parametrize(
    ("days", "rung"),
    [(8, False), (7, True), (4, False), (3, True), (1, True), (0, True), (-1, True), (-2, False), (-3, True), (-7, True),
     (-8, False), (-14, True)],
)  # fmt: skip
def test_ladder(days, rung):
    today = dt.date(2026, 6, 10)
    assert rings(today + dt.timedelta(days=days), today) is rung


def test_late_unit_and_its_upper_officer_hear_of_it_in_the_daily_letter(here):
    due_in(here, -3)
    today = timezone.localdate()
    assert {here.chair.pk, here.officer.pk} <= people_to_remind(today)
    (own,) = lines_for(here.chair, today)
    assert "Gửi báo cáo" in own.text and own.section == "Quá hạn"
    assert any("2 đơn vị quá hạn" in line.text for line in lines_for(here.officer, today))


def test_list_of_late_units_goes_to_the_department_of_the_regime(here):
    due_in(here, -3)
    department = Department.objects.create(unit=here.top, name="Ban Tuyên giáo – Nữ công")
    there = person(Role.UPPER_UNIT, here.top)
    Seat.objects.filter(user=there).update(department=department)
    regime = here.period.regime
    regime.department = department
    regime.save()
    below = [line for line in lines_for(there, timezone.localdate()) if "đơn vị quá hạn" in line.text]
    assert below
    assert not [line for line in lines_for(here.admin, timezone.localdate()) if "đơn vị quá hạn" in line.text]
    own = [line for line in lines_for(here.officer, timezone.localdate()) if "Gửi báo cáo" in line.text]
    assert "qua Ban Tuyên giáo – Nữ công" in own[0].source


def test_reminder_by_hand_rings_and_comes_once_a_day(here):
    due_in(here, -2)  # no step of the ladder
    assert lines_for(here.chair, timezone.localdate()) == []
    place = place_of(here, here.uppers[0])
    assert remind_late(place, by=here.officer, note="Gấp") == Reminded(2, 0)
    assert remind_late(place, by=here.officer) == Reminded(0, 2)
    (line,) = lines_for(here.chair, timezone.localdate())
    assert "cấp trên nhắc: Gấp" in line.text


def test_nobody_reminds_units_of_another_branch(here):
    due_in(here, -2)
    with pytest.raises(PermissionDenied):
        remind_late(place_of(here, here.uppers[1]), by=here.officer)
    other = here.report(here.bases[2]).pk
    assert remind_late(place_of(here, here.uppers[0]), by=here.officer, only=[other]) == Reminded(0, 0)


# --- the page


def test_late_units_are_listed_with_how_often_they_were_late(here):
    due_in(here, -10)
    sent(here.report(here.bases[1]), person(Role.GRASSROOTS, here.bases[1]))
    later = opened(here.top, here.period.year + 1, of=here.period.regime)
    later.places.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    place = PeriodUnit.objects.select_related("period__regime").get(period=later, unit=here.top)
    rows = {row.unit_id: row.late_before for row in follow.late_units(place, order="hay-cham")}
    assert rows[here.bases[0].pk] == 1 and len(rows) == 5
    this, before = follow.last_periods(here.admin, place)
    assert (this.obliged, this.missing, before.late, before.missing) == (5, 5, 1, 4)


def test_curve_climbs_to_what_was_sent(here):
    sent(here.report(here.bases[0]), here.chair)
    place = place_of(here, here.uppers[0])
    curve = follow.curve_of(place, completeness(place), follow.days_of(place))
    middle = follow.TOP + (follow.HEIGHT - follow.TOP - follow.BOTTOM) / 2
    assert curve.sent.endswith(f",{middle:.1f}")


def test_page_asks_the_database_as_often_for_more_units(client, here, django_assert_max_num_queries):
    due_in(here, -2)
    client.force_login(here.admin)
    address = reverse("reporting:period_follow", args=[here.period.pk])
    with django_assert_max_num_queries(60) as few:
        assert client.get(address).status_code == 200
    for unit in [grassroots(here.uppers[0]) for _n in range(10)]:
        grassroots(unit)
    later = opened(here.top, here.period.year - 1, of=here.period.regime)
    later.places.update(due_on=timezone.localdate() - dt.timedelta(days=2))
    with django_assert_max_num_queries(len(few) + 1):
        assert client.get(reverse("reporting:period_follow", args=[later.pk])).status_code == 200


def test_ticked_units_are_reminded_and_everything_is_exported(client, here):
    due_in(here, -2)
    client.force_login(here.officer)
    place = place_of(here, here.uppers[0])
    client.post(
        reverse("reporting:period_remind", args=[here.period.pk]),
        {"noi": place.pk, "report": [here.report(here.bases[0]).pk]},
    )
    assert ReportReminder.objects.get().submission == here.report(here.bases[0])
    file = client.get(reverse("reporting:period_follow_export", args=[here.period.pk]))
    assert file.content[:2] == b"PK"
