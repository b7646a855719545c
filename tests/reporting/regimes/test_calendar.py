"""Due days on working days, periods of the patterns."""

import datetime as dt
from itertools import pairwise

import pytest
from django.urls import reverse

from reporting.catalogue import load
from reporting.models import Holiday, Regime
from reporting.regimes.calendar import working_days
from reporting.regimes.patterns import dates_of, name_of, patterns
from reporting.regimes.reminding import report_lines
from reporting.regimes.services.regimes import remove_holiday
from reporting.services import PeriodError, create_period
from reporting.services.due_days import set_due_day
from tests.factories import province
from tests.reporting.factories import country, day, opened, regime
from units.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("counted", "becomes", "why"),
    [
        ("5/6/2026", "5/6/2026", ""),
        ("5/6/2027", "7/6/2027", "thứ Bảy"),
        ("16/2/2026", "23/2/2026", "Tết Âm lịch"),
        ("30/4/2028", "3/5/2028", "Ngày Chiến thắng"),
        ("22/8/2026", "22/8/2026", ""),  # a Saturday worked in exchange
    ],
)
def test_due_day_moves_to_the_next_working_day_and_says_why(counted, becomes, why):
    load()
    (moved,) = working_days([day(counted)])
    assert moved.day == day(becomes)
    assert why in moved.why and bool(moved.words) == bool(why)


def test_loading_again_adds_what_is_new_and_keeps_the_days_edited_by_hand():
    load()
    Holiday.objects.filter(day=day("1/1/2026")).update(off=False)
    Holiday.objects.filter(day=day("24/11/2026")).delete()  # a portal filled before that day was declared off
    remove_holiday(Holiday.objects.get(day=day("2/1/2026")), by=User.objects.create_superuser("quan-tri"))
    assert (load().new_days_off, load().new_days_off) == (1, 0)
    assert Holiday.objects.get(day=day("24/11/2026")).off
    assert not Holiday.objects.filter(day=day("2/1/2026")).exists()
    assert not Holiday.objects.get(day=day("1/1/2026")).off


def test_every_pattern_has_dates_in_order_that_meet_without_a_gap():
    for code, pattern in patterns().items():
        one = Regime(
            pattern=code, start_month_day=pattern.parts[0].start, cutoff_month_day=pattern.parts[0].cutoff
        )
        spans = [dates_of(one, 2028, part.number) for part in pattern.parts]
        assert all(start < end for start, end in spans)
        assert all((b[0] - a[1]).days == 1 for a, b in pairwise(spans)), code


def test_quarters_of_a_year_are_periods_of_their_own():
    top = province()
    quarters = regime(top, pattern="state_quarter")
    first, second = (create_period(quarters, year=2026, part=part, by=None) for part in (1, 2))
    assert (first.starts_on, first.ends_on) == (day("15/12/2025"), day("14/3/2026"))
    assert second.name == name_of(quarters, 2026, 2) == "Báo cáo quý II năm 2026"
    assert create_period(quarters, year=2027, part=2, by=None).previous == second
    with pytest.raises(PeriodError, match="một năm có 4 kỳ"):
        create_period(quarters, year=2026, part=5, by=None)


def test_place_of_an_opened_period_is_due_on_a_working_day():
    top = province()
    of = regime(top)
    Holiday.objects.create(day=day("15/6/2026"), name="Nghỉ bù", off=True)
    assert opened(top, of=of).places.get().due_on == day("16/6/2026")


def test_unit_reads_why_its_due_day_moved(client):
    here = country()
    holiday = Holiday.objects.create(day=day("5/6/2028"), name="Nghỉ bù", off=True)
    period = opened(here.top, 2028, of=here.period.regime)
    place = period.places.get(unit=here.bases[0])
    assert place.due_why == f"Ngày 05/06/2028 là ngày nghỉ ({holiday.name}): chuyển sang thứ Ba 06/06/2028."
    report = place.submission
    client.force_login(here.chair)
    for page in (
        reverse("reporting:submission_edit", args=[report.pk]),
        reverse("reporting:submission_detail", args=[report.pk]),
        f"{reverse('reporting:period_detail', args=[period.pk])}?noi={place.pk}",
    ):
        assert place.due_why in client.get(page).content.decode(), page
    today = place.due_on - dt.timedelta(days=3)
    (line,) = [one for one in report_lines(here.chair, today) if one.due_on == place.due_on]
    assert place.due_why in line.source
    # A day of its own says its own reason.
    set_due_day(period, [place], on=day("20/6/2028"), by=None, note="Công văn số 9/LĐLĐ")
    place.refresh_from_db()
    assert place.due_why == "Hạn được đổi riêng: Công văn số 9/LĐLĐ"
