"""A directive, the plans built on it, and the activities logged at the grassroots stand in one line."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns import catalogue
from campaigns.services import log_activity
from documents.models import Delivery, Status
from documents.services.references import add_reference
from plans.models import Plan
from plans.outline import Block, Outline, PlanContent
from plans.queries import content_of
from plans.services import create_plan, derive_plan
from reporting.lineage import queries
from reporting.lineage.blocks import adoptions, origin_chain
from tests.factories import person, province, upper_unit
from units.models import Role

pytestmark = pytest.mark.django_db


def sent(plan, number, *units):
    Plan.objects.filter(pk=plan.pk).update(
        status=Status.ISSUED, number=number, issued_on=dt.date(2026, 1, number)
    )
    for unit in units:
        Delivery.objects.create(document=plan, unit=unit, role="thuc_hien")
    return Plan.objects.get(pk=plan.pk)


def test_line_runs_from_the_directive_to_the_activities(client):
    catalogue.load()
    place = province()
    drafter = person(Role.DRAFTER, place)
    unit = upper_unit(place)
    officer = person(Role.DRAFTER, unit)
    add_reference(
        owner=place, by=drafter, type="Chỉ thị", number="23-CT/TW", issued_on=dt.date(2023, 5, 25), issuer="Ban Bí thư"
    )  # fmt: skip
    task = Block(id="aaaaaa", level="bullet", kind="task", text="Nói chuyện chuyên đề tại nơi làm việc.")
    content = PlanContent(
        abstract="Tuyên truyền",
        bases=("Căn cứ Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư",),
        outline=Outline((task,)),
    )
    made = create_plan(issuer=place, abstract="Tuyên truyền", by=drafter, content=content)
    upper = sent(made, 5, unit)
    lower = sent(derive_plan(upper, issuer=unit, by=officer), 6)
    log_activity(
        unit=unit, by=officer, type="tuyen_truyen_mieng", title="Nói chuyện", happened_on=timezone.localdate(),
        participations=40, female_participations=25, quantities={}, task=lower.tasks.get(),
    )  # fmt: skip
    carried = queries.tasks_carried_on(upper).get()
    assert (carried.unit_count, carried.activity_count) == (1, 1)
    assert [one.pk for one in queries.plans_above(lower, officer)] == [upper.pk]
    client.force_login(drafter)
    page = client.get(reverse("reporting:plan_lineage", args=[upper.pk])).content.decode()
    assert "23-CT/TW" in page and reverse("reporting:plan_lineage", args=[lower.pk]) in page
    assert "1 đơn vị thực hiện · 1 hoạt động" in page
    client.force_login(officer)
    page = client.get(reverse("reporting:plan_lineage", args=[lower.pk])).content.decode()
    assert f'Đứng trên: <a href="{reverse("reporting:plan_lineage", args=[upper.pk])}#nhiem-vu' in page


def test_any_block_is_followed_up_to_its_origin_and_down_to_its_adoptions(client):
    place = province()
    drafter = person(Role.DRAFTER, place)
    words = Block(id="aaaaaa", level="bullet", kind="text", text="Nâng cao nhận thức của đoàn viên.")
    content = PlanContent(abstract="Tuyên truyền", outline=Outline((words,)))
    upper = create_plan(issuer=place, abstract="Tuyên truyền", by=drafter, content=content)

    def derived(upper, unit, number):
        officer = person(Role.DRAFTER, unit)
        sent(upper, number, unit)
        return derive_plan(Plan.objects.get(pk=upper.pk), issuer=unit, by=officer)

    lower = derived(upper, middle := upper_unit(place), 5)
    lowest = derived(lower, base := upper_unit(middle), 6)
    Delivery.objects.create(document=upper, unit=base, role="thuc_hien")
    (block,) = [one for one in content_of(lowest).outline.blocks if one.text == words.text]
    chain = origin_chain(lowest, block, person(Role.LEADER, base))
    assert [one.plan.pk for one in chain] == [upper.pk, lower.pk]
    _page, places = adoptions(Plan.objects.get(pk=upper.pk), words, drafter, 1)
    assert [(one.plan.pk, one.depth) for one in places if one.plan.pk == lower.pk] == [(lower.pk, 0)]
    client.force_login(drafter)
    url = reverse("reporting:block_lineage", args=[upper.pk, "aaaaaa"])
    with CaptureQueriesContext(connection) as few:
        page = client.get(url).content.decode()
    assert "tự viết" in page and middle.name in page
    for _number in range(4):
        derived(upper, upper_unit(place), 5)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
    assert client.get(reverse("reporting:block_lineage", args=[upper.pk, "zzzzzz"])).status_code == 404
