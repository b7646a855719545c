"""Tables and empty blocks by keyboard and toolbar, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.plans.editor_pages import (
    TEXT,
    block,
    blocks_of,
    new_draft,
    numbers,
    open_editor,
    put_cursor,
    saved,
    shown,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(transactional_db):
    return new_draft(
        block("aaaa00", "part", "MỤC ĐÍCH"),
        block("aaaa01", "section", "Nâng cao đời sống"),
        block("aaaa02", "bullet", "Gạch một"),
    )


def test_table_gets_rows_columns_and_header_rows(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02")
    page.get_by_label("Cấp của đoạn").select_option("table")
    page.locator(TEXT).focus()
    for text in ("TT", "Việc", "Hạn", "1"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    for name in ("Thêm hàng", "Bỏ hàng", "Thêm hàng", "Thêm cột", "Bỏ cột"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="Hàng tiêu đề").click()
    saved(page)
    table = blocks_of(draft[0])[3]
    assert (table["level"], table["header_rows"], len(table["rows"])) == ("table", 3, 4)
    assert table["rows"][0] == ["TT", "Việc", "Hạn"] and {len(row) for row in table["rows"]} == {3}
    page.get_by_role("button", name="Hàng tiêu đề").click()
    saved(page)
    assert not blocks_of(draft[0])[3].get("header_rows")


def test_empty_block_goes_up_by_enter_and_away_by_backspace(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02")
    page.keyboard.press("Enter")
    assert numbers(page) == ["I.", "1.", "-", "-"]
    page.keyboard.press("Enter")
    assert numbers(page) == ["I.", "1.", "-", "a)"]
    page.keyboard.press("Backspace")
    assert shown(page) == ["MỤC ĐÍCH", "Nâng cao đời sống", "Gạch một"]
    page.keyboard.type(" rưỡi")
    expect(page.locator('.plan-block[data-block="aaaa02"]')).to_have_text("Gạch một rưỡi")


def test_letters_come_back_to_plain_by_the_same_key(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02", 0)
    page.keyboard.press("Shift+End")
    page.wait_for_timeout(60)
    for key in ("b", "i"):
        page.keyboard.press(f"Control+{key}")
    saved(page)
    assert blocks_of(draft[0])[2]["marks"] == [[0, 8, "b"], [0, 8, "i"]]
    for key in ("b", "i"):
        page.keyboard.press(f"Control+{key}")
    saved(page)
    assert not blocks_of(draft[0])[2].get("marks")
