"""What holds on every page: it works by keyboard alone and fits a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.architecture.world import World, build_world
from tests.factories import PASSWORD
from tests.journeys.conftest import DESK, PHONE, fits, watch

pytestmark = pytest.mark.django_db(transaction=True)

# Object of the world → pages whose address holds its words.
OFFICE = {
    "": [
        "/",
        "/ke-hoach/",
        "/ke-hoach/moi/",
        "/ke-hoach/nhap-tu-tep/",
        "/van-ban/",
        "/van-ban/den/",
        "/van-ban/so-dang-ky/",
        "/van-ban/so-dang-ky/giu-so/",
        "/van-ban/so-den/",
        "/van-ban/so-den/moi/",
        "/van-ban/uy-quyen/",
        "/chien-dich/",
        "/chien-dich/moi/",
        "/chien-dich/hoat-dong/",
        "/bao-cao/",
        "/bao-cao/ky/moi/",
        "/bao-cao/tong-hop/",
        "/don-vi/",
        "/nhap-don-vi/",
        "/tai-khoan/",
    ],
    "issued plan": [
        "/ke-hoach/{pk}/",
        "/van-ban/{pk}/",
        "/van-ban/{pk}/theo-doi/",
        "/van-ban/kiem-tra/{code}/",
    ],
    "draft plan": [
        "/ke-hoach/{pk}/soan/",
        "/ke-hoach/{pk}/thong-tin/",
        "/ke-hoach/{pk}/so-sanh/",
        "/van-ban/{pk}/noi-nhan/",
    ],
    "incoming document": ["/van-ban/so-den/{pk}/", "/van-ban/so-den/{pk}/sua/"],
    "open campaign": ["/chien-dich/{pk}/"],
    "period": ["/bao-cao/ky/{pk}/"],
    "received report": ["/bao-cao/phieu/{pk}/"],
    "totals of the province": ["/bao-cao/so-lieu/{pk}/", "/bao-cao/so-lieu/{pk}/TT01/"],
    "compiled report": ["/bao-cao/tong-hop/{pk}/", "/bao-cao/tong-hop/{pk}/noi-dung/"],
    "province": [
        "/don-vi/{code}/",
        "/don-vi/{code}/them/",
        "/don-vi/{code}/nhan-su/",
        "/don-vi/{code}/nhan-su/them/",
        "/van-ban/uy-quyen/{code}/giao/",
    ],
    "upper unit": ["/don-vi/{code}/chuyen/"],
}
REPORTER = {
    "": [
        "/",
        "/ke-hoach/",
        "/van-ban/den/",
        "/chien-dich/",
        "/chien-dich/hoat-dong/",
        "/chien-dich/hoat-dong/moi/",
        "/bao-cao/",
        "/don-vi/",
        "/tai-khoan/",
        "/tai-khoan/mat-khau/",
    ],
    "issued plan": ["/ke-hoach/{pk}/"],
    "delivery": ["/van-ban/den/{pk}/"],
    "open campaign": ["/chien-dich/{pk}/"],
    "activity": ["/chien-dich/hoat-dong/{pk}/", "/chien-dich/hoat-dong/{pk}/sua/"],
    "period": ["/bao-cao/ky/{pk}/"],
    "report being entered": [
        "/bao-cao/phieu/{pk}/",
        "/bao-cao/phieu/{pk}/nhap/",
        "/bao-cao/phieu/{pk}/nguon/TT01/",
    ],
}


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def addresses(world: World, pages: dict[str, list[str]]) -> list[str]:
    return [path.format(**world.objects[of]) for of, paths in pages.items() for path in paths]


def too_wide(page: Page, world: World, pages: dict[str, list[str]]) -> list[str]:
    """Addresses whose page is wider than the screen, or is none."""
    found = []
    for address in addresses(world, pages):
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            found.append(f"{address}: {answer and answer.status}")
        elif not fits(page):
            found.append(f"{address}: {page.evaluate('document.documentElement.scrollWidth')} px")
    return found


def test_pages_fit_a_phone(world, visit):
    assert too_wide(visit(world["reporter"], PHONE), world, REPORTER) == []
    assert too_wide(visit(world["office"], PHONE), world, OFFICE) == []


def test_pages_fit_a_desk_and_have_one_heading(world, visit):
    page = visit(world["office"], DESK)
    headings = {}
    for address in addresses(world, OFFICE):
        page.goto(address)
        headings[address] = (page.locator("main h1").count(), fits(page))
    assert {address: found for address, found in headings.items() if found != (1, True)} == {}


def test_keyboard_alone_signs_in_and_skips_to_the_content(town, visit):
    page = visit()
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.type("drafter")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"^http://[^/]+/$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Bỏ qua, đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_wrong_password_is_told_at_the_form(town, visit):
    page = visit()
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill("drafter")
    page.get_by_label("Mật khẩu").fill("sai-mat-khau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page).to_have_url(re.compile("/dang-nhap/"))


def test_watch_hears_what_the_policy_refuses_and_what_fails(page, live_server):
    complaints = watch(page)
    page.goto(f"{live_server.url}/dang-nhap/")
    assert complaints == []
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('kaputt') })")
    page.goto(f"{live_server.url}/khong-co/")
    for words in ("Content Security Policy", "kaputt", "404"):
        assert any(words in text for text in complaints), words
