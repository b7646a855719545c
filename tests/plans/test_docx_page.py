"""Download on the plan's page and manage.py export_plan; what comes back can be saved over the same plan."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.importing import import_file
from plans.models import Plan, Task
from plans.services import create_plan, save_plan
from tests.factories import person, province, upper_unit
from tests.plans.test_services import DUTY, TASK, block, content
from tests.plans.word import rewritten
from units.models import Role

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


@pytest.fixture
def plan(place, drafter):
    plan = create_plan(issuer=place, abstract="Tổ chức Tháng Công nhân năm 2026", by=drafter)
    save_plan(
        plan, content=content(block("aaaaaa", "part", "task", "Nhiệm vụ"), TASK, DUTY), base=1, by=drafter
    )
    return Plan.objects.get(pk=plan.pk)


def address(plan):
    return reverse("plans:plan_docx", args=[plan.pk])


def test_download_is_a_word_file_named_after_the_document_and_writes_nothing(client, plan, drafter, tmp_path):
    client.force_login(drafter)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address(plan))
    assert answer.status_code == 200
    assert answer["Content-Type"] == DOCX
    assert "Du-thao-KH-L%C4%90L%C4%90.docx" in answer["Content-Disposition"]
    assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    path = tmp_path / "ve.docx"
    path.write_bytes(answer.content)
    assert [b.id for b in import_file(path).blocks] == ["aaaaaa", TASK["id"], DUTY["id"]]


def test_strangers_do_not_find_it(client, plan, place):
    client.force_login(person(Role.DRAFTER, upper_unit(place)))
    assert client.get(address(plan)).status_code == 404
    client.logout()
    assert client.get(address(plan)).status_code == 302


def test_posting_is_not_allowed(client, plan, drafter):
    client.force_login(drafter)
    assert client.post(address(plan)).status_code == 405


def test_plan_page_links_to_it(client, plan, drafter):
    client.force_login(drafter)
    page = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    assert f'href="{address(plan)}"' in page
    assert "Tải Word" in page


def export(plan_id, path) -> str:
    out = StringIO()
    call_command("export_plan", str(plan_id), "--docx", str(path), stdout=out)
    return out.getvalue()


def test_export_import_and_saving_keep_the_bound_records(plan, drafter, tmp_path):
    path = tmp_path / "ke-hoach.docx"
    assert "ke-hoach.docx" in export(plan.pk, path)
    before = Task.objects.get(plan=plan)
    back = import_file(path).content()
    assert back.to_json() == plan.current_version.content
    save_plan(plan, content=back.to_json(), base=plan.current_version.number, by=drafter)
    assert Task.objects.get(plan=plan).pk == before.pk


@pytest.mark.parametrize(
    ("plan_id", "name", "message"),
    [
        (999_999, "a.docx", "Không có kế hoạch nào"),
        (None, "a.doc", "đuôi .docx"),
        (None, "khong/co/a.docx", "Không ghi được"),
    ],
)
def test_export_that_cannot_be_says_why(plan, tmp_path, plan_id, name, message):
    with pytest.raises(CommandError, match=message):
        export(plan_id or plan.pk, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def take_into(plan_id, path) -> None:
    call_command("import_plan", str(path), "--into", str(plan_id), stdout=StringIO(), stderr=StringIO())


def test_a_draft_is_taken_back_from_word_with_its_records(plan, tmp_path):
    path = tmp_path / "ke-hoach.docx"
    export(plan.pk, path)
    before = Task.objects.get(plan=plan)
    path.write_bytes(
        rewritten(path.read_bytes(), "word/document.xml", lambda xml: xml.replace("hội nghị", "30 hội nghị"))
    )
    take_into(plan.pk, path)
    after = Task.objects.get(plan=plan)
    assert (after.pk, after.text) == (before.pk, "Tổ chức 30 hội nghị tuyên truyền tại cơ sở.")


def test_a_file_whose_marks_were_lost_is_matched_by_its_words(plan, tmp_path):
    path = tmp_path / "ke-hoach.docx"
    export(plan.pk, path)
    before = Task.objects.get(plan=plan)

    def without_marks(xml: str) -> str:
        return xml.replace('w:name="_nc_', 'w:name="x').replace("tại cơ sở.", "tại các cơ sở.")

    path.write_bytes(rewritten(path.read_bytes(), "word/document.xml", without_marks))
    take_into(plan.pk, path)
    after = Task.objects.get(plan=plan)
    assert (after.pk, after.text) == (before.pk, "Tổ chức hội nghị tuyên truyền tại các cơ sở.")
    plan.refresh_from_db()
    assert [b["id"] for b in plan.current_version.content["blocks"]] == ["aaaaaa", TASK["id"], DUTY["id"]]


def test_what_was_saved_on_the_portal_meanwhile_is_not_overwritten(plan, drafter, tmp_path):
    path = tmp_path / "ke-hoach.docx"
    export(plan.pk, path)
    save_plan(plan, content=content(TASK), base=plan.current_version.number, by=drafter)
    with pytest.raises(CommandError, match="sau khi bạn mở"):
        take_into(plan.pk, path)


def upload(client, plan, path):
    with path.open("rb") as file:
        return client.post(reverse("plans:plan_return", args=[plan.pk]), {"file": file}, follow=True)


def test_page_takes_the_file_back_and_shows_what_changed(client, plan, drafter, tmp_path):
    client.force_login(drafter)
    path = tmp_path / "ke-hoach.docx"
    export(plan.pk, path)
    path.write_bytes(
        rewritten(path.read_bytes(), "word/document.xml", lambda xml: xml.replace("hội nghị", "30 hội nghị"))
    )
    page = upload(client, plan, path)
    assert page.status_code == 200
    assert "thành lần lưu số 3" in page.content.decode()
    assert Task.objects.get(plan=plan).text.startswith("Tổ chức 30 hội nghị")


def test_page_refuses_a_stale_or_foreign_file_at_the_field(client, plan, drafter, tmp_path):
    client.force_login(drafter)
    path = tmp_path / "ke-hoach.docx"
    export(plan.pk, path)
    save_plan(plan, content=content(TASK), base=plan.current_version.number, by=drafter)
    page = upload(client, plan, path)
    assert page.status_code == 422
    assert "sau khi bạn mở" in str(page.context["form"].errors["file"])
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    assert "không phải tệp Word" in str(upload(client, plan, path).context["form"].errors["file"])
    assert Plan.objects.get(pk=plan.pk).current_version.number == 3


def test_only_the_drafter_takes_it_back(client, plan, place):
    client.force_login(person(Role.REGISTRY, place))
    assert client.get(reverse("plans:plan_return", args=[plan.pk])).status_code == 403
