"""The history of a plan: names, comparison with marked words, going back."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from core.workflow import StepRefused
from documents.models import Status
from documents.services import DocumentError, NotEditable, StaleVersion, take_step
from plans.models import Plan, Task
from plans.queries import content_of
from plans.services import create_plan, derive_plan, save_plan
from plans.services.versions import restore_version
from tests.factories import person, province, upper_unit
from tests.plans.test_services import DUTY, TASK, content, finish
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


@pytest.fixture
def plan(place, drafter):
    plan = create_plan(issuer=place, abstract="Tổ chức Tháng Công nhân năm 2026", by=drafter)
    save_plan(plan, content=content(TASK, DUTY), base=1, by=drafter)
    save_plan(plan, content=content(TASK | {"text": "Tổ chức ba hội nghị."}), base=2, by=drafter)
    return Plan.objects.get(pk=plan.pk)


def address(name, *args):
    return reverse(f"plans:{name}", args=args)


def words(answer):
    return [str(message) for message in answer.context["messages"]]


def fresh(plan):
    return Plan.objects.get(pk=plan.pk)


def test_old_text_comes_back_as_a_new_named_version_with_its_records(plan, drafter):
    made = restore_version(plan, number=2, base=3, by=drafter)
    assert (made.number, made.name) == (4, "Khôi phục lần lưu 2")
    assert [b.text for b in content_of(fresh(plan)).outline.blocks] == [TASK["text"], DUTY["text"]]
    assert Task.objects.get(plan=plan).text == TASK["text"]
    assert plan.obligations.count() == 1
    assert [v.number for v in plan.versions.all()] == [1, 2, 3, 4]


def test_restoring_twice_gives_two_different_names(plan, drafter):
    restore_version(plan, number=2, base=3, by=drafter)
    restore_version(fresh(plan), number=3, base=4, by=drafter)
    again = restore_version(fresh(plan), number=2, base=5, by=drafter)
    assert again.name == "Khôi phục lần lưu 2 (2)"


def test_restoring_over_a_text_the_person_has_not_seen_is_refused(plan, drafter):
    with pytest.raises(StaleVersion):
        restore_version(plan, number=1, base=2, by=drafter)
    with pytest.raises(DocumentError, match="Không còn lần lưu 9"):
        restore_version(plan, number=9, base=3, by=drafter)
    with pytest.raises(DocumentError, match="đã giống"):
        restore_version(plan, number=3, base=3, by=drafter)
    assert plan.versions.count() == 3


def test_restoring_is_for_drafters_of_a_draft(plan, drafter, place):
    with pytest.raises(StepRefused):
        restore_version(plan, number=2, base=3, by=person(Role.REGISTRY, place))
    take_step(plan, "submit", by=drafter)
    with pytest.raises(NotEditable):
        restore_version(fresh(plan), number=2, base=3, by=drafter)


def test_page_restores_and_leads_to_what_changed(client, plan, drafter):
    client.force_login(drafter)
    answer = client.post(address("version_restore", plan.pk, 2), {"base": "3"}, follow=True)
    assert words(answer) == ["Đã khôi phục lần lưu 2 thành lần lưu 4."]
    assert (answer.context["older"].number, answer.context["newer"].number) == (3, 4)
    stale = client.post(address("version_restore", plan.pk, 1), {"base": "3"}, follow=True)
    assert "chưa khôi phục" in words(stale)[0]
    assert fresh(plan).current_version.number == 4


def test_version_is_named_on_its_page(client, plan, drafter):
    client.force_login(drafter)
    page = client.post(address("version_name", plan.pk, 2), {"name": "Bản gửi góp ý"}, follow=True)
    assert "Bản gửi góp ý" in page.content.decode()
    named = client.get(address("plan_versions", plan.pk), {"loc": "ten"})
    assert [v.number for v in named.context["page_obj"]] == [2]
    refused = client.post(address("version_name", plan.pk, 3), {"name": "BẢN GỬI GÓP Ý"}, follow=True)
    assert "Đã có phiên bản tên" in words(refused)[0]


def test_autosaves_of_a_page_collapse(client, plan, drafter):
    client.force_login(drafter)
    for base, text in ((3, "Một."), (4, "Hai."), (5, "Ba.")):
        body = {"base": base, "content": content(TASK | {"text": text}), "session": "0123456789abcdef"}
        answer = client.post(address("plan_save", plan.pk), json.dumps(body), content_type="application/json")
        assert answer.json()["version"] == base + 1
    assert [v.number for v in plan.versions.all()] == [1, 2, 3, 6]
    stale = client.post(
        address("plan_save", plan.pk),
        json.dumps({"base": 4, "content": content(TASK), "session": "another"}),
        content_type="application/json",
    )
    assert stale.status_code == 409


@pytest.mark.parametrize("base", [3.9, "3", True, None])
def test_base_that_only_looks_like_a_number_is_refused(client, plan, drafter, base):
    client.force_login(drafter)
    body = json.dumps({"base": base, "content": content(TASK | {"text": "Khác."})})
    answer = client.post(address("plan_save", plan.pk), body, content_type="application/json")
    assert (answer.status_code, plan.versions.count()) == (400, 3)


def test_comparison_marks_the_words(client, plan, drafter):
    client.force_login(drafter)
    page = client.get(address("plan_compare", plan.pk), {"cu": "2", "moi": "3"})
    changed, removed = page.context["changes"]
    assert [s.text for s in changed.spans if s.kind == "ins"] == ["ba "]
    assert removed.states == ("removed",)
    html = page.content.decode()
    assert "<ins>" in html and "[bỏ: " in html and 'href="#doi-2"' in html


def test_comparison_of_a_number_that_is_gone_takes_the_last_two(client, plan, drafter):
    client.force_login(drafter)
    page = client.get(address("plan_compare", plan.pk), {"cu": "99", "moi": "²"})
    assert (page.context["older"].number, page.context["newer"].number) == (2, 3)


@pytest.fixture
def issued(plan, drafter, place):
    finish(plan, drafter, place)
    assert fresh(plan).status == Status.ISSUED
    return fresh(plan)


@pytest.fixture
def lower_drafter(place):
    unit = upper_unit(place, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC")
    return person(Role.DRAFTER, unit, "Hà Văn Núi")


def test_units_below_read_only_the_approved_version(client, lower_drafter, issued):
    client.force_login(lower_drafter)
    versions = client.get(address("plan_versions", issued.pk)).context["page_obj"]
    assert [v.number for v in versions] == [issued.current_version.number]
    page = client.get(address("plan_compare", issued.pk), {"cu": "1", "moi": "2"})
    assert page.context["older"] is None
    assert page.context["changes"] == []


def test_derived_plan_is_compared_with_the_one_above(client, lower_drafter, issued):
    unit = lower_drafter.seats.get().unit
    lower = derive_plan(issued, issuer=unit, by=lower_drafter)
    before = content_of(lower)
    text = before.outline.replace(before.outline.blocks[0].id, text="Tổ chức năm hội nghị.")
    body = before.to_json() | {"blocks": text.to_json()}
    save_plan(lower, content=body, base=1, by=lower_drafter)
    client.force_login(lower_drafter)
    page = client.get(address("plan_compare", lower.pk), {"voi": "cap-tren"})
    assert page.context["above"].pk == issued.pk
    assert any(
        c.block_id == before.outline.blocks[0].id and "changed" in c.states for c in page.context["changes"]
    )
    assert "kế hoạch cấp trên" in page.content.decode()
