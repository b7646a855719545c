"""Who takes care of what: read from the sentence and its heading, kept beside it, changed with the actor below."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.docx import plan_docx
from plans.grammar_parts import named_actor, responsibility_parts
from plans.importing import import_file
from plans.linter.plan import findings_of
from plans.models import Plan, Responsibility
from plans.proposals import record_proposals
from plans.queries import content_of
from plans.services import bind_responsibility, create_plan, derive_plan, save_plan, take_back
from tests.factories import person, province, upper_unit
from tests.plans.test_services import block, content, finish
from units.models import Department, Role

pytestmark = pytest.mark.django_db

HEAD = block("aaaa00", "part", "responsibility", "Tổ chức thực hiện")
BOARD = block("aaaa01", "section", "responsibility", "Ban Tuyên giáo LĐLĐ tỉnh")
ADVISE = block("aaaa02", "bullet", "responsibility", "Tham mưu, theo dõi, đôn đốc việc thực hiện kế hoạch.")
BELOW = block("aaaa03", "section", "responsibility", "Các công đoàn cấp trên trực tiếp cơ sở")
CARRY = block("aaaa04", "bullet", "responsibility", "Xây dựng kế hoạch và tổ chức thực hiện ở cấp mình.")
GIVEN = block("aaaa05", "section", "responsibility", "Giao Văn phòng LĐLĐ tỉnh chủ trì bảo đảm kinh phí.")


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def plan(place):
    drafter = person(Role.DRAFTER, place, "Lý Thị Mai")
    plan = create_plan(issuer=place, abstract="Tổ chức Tháng Công nhân năm 2026", by=drafter)
    save_plan(plan, content=content(HEAD, BOARD, ADVISE, BELOW, CARRY, GIVEN), base=1, by=drafter)
    plan = Plan.objects.get(pk=plan.pk)
    plan.drafter = drafter
    return plan


def proposed(plan, block_id):
    outline = content_of(plan).outline
    record = Responsibility.objects.get(plan=plan, block_id=block_id)
    return record_proposals(outline[block_id], record, outline, plan)


@pytest.mark.parametrize(
    ("text", "above", "actor", "duty"),
    [
        ("Giao Ban Tuyên giáo - Nữ công là bộ phận thường trực.", (), "Ban Tuyên giáo - Nữ công", "là bộ phận thường trực"),
        ("Đề nghị các công đoàn cơ sở: treo băng rôn.", (), "các công đoàn cơ sở", "treo băng rôn"),
        ("Chăm lo đoàn viên.", ("Đối với công đoàn cơ sở.", "Tổ chức thực hiện"), "công đoàn cơ sở", "Chăm lo đoàn viên"),
        ("Chăm lo đoàn viên.", ("Tổ chức thực hiện",), "", "Chăm lo đoàn viên"),
        ("Lưu ý: chăm lo đoàn viên.", (), "", "Lưu ý: chăm lo đoàn viên"),
    ],
)  # fmt: skip
def test_actor_and_duty_are_read(text, above, actor, duty):
    said = responsibility_parts(text, above=above)
    assert (said.get("actor_text", ""), said["duty"]) == (actor, duty)


def test_heading_that_names_nobody_is_no_actor():
    assert named_actor("Tổ chức thực hiện") == "" == named_actor("Tổng kết, khen thưởng")


def test_titles_over_their_own_kind_have_no_record_and_nothing_is_stated_in_silence(plan):
    rows = Responsibility.objects.filter(plan=plan)
    assert [row.block_id for row in rows] == ["aaaa02", "aaaa04", "aaaa05"]
    assert not any(row.actor or row.duty for row in rows)


def test_actor_is_proposed_as_department_class_or_unit(plan, place):
    board = Department.objects.create(unit=place, name="Ban Tuyên giáo")
    assert proposed(plan, "aaaa02")["department"] == board.pk
    assert proposed(plan, "aaaa04")["actor_class"] == "upper"
    assert proposed(plan, "aaaa05")["actor_text"] == "Văn phòng LĐLĐ tỉnh"


def test_one_actor_only(plan, place):
    with pytest.raises(ValidationError, match="Chỉ chọn một"):
        bind_responsibility(plan, "aaaa02", by=plan.drafter, actor_unit=place, actor_class="grassroots")


def test_panel_shows_what_is_read_and_keeps_what_is_confirmed(client, plan):
    client.force_login(plan.drafter)
    url = reverse("plans:block_records", args=[plan.pk, "aaaa05"])
    page = client.get(url)
    assert page.context["form"]["actor_text"].value() == "Văn phòng LĐLĐ tỉnh"
    assert "Đọc từ câu" in page.content.decode()
    assert not Responsibility.objects.exclude(actor_text="").exists()
    client.post(url, {"actor_text": "Ban Tổ chức", "duty": "Lo kinh phí"})
    row = Responsibility.objects.get(block_id="aaaa05")
    assert (row.actor_text, row.duty) == ("Ban Tổ chức", "Lo kinh phí")
    words = client.get(url).content.decode()
    assert "Câu và số liệu khác nhau" in words and "câu ghi “Văn phòng LĐLĐ tỉnh”" in words
    assert 'data-text="Ban Tổ chức"' in words  # puts the kept actor into the sentence


def test_edited_sentence_is_kept_by_the_record_and_told_by_the_check(plan):
    bind_responsibility(plan, "aaaa05", by=plan.drafter, actor_text="Văn phòng LĐLĐ tỉnh")
    assert "record.drift" not in {shown.finding.rule for shown in findings_of(plan).open}
    other = GIVEN | {"text": "Giao Ban Tài chính chủ trì bảo đảm kinh phí."}
    save_plan(plan, content=content(HEAD, BOARD, ADVISE, BELOW, CARRY, other), base=2, by=plan.drafter)
    plan = Plan.objects.get(pk=plan.pk)
    assert Responsibility.objects.get(block_id="aaaa05").text == other["text"]
    (told,) = [s.finding for s in findings_of(plan).open if s.finding.rule == "record.drift"]
    assert "câu ghi “Ban Tài chính”, đang theo dõi “Văn phòng LĐLĐ tỉnh”" in told.message


def test_derived_plan_changes_the_actor_as_the_sentence_does(plan, place):
    board = Department.objects.create(unit=place, name="Ban Tuyên giáo")
    bind_responsibility(plan, "aaaa02", by=plan.drafter, actor_text=BOARD["text"], department=board)
    bind_responsibility(
        plan, "aaaa04", by=plan.drafter, actor_text=BELOW["text"], actor_class="direct", duty="Xây dựng kế hoạch"
    )  # fmt: skip
    finish(plan, plan.drafter, place)
    lower = upper_unit(place)
    derived = derive_plan(Plan.objects.get(pk=plan.pk), issuer=lower, by=person(Role.DRAFTER, lower))
    outline = content_of(derived).outline
    rows = {outline[row.block_id].origin: row for row in derived.responsibilities.all()}
    assert (rows["aaaa04"].actor_unit, rows["aaaa04"].actor_text) == (lower, lower.name)
    assert rows["aaaa04"].duty == "Xây dựng kế hoạch"
    assert rows["aaaa02"].department is None  # the upper unit's department is none of this one's
    assert lower.name in {b.text for b in outline.path(rows["aaaa04"].block_id)}


def test_record_stays_when_the_plan_comes_back_from_word(plan, tmp_path):
    bind_responsibility(plan, "aaaa05", by=plan.drafter, actor_text="Văn phòng LĐLĐ tỉnh", duty="Lo kinh phí")
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(plan_docx(plan))
    take_back(plan, import_file(path), by=plan.drafter)
    assert Responsibility.objects.get(plan=plan, block_id="aaaa05").duty == "Lo kinh phí"


def test_plans_from_before_get_their_records(plan):
    kept = set(Responsibility.objects.values_list("block_id", "text", "order"))
    Responsibility.objects.all().delete()
    importlib.import_module("plans.migrations.0010_responsibilities_of_older_plans").backfill(apps, None)
    assert set(Responsibility.objects.values_list("block_id", "text", "order")) == kept
