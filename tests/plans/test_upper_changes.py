"""A plan built from one that was replaced, corrected or recalled shows it, at any depth, until its unit answers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.workflow import StepRefused
from documents.models import Status
from documents.services import reserve_number
from documents.services.amending import amend_by_entry
from documents.services.numbering import change_entry
from plans.lineage import derived_from_it, flagged, own_flagged, upper_changes
from plans.models import Plan
from plans.queries import content_of
from plans.services import answer_upper_change, bind_target, create_plan, derive_plan, replace_plan, save_plan
from plans.services.derivation import DerivationRefused
from tests.factories import grassroots, person, province, upper_unit
from tests.plans.test_services import TARGET, TASK, content, finish
from units.models import Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province()


@pytest.fixture
def upper(place):
    drafter = person(Role.DRAFTER, place)
    plan = create_plan(issuer=place, abstract="Học tập nghị quyết", by=drafter)
    save_plan(plan, content=content(TASK), base=1, by=drafter)
    return finish(plan, drafter, place)


@pytest.fixture
def middle_officer(upper):
    return person(Role.DRAFTER, upper_unit(upper.issuer))


@pytest.fixture
def middle(upper, middle_officer):
    unit = middle_officer.seats.get().unit
    return finish(derive_plan(upper, issuer=unit, by=middle_officer), middle_officer, unit)


@pytest.fixture
def base_officer(middle):
    return person(Role.DRAFTER, grassroots(middle.issuer))


@pytest.fixture
def base(middle, base_officer):
    return derive_plan(middle, issuer=base_officer.seats.get().unit, by=base_officer)


def end(plan, kind="recall", type="TB"):
    unit = Unit.objects.get(pk=plan.issuer_id)
    clerk = person(Role.REGISTRY, unit)
    entry = reserve_number(unit, type=type, abstract="Thu hồi văn bản", reserved_for="Văn phòng", by=clerk)
    change_entry(entry, by=clerk, signed_by="Hoàng Văn Thụ")
    return amend_by_entry(
        plan, kind, entry=entry, reason="Chỉ tiêu sai", details="Sửa 90% thành 80%", by=clerk
    )


def test_recall_flags_everything_derived_at_any_depth(upper, middle, base):
    assert upper_changes([middle, base]) == {}
    end(upper)
    assert {plan.pk for plan in derived_from_it(upper)} == {middle.pk, base.pk}
    assert flagged([upper, middle, base]) == {middle.pk: "recall", base.pk: "recall"}
    assert [change.distance for change in upper_changes([base])[base.pk]] == [2]


def test_gravest_open_change_is_the_badge(upper, middle, base):
    end(upper, "correct", "CV")
    end(middle)
    assert flagged([base, middle]) == {base.pk: "recall", middle.pk: "correct"}


def test_answer_takes_the_flag_away_and_stays_on_record(upper, middle, base, base_officer, middle_officer):
    amendment = end(upper)
    with pytest.raises(StepRefused):
        answer_upper_change(middle, amendment, decision="adapted", by=base_officer)
    with pytest.raises(ValidationError, match="vì sao"):
        answer_upper_change(middle, amendment, decision="kept", by=middle_officer)
    answer_upper_change(middle, amendment, decision="withdrawn", by=middle_officer)
    assert flagged([middle, base]) == {base.pk: "recall"}
    assert upper_changes([middle])[middle.pk][0].answer.by == middle_officer
    assert [plan.pk for plan, _changes in own_flagged(base.issuer_id, 5)] == [base.pk]


def test_nothing_new_is_derived_from_a_recalled_plan(upper, middle):
    end(upper)
    officer = person(Role.DRAFTER, upper_unit(upper.issuer))
    with pytest.raises(DerivationRefused):
        derive_plan(Plan.objects.get(pk=upper.pk), issuer=officer.seats.get().unit, by=officer)


def test_page_list_and_desk_of_the_lower_unit_show_it(client, upper, middle, base, base_officer):
    amendment = end(upper)
    client.force_login(base_officer)
    page = client.get(reverse("plans:plan_detail", args=[base.pk])).content.decode()
    assert "Kế hoạch cấp trên đã bị thu hồi" in page
    assert "Cấp trên đã thu hồi" in client.get(reverse("plans:plan_list")).content.decode()
    assert "Kế hoạch cấp trên đã thay đổi, cần xử lý" in client.get(reverse("home")).content.decode()
    client.post(
        reverse("plans:upper_change_answer", args=[base.pk, amendment.pk]),
        {"decision": "kept", "note": "Nhiệm vụ vẫn phù hợp"},
    )
    page = client.get(reverse("plans:plan_detail", args=[base.pk])).content.decode()
    assert "Nhiệm vụ vẫn phù hợp" in page
    assert "Cấp trên đã thu hồi" not in client.get(reverse("plans:plan_list")).content.decode()


def test_lineage_costs_the_same_for_one_plan_and_for_many(upper, middle, base, django_assert_num_queries):
    end(upper)
    with django_assert_num_queries(4):
        upper_changes([base])
    with django_assert_num_queries(4):
        upper_changes([upper, middle, base])


def test_replacement_takes_text_and_records_along_and_replaces_when_it_is_issued(place):
    drafter = person(Role.DRAFTER, place)
    upper_unit(place)
    plan = create_plan(issuer=place, abstract="Học tập nghị quyết", by=drafter)
    save_plan(plan, content=content(TARGET, TASK), base=1, by=drafter)
    bind_target(
        plan, TARGET["id"], by=drafter, name="Học tập", comparator="gte", value=90, unit_of_measure="%"
    )
    old = finish(plan, drafter, place)
    draft = replace_plan(old, reason="Sai chỉ tiêu", by=drafter)
    assert [target.value for target in draft.targets.all()] == [90]
    assert {block.id for block in content_of(draft).outline.blocks} == {TARGET["id"], TASK["id"]}
    assert Plan.objects.get(pk=old.pk).status == Status.ISSUED
    finish(draft, drafter, place)
    assert Plan.objects.get(pk=old.pk).status == Status.REPLACED
