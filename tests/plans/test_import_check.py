"""The check of an imported file: upload, source beside the proposal, corrections, a plan at the end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from plans.import_models import ImportDraft
from plans.importing import import_text
from plans.importing.correcting import Correction, corrected
from plans.importing.stored import from_stored, to_stored
from plans.models import Plan
from plans.queries import content_of
from tests.factories import person, province, upper_unit
from units.models import Role

pytestmark = pytest.mark.django_db

TEXT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU SƠN
Số: 08/KH-LĐLĐ

KẾ HOẠCH
Tổ chức hội thao năm 2026

Căn cứ Luật Công đoàn năm 2024;

I. MỤC ĐÍCH, YÊU CẦU

1. Rèn luyện sức khỏe cho người lao động.

- Mỗi xưởng một đội bóng chuyền

II. NHIỆM VỤ

1. Tổ chức thi đấu bóng chuyền.

Nơi nhận:
- Các công đoàn cơ sở;
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Lê Thị Mẫu
"""


@pytest.fixture
def place():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place, "Lý Thị Mai")


@pytest.fixture
def draft(client, place, drafter):
    client.force_login(drafter)
    file = SimpleUploadedFile("ke-hoach.txt", TEXT.encode())
    answer = client.post(reverse("plans:plan_import"), {"issuer": place.pk, "file": file})
    found = ImportDraft.objects.get()
    assert answer.url == address(found)
    return found


def address(draft):
    return reverse("plans:import_check", args=[draft.pk])


def chosen(client, draft, **changes):
    """What the form sends when nothing but `changes` is touched."""
    rows = client.get(address(draft)).context["rows"]
    sent = {f"level-{row.block.id}": row.block.level for row in rows}
    sent |= {f"kind-{row.block.id}": row.block.kind for row in rows}
    return sent | changes


def block_of(client, draft, words):
    rows = client.get(address(draft)).context["rows"]
    return next(row.block for row in rows if words in row.block.text)


def test_nothing_is_a_plan_before_it_is_accepted(client, draft):
    assert not Plan.objects.exists()
    assert draft.file_name == "ke-hoach.txt" and len(draft.sha256) == 64


def test_each_block_stands_beside_its_own_lines(client, draft):
    page = client.get(address(draft))
    beside = {row.block.text: row.source for row in page.context["rows"]}
    assert beside["Rèn luyện sức khỏe cho người lao động."] == "1. Rèn luyện sức khỏe cho người lao động."
    assert beside["Tổ chức thi đấu bóng chuyền."] == "1. Tổ chức thi đấu bóng chuyền."
    assert "Căn cứ Luật Công đoàn" in page.context["head"]
    assert page.context["tail"].startswith("Nơi nhận:") and page.context["tail"].endswith("Lê Thị Mẫu")


def test_every_line_of_the_source_is_shown_once(client, draft):
    context = client.get(address(draft)).context
    shown = "\n".join([context["head"], *(row.source for row in context["rows"]), context["tail"]])
    assert shown.split() == TEXT.split()


def test_a_doubtful_block_is_marked_and_the_page_leads_to_it(client, place, drafter):
    client.force_login(drafter)
    text = "KẾ HOẠCH\nHội thao\n\nMỤC ĐÍCH, YÊU CẦU\n\nNgười lao động phải được rèn luyện.\n"
    file = SimpleUploadedFile("a.txt", text.encode())
    page = client.post(reverse("plans:plan_import"), {"issuer": place.pk, "file": file}, follow=True)
    assert next(row.block.text for row in page.context["rows"] if row.doubtful) == "MỤC ĐÍCH, YÊU CẦU"
    html = page.content.decode()
    assert html.count('id="chua-chac"') == 1 and 'href="#chua-chac"' in html and "tin cậy" in html


def test_corrected_levels_and_kinds_go_into_the_plan(client, draft):
    block = block_of(client, draft, "bóng chuyền.")
    sent = chosen(client, draft, **{f"level-{block.id}": "bullet", f"kind-{block.id}": "activity"})
    answer = client.post(address(draft), sent | {"step": "accept"})
    plan = Plan.objects.get()
    assert answer.url == reverse("plans:plan_edit", args=[plan.pk])
    taken = content_of(plan).outline[block.id]
    assert (taken.level, taken.kind) == ("bullet", "activity")
    assert not ImportDraft.objects.exists()


def test_saved_corrections_are_there_again_and_numbers_follow(client, draft):
    first = block_of(client, draft, "Rèn luyện")
    client.post(address(draft), chosen(client, draft, **{f"level-{first.id}": "bullet"}) | {"step": "save"})
    assert block_of(client, draft, "Rèn luyện").level == "bullet"
    assert block_of(client, draft, "Rèn luyện").computed == "-"
    assert not Plan.objects.exists()


def test_a_block_is_joined_to_the_one_before_with_all_its_letters(client, draft):
    rest = block_of(client, draft, "Mỗi xưởng")
    client.post(address(draft), chosen(client, draft, **{f"join-{rest.id}": "on"}) | {"step": "accept"})
    texts = [block.text for block in content_of(Plan.objects.get()).outline]
    assert "Rèn luyện sức khỏe cho người lao động. - Mỗi xưởng một đội bóng chuyền" in texts


def test_a_number_that_is_no_number_becomes_text():
    imported = import_text(TEXT)
    block = next(block for block in imported.blocks if "bóng chuyền." in block.text)
    fixed = corrected(imported, {block.id: Correction("paragraph", block.kind)})
    assert "1. Tổ chức thi đấu bóng chuyền." in [block.text for block in fixed.blocks]


def test_choices_that_are_none_change_nothing(client, draft):
    block = block_of(client, draft, "bóng chuyền.")
    sent = chosen(client, draft, **{f"level-{block.id}": "table", f"kind-{block.id}": "<script>"})
    client.post(address(draft), sent | {"step": "save"})
    again = block_of(client, draft, "bóng chuyền.")
    assert (again.level, again.kind) == (block.level, block.kind)


def test_second_acceptance_finds_nothing_and_makes_no_second_plan(client, draft):
    sent = chosen(client, draft) | {"step": "accept"}
    client.post(address(draft), sent)
    assert client.post(address(draft), sent).status_code == 404
    assert Plan.objects.count() == 1


def test_thrown_away_reading_is_gone(client, draft):
    client.post(address(draft), {"step": "discard"})
    assert not ImportDraft.objects.exists() and not Plan.objects.exists()


def test_a_week_old_reading_goes_with_the_next_upload(client, draft, place):
    ImportDraft.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    file = SimpleUploadedFile("khac.txt", TEXT.encode())
    client.post(reverse("plans:plan_import"), {"issuer": place.pk, "file": file})
    assert [found.file_name for found in ImportDraft.objects.all()] == ["khac.txt"]


def test_other_units_and_people_who_do_not_draft_find_nothing(client, draft, place):
    other = upper_unit(place, "Công đoàn phường Mẫu Đơn")
    for who in (person(Role.DRAFTER, other), person(Role.LEADER, place)):
        client.force_login(who)
        assert client.get(address(draft)).status_code == 404
        assert client.post(address(draft), {"step": "accept"}).status_code == 404
    assert not Plan.objects.exists()


def test_a_stored_proposal_is_the_same_again():
    imported = import_text(TEXT)
    assert from_stored(to_stored(imported)) == imported
