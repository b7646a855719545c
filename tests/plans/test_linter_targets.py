"""A target's sentence and the number that is tracked say the same, or somebody is told."""

import pytest

from plans.linter.plan import findings_of
from plans.models import Plan
from plans.queries import content_of
from plans.services import bind_target, create_plan, derive_plan, save_plan
from tests.factories import person, province, upper_unit
from tests.plans.test_services import TARGET, TASK, content, finish
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def plan(place):
    drafter = person(Role.DRAFTER, place)
    plan = create_plan(issuer=place, abstract="Học tập nghị quyết", by=drafter)
    save_plan(plan, content=content(TARGET, TASK), base=1, by=drafter)
    bind_target(plan, TARGET["id"], by=drafter, name="Học tập nghị quyết", value=90, unit_of_measure="%")
    plan.drafter = drafter
    return plan


def rules(plan):
    return [shown.finding.rule for shown in findings_of(Plan.objects.get(pk=plan.pk)).open]


def test_sentence_that_says_another_number_is_told(plan):
    assert "target.drift" not in rules(plan)
    changed = TARGET | {"text": TARGET["text"].replace("90%", "70%")}
    save_plan(plan, content=content(changed, TASK), base=2, by=plan.drafter)
    assert "target.drift" in rules(plan)


def test_sentence_in_words_says_nothing_against_its_target(plan):
    changed = TARGET | {"text": "Phấn đấu hầu hết đoàn viên được học tập nghị quyết."}
    save_plan(plan, content=content(changed, TASK), base=2, by=plan.drafter)
    assert "target.drift" not in rules(plan)


def test_changed_block_of_a_derived_plan_is_adapted(plan, place):
    below = upper_unit(place, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC")
    officer = person(Role.DRAFTER, below)
    lower = derive_plan(finish(plan, plan.drafter, place), issuer=below, by=officer)
    text = content_of(lower).to_json()
    text["blocks"][0]["text"] = "Phấn đấu 80% trở lên đoàn viên được học tập nghị quyết."
    save_plan(lower, content=text, base=1, by=officer)
    stored = content_of(Plan.objects.get(pk=lower.pk)).outline.blocks
    assert [block.adoption for block in stored] == ["adapted", "pending"]
    assert "target.drift" in rules(lower)
