"""The plan pages as people meet them: who sees what, what is refused with which words."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents.models import Delivery
from plans.models import Plan, Task
from plans.services import create_plan, save_plan
from tests.factories import grassroots, make_seat, person, province, upper_unit
from tests.plans.test_services import DUTY, TASK, block, content, finish
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def below(place):
    unit = upper_unit(place, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC")
    grassroots(unit)
    return unit


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


@pytest.fixture
def plan(place, drafter):
    plan = create_plan(issuer=place, abstract="Tổ chức Tháng Công nhân năm 2026", by=drafter)
    save_plan(plan, content=content(TASK, DUTY), base=1, by=drafter)
    return Plan.objects.get(pk=plan.pk)


def address(name, *args):
    return reverse(f"plans:{name}", args=args)


def words(answer):
    return [str(message) for message in answer.context["messages"]]


def test_draft_is_not_found_for_units_below(client, plan, below):
    client.force_login(person(Role.DRAFTER, below))
    assert client.get(address("plan_detail", plan.pk)).status_code == 404


def test_sentence_called_a_target_without_a_figure_is_the_next_thing_to_do(client, place, drafter):
    plan = create_plan(issuer=place, abstract="Học tập nghị quyết", by=drafter)
    said = block("eeeeee", "bullet", "target", "Phấn đấu 90% đoàn viên được học tập nghị quyết.")
    save_plan(plan, content=content(said), base=1, by=drafter)
    client.force_login(drafter)
    page = client.get(address("plan_detail", plan.pk)).content.decode()
    assert "Còn 1 câu chỉ tiêu chưa khai" in page and "#doan-eeeeee" in page


def test_clerk_of_the_same_unit_reads_but_does_not_draft(client, plan, place):
    client.force_login(person(Role.REGISTRY, place))
    assert client.get(address("plan_detail", plan.pk)).status_code == 200
    assert client.get(address("plan_edit", plan.pk)).status_code == 403


def test_list_finds_a_plan_without_accents(client, plan, drafter):
    client.force_login(drafter)
    page = client.get(address("plan_list"), {"q": "thang cong nhan"})
    assert [p.pk for p in page.context["page_obj"]] == [plan.pk]
    assert not client.get(address("plan_list"), {"q": "tet sum vay"}).context["page_obj"].object_list


def test_submitting_an_incomplete_plan_says_what_is_missing(client, plan, drafter):
    client.force_login(drafter)
    page = client.post(address("plan_step", plan.pk, "submit"), follow=True)
    assert "Hãy chọn người ký." in words(page)
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_plan_page_leads_to_what_is_missing_before_review(client, plan, drafter):
    client.force_login(drafter)
    page = client.get(address("plan_detail", plan.pk)).content.decode()
    assert f"{address('plan_change', plan.pk)}#div_id_signer" in page
    assert (
        reverse("documents:recipients_edit", args=[plan.pk])
        in page.split("Bước tiếp theo")[1].split("</section>")[0]
    )


def test_empty_field_says_what_to_do(client, drafter):
    client.force_login(drafter)
    page = client.post(address("plan_new"), {"abstract": ""})
    assert page.status_code == 422
    assert "Hãy điền mục này." in page.content.decode()


def test_step_out_of_turn_leaves_the_plan_and_says_so(client, plan, place):
    client.force_login(person(Role.LEADER, place))
    page = client.post(address("plan_step", plan.pk, "approve"), follow=True)
    assert any("Không thể" in text for text in words(page))


def test_wrong_role_is_forbidden(client, plan, place):
    client.force_login(person(Role.REGISTRY, place))
    assert client.post(address("plan_step", plan.pk, "submit")).status_code in {302, 403}
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_return_without_a_reason_is_refused(client, plan, place, drafter):
    leader = person(Role.LEADER, place)
    Plan.objects.filter(pk=plan.pk).update(status="in_review")
    client.force_login(leader)
    page = client.post(address("plan_step", plan.pk, "return"), {"note": "  "}, follow=True)
    assert any("lý do" in text for text in words(page))


def test_unit_below_derives_from_the_plan_it_received(client, plan, drafter, place, below):
    finish(plan, drafter, place)
    client.force_login(person(Role.DRAFTER, below))
    assert client.get(address("plan_detail", plan.pk)).context["derivable_for"] == [below]
    answer = client.post(address("plan_derive", plan.pk), {"issuer": below.pk})
    derived = Plan.objects.get(derived_from=plan)
    assert answer.url == address("plan_edit", derived.pk)


def test_deriving_for_a_foreign_unit_is_forbidden(client, plan, drafter, place, below):
    finish(plan, drafter, place)
    other = upper_unit(place, "Công đoàn phường Mẫu Đơn")
    client.force_login(person(Role.DRAFTER, below))
    assert client.post(address("plan_derive", plan.pk), {"issuer": other.pk}).status_code == 403
    assert not Plan.objects.filter(derived_from=plan).exists()


def test_foreign_unit_in_the_select_box_is_an_error_at_the_field(client, place, below):
    client.force_login(person(Role.DRAFTER, below))
    form = client.post(address("plan_new"), {"issuer": place.pk, "kind": "thematic", "abstract": "X"})
    assert form.status_code == 422
    assert "issuer" in form.context["form"].errors


def test_dates_out_of_order_are_an_error(client, place, drafter):
    client.force_login(drafter)
    form = client.post(address("plan_new"), {
        "issuer": place.pk, "kind": "thematic", "abstract": "X", "starts_on": "01/06/2026", "ends_on": "01/05/2026",
    })  # fmt: skip
    assert form.status_code == 422
    assert not Plan.objects.exists()


def upload(client, place, name, data):
    file = SimpleUploadedFile(name, data)
    return client.post(address("plan_import"), {"issuer": place.pk, "file": file})


def test_renamed_zip_is_not_taken_for_a_word_file(client, place, drafter):
    client.force_login(drafter)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ghi-chu.txt", "không phải Word")
    page = upload(client, place, "ke-hoach.docx", packed.getvalue())
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert not Plan.objects.exists()


def test_file_past_the_limit_is_refused_before_it_is_read(client, place, drafter, settings):
    settings.UPLOAD_MAX_BYTES = 1024
    client.force_login(drafter)
    page = upload(client, place, "ke-hoach.txt", b"x" * 2048)
    assert "lớn hơn" in page.context["form"].errors["file"][0]


def test_text_file_becomes_a_draft_once_its_reading_is_accepted(client, place, drafter):
    client.force_login(drafter)
    text = "KẾ HOẠCH\nTổ chức hội thao năm 2026\n\nI. MỤC ĐÍCH\n\n- Rèn luyện sức khỏe.\n"
    check = upload(client, place, "ke-hoach.txt", text.encode()).url
    answer = client.post(check, {"step": "accept"})
    plan = Plan.objects.get()
    assert answer.url == address("plan_edit", plan.pk)
    assert plan.abstract == "Tổ chức hội thao năm 2026"


def test_two_versions_are_compared_block_by_block(client, plan, drafter):
    save_plan(plan, content=content(TASK | {"text": "Tổ chức ba hội nghị."}, block("eeeeee", "bullet", "text", "Mới")),
              base=2, by=drafter)  # fmt: skip
    client.force_login(drafter)
    page = client.get(address("plan_compare", plan.pk))
    assert sorted(change.states for change in page.context["changes"]) == [
        ("added",),
        ("changed",),
        ("removed",),
    ]


def test_task_state_is_set_by_people_of_the_unit_only(client, plan, drafter, place, below):
    finish(plan, drafter, place)
    task = Task.objects.get(plan=plan)
    client.force_login(person(Role.DRAFTER, below))
    assert client.post(address("task_state", task.pk), {"state": "done"}).status_code == 403
    client.force_login(drafter)
    client.post(address("task_state", task.pk), {"state": "done"})
    task.refresh_from_db()
    assert task.state == "done"


def test_page_of_an_issued_plan_shows_who_has_made_a_plan_of_it(client, plan, drafter, place, below):
    finish(plan, drafter, place)
    client.force_login(drafter)
    page = client.get(address("plan_detail", plan.pk))
    assert page.context["derived"] == [(below, None)]


def test_units_that_got_a_plan_come_page_by_page_and_are_found_by_name(client, plan, place, drafter):
    units = [upper_unit(place, f"Công đoàn xã Số {n}" if n else "Công đoàn xã Lũng Vân") for n in range(25)]
    finish(plan, drafter, place)
    now = timezone.now()
    Delivery.objects.filter(document_id=plan.pk).delete()
    Delivery.objects.bulk_create(Delivery(document_id=plan.pk, unit=unit, sent_at=now) for unit in units)
    client.force_login(drafter)
    pages = [client.get(address("plan_detail", plan.pk) + query) for query in ("", "?trang=2", "?q=lung van")]
    assert [len(page.context["derived"]) for page in pages] == [20, 5, 1]


def test_drafter_with_two_units_chooses_the_issuer(client, place, below, drafter):
    make_seat(drafter, Role.DRAFTER, below)
    client.force_login(drafter)
    page = client.get(address("plan_new"))
    assert set(page.context["form"].fields["issuer"].queryset) == {place, below}
