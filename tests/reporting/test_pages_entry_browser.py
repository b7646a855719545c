"""The report form in a real browser on a phone: suggestions, early warnings, errors that lead to their box."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from campaigns.models import Activity
from core.vietnamese import NumberError, parse_number
from reporting.services import take_step
from tests.browsing import sign_in
from tests.reporting.factories import WHOLE, country, day, enter, sent

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def here(transactional_db):
    return country()


@pytest.fixture
def form(here, page, live_server, client):
    """The open form of a grassroots union that has logged two talks; collects what the console says."""
    for _n in range(2):
        Activity.objects.create(
            unit=here.bases[0], type_id="tuyen_truyen_mieng", title="Nói chuyện", happened_on=day("3/3/2026"),
            participations=700,
        )  # fmt: skip
    client.force_login(here.chair)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/bao-cao/phieu/{here.report(here.bases[0]).pk}/nhap/")
    return page


def go(form, letter):
    """To the section of this letter, by its tab."""
    form.locator(f'.rp-jump a[href="#muc-{letter}"]').click()


def saved(form):
    """Everything typed has been stored."""
    expect(form.locator("[data-line]")).to_contain_text("đã lưu")


def values(report):
    return {
        f"{f.indicator.code}:{f.breakdown}".rstrip(":"): f.value if f.state == "value" else f.state
        for f in report.figures.select_related("indicator")
    }


def paste(form, text):
    """A block from the clipboard into the box that has the focus."""
    form.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


# --- on a phone


def test_phone_walks_section_by_section_and_shows_how_far_each_is(here, form):
    sections = form.locator("details.rp-section")
    expect(form.locator("details.rp-section:visible")).to_have_count(1)
    form.get_by_role("button", name="Mục sau").click()
    expect(form.locator("#muc-B")).to_be_visible()
    expect(form.locator("[data-step-name]")).to_have_text(f"2/{sections.count()}")
    form.fill("#o-TC01", "1")
    form.get_by_role("button", name="Mục trước").click()
    expect(form.locator('.rp-jump [data-count="muc-B"]')).to_have_text("1/9")
    go(form, "C")
    expect(form.locator("details.rp-section:visible")).to_have_attribute("id", "muc-C")
    saved(form)
    assert values(here.report(here.bases[0])) == {"TC01": 1}


def test_suggestion_is_taken_and_a_difference_from_it_is_marked(here, form):
    go(form, "C")
    form.get_by_role("button", name="Lấy số 1.400").first.click()
    expect(form.locator("#o-TT02")).to_have_value("1.400")
    form.fill("#o-TT02", "1300")
    form.locator("#o-TT03").focus()
    row = form.locator('[data-row="TT02"] .rp-total')
    expect(row.get_by_text("Khác số hệ thống có.")).to_be_visible()
    row.get_by_role("button", name="Lấy số 1.400").click()
    expect(row.get_by_text("Khác số hệ thống có.")).to_be_hidden()
    form.get_by_role("button", name="Lấy số gợi ý cho mọi ô còn trống").click()
    saved(form)
    found = values(here.report(here.bases[0]))
    assert (found["TT02"], found["TC05"]) == (1400, 100)
    assert form.said == []


def test_refused_box_says_why_and_keeps_back_only_itself(here, form):
    go(form, "C")
    form.fill("#o-TT03", "12345")
    form.fill("#o-TT04", "1,2,3")
    form.locator("#o-TT05").focus()
    expect(form.locator("#o-TT03")).to_have_value("12.345")
    expect(form.locator('[data-cell="TT04"] .rp-refused')).to_contain_text("1,2,3")
    assert values(here.report(here.bases[0])) == {"TT03": 12345}
    assert form.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_report_with_required_boxes_open_is_not_offered_for_sending(here, form):
    go(form, "C")
    form.fill("#o-TT03", "5")
    form.get_by_role("button", name="Gửi báo cáo").click()
    dialog = form.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(r"Còn \d+ chỗ phải xong trước khi gửi"))
    expect(dialog.get_by_role("button", name="Đồng ý gửi")).to_be_hidden()
    assert form.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    dialog.get_by_role("link", name=re.compile("TC05")).click()
    expect(form.locator("#o-TC05")).to_be_focused()
    assert here.report(here.bases[0]).status in {"not_started", "draft"}


def test_error_of_the_checks_leads_to_its_box_after_sending(here, form):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    form.reload()
    go(form, "C")
    form.fill("#o-TT01-h-truc_tiep", "9")
    form.get_by_role("button", name="Gửi báo cáo").click()
    form.get_by_role("button", name="Đồng ý gửi").click()
    form.locator("[data-summary]").get_by_role("link").first.click()
    expect(form.locator('[data-row="TT01"] [data-value]:focus')).to_have_count(1)
    report.refresh_from_db()
    assert report.status == "draft"


def test_report_is_sent_from_the_phone_after_one_question(here, form):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    form.reload()
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(form.get_by_role("dialog")).to_contain_text(re.compile(r"Còn \d+ chỉ tiêu chưa trả lời"))
    form.get_by_role("button", name="Đồng ý gửi").click()
    expect(form.get_by_text("Đã gửi báo cáo lên công đoàn cấp trên.")).to_be_visible()
    report.refresh_from_db()
    assert report.status == "submitted"
    assert report.receipts.count() == 1


def test_save_bar_stands_above_the_tab_bar_before_and_after_scrolling(here, form):
    report = sent(here.report(here.bases[0]), here.chair)
    take_step(report, "return", by=here.officer, note="Xem lại", cell_notes={("TT01", ""): "Thiếu tháng 3"})
    for size in (PHONE, {"width": 800, "height": 900}):
        form.set_viewport_size(size)
        form.goto(form.url)
        top_of = "document.querySelector('{}').getBoundingClientRect().top"
        bar = form.locator(".rp-bar").bounding_box()
        assert bar["y"] + bar["height"] <= form.evaluate(top_of.format(".nc-tabbar"))
        form.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        last = form.locator(".nc-footer > :last-child").bounding_box()
        assert last["y"] + last["height"] <= form.locator(".rp-bar").bounding_box()["y"]


# --- the sheet


@pytest.fixture
def sheet(form):
    form.set_viewport_size({"width": 1280, "height": 900})
    form.reload()
    return form


def test_keys_move_edit_undo_and_choose_states(here, sheet):
    press = sheet.keyboard.press
    sheet.locator("#o-TT01").focus()
    for key in ("1", "2", "ArrowRight", "7", "Enter", "-", "ArrowDown", "*", "Enter", "/", "Shift+Enter"):
        press(key)
    expect(sheet.locator("#o-TT03")).to_be_focused()
    expect(sheet.locator("#o-TT03")).to_have_attribute("placeholder", "Chưa có số liệu")
    press("ArrowUp")
    press("ArrowLeft")
    sheet.keyboard.type("1300")
    press("Escape")
    expect(sheet.locator("#o-TT02")).to_have_value("")
    sheet.keyboard.type("1300")
    press("Enter")
    press("ArrowUp")
    press("F2")
    press("Backspace")
    press("Control+s")
    saved(sheet)
    assert values(here.report(here.bases[0])) == {
        "TT01": 12, "TT01:h.truc_tiep": 7, "TT02:n.nu": "nil", "TT03": "unknown", "TT04": "na", "TT02": 130,
    }  # fmt: skip
    press("Enter")
    press("Control+z")
    expect(sheet.locator("#o-TT02")).to_have_value("1.300")


def test_block_from_excel_spreads_and_is_undone(here, sheet):
    sheet.locator("#o-TT01").focus()
    paste(sheet, "1.234\t1.000\t234\r\n2500\t-\n12,5\nkhông phát sinh\n")
    expect(sheet.get_by_text("Đã dán 7 ô.")).to_be_visible()
    expect(sheet.locator("#o-TT02")).to_have_value("2.500")
    expect(sheet.locator('[data-cell="TT03"] .rp-refused')).to_contain_text("phần lẻ")
    saved(sheet)
    report = here.report(here.bases[0])
    assert values(report) == {
        "TT01": 1234, "TT01:h.truc_tiep": 1000, "TT01:h.truc_tuyen": 234, "TT02": 2500, "TT02:n.nu": "nil", "TT04": "nil",
    }  # fmt: skip
    sheet.get_by_role("button", name="Hoàn tác dán").click()
    expect(sheet.locator('[data-cell="TT01"]')).to_have_attribute("data-stamp", "")
    assert values(report) == {}


def test_two_people_in_one_box_choose_at_the_box(here, sheet):
    report = here.report(here.bases[0])
    enter(report, here.chair, {("TT03", ""): "5", ("TT04", ""): "6"})
    sheet.fill("#o-TT03", "7")
    sheet.fill("#o-TT04", "8")
    sheet.fill("#o-TT05", "9")
    sheet.locator("#o-TT06").focus()
    mine, theirs = (sheet.locator(f'[data-cell="{code}"]') for code in ("TT03", "TT04"))
    expect(mine).to_contain_text(f"Nơi khác đã lưu số 5 ({here.chair}")
    assert values(report) == {"TT03": 5, "TT04": 6, "TT05": 9}
    theirs.get_by_role("button", name="Lấy của nơi khác").click()
    expect(sheet.locator("#o-TT04")).to_have_value("6")
    mine.get_by_role("button", name="Giữ của tôi").click()
    expect(mine.locator(".rp-conflict")).to_have_count(0)
    saved(sheet)
    assert values(report) == {"TT03": 7, "TT04": 6, "TT05": 9}


def test_sum_a_thousandfold_away_is_stored_only_after_an_answer(here, sheet):
    report = here.report(here.bases[0])
    sheet.evaluate("document.querySelector('[data-cell=CL02]').dataset.usual = '12000000'")
    sheet.locator("#o-CL02").focus()
    sheet.keyboard.type("13")
    sheet.keyboard.press("Enter")
    sheet.keyboard.type("4")
    sheet.keyboard.press("Enter")
    saved(sheet)
    assert values(report) == {"CL03": 4}
    sheet.get_by_role("button", name="Không, là 13.000.000 đồng = 13 triệu đồng").click()
    expect(sheet.locator('[data-cell="CL02"]')).not_to_have_attribute("data-stamp", "")
    assert values(report) == {"CL03": 4, "CL02": 13_000_000}


def test_script_reads_numbers_as_the_server_does(sheet):
    texts = [
        "1.234,5",
        "1234",
        "02",
        " 1 234 ",
        "12,5",
        "1.23",
        "12.5",
        "1,234,567",
        "1.234.56",
        "-3",
        "mười",
        "1e3",
        "0",
    ]
    read = "async (texts) => texts.map((await import('/static/js/entry/numbers.js')).read)"
    assert sheet.evaluate(read, texts) == [read_or_nan(text) for text in texts]


def read_or_nan(text):
    try:
        number = float(parse_number(text))
    except NumberError:
        return pytest.approx(float("nan"), nan_ok=True)
    # No box takes a number below 0.
    return number if number >= 0 else pytest.approx(float("nan"), nan_ok=True)


def test_line_that_breaks_loses_nothing(here, sheet):
    sheet.route("**/o/", lambda route: route.abort())
    sheet.fill("#o-TT03", "7")
    sheet.locator("#o-TT04").focus()
    expect(sheet.locator("[data-line]")).to_contain_text("chưa lưu được")
    sheet.unroute("**/o/")
    saved(sheet)
    assert values(here.report(here.bases[0])) == {"TT03": 7}


def test_remark_boxes_of_a_table_are_one_tab_stop_walked_by_arrows(here, page, live_server):
    report = take_step(sent(here.report(here.bases[0]), here.chair), "receive", by=here.officer)
    sign_in(page, live_server, here.officer)
    page.goto(f"{live_server.url}/bao-cao/phieu/{report.pk}/")
    page.evaluate("document.querySelectorAll('details.rp-section').forEach((one) => { one.open = true; })")
    table = page.locator("table", has=page.locator(".rp-ask")).first
    asks = table.locator(".rp-ask > summary")
    assert asks.count() > 1
    expect(table.locator('.rp-ask > summary[tabindex="0"]')).to_have_count(1)
    asks.first.focus()
    page.keyboard.press("ArrowDown")
    expect(asks.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(asks.last).to_be_focused()
    expect(table.locator('.rp-ask > summary[tabindex="0"]')).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(table.locator(".rp-ask input").last).to_be_focused()
