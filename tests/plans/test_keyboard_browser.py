"""One piece of work done by keyboard alone, and what was typed when the session ended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plans.assignments.models import Assignment, AssignmentStatus
from tests.browsing import sign_in
from tests.factories import PASSWORD
from tests.plans.test_assignments import Place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.deep]
MOST_STOPS = 90


@pytest.fixture
def row(transactional_db):
    place = Place()
    place.give(units=[place.mid])
    found = Assignment.objects.get()
    found.person = place.officer
    return found


def walk_to(page: Page, name: str) -> None:
    """Tab until the control with this name has the focus; every stop on the way shows where one is."""
    seen = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
                const words = one.getAttribute("aria-label") || one.labels?.[0]?.innerText || one.innerText || "";
                const shown = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== "none";
                return {tag: one.tagName, words: words.trim(), shown, size: box.width * box.height};
            }"""
        )
        if stop["tag"] == "BODY":
            continue
        assert stop["shown"] and stop["size"] > 0, f"no visible focus on {stop}"
        if name in stop["words"]:
            return
        seen.append(stop["words"][:40])
    raise AssertionError(f"“{name}” was not reached: {seen}")


def test_work_is_accepted_told_of_and_done_by_keyboard_alone(page: Page, live_server, row):
    sign_in(page, live_server, row.person)
    page.goto(live_server.url)
    walk_to(page, row.round.text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(row.round.text)
    walk_to(page, "Nhận việc")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã nhận việc.").first).to_be_visible()
    walk_to(page, "Tiến độ (%)")
    page.keyboard.press("Control+A")
    page.keyboard.type("60")
    walk_to(page, "Đã làm được gì")
    page.keyboard.type("Đã họp ban chấp hành.")
    walk_to(page, "Ghi tiến độ")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã ghi tiến độ.").first).to_be_visible()
    walk_to(page, "Báo xong")
    page.keyboard.press("Enter")
    walk_to(page, "Báo xong")  # the first unfolds the note
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã báo xong").first).to_be_visible()
    row.refresh_from_db()
    assert (row.status, row.progress) == (AssignmentStatus.REPORTED, 100)


def test_note_typed_when_the_session_ended_is_there_after_signing_in(page: Page, live_server, row):
    sign_in(page, live_server, row.person)
    page.set_viewport_size({"width": 360, "height": 740})
    address = f"{live_server.url}/ke-hoach/viec/{row.pk}/"
    page.goto(address)
    page.get_by_label("Tiến độ (%)").fill("40")
    page.get_by_label("Đã làm được gì").fill("Đã họp ban chấp hành và phân công.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Ghi tiến độ").click()
    page.get_by_label("Tên đăng nhập").fill(row.person.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(address)
    expect(page.get_by_label("Đã làm được gì")).to_have_value("Đã họp ban chấp hành và phân công.")
    expect(page.get_by_text("được giữ lại bên dưới, chưa gửi")).to_be_visible()
    assert PASSWORD not in page.evaluate("JSON.stringify({...sessionStorage})")
    page.get_by_role("button", name="Ghi tiến độ").click()
    expect(page.get_by_text("Đã ghi tiến độ.").first).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('nhipcau-kept'))") == []
    expect(page.get_by_label("Đã làm được gì")).to_have_value("")
