"""The panels beside the text, by mouse and keyboard: a sentence becomes a target, both sides are kept alike."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from plans.indicators import Measure, register_indicator_source
from plans.models import Responsibility, Target
from plans.services import bind_responsibility, derive_plan
from tests.browsing import sign_in
from tests.factories import person, upper_unit
from tests.plans.editor_pages import block, blocks_of, new_draft, open_editor, put_cursor, saved
from tests.plans.test_services import finish
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "Hằng năm có 90% trở lên đoàn viên được quán triệt nghị quyết."


@pytest.fixture
def catalogue(monkeypatch):
    monkeypatch.setattr("plans.indicators._sources", [])
    register_indicator_source(lambda: {"TT19": Measure("Tỷ lệ đoàn viên được quán triệt nghị quyết", "%")})


def open_panel(page, block_id):
    put_cursor(page, block_id)
    page.locator("[data-action=records]").click()


def test_plain_sentence_becomes_a_target_and_follows_its_sentence(page, live_server, catalogue):
    draft = new_draft(block("aaaaaa", "bullet", SENTENCE))
    open_editor(page, live_server, draft)
    open_panel(page, "aaaaaa")
    panel = page.locator("#plan-panel-body")
    panel.get_by_role("button", name="Chỉ tiêu", exact=True).click()
    expect(panel).to_contain_text("từ 90% trở lên · trên tổng số đoàn viên · hằng năm · đo bằng TT19")
    assert not Target.objects.exists()
    panel.get_by_role("button", name="Nhận chỉ tiêu này").click()
    expect(panel).to_contain_text("Đã lưu chỉ tiêu")
    put_cursor(page, "aaaaaa", SENTENCE.index("90") + 2)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("85")
    expect(panel).to_contain_text("Câu và số liệu khác nhau", timeout=10_000)
    panel.get_by_role("button", name="Sửa câu thành 90%").click()
    saved(page)
    assert blocks_of(draft[0])[0]["text"] == SENTENCE
    assert Target.objects.get().value == 90


def test_indicator_is_found_without_accents_by_keyboard(page, live_server, catalogue):
    open_editor(page, live_server, new_draft(block("aaaaaa", "bullet", "Mở 02 lớp hằng năm.", kind="target")))
    open_panel(page, "aaaaaa")
    field = page.get_by_role("combobox", name="Đo bằng").first
    field.fill("quan triet")
    found = page.locator(".nc-combobox-list:not([hidden]) [role=option]")
    expect(found).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("TT19 – Tỷ lệ đoàn viên được quán triệt nghị quyết")
    expect(found).to_have_count(0)


def test_block_from_above_is_reviewed_with_one_press(page, live_server):
    upper, drafter = new_draft(
        block("aaaaaa", "bullet", "Chào mừng."), block("bbbbbb", "bullet", "Thăm hỏi.")
    )
    unit = upper_unit(upper.issuer, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC")
    officer = person(Role.DRAFTER, unit, "Hà Văn Núi")
    lower = derive_plan(finish(upper, drafter, upper.issuer), issuer=unit, by=officer)
    sign_in(page, live_server, officer)
    page.goto(f"{live_server.url}/ke-hoach/{lower.pk}/soan/")
    count = page.locator("#plan-review-count")
    expect(count).to_have_text("Còn 2 trên 2 đoạn chưa rà soát")
    page.locator("#plan-review-next").click()
    expect(page.locator("#plan-review-upper")).to_have_text("Chào mừng.")
    page.get_by_role("button", name="Giữ nguyên", exact=True).click()
    expect(page.locator("#plan-review-upper")).to_have_text("Thăm hỏi.")
    page.locator("#plan-review-reason").fill("Không có đối tượng")
    page.locator("#plan-review-reason").press("Enter")
    expect(count).to_have_text("Đã rà soát hết các đoạn của cấp trên")
    saved(page)
    assert [b["adoption"] for b in blocks_of(lower)] == ["adopted", "not_applicable"]


def test_responsibility_follows_its_sentence_or_the_sentence_follows_it(page, live_server):
    text = "Giao Văn phòng LĐLĐ tỉnh chủ trì bảo đảm kinh phí."
    draft = new_draft(block("aaaaaa", "bullet", text, kind="responsibility"))
    bind_responsibility(draft[0], "aaaaaa", by=draft[1], actor_text="Ban Tài chính")
    open_editor(page, live_server, draft)
    open_panel(page, "aaaaaa")
    panel = page.locator("#plan-panel-body")
    panel.get_by_role("button", name="Điền theo câu").click()
    expect(panel.get_by_label("Ai thực hiện")).to_have_value("Văn phòng LĐLĐ tỉnh")
    assert Responsibility.objects.get().actor_text == "Ban Tài chính"  # filled in, not saved
    panel.get_by_role("button", name="Sửa câu thành “Ban Tài chính”").click()
    saved(page)
    assert blocks_of(draft[0])[0]["text"] == text.replace("Văn phòng LĐLĐ tỉnh", "Ban Tài chính")
    expect(panel).not_to_contain_text("Câu và số liệu khác nhau", timeout=10_000)
