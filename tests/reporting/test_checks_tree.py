"""The search over the whole tree finds what the kinds find at each report."""

import random
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse

from reporting.checks import RULES, check_many
from reporting.checks.tree import SEARCHED, Asked, count_spots, find_spots
from reporting.models import Figure, Indicator, PeriodUnit, Submission, Waiver
from reporting.queries.layout import layout_of
from tests.factories import grassroots
from tests.reporting.factories import country, opened
from units.models import Unit

pytestmark = pytest.mark.django_db

SIZES = [0, 1, 2, 9, 10, 11, 40, 100, 101, 150, 151, 3000, 90_000, 5_000_000]


@pytest.fixture
def here():
    return country()


def fill(report, chance):
    """Random figures in every box of the form, past the checks at the box."""
    figures = []
    for spec in layout_of(report.form):
        if chance.random() < 0.8:
            state = chance.choice(["value"] * 6 + ["nil", "unknown"])
            value = Decimal(chance.choice(SIZES)) if state == "value" else None
            base = Decimal(chance.choice(SIZES)) if spec.asks_base and value is not None else None
            figures.append(Figure(submission=report, indicator=spec.indicator, breakdown=spec.breakdown, state=state,
                                  value=value, base=base))  # fmt: skip
    Figure.objects.bulk_create(figures)
    Submission.objects.filter(pk=report.pk).update(status="accepted", nil_return=chance.random() < 0.2)


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
    for report in [*reports_of(here.period), *reports_of(later)]:
        fill(report, chance)
    cache.clear()
    rows = reports_of(later)
    layouts = {row.form_id: layout_of(row.form) for row in rows}
    told = check_many(rows, layouts)
    kinds = {rule.code for rule in RULES if rule.kind in SEARCHED}
    expected = {(pk, f.rule, f.key) for pk, found in told.items() for f in found if f.rule in kinds}
    place = PeriodUnit.objects.select_related("period").get(period=later, unit=here.top)
    found = {(spot.submission_id, spot.rule, spot.key) for spot in find_spots(place, Asked())}
    assert found == expected
    assert {rule for _pk, rule, _key in found} >= {
        "jump",
        "thousand_fold",
        "above_its_bound",
        "parts_make_total",
        "outlier",
    }


def put(report, **values):
    for code, value in values.items():
        Figure.objects.create(submission=report, indicator=Indicator.objects.get(code=code), value=value)
    Submission.objects.filter(pk=report.pk).update(status="submitted")


def test_only_sent_reports_below_the_place_are_searched(here):
    for at, unit in enumerate(here.bases):
        put(here.report(unit), TC15=1, TC16=2 + at)
    Submission.objects.filter(unit=here.bases[1], period=here.period).update(status="draft")
    place = PeriodUnit.objects.select_related("period").get(period=here.period, unit=here.uppers[0])
    assert count_spots(place, Asked()) == {"above_its_bound": 1}
    assert count_spots(place, Asked(severity="error")) == {}
    assert count_spots(place, Asked(search=Unit.objects.get(pk=here.bases[0].pk).code)) == {
        "above_its_bound": 1
    }
    report = here.report(here.bases[0])
    Waiver.objects.create(submission=report, rule="above_its_bound", indicator=Indicator.objects.get(code="TC16"),
                          reason="Giới thiệu năm trước", asked_by=here.chair)  # fmt: skip
    assert count_spots(place, Asked(unexplained=True)) == {}


def test_page_words_the_boxes_of_one_page_and_exports_all(here, client, django_assert_max_num_queries):
    for unit in here.bases:
        put(here.report(unit), TC15=1, TC16=2)
    client.force_login(here.admin)
    address = reverse("reporting:tree_checks", args=[here.period.pk])
    with django_assert_max_num_queries(40):
        shown = client.get(address).content.decode()
    assert "<strong>3</strong> kết quả" in shown and "kết nạp Đảng thường đi sau giới thiệu" in shown
    assert "<strong>0</strong> kết quả" in client.get(address, {"qt": "jump"}).content.decode()
    assert client.get(reverse("reporting:tree_checks_export", args=[here.period.pk])).status_code == 200
