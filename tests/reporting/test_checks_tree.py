"""The search over the whole tree finds what the kinds find at each report."""

import datetime as dt
import random
from collections import Counter
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Activity, ActivityType
from reporting.checks import RULES, check_many
from reporting.checks.registry import KINDS
from reporting.checks.selects import SEARCHED
from reporting.checks.tree import Asked, TreeSearch
from reporting.models import Figure, Indicator, Period, PeriodUnit, Submission, Waiver
from reporting.queries.layout import layout_of
from tests.factories import grassroots
from tests.reporting.factories import country, opened, regime
from units.models import Unit

pytestmark = pytest.mark.django_db

# Rules whose break needs figures that a draw seldom gives together; their examples stand in rules.toml.
SELDOM = {
    "negative", "ratio_above_100", "ratio_without_base", "classes_above_total", "stock_without_growth",
    "deaths_without_accidents", "participations_above_possible", "flow_equals_stock",
}  # fmt: skip
SIZES = [0, 1, 2, 9, 10, 11, 40, 100, 101, 150, 151, 3000, 90_000, 5_000_000]


@pytest.fixture
def here():
    return country()


NOTES = ["", "", "", "Chuyển đến 10, chuyển đi 1", "chuyen den 9", "CHUYỂN ĐI 1.000", "Đã kiểm tra"]
STOCKS = ("TC05", "TC06", "TC07", "TC01", "TC03", "TC04", "DB01", "DB02")
TITLES = [
    "Tuyên truyền Luật Công đoàn 2024",
    "Tuyên truyền Luật Công đoàn 2024 tại nhà trọ",
    "Hội thi nấu ăn",
]


def fill(report, chance):
    """Random figures in every box of the form, past the checks at the box."""
    figures = []
    for spec in layout_of(report.form):
        if chance.random() < 0.8:
            state = chance.choice(["value"] * 6 + ["nil", "unknown"])
            # Stocks and what changes them are small, so that some balance.
            sizes = [0, 1, 9, 10, 11] if spec.key[0] in STOCKS and not spec.breakdown else SIZES
            value = Decimal(chance.choice(sizes)) if state == "value" else None
            base = Decimal(chance.choice(SIZES)) if spec.asks_base and value is not None else None
            figures.append(Figure(submission=report, indicator=spec.indicator, breakdown=spec.breakdown, state=state,
                                  value=value, base=base, note=chance.choice(NOTES)))  # fmt: skip
    Figure.objects.bulk_create(figures)
    Submission.objects.filter(pk=report.pk).update(status="accepted", nil_return=chance.random() < 0.2)


def _repeat_some(before, later, chance):
    """Some units copy what they reported before, some add to it."""
    ids = {row.unit_id: row.pk for row in reports_of(before)}
    for row in reports_of(later):
        how = chance.choice(["new", "same", "more"])
        if how != "new":
            for figure in Figure.objects.filter(
                submission=row, indicator__kind="F", breakdown="", state="value"
            ):
                earlier = Figure.objects.filter(
                    submission=ids[row.unit_id], indicator=figure.indicator, breakdown="", state="value"
                ).first()
                if earlier is not None:
                    more = chance.choice([0, 1, 40]) if how == "more" else 0
                    Figure.objects.filter(pk=figure.pk).update(value=earlier.value + more)


def reports_of(period):
    return list(
        Submission.objects.filter(period=period, period_unit__tier=3).select_related(
            "period", "unit", "form", "period_unit__parent__unit"
        )
    )


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.deep)])
def test_search_of_the_tree_finds_what_the_kinds_find(seed):
    chance = random.Random(seed)
    here = country()
    for _more in range(7):
        grassroots(here.uppers[0])
    here.period.regime.periods.exclude(pk=here.period.pk).delete()
    later = opened(here.top, 2027, of=here.period.regime)
    # A quarter that lies inside the period, and one that ended the day before it.
    inside = opened(
        here.top, 2027, of=regime(here.top, code="quy", name="Quý", frequency="quarter", pattern="quarter")
    )
    before = opened(here.top, 2025, of=regime(here.top, code="nam", name="Năm", frequency="year"))
    Period.objects.filter(pk=inside.pk).update(
        starts_on=later.starts_on, ends_on=later.starts_on + dt.timedelta(days=90)
    )
    Period.objects.filter(pk=before.pk).update(ends_on=later.starts_on - dt.timedelta(days=1))
    for report in [r for period in (here.period, inside, before, later) for r in reports_of(period)]:
        fill(report, chance)
    units = [row.unit for row in reports_of(later)]
    for unit in units:
        for day in chance.sample(range(8), 3):
            others = chance.sample(units, 1) if chance.random() < 0.3 else ()
            log(unit, chance.choice(TITLES), later.starts_on + dt.timedelta(days=day), chance, others)
    _repeat_some(before, later, chance)
    cache.clear()
    rows = reports_of(later)
    layouts = {row.form_id: layout_of(row.form) for row in rows}
    told = check_many(rows, layouts)
    expected = {(pk, f.rule, f.key) for pk, found in told.items() for f in found}
    place = PeriodUnit.objects.select_related("period").get(period=later, unit=here.top)
    search = TreeSearch(place, Asked())
    found = {(spot.submission_id, spot.rule, spot.key) for spot in search.spots()}
    assert found == expected
    assert search.counts() == Counter(rule for _pk, rule, _key in found)
    # Nothing agrees because nothing was there to be found.
    assert {rule.code for rule in RULES} - {rule for _pk, rule, _key in found} <= SELDOM


def log(unit, title, on, chance, partners=()):
    kind = ActivityType.objects.get(code=chance.choice(["tuyen_truyen_mieng", "hoi_thi"]))
    made = Activity.objects.create(unit=unit, type=kind, title=title, happened_on=on)
    made.partners.set(partners)


# Code → (figures, figures of the period before), each with one that keeps the rule beside one that breaks it.
PLAIN: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "stock_without_growth": ({"DB01": 3, "DB02": 1}, {"DB01": 1}),
    "flow_equals_stock": ({"TC06": 120, "TC05": 120}, {"TC05": 100}),
    "deaths_without_accidents": ({"LD19": 1, "LD18": 0}, {}),
    "classes_above_total": ({"TC17": 4, "TC18": 4, "TC19": 3, "TC01": 10}, {}),
    "members_identity": ({"TC05": 108, "TC06": 10, "TC07": 1}, {"TC05": 100}),
    "repeated_value": ({"TT02": 450}, {"TT02": 450}),
}


@pytest.mark.parametrize("rule", PLAIN)
def test_rules_that_a_draw_seldom_breaks_are_found_too(here, rule):
    now, then = PLAIN[rule]
    before = opened(here.top, 2025, of=regime(here.top, code="nam", name="Năm", frequency="year"))
    Period.objects.filter(pk=before.pk).update(ends_on=here.period.starts_on - dt.timedelta(days=1))
    for unit in here.bases[:2]:
        put(Submission.objects.get(period=before, unit=unit), **then)
    Submission.objects.filter(period=before).update(status="accepted")
    put(here.report(here.bases[0]), **now)
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.top)
    (report,) = (one for one in reports_of(here.period) if one.status == "submitted")
    told = {
        f.key
        for f in check_many([report], {report.form_id: layout_of(report.form)})[report.pk]
        if f.rule == rule
    }
    assert told and {spot.key for spot in TreeSearch(place, Asked(rule=rule)).spots()} == told


def test_transfers_told_in_a_note_are_read_over_the_tree(here):
    before = opened(here.top, 2025, of=regime(here.top, code="nam", name="Năm", frequency="year"))
    Period.objects.filter(pk=before.pk).update(ends_on=here.period.starts_on - dt.timedelta(days=1))
    for unit in here.bases:
        put(Submission.objects.get(period=before, unit=unit), TC05=100)
        put(here.report(unit), TC05=116, TC06=10, TC07=1)
    Submission.objects.filter(period=before).update(status="accepted")
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.top)
    assert TreeSearch(place, Asked(rule="members_identity")).counts() == {"members_identity": 3}
    mine = Figure.objects.filter(submission__period=here.period, indicator__code="TC05")
    mine.filter(submission__unit=here.bases[0]).update(note="CHUYỂN ĐẾN 10 từ Minh Long, chuyển đi 3")
    mine.filter(submission__unit=here.bases[1]).update(note="chuyển đến 4")
    found = TreeSearch(place, Asked(rule="members_identity")).spots()
    assert {spot.submission_id for spot in found} == {here.report(unit).pk for unit in here.bases[1:]}


def test_event_that_two_units_logged_is_found_over_the_tree(here):
    kind = ActivityType.objects.get(code="tuyen_truyen_mieng")
    day = here.period.starts_on + dt.timedelta(days=40)
    for unit in here.bases:
        Activity.objects.create(
            unit=unit, type=kind, title="Tuyên truyền Luật Công đoàn 2024", happened_on=day
        )
        put(here.report(unit), TT01=2)
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.top)
    found = TreeSearch(place, Asked(rule="joint_event_twice")).spots()
    # The third stands under another upper union.
    assert {spot.submission_id for spot in found} == {here.report(unit).pk for unit in here.bases[:2]}
    Figure.objects.filter(submission=here.report(here.bases[0])).delete()
    found = TreeSearch(place, Asked(rule="joint_event_twice")).spots()
    assert {spot.submission_id for spot in found} == {here.report(here.bases[1]).pk}


def test_search_costs_the_same_for_two_and_for_thirty_units(here):
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.top)
    costs = []
    for size in (2, 30):
        for unit in here.bases[:2] if size == 2 else [grassroots(here.uppers[0]) for _n in range(28)]:
            _logged(here, unit)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            search = TreeSearch(place, Asked())
            assert search.counts()["joint_event_twice"] == size
            assert len(search.spots(most=50)) >= size
        costs.append(len(asked))
    assert costs[0] == costs[1]


def _logged(here, unit):
    """A sent report of a unit that logged the event all others logged too."""
    if not Submission.objects.filter(unit=unit, period=here.period).exists():
        like = here.report(here.bases[0]).period_unit
        parent = PeriodUnit.objects.get(period=here.period, unit=here.uppers[0])
        at = PeriodUnit.objects.create(
            period=here.period, unit=unit, parent=parent, path=unit.path, depth=unit.depth, tier=3, kind_code=unit.kind_id,
            name=unit.name, sort_key=unit.sort_key, form=like.form,
        )  # fmt: skip
        Submission.objects.create(period_unit=at, period=here.period, unit=unit, form=at.form)
    day = here.period.starts_on + dt.timedelta(days=40)
    kind = ActivityType.objects.get(code="tuyen_truyen_mieng")
    Activity.objects.create(unit=unit, type=kind, title="Tuyên truyền Luật Công đoàn 2024", happened_on=day)
    put(Submission.objects.get(unit=unit, period=here.period), TT01=2, TC15=1, TC16=2)


def test_every_kind_of_rule_is_searched():
    assert set(SEARCHED) == set(KINDS)


def put(report, **values):
    for code, value in values.items():
        Figure.objects.create(submission=report, indicator=Indicator.objects.get(code=code), value=value)
    Submission.objects.filter(pk=report.pk).update(status="submitted")


def test_only_sent_reports_below_the_place_are_searched(here):
    for at, unit in enumerate(here.bases):
        put(here.report(unit), TC15=1, TC16=2 + at)
    Submission.objects.filter(unit=here.bases[1], period=here.period).update(status="draft")
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.uppers[0])
    assert TreeSearch(place, Asked()).counts() == {"above_its_bound": 1}
    assert TreeSearch(place, Asked(severity="error")).counts() == {}
    assert TreeSearch(place, Asked(search=Unit.objects.get(pk=here.bases[0].pk).code)).counts() == {
        "above_its_bound": 1
    }
    report = here.report(here.bases[0])
    Waiver.objects.create(submission=report, rule="above_its_bound", indicator=Indicator.objects.get(code="TC16"),
                          reason="Giới thiệu năm trước", asked_by=here.chair)  # fmt: skip
    assert TreeSearch(place, Asked(unexplained=True)).counts() == {}


def test_page_words_the_boxes_of_one_page_and_exports_all(here, client, django_assert_max_num_queries):
    for unit in here.bases:
        put(here.report(unit), TC15=1, TC16=2)
    client.force_login(here.admin)
    address = reverse("reporting:tree_checks", args=[here.period.pk])
    with django_assert_max_num_queries(40) as asked:
        shown = client.get(address).content.decode()
    assert sum("AS MATERIALIZED" in one["sql"] for one in asked.captured_queries) == 1
    assert "<strong>3</strong> kết quả" in client.get(address, {"page": "9" * 12}).content.decode()
    assert "Đoàn viên được kết nạp Đảng<span" in shown
    assert "<strong>3</strong> kết quả" in shown and "kết nạp Đảng thường đi sau giới thiệu" in shown
    assert "<strong>0</strong> kết quả" in client.get(address, {"qt": "jump"}).content.decode()
    assert client.get(reverse("reporting:tree_checks_export", args=[here.period.pk])).status_code == 200
