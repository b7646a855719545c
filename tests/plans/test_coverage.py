"""Who below an issued plan has to write one, who has, how late, and which targets are lacking."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from documents.models import Delivery, Status
from plans.cascade import queries
from plans.cascade.services import order_cascade
from plans.models import Allotment, Plan, Target
from plans.outline import Block, Outline, PlanContent
from plans.services import DerivationRefused, create_plan, derive_plan
from tests.factories import grassroots, person, province, upper_unit
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province()


@pytest.fixture
def uppers(place):
    return [upper_unit(place, f"Công đoàn phường {name}") for name in ("An Bình", "Bến Nghé", "Cửa Nam")]


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place)


def issued(plan, *, to=(), on=dt.date(2026, 3, 1), role="thuc_hien"):
    """The plan as issued and delivered, without its paper."""
    Plan.objects.filter(pk=plan.pk).update(status=Status.ISSUED, issued_on=on, number=plan.pk)
    for unit in to:
        Delivery.objects.create(document=plan, unit=unit, role=role)
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def plan(place, uppers, drafter):
    text = Block(id="aaaaaa", level="bullet", kind="target", text="Kết nạp 100 đoàn viên.")
    content = PlanContent(abstract="Phát triển đoàn viên", outline=Outline((text,)))
    made = create_plan(issuer=place, abstract="Phát triển đoàn viên", by=drafter, content=content)
    Target.objects.create(plan=made, block_id=text.id, text=text.text, name="Kết nạp", value=100)
    return issued(made, to=uppers)


def derived(upper, issuer):
    return derive_plan(upper, issuer=issuer, by=person(Role.DRAFTER, issuer))


def states(plan):
    nodes = queries.nodes(plan, queries.followed_units(plan, plan.issuer), None)
    return {node.unit.name.split()[-1]: (node.words[0], node.days_late) for node in nodes}


def found(plan, state):
    return [unit.name.split()[-1] for unit in queries.followed_units(plan, plan.issuer, state)]


def test_states_and_days_late_of_those_who_have_to(plan, uppers, drafter, place):
    order_cascade(plan, due_on=dt.date(2026, 3, 20), grassroots=False, by=drafter)
    issued(derived(plan, uppers[0]), on=dt.date(2026, 3, 25))
    derived(plan, uppers[1])
    today = (timezone.localdate() - dt.date(2026, 3, 20)).days
    assert states(plan) == {
        "Bình": ("Đã phát hành", 5),
        "Nghé": ("Dự thảo", max(today, 0)),
        "Nam": ("Chưa có", max(today, 0)),
    }
    assert (found(plan, "da-co"), found(plan, "dang-soan"), found(plan, "chua-co")) == (
        ["Bình"],
        ["Nghé"],
        ["Nam"],
    )
    assert queries.counts_at(plan, place) == queries.Counts(3, 1)


def test_who_only_gets_it_to_know_has_not_to(plan, place):
    other = upper_unit(place, "Công đoàn phường Đông Hà")
    Delivery.objects.create(document=plan, unit=other, role="de_biet")
    assert "Hà" not in states(plan)


def test_unit_that_ended_after_receiving_is_not_waited_for(plan, place, uppers):
    uppers[2].ended_on = timezone.localdate()
    uppers[2].save()
    assert queries.counts_at(plan, place).obliged == 2
    assert states(plan)["Nam"] == ("Đã kết thúc hoạt động", 0)
    assert found(plan, "chua-co") == ["Bình", "Nghé"]
    with pytest.raises(DerivationRefused, match="kết thúc hoạt động"):
        derived(plan, uppers[2])


def test_plan_derived_from_a_derived_plan_counts_in_its_branch(plan, uppers, place):
    base = grassroots(uppers[0], "CĐCS Công ty Gạch Phú An")
    middle = issued(derived(plan, uppers[0]), to=[base])
    order_cascade(middle, due_on=None, grassroots=True, by=person(Role.DRAFTER, uppers[0]))
    lowest = issued(derived(middle, base))
    assert lowest.lineage == plan.lineage + middle.lineage[5:10] + lowest.lineage[10:]
    counts = queries.counts_by_branch(plan, [uppers[0].path, uppers[1].path], len(uppers[0].path))
    assert counts == {uppers[0].path: queries.Counts(1, 1)}
    assert queries.counts_at(plan, place) == queries.Counts(4, 2)


def test_plan_that_sets_less_than_was_given_lacks_a_target(plan, uppers):
    target = plan.targets.get()
    Allotment.objects.create(target=target, unit=uppers[0], value=40, official=40)
    made = derived(plan, uppers[0])
    assert made.targets.get().value == 40
    assert found(plan, "thieu-chi-tieu") == []
    made.targets.update(value=30)
    assert found(plan, "thieu-chi-tieu") == ["Bình"]


def test_plan_cannot_derive_from_itself(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(derived_from=plan)


def test_upper_unit_cannot_derive_from_a_plan_of_a_unit_below(plan, place, uppers):
    made = issued(derived(plan, uppers[0]))
    with pytest.raises(DerivationRefused, match="không phải của cấp trên"):
        derived(made, place)


def test_tree_opens_one_level_and_hides_drafts_of_others(plan, uppers, place, client):
    base = grassroots(uppers[0], "CĐCS Công ty Gạch Phú An")
    middle = issued(derived(plan, uppers[0]), to=[base])
    order_cascade(middle, due_on=None, grassroots=True, by=person(Role.DRAFTER, uppers[0]))
    draft = derived(plan, uppers[1])
    client.force_login(person(Role.LEADER, place))
    page = client.get(reverse("plans:coverage", args=[plan.pk])).content.decode()
    assert reverse("plans:plan_detail", args=[middle.pk]) in page
    assert reverse("plans:plan_detail", args=[draft.pk]) not in page
    assert "0/1 đơn vị bên dưới" in page and "Gạch Phú An" not in page
    piece = client.get(reverse("plans:coverage_children", args=[plan.pk, uppers[0].pk])).content.decode()
    assert "Gạch Phú An" in piece and "Chưa có" in piece
    excel = client.get(reverse("plans:coverage", args=[plan.pk]) + "?tep=xlsx&tt=chua-co")
    assert excel.content[:2] == b"PK"
