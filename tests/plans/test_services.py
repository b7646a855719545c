"""Drafting, binding and deriving plans."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from core.workflow import IllegalStep, StepRefused
from documents.models import Recipient, Status
from documents.services import (
    NotEditable,
    StaleVersion,
    choose_signer,
    issue_document,
    set_recipients,
    take_step,
)
from plans.importing import import_text
from plans.models import Obligation, Plan, Slogan, Target, Task
from plans.outline import OutlineError, PlanContent
from plans.pages import plan_paper
from plans.services import (
    DerivationRefused,
    PlanIncomplete,
    bind_target,
    bind_task,
    create_plan,
    create_plan_from_import,
    delete_draft,
    derive_plan,
    save_plan,
    take_plan_step,
)
from tests.documents.test_issuing import at_once
from tests.factories import grassroots, make_seat, person, province, upper_unit
from units.models import Role

pytestmark = pytest.mark.django_db


def block(block_id, level, kind, text, **more):
    return {"id": block_id, "level": level, "kind": kind, "text": text, **more}


def content(*blocks, **more):
    return {
        "abstract": "Tổ chức Tháng Công nhân năm 2026",
        "bases": [],
        "opening": [],
        "closing": [],
        "blocks": list(blocks),
    } | more


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


@pytest.fixture
def plan(place, drafter):
    return create_plan(issuer=place, abstract="Tổ chức Tháng Công nhân năm 2026", by=drafter)


TARGET = block("aaaaaa", "subsection", "target", "Phấn đấu 90% trở lên đoàn viên được học tập nghị quyết.")
TASK = block("bbbbbb", "bullet", "task", "Tổ chức hội nghị tuyên truyền tại cơ sở.")
SLOGAN = block("cccccc", "item", "message", "Công nhân Mẫu Sơn đoàn kết, sáng tạo.")
DUTY = block("dddddd", "bullet", "obligation", "Báo cáo kết quả về LĐLĐ tỉnh Mẫu Sơn trong báo cáo 6 tháng.")


def save(plan, drafter, *blocks, base=None):
    plan.refresh_from_db()
    base = plan.current_version.number if base is None else base
    return save_plan(plan, content=content(*blocks), base=base, by=drafter)


def test_new_plan_has_symbol_of_its_unit_and_a_blank_number(plan):
    assert (plan.status, plan.number, plan.symbol) == (Status.DRAFT, None, "KH-LĐLĐ")
    assert plan.current_version.number == 1


def test_stranger_to_the_unit_cannot_create_a_plan(place):
    with pytest.raises(StepRefused):
        create_plan(issuer=place, abstract="X", by=person(Role.REGISTRY, place))


def test_saving_the_same_text_makes_no_version(plan, drafter):
    first = save(plan, drafter, TASK)
    assert save(plan, drafter, TASK).pk == first.pk


def test_second_tab_with_an_old_base_is_refused_and_shown_the_other_version(plan, drafter):
    newer = save(plan, drafter, TASK, base=1)
    with pytest.raises(StaleVersion) as refused:
        save(plan, drafter, TASK, SLOGAN, base=1)
    assert refused.value.current.pk == newer.pk
    assert plan.versions.count() == 2


def test_wrong_block_is_refused_whole(plan, drafter):
    with pytest.raises(OutlineError):
        save(plan, drafter, TASK, block("bbbbbb", "nowhere", "task", "x"))
    assert plan.versions.count() == 1
    assert not Task.objects.exists()


def test_blocks_get_their_records_and_records_follow_the_text(plan, drafter):
    save(plan, drafter, TASK, SLOGAN, DUTY)
    assert Task.objects.get().lead_unit == plan.issuer
    assert Slogan.objects.get().text == SLOGAN["text"]
    assert Obligation.objects.get().reports_to == plan.issuer
    save(plan, drafter, TASK | {"text": "Tổ chức hai hội nghị."}, SLOGAN)
    assert Task.objects.get().text == "Tổ chức hai hội nghị."
    assert not Obligation.objects.exists()


def test_changing_the_kind_of_a_block_drops_its_record(plan, drafter):
    save(plan, drafter, TASK)
    save(plan, drafter, TASK | {"kind": "text"})
    assert not Task.objects.exists()


def test_target_is_stated_by_a_person_only(plan, drafter):
    save(plan, drafter, TARGET)
    assert not Target.objects.exists()
    target = bind_target(
        plan,
        "aaaaaa",
        by=drafter,
        name="Đoàn viên học tập nghị quyết",
        comparator="gte",
        value=90,
        unit_of_measure="%",
    )
    assert (target.text, target.value) == (TARGET["text"], 90)


def test_quantitative_target_without_value_is_refused(plan, drafter):
    save(plan, drafter, TARGET)
    with pytest.raises(ValidationError):
        bind_target(plan, "aaaaaa", by=drafter, name="Thiếu giá trị", comparator="gte", value=None)


def test_record_of_a_block_that_is_gone_is_refused(plan, drafter):
    save(plan, drafter, TASK)
    with pytest.raises(ValidationError):
        bind_task(plan, "zzzzzz", by=drafter)


def test_incomplete_plan_cannot_be_submitted(plan, drafter):
    with pytest.raises(PlanIncomplete) as refused:
        take_plan_step(plan, "submit", by=drafter)
    assert set(refused.value.message_dict) == {"blocks", "signer", "recipients"}


def finish(plan, drafter, unit):
    """Submit, approve, number and issue the plan."""
    leader, clerk = person(Role.LEADER, unit, "Hoàng Văn Thụ"), person(Role.REGISTRY, unit)
    seat = leader.seats.get()
    plan = Plan.objects.get(pk=plan.pk)
    choose_signer(plan, seat, by=drafter)
    set_recipients(
        plan,
        [{"group": Recipient.Group.CHILDREN, "text": "Các công đoàn trực thuộc", "role": "thuc_hien"}],
        by=drafter,
    )
    take_plan_step(plan, "submit", by=drafter)
    take_step(plan, "approve", by=leader)
    issue_document(plan, by=clerk)
    return Plan.objects.get(pk=plan.pk)


def test_plan_under_review_cannot_be_changed(plan, drafter, place):
    upper_unit(place)
    save(plan, drafter, TASK)
    issued = finish(plan, drafter, place)
    assert (issued.number, issued.status) == (1, Status.ISSUED)
    with pytest.raises(NotEditable):
        save(issued, drafter, SLOGAN)
    with pytest.raises(IllegalStep):
        bind_task(issued, "bbbbbb", by=drafter)
    with pytest.raises(IllegalStep):
        delete_draft(issued, by=drafter)


@pytest.fixture
def below(place):
    unit = upper_unit(place, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC")
    grassroots(unit)
    return unit


def issued_plan(plan, drafter, place):
    own = block("eeeeee", "section", "responsibility", "Liên đoàn Lao động tỉnh Mẫu Sơn")
    own_task = block("ffffff", "bullet", "task", "Ban hành văn bản hướng dẫn.")
    lower = block("abcabc", "section", "responsibility", "Các công đoàn cấp trên trực tiếp cơ sở")
    save(plan, drafter, TARGET, TASK, SLOGAN, own, own_task, lower, DUTY)
    plan.refresh_from_db()
    bind_target(
        plan,
        "aaaaaa",
        by=drafter,
        name="Học tập nghị quyết",
        value=90,
        unit_of_measure="%",
        indicator_code="",
    )
    return finish(plan, drafter, place)


def test_derived_plan_keeps_the_skeleton_and_links_upward(plan, drafter, place, below):
    upper = issued_plan(plan, drafter, place)
    lower = derive_plan(upper, issuer=below, by=person(Role.DRAFTER, below))
    text = PlanContent.from_json(lower.current_version.content)
    assert lower.derived_from == upper
    assert [b.origin for b in text.outline.blocks] == [
        b["id"] for b in upper.current_version.content["blocks"]
    ]
    assert text.bases[0].startswith("Căn cứ Kế hoạch số 01/KH-LĐLĐ ngày")
    assert lower.targets.get().upper_target == upper.targets.get()
    assert lower.tasks.get().upper_task == upper.tasks.get(block_id="bbbbbb")
    assert lower.obligations.get().reports_to == place
    assert lower.symbol == "KH-CĐVC"


def test_duties_of_the_upper_unit_are_left_out_and_not_printed(plan, drafter, place, below):
    lower = derive_plan(issued_plan(plan, drafter, place), issuer=below, by=person(Role.DRAFTER, below))
    text = PlanContent.from_json(lower.current_version.content)
    skipped = [b.text for b in text.outline.blocks if b.adoption == "not_applicable"]
    assert skipped == ["Liên đoàn Lao động tỉnh Mẫu Sơn", "Ban hành văn bản hướng dẫn."]
    printed = [line.text for line in plan_paper(lower).paper.lines]
    assert "Ban hành văn bản hướng dẫn." not in printed
    assert "Công đoàn Viên chức tỉnh Mẫu Sơn" in printed


def test_report_back_clause_still_names_the_upper_unit(plan, drafter, place, below):
    lower = derive_plan(issued_plan(plan, drafter, place), issuer=below, by=person(Role.DRAFTER, below))
    assert "về LĐLĐ tỉnh Mẫu Sơn" in lower.obligations.get().text


def test_second_derivation_by_the_same_unit_is_refused(plan, drafter, place, below):
    upper, by = issued_plan(plan, drafter, place), person(Role.DRAFTER, below)
    derive_plan(upper, issuer=below, by=by)
    with pytest.raises(DerivationRefused):
        derive_plan(upper, issuer=below, by=by)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_derivations_at_once_give_one_plan(plan, drafter, place, below):
    upper, by = issued_plan(plan, drafter, place), person(Role.DRAFTER, below)
    found = at_once(4, lambda _n: derive_plan(upper, issuer=below, by=by))
    assert (
        [type(each).__name__ for each in found].count("Plan")
        == Plan.objects.filter(derived_from=upper).count()
        == 1
    )


def test_draft_cannot_be_derived(plan, below):
    with pytest.raises(DerivationRefused):
        derive_plan(plan, issuer=below, by=person(Role.DRAFTER, below))


def test_unit_outside_the_tree_below_cannot_derive(plan, drafter, place, below):
    upper = issued_plan(plan, drafter, place)
    other = province("Liên đoàn Lao động tỉnh Bạch Hạc")
    with pytest.raises(DerivationRefused):
        derive_plan(upper, issuer=other, by=person(Role.DRAFTER, other))


def test_paper_has_the_numbers_computed_from_the_levels(plan, drafter):
    blocks = [
        block(f"bl000{i}", level, "text", f"Đoạn {i}")
        for i, level in enumerate(
            ["part", "section", "subsection", "subsection", "section", "point", "point", "part"]
        )
    ]
    save(plan, drafter, *blocks)
    plan.refresh_from_db()
    assert [line.number for line in plan_paper(plan).paper.lines] == [
        "I.",
        "1.",
        "1.1.",
        "1.2.",
        "2.",
        "a)",
        "b)",
        "II.",
    ]


def test_person_with_two_seats_drafts_for_both_units(place, drafter, below):
    make_seat(drafter, Role.DRAFTER, below)
    assert create_plan(issuer=below, abstract="Tết Sum vầy", by=drafter).issuer == below


def test_imported_plan_keeps_recipients_and_finds_its_signer(place, drafter):
    leader = person(Role.LEADER, place, "Hoàng Văn Thụ")
    imported = import_text(
        "KẾ HOẠCH\nHội thao năm 2026\n\nI. MỤC ĐÍCH\n\n- Rèn luyện sức khỏe.\n\nNơi nhận:\n- Ban Thường vụ (để b/c);\n"
        "- Các CĐCS (t/h);\n- Lưu: VT.\n\nTM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n\nHoàng Văn Thụ\n"
    )
    plan = create_plan_from_import(imported, unit=place, by=drafter)
    assert list(plan.recipients.values_list("text", "role")) == [
        ("Ban Thường vụ", "bao_cao"), ("Các CĐCS", "thuc_hien"),
    ]  # fmt: skip
    assert plan.signer.user == leader
