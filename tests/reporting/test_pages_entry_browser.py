"""The report form in a real browser on a phone: suggestions, early warnings, errors that lead to their box."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from campaigns.models import Activity
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


def unfold(form):
    """Every section open, as a person would tap them."""
    form.evaluate(
        "document.querySelectorAll('details.rp-section').forEach((section) => { section.open = true; })"
    )


def test_phone_opens_the_first_unfinished_section_only(form):
    assert form.locator("details.rp-section[open]").count() == 1
    form.locator('.rp-jump a[href="#muc-C"]').click()
    expect(form.locator("#muc-C")).to_have_attribute("open", "")


def test_suggestion_is_taken_without_leaving_the_page(here, form):
    unfold(form)
    form.get_by_role("button", name="Lấy số 1.400").first.click()
    expect(form.locator("#o-TT02")).to_have_value("1.400")
    form.get_by_role("button", name="Lấy số gợi ý cho mọi ô còn trống").click()
    expect(form.locator("#o-TC05")).to_have_value("100")
    form.get_by_role("button", name="Lưu nháp").click()
    expect(form.get_by_text("Đã lưu nháp.")).to_be_visible()
    figures = dict(here.report(here.bases[0]).figures.values_list("indicator__code", "value"))
    assert figures["TT02"] == 1400 and figures["TC05"] == 100
    assert form.said == []


def test_thousands_are_grouped_and_letters_warned_of_while_typing(form):
    unfold(form)
    form.fill("#o-TT03", "12345")
    form.locator("#o-TT04").focus()
    expect(form.locator("#o-TT03")).to_have_value("12.345")
    form.fill("#o-TT04", "1,2,3")
    form.locator("#o-TT05").focus()
    expect(form.get_by_text("chưa phải là số")).to_be_visible()


def test_choosing_a_state_by_keyboard_empties_the_box(form):
    unfold(form)
    form.fill("#o-LD02", "5")
    form.locator('input[name="LD02~s"][value="value"]').focus()
    form.keyboard.press("ArrowRight")
    expect(form.locator('input[name="LD02~s"][value="nil"]')).to_be_checked()
    expect(form.locator("#o-LD02")).to_have_value("")


def test_error_leads_to_its_box_and_the_page_fits_the_phone(form):
    unfold(form)
    form.fill("#o-TT03", "nhiều")
    form.get_by_role("button", name="Lưu nháp").click()
    form.get_by_role("link", name="TT03").click()
    expect(form.locator("#o-TT03")).to_be_focused()
    assert form.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_report_is_sent_from_the_phone(here, form):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    form.reload()
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(form.get_by_role("dialog")).to_contain_text(
        re.compile(r"Còn \d+ chỉ tiêu chưa trả lời\. Vẫn gửi\?")
    )
    form.get_by_role("button", name="Đồng ý").click()
    expect(form.get_by_text("Đã gửi báo cáo lên công đoàn cấp trên.")).to_be_visible()
    report.refresh_from_db()
    assert report.status == "submitted"


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


def test_enter_walks_through_the_boxes_and_control_s_saves(here, form):
    form.set_viewport_size({"width": 1200, "height": 800})
    form.reload()
    unfold(form)
    form.locator("#o-TT03").focus()
    form.keyboard.type("12345")
    form.keyboard.press("Enter")
    expect(form.locator("#o-TT04")).to_be_focused()
    expect(form.locator("#o-TT03")).to_have_value("12.345")
    form.keyboard.press("Shift+Enter")
    expect(form.locator("#o-TT03")).to_be_focused()
    assert not here.report(here.bases[0]).figures.exists()
    form.keyboard.press("Control+s")
    expect(form.get_by_text("Đã lưu nháp.")).to_be_visible()
    assert here.report(here.bases[0]).figures.get().value == 12345


def test_remark_boxes_of_a_table_are_one_tab_stop_walked_by_arrows(here, page, live_server):
    report = take_step(sent(here.report(here.bases[0]), here.chair), "receive", by=here.officer)
    sign_in(page, live_server, here.officer)
    page.goto(f"{live_server.url}/bao-cao/phieu/{report.pk}/")
    unfold(page)
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
