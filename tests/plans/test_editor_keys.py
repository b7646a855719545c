"""What the keys, the toolbar, the slash menu, the mouse and the clipboard do to blocks, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.models import Plan
from plans.services import save_plan
from tests.plans.editor_pages import (
    PASTE,
    TEXT,
    block,
    blocks_of,
    new_draft,
    numbers,
    open_editor,
    put_cursor,
    saved,
    shown,
    texts,
)
from tests.plans.test_import_readings import IN_TCVN3, IN_VNI

pytestmark = pytest.mark.django_db(transaction=True)

WORD = """<html><head><style>p{color:red}</style></head><body><script>window.hacked = 1</script>
<p class=MsoNormal><b>I. MỤC ĐÍCH</b></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.1.<span>&nbsp;&nbsp;
</span></span><![endif]>Nâng cao <b>nhận
thức</b></p>
<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Gạch một</p>
<ol type="a"><li>Điểm a</li></ol><h2>Tổ chức</h2><p>Đoạn văn<img src=x onerror="window.hacked=1"></p>
<table><tr><th>TT</th><th>Việc</th></tr><tr><td>1</td><td>Họp</td></tr></table></body></html>"""


@pytest.fixture
def draft(transactional_db):
    return new_draft(
        block("aaaa00", "part", "MỤC ĐÍCH"),
        block("aaaa01", "section", "Nâng cao đời sống"),
        block("aaaa02", "bullet", "Gạch một"),
        block("aaaa03", "section", "Yêu cầu 😀 rõ", marks=[[0, 7, "b"], [10, 12, "i"]]),
    )


def ids(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.plan-block')].map(p => p.dataset.block)")


def test_keys_split_join_shift_and_move(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa01", 8)
    page.keyboard.press("Enter")
    assert shown(page)[1:3] == ["Nâng cao", " đời sống"]
    page.keyboard.press("Backspace")
    assert shown(page)[1] == "Nâng cao đời sống"
    put_cursor(page, "aaaa02", 0)
    page.keyboard.press("Backspace")  # deeper than the block above: its level first
    assert numbers(page)[:3] == ["I.", "1.", "2."]
    page.keyboard.press("Control+z")
    put_cursor(page, "aaaa03", 0)
    page.keyboard.press("Alt+ArrowUp")
    assert ids(page) == ["aaaa00", "aaaa03", "aaaa01", "aaaa02"]
    page.keyboard.press("Alt+ArrowDown")
    assert ids(page) == ["aaaa00", "aaaa01", "aaaa02", "aaaa03"]
    put_cursor(page, "aaaa03", 0)
    page.keyboard.press("Enter")  # the letters keep their block
    assert ids(page)[-1] == "aaaa03"
    page.keyboard.press("Tab")
    assert numbers(page)[-1] == "2.1."
    page.keyboard.press("Shift+Tab")
    saved(page)
    assert blocks_of(draft[0])[-1]["marks"] == [[0, 7, "b"], [10, 12, "i"]]


def test_marks_and_toolbar_by_keyboard(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa03", 8)
    page.keyboard.press("Shift+End")
    page.wait_for_timeout(60)  # the browser tells of a chosen run after the key
    page.keyboard.press("Control+i")
    page.keyboard.press("F10")
    expect(page.get_by_label("Cấp của đoạn")).to_be_focused()
    page.get_by_label("Loại đoạn").select_option("requirement")
    page.keyboard.press("Escape")
    expect(page.locator(TEXT)).to_be_focused()
    saved(page)
    last = blocks_of(draft[0])[-1]
    assert (last["kind"], last["marks"]) == ("requirement", [[0, 7, "b"], [8, 12, "i"]])


def test_paste_from_word_and_the_web_becomes_blocks(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa03")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [WORD, "x"])
    saved(page)
    pasted = blocks_of(draft[0])[4:]
    assert [(one["level"], one["text"]) for one in pasted] == [
        ("part", "MỤC ĐÍCH"),
        ("subsection", "Nâng cao nhận thức"),
        ("bullet", "Gạch một"),
        ("point", "Điểm a"),
        ("section", "Tổ chức"),
        ("paragraph", "Đoạn văn"),
        ("table", ""),
    ]
    assert pasted[1]["marks"] == [[9, 18, "b"]]
    assert (pasted[-1]["rows"], pasted[-1]["header_rows"]) == ([["TT", "Việc"], ["1", "Họp"]], 1)
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("old", [IN_TCVN3, IN_VNI])
def test_letters_of_an_old_encoding_are_refused_with_words(page: Page, live_server, draft, old):
    open_editor(page, live_server, draft)
    before = texts(draft[0])
    put_cursor(page, "aaaa01")
    page.evaluate(PASTE, ["", old])
    expect(page.locator("#toasts")).to_contain_text("bảng mã cũ (TCVN3 hoặc VNI)")
    page.evaluate(PASTE, ["", " Cô Noël ở Đà Nẵng, naïf, ñ."])
    saved(page)
    assert texts(draft[0])[1][1].endswith("Cô Noël ở Đà Nẵng, naïf, ñ.")
    assert [row for at, row in enumerate(texts(draft[0])) if at != 1] == before[:1] + before[2:]


def test_plain_lines_with_typed_numbers_get_their_levels(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa03")
    page.keyboard.press("Enter")
    lines = [
        "I. NỘI DUNG",
        "1. Một",
        "1.1. Một một",
        "a) Điểm",
        "đ) Điểm đ",
        "- Gạch",
        "+ Cộng",
        "(1) Ý",
        "Năm 2026.",
    ]
    page.evaluate(PASTE, ["", "\r\n".join(lines)])
    saved(page)
    assert texts(draft[0])[4:] == [
        ("part", "NỘI DUNG"), ("section", "Một"), ("subsection", "Một một"), ("point", "Điểm"), ("point", "Điểm đ"),
        ("bullet", "Gạch"), ("plus", "Cộng"), ("item", "Ý"), ("paragraph", "Năm 2026."),
    ]  # fmt: skip


def test_sixty_pages_are_pasted_as_blocks(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa03")
    sentence = "Tổ chức tuyên truyền tại nơi làm việc, ghi rõ số người dự và số ý kiến nhận được. " * 3
    html = "".join(f"<p class=MsoNormal>{n % 9 + 1}. {sentence}</p>" for n in range(900))
    page.evaluate(PASTE, [html, "x"])
    assert len(shown(page)) >= 900


def test_block_is_dragged_with_what_stands_below_it(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    page.locator('.plan-block[data-block="aaaa01"]').hover()
    handle = page.locator(".plan-handle").bounding_box()
    last = page.locator('.plan-block[data-block="aaaa03"]').bounding_box()
    assert handle and last
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, last["y"] + last["height"] + 4, steps=4)
    page.mouse.up()
    assert ids(page) == ["aaaa00", "aaaa03", "aaaa01", "aaaa02"]


def test_undo_outlives_a_reload(page: Page, live_server, draft):
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02")
    page.keyboard.insert_text(" thêm ")  # every save is one step back; the server cuts the blank at the end
    saved(page)
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.insert_text("Đoạn mới")
    saved(page)
    page.reload()
    expect(page.locator(TEXT)).to_contain_text("Đoạn mới")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+z")
    assert shown(page)[2:4] == ["Gạch một thêm", ""]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert shown(page)[2:4] == ["Gạch một", "Yêu cầu 😀 rõ"]
    page.keyboard.press("Control+y")
    saved(page)
    assert texts(draft[0])[2] == ("bullet", "Gạch một thêm")


def test_conflict_is_settled_block_by_block(page: Page, live_server, draft):
    plan, drafter = draft
    open_editor(page, live_server, draft)
    theirs = Plan.objects.get(pk=plan.pk).current_version.content
    changed = {"aaaa01": "Của họ một", "aaaa03": "Của họ ba"}
    theirs = {
        **theirs,
        "blocks": [{**b, "text": changed.get(b["id"], b["text"]), "marks": []} for b in theirs["blocks"]],
    }
    save_plan(Plan.objects.get(pk=plan.pk), content=theirs, base=1, by=drafter)
    put_cursor(page, "aaaa03")
    page.keyboard.type(" của tôi")
    expect(page.locator("#plan-conflict")).to_be_visible()
    rows = page.locator("#plan-conflict-rows tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_label("Bản vừa lưu")).to_be_checked()  # only they changed it
    expect(rows.nth(1).get_by_label("Cả hai")).to_be_checked()
    page.get_by_role("button", name="Ghép theo lựa chọn").click()
    saved(page)
    assert [text for _level, text in texts(plan)] == [
        "MỤC ĐÍCH", "Của họ một", "Gạch một", "Của họ ba", "Yêu cầu 😀 rõ của tôi",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("button", "left"),
    [
        ("Lấy bản vừa được lưu", ["Của họ ba"]),
        ("Giữ cả hai ở mọi chỗ", ["Của họ ba", "Yêu cầu 😀 rõ của tôi"]),
    ],
)
def test_conflict_is_settled_everywhere_at_once(page: Page, live_server, draft, button, left):
    plan, drafter = draft
    open_editor(page, live_server, draft)
    theirs = Plan.objects.get(pk=plan.pk).current_version.content
    changed = [b | {"text": "Của họ ba", "marks": []} if b["id"] == "aaaa03" else b for b in theirs["blocks"]]
    save_plan(Plan.objects.get(pk=plan.pk), content=theirs | {"blocks": changed}, base=1, by=drafter)
    put_cursor(page, "aaaa03")
    page.keyboard.type(" của tôi")
    expect(page.locator("#plan-conflict")).to_be_visible()
    page.get_by_role("button", name=button).click()
    saved(page)
    assert [text for _level, text in texts(plan)][3:] == left


@pytest.mark.parametrize("width", [1280, 360])
def test_page_fits_and_breaks_no_policy(page: Page, live_server, draft, width):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": width, "height": 800})
    open_editor(page, live_server, draft)
    put_cursor(page, "aaaa02")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    expect(page.locator("#plan-slash")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    saved(page)
    assert said == []
