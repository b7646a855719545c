"""A directive, the plans built on it, and the activities logged at the grassroots stand in one line."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import catalogue
from campaigns.services import log_activity
from documents.models import Delivery, Status
from documents.services.references import add_reference
from plans.models import Plan
from plans.outline import Block, Outline, PlanContent
from plans.services import create_plan, derive_plan
from reporting.lineage import queries
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
