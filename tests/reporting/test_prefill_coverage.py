"""Every indicator of propaganda (TT01–TT23) and emulation (TD01–TD12): its records open, or a reason stands why not."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.awards.models import Award, AwardTitle
from campaigns.contests.essays.models import Essay, EssayTask
from campaigns.contests.models import Contest, ContestRound, Entry, Participant
from campaigns.contests.outside.models import OutsideContest
from campaigns.emulation.models import EmulationRegistration, Movement
from campaigns.examples.models import Example
from campaigns.models import Activity, ActivityMoney, ActivityQuantity
from reporting.models import FormItem, Indicator
from reporting.prefill import prefill_of
from reporting.prefill.rules import ALL_TYPES, rules_by_box
from reporting.prefill.telling import without_source
from tests.reporting.factories import country, day

pytestmark = pytest.mark.django_db

ASKED = [f"TT{n:02}" for n in range(1, 24)] + [f"TD{n:02}" for n in range(1, 13)]
ON = day("10/3/2026")


@pytest.fixture
def here():
    return country()


def an_activity(unit, rule):
    """One that the rule of an activity counts 3 of."""
    name, _, code = rule.measure.partition(":")
    kind = "khac" if ALL_TYPES in rule.types else min(rule.types)
    activity = Activity.objects.create(
        unit=unit, type_id=kind, title=f"Hoạt động {rule.indicator_code}", happened_on=ON, sessions=3, participations=3
    )  # fmt: skip
    if name == "quantity":
        ActivityQuantity.objects.create(activity=activity, kind_id=code, amount=3)
    elif name == "posts":
        ActivityQuantity.objects.create(activity=activity, kind_id="tin_bai", amount=3)
    elif name == "money":
        ActivityMoney.objects.create(activity=activity, source="nsdld", amount=3)


def records(unit):
    """One record of every other kind."""
    at = timezone.make_aware(dt.datetime.combine(ON, dt.time(9)))
    contest = Contest.objects.create(
        owner=unit, name="Cuộc thi của đơn vị", topic="Luật", audience="Đoàn viên", status="closed"
    )
    one = ContestRound.objects.create(
        contest=contest, number=1, name="Vòng 1", opens_at=at, closes_at=at + dt.timedelta(hours=2), minutes=20,
        questions_each=5,
    )  # fmt: skip
    person = Participant.objects.create(
        contest=contest, name="Hoa", unit=unit, birth_year=1990, phone="0900000001"
    )
    Entry.objects.create(participant=person, round=one, started_at=at, ends_at=at, finished_at=at)
    task = EssayTask.objects.create(
        contest=contest,
        number=1,
        name="Bài viết",
        text="…",
        opens_at=at,
        closes_at=at + dt.timedelta(days=9),
        gap=2,
    )
    Essay.objects.create(task=task, participant=person, submitted_at=at, code="BV1", at_unit=unit)
    OutsideContest.objects.create(
        unit=unit,
        name="Cuộc thi của ngành",
        organiser="Sở",
        starts_on=ON,
        ends_on=ON,
        participants=4,
        essays=2,
    )
    movement = Movement.objects.create(
        owner=unit, name="Lao động giỏi", year=2026, starts_on=ON, ends_on=ON, register_until=ON, score_until=ON,
        launched_on=ON, status="launched",
    )  # fmt: skip
    EmulationRegistration.objects.create(movement=movement, unit=unit, registered_on=ON)
    Example.objects.create(
        unit=unit,
        subject="Tổ may 3",
        title="Tổ may sáng kiến",
        story="…",
        happened_on=ON,
        published_on=ON,
        consent_on=ON,
        status="published",
    )
    for code in (f"TD{n:02}" for n in range(6, 12)):
        title = AwardTitle.objects.filter(indicator=code).order_by("order")[0]
        Award.objects.create(
            keeper=unit, receiver="person", unit=unit, title=title, level=title.level_list[0], issuer_name="LĐLĐ tỉnh",
            decision_number=f"{code}/QĐ", decided_on=ON, year=2026, recipient_key=code, name="Nguyễn Thị Hoa", female=True,
        )  # fmt: skip


def test_every_indicator_opens_to_its_records_or_says_why_not(client, here):
    unit, report = here.bases[0], here.report(here.bases[0])
    for code in ASKED:
        FormItem.objects.get_or_create(
            form=report.form,
            indicator=Indicator.objects.get(code=code),
            defaults={"section": "C", "order": 900},
        )
        for rule in rules_by_box().get((code, ""), ()):
            if rule.kind == "activity":
                an_activity(unit, rule)
    records(unit)
    found = prefill_of(report)
    client.force_login(here.chair)
    for code in ASKED:
        kinds = {rule.kind for rule in rules_by_box().get((code, ""), ())}
        assert bool(kinds) != (code in without_source()), code
        page = client.get(reverse("reporting:figure_sources", args=[report.pk, code])).content.decode()
        if not kinds:
            assert without_source()[code] in page, code
            continue
        lines = found[code, ""].lines
        assert {line.record.kind for line in lines} == kinds, code
        assert found[code, ""].over or sum(line.amount for line in lines) == found[code, ""].value
        for line in lines:
            assert line.record.url and line.record.url in page, (code, line)
    for url in {line.record.url for one in found.values() for line in one.lines}:
        assert client.get(url).status_code == 200, url
