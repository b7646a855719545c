"""Rows of a form are put into order by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from reporting.designing import services
from reporting.designing.queries import items_of, texts_of
from reporting.models import Indicator
from tests.browsing import sign_in
from tests.factories import person
from tests.reporting.factories import country
from units.models import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def designer(transactional_db, page, live_server):
    here = country()
    by = person(Role.ADMIN, here.top)
    form = services.create_form(here.top, code="B-01", name="Biểu thử", by=by)
    for code, section in (
        ("TC01", "Tổ chức"),
        ("TC02", "Tổ chức"),
        ("TC03", "Tổ chức"),
        ("TT01", "Tuyên truyền"),
    ):
        services.add_row(form, indicator=Indicator.objects.get(code=code), section=section, by=by)
    for part, title in (
        ("I. Kết quả", "Tuyên truyền"),
        ("I. Kết quả", "Thi đua"),
        ("II. Đánh giá", "Hạn chế"),
    ):
        services.save_text(form, None, part=part, title=title, prompt="", by=by)
    sign_in(page, live_server, by)
    page.goto(f"{live_server.url}/bao-cao/bieu-mau/{form.pk}/soan/")
    page.form = form
    return page


def shown(page):
    return [text.strip() for text in page.locator("[data-kind=row] strong").all_inner_texts()]


def stored(page):
    return [(item.indicator.code, item.section) for item in items_of(page.form)]


def row(page, code):
    return page.locator("[data-kind=row]").filter(
        has=page.locator("strong", has_text=re.compile(f"^{code}$"))
    )


def test_row_dragged_by_mouse_stands_before_the_one_it_was_dropped_on(designer):
    row(designer, "TC03").drag_to(row(designer, "TC01"))
    expect(designer.locator("[data-kind=row] strong").first).to_have_text("TC03")
    row(designer, "TC01").drag_to(row(designer, "TT01"))
    expect(designer.locator("[data-kind=row] strong").nth(2)).to_have_text("TC01")
    assert shown(designer) == ["TC03", "TC02", "TC01", "TT01"]
    assert stored(designer) == [
        ("TC03", "A. Tổ chức"), ("TC02", "A. Tổ chức"), ("TC01", "B. Tuyên truyền"), ("TT01", "B. Tuyên truyền"),
    ]  # fmt: skip


def test_headings_and_whole_sections_are_dragged(designer):
    handles = designer.locator(".ds-section > .ds-grip")
    handles.nth(1).drag_to(designer.locator("[data-kind=section]").first, target_position={"x": 200, "y": 8})
    expect(designer.locator("[data-kind=row] strong").first).to_have_text("TT01")
    assert [section for _code, section in stored(designer)] == ["A. Tuyên truyền"] + ["B. Tổ chức"] * 3
    headings = designer.locator("[data-kind=text]")
    headings.nth(0).drag_to(
        headings.nth(2), target_position={"x": 200, "y": headings.nth(2).bounding_box()["height"] - 4}
    )
    expect(headings.nth(2)).to_contain_text("Tuyên truyền")
    assert [(text.title, text.part) for text in texts_of(designer.form)] == [
        ("Thi đua", "I. Kết quả"), ("Hạn chế", "II. Đánh giá"), ("Tuyên truyền", "II. Đánh giá"),
    ]  # fmt: skip


def test_row_moves_by_keyboard_and_keeps_its_button(designer):
    up = designer.get_by_role("button", name="Đưa TC03 lên")
    up.focus()
    designer.keyboard.press("Enter")
    expect(designer.locator("[data-kind=row] strong").nth(1)).to_have_text("TC03")
    expect(up).to_be_focused()
    designer.keyboard.press("Enter")
    expect(designer.locator("[data-kind=row] strong").first).to_have_text("TC03")
    assert [code for code, _section in stored(designer)] == ["TC03", "TC01", "TC02", "TT01"]
