"""How far targets are reached: from accepted figures, from evidence, in words, and frozen for a review."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Activity, ActivityType
from core.workflow import StepRefused
from documents.evidence import read_link
from documents.models import Delivery, Status
from plans.models import Allotment, Plan, Target, Task
from plans.services import create_plan
from reporting.models import PeriodUnit, ReviewLine, TargetEntry
from reporting.report.figures import figures_of
from reporting.report.targets import target_rows
from reporting.rollups import freeze_totals
from reporting.schedule import follow_targets
from reporting.services import create_period, open_period
from reporting.targets.progress import periods_of, progress_lines, read_figures
from reporting.targets.services import freeze_review, tally_target, tell_progress
from reporting.targets.standings import chart_of
from reporting.targets.states import state_of, time_gone
from reporting.targets.tallies import likely_count
from tests.factories import person
from tests.reporting.factories import accepted, country, regime
from units.models import Role


def target(value=100, **more):
    return Target(**{"value": Decimal(value), "unit_of_measure": "người", "comparator": "gte"} | more)


@pytest.mark.parametrize(
    ("asked", "achieved", "gone", "said"),
    [
        (target(), 101, 50, "vượt"),
        (target(), 100, 50, "đạt"),
        (target(), 90, 99, "gần đạt"),
        (target(), 30, 50, "đang thực hiện"),
        (target(), 29, 50, "chậm"),
        (target(), 89, 100, "chậm"),
        (target(unit_of_measure="%"), 29, 50, "đang thực hiện"),
        (target(unit_of_measure="%"), 29, 100, "chậm"),
        (target(comparator="lte"), 101, 50, "đang thực hiện"),
        (target(), None, 50, "chưa có số liệu"),
    ],
)
def test_words_for_a_figure(asked, achieved, gone, said):
    figure = None if achieved is None else Decimal(achieved)
    assert state_of(asked, figure, asked.aim(), gone=Decimal(gone)) == said


def test_time_of_a_yearly_target_follows_the_statistical_year():
    assert time_gone(target(basis="year"), Plan(), dt.date(2026, 5, 31)).quantize(Decimal(1)) == 50
    plan = Plan(starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2028, 1, 1))
    assert time_gone(target(basis="term"), plan, dt.date(2026, 1, 1)).quantize(Decimal(1)) == 50


@pytest.fixture
def land(db):
    return country()


@pytest.fixture
def drafter(land):
    return person(Role.DRAFTER, land.top)


@pytest.fixture
def plan(land, drafter):
    made = create_plan(issuer=land.top, abstract="Tuyên truyền pháp luật", by=drafter)
    Plan.objects.filter(pk=made.pk).update(status=Status.ISSUED, number=1, issued_on=dt.date(2026, 1, 5))
    for unit in land.uppers:
        Delivery.objects.create(document=made, unit=unit, role="thuc_hien")
    return Plan.objects.get(pk=made.pk)


def measured(plan, **more):
    fields = {"name": "Cuộc tuyên truyền", "value": 10, "indicator_code": "TT01", "unit_of_measure": "cuộc"}
    return Target.objects.create(plan=plan, block_id="aaaaaa", text="x", **fields | more)


def lines(plan, units, one):
    periods = periods_of(plan.issuer, plan)
    read = read_figures(plan.issuer, [one], periods, periods[0]) if periods else None
    return {line.unit.pk: line for line in progress_lines(plan, [one], units, read)}


def test_figures_are_accepted_reports_against_what_was_given(land, plan):
    one = measured(plan)
    Allotment.objects.create(target=one, unit=land.uppers[0], official=2, value=2)
    accepted(land.report(land.bases[0]), land.chair, land.officer)
    found = lines(plan, [land.top, *land.uppers], one)
    first, second = (found[unit.pk] for unit in land.uppers)
    assert (found[land.top.pk].achieved, found[land.top.pk].aim) == (3, 10)
    assert (first.achieved, first.aim, first.state) == (3, 2, "vượt")
    assert (second.achieved, second.state) == (None, "chưa có số liệu")
    assert "/TT01/" in first.url


def test_yearly_target_adds_the_quarters_up(land, plan):
    one = measured(plan)
    quarterly = regime(land.top, pattern="state_quarter")
    for part in (1, 2):
        land.period = open_period(create_period(quarterly, year=2026, part=part, by=None), by=None)
        accepted(land.report(land.bases[0]), land.chair, land.officer)
    found = lines(plan, [land.top, *land.uppers], one)
    assert [found[unit.pk].achieved for unit in (land.top, *land.uppers)] == [6, 6, None]
    place = PeriodUnit.objects.get(period=land.period, unit=land.top)
    freeze_totals(place)
    assert [row.achieved for row in target_rows(place, figures_of(place))] == ["6"]


def test_without_an_indicator_the_latest_told_number_counts(land, plan):
    one = measured(plan, indicator_code="")
    link = read_link("https://congdoan.example/bai")
    told = ((dt.date(2026, 3, 1), 2), (dt.date(2026, 6, 1), 4), (dt.date(2026, 2, 1), 9))
    for day, value in told:  # the last one is told late, of an earlier day
        tell_progress(one, unit=land.uppers[0], value=Decimal(value), as_of=day, by=land.officer, piece=link)
    found = lines(plan, [land.top, land.uppers[0]], one)
    assert (found[land.uppers[0].pk].achieved, found[land.top.pk].achieved) == (4, 4)
    with pytest.raises(StepRefused):
        tell_progress(
            one, unit=land.uppers[1], value=Decimal(1), as_of=dt.date(2026, 6, 1), by=land.officer, piece=link
        )


def test_activities_are_added_up_by_the_rule_and_open_to_themselves(land, plan, drafter, client):
    one = measured(plan, indicator_code="", basis="by_date")
    task = Task.objects.create(plan=plan, block_id="bbbbbb", text="Tuyên truyền")
    lower = create_plan(
        issuer=land.uppers[0],
        abstract="Triển khai",
        by=person(Role.DRAFTER, land.uppers[0]),
        derived_from=plan,
    )
    below = Task.objects.create(plan=lower, block_id="cccccc", text="Tuyên truyền ở cơ sở")
    talk, other = ActivityType.objects.order_by("pk")[:2]
    logged = {"happened_on": timezone.localdate(), "type": talk}
    Activity.objects.create(unit=land.bases[0], task=task, sessions=2, title="Buổi một", **logged)
    Activity.objects.create(unit=land.bases[0], task=below, sessions=3, title="Buổi hai", **logged)
    Activity.objects.create(unit=land.uppers[1], task=task, sessions=4, title="Buổi ba", **logged)
    Activity.objects.create(unit=land.uppers[1], sessions=50, title="Không thuộc kế hoạch", **logged)
    Activity.objects.create(
        unit=land.uppers[1], task=task, sessions=60, title="Loại khác", **logged | {"type": other}
    )
    tally_target(one, counts=likely_count(one), type=talk, by=drafter)
    found = lines(plan, [land.top, *land.uppers], one)
    assert [found[unit.pk].achieved for unit in (land.top, *land.uppers[:2])] == [9, 5, 4]
    client.force_login(drafter)
    page = client.get(found[land.uppers[0].pk].url)
    assert (page.context["total"], {row.title for row in page.context["page_obj"]}) == (
        5,
        {"Buổi một", "Buổi hai"},
    )
    with pytest.raises(StepRefused):
        tally_target(one, counts="", by=land.officer)


def test_sums_of_activities_cost_the_same_queries_for_any_number(land, plan, drafter):
    def cost(count):
        Target.objects.filter(plan=plan).delete()
        for number in range(count):
            one = measured(plan, indicator_code="", name=f"Chỉ tiêu {number}")
            tally_target(one, counts="sessions" if number % 2 else "participations", by=drafter)
        with CaptureQueriesContext(connection) as spent:
            progress_lines(plan, list(plan.targets.all()), [land.top, *land.uppers], None)
        return len(spent)

    assert cost(2) == cost(12)


def test_change_without_a_base_says_what_to_do(land, plan, drafter, client):
    one = measured(plan, indicator_code="", change="increase", base_year=2025)
    assert lines(plan, [land.top], one)[land.top.pk].missing_base
    client.force_login(drafter)
    url = reverse("reporting:target_units", args=[plan.pk, one.pk])
    assert "Thiếu số liệu gốc" in client.get(url).content.decode()
    base = reverse("reporting:target_base", args=[plan.pk, one.pk])
    assert "số nguyên" in client.post(base, {"base_value": "1,5"}).content.decode()
    assert client.post(base, {"base_value": "100"}).status_code == 302
    one.refresh_from_db()
    found = lines(plan, [land.top], one)[land.top.pk]
    assert (found.aim, found.missing_base) == (110, False)
    assert "Thiếu số liệu gốc" not in client.get(url).content.decode()


def test_number_without_evidence_is_refused(land, plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetEntry.objects.create(target=measured(plan), unit=land.top, value=1, as_of=timezone.localdate())


def test_unit_below_tells_its_number_on_the_page(land, plan, client):
    one = measured(plan, indicator_code="")
    client.force_login(land.officer)
    url = reverse("reporting:target_entry", args=[plan.pk, one.pk])
    said = {"value": "1.234", "as_of": "01/06/2026"}
    refused = client.post(url, said)
    assert refused.status_code == 422 and "Hãy kèm minh chứng" in refused.content.decode()
    assert not TargetEntry.objects.exists()
    assert client.post(url, said | {"url": "https://congdoan.example/bai"}).status_code == 302
    assert TargetEntry.objects.get().value == 1234
    page = client.get(reverse("reporting:target_units", args=[plan.pk, one.pk])).content.decode()
    assert "1.234" in page and land.uppers[1].name not in page


def test_review_stays_as_it_was_frozen(land, plan, drafter, client):
    one = measured(plan)
    accepted(land.report(land.bases[0]), land.chair, land.officer)
    first = freeze_review(plan, kind="interim", name="Sơ kết 6 tháng", by=drafter)
    Target.objects.filter(pk=one.pk).update(value=3)
    second = freeze_review(plan, kind="final", name="Tổng kết", by=drafter)
    kept = ReviewLine.objects.get(review=first, unit=land.top)
    assert (kept.aim, kept.achieved, kept.state) == (10, 3, "đang thực hiện")
    assert ReviewLine.objects.get(review=second, unit=land.top).state == "đạt"
    assert first.lines.count() == 3
    client.force_login(drafter)
    page = client.get(reverse("reporting:review_detail", args=[second.pk]) + f"?voi={first.pk}")
    assert "đang thực hiện" in page.content.decode()
    book = client.get(reverse("reporting:review_detail", args=[second.pk]) + "?tep=xlsx")
    assert book.content[:2] == b"PK"
    with pytest.raises(StepRefused):
        freeze_review(plan, kind="final", name="Tổng kết", by=land.officer)


def test_first_page_counts_targets_by_state_and_each_piece_opens_to_them(land, plan, drafter, client):
    good, bad = measured(plan, name="Chỉ tiêu tốt", value=1), measured(plan, name="Chỉ tiêu kém", value=10)
    accepted(land.report(land.bases[0]), land.chair, land.officer)
    follow_targets()
    chart = chart_of(land.top)
    assert [(piece.state, piece.count) for piece in chart.pieces] == [("vượt", 1), ("đang thực hiện", 1)]
    leader = person(Role.LEADER, land.top)
    client.force_login(leader)
    home = client.get("/").content.decode()
    assert "Chỉ tiêu của đơn vị" in home and chart.pieces[0].url in home
    listed = client.get(chart.pieces[0].url).content.decode()
    assert good.name in listed and bad.name not in listed
    client.force_login(land.officer)
    assert good.name not in client.get(chart.pieces[0].url).content.decode()
