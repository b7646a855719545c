"""An activity written down on a phone without a line: kept, sent once, shown to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Activity, Evidence
from tests.browsing import sign_in
from tests.campaigns.uploads import photo_bytes
from tests.journeys.conftest import PHONE, agree, eventually, fits

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "/chien-dich/hoat-dong/moi/"
TITLE = "Nói chuyện đầu ca về hợp đồng lao động ở phân xưởng may số 2"
OTHER = "Phát tờ rơi ở cổng nhà máy"


def open_and_keep(page: Page, address: str = FORM) -> None:
    """Open the page with a line, until the device has its copy."""
    page.goto(address)
    expect(page.locator("html[data-kept=yes]")).to_be_attached(timeout=15_000)


def write(page: Page, title: str, photo: bytes | None = None) -> None:
    page.get_by_text("Tuyên truyền miệng, nói chuyện").tap()
    page.get_by_label("Tên hoạt động").fill(title)
    if photo:
        page.set_input_files("#id_photos", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(page.locator("[data-draft-note]")).to_contain_text("Bản nháp đang được giữ trên máy này")


def press(page: Page) -> None:
    page.get_by_role("button", name="Ghi hoạt động").tap()


def kept(page: Page, title: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(f"Đã giữ “{title}” trên máy này")


def strip(page: Page) -> Any:
    return page.locator("#nc-outbox")


def test_activity_with_a_photo_survives_the_tab_and_is_logged_once(town, visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = visit(town.people["chair"], PHONE)
    open_and_keep(page)
    context = page.context
    context.set_offline(True)
    write(page, TITLE, photo_bytes((900, 600)))
    page.close(run_before_unload=False)

    page = context.new_page()
    page.goto(FORM)
    expect(page.get_by_label("Tên hoạt động")).to_have_value(TITLE)
    expect(page.locator("[data-draft-note]")).to_contain_text("1 tệp")
    press(page)
    kept(page, TITLE)
    expect(strip(page)).to_contain_text("1 thay đổi chưa gửi · chờ mạng")
    write(page, OTHER)
    press(page)
    kept(page, OTHER)
    expect(strip(page)).to_contain_text("2 thay đổi chưa gửi")
    strip(page).get_by_role("button", name="Xem").tap()
    expect(page.get_by_role("dialog")).to_contain_text("1 tệp, 0,1 MB")
    assert fits(page)
    page.get_by_role("button", name="Đóng", exact=True).tap()
    assert not Activity.objects.exists()

    context.set_offline(False)
    expect(strip(page)).to_be_hidden(timeout=15_000)
    assert set(Activity.objects.values_list("title", flat=True)) == {TITLE, OTHER}
    assert Evidence.objects.count() == 1


def test_another_person_on_the_phone_sees_nothing_and_sends_nothing(town, visit, live_server):
    page = visit(town.people["chair"], PHONE)
    open_and_keep(page)
    context = page.context
    context.set_offline(True)
    write(page, TITLE)
    press(page)
    kept(page, TITLE)
    context.clear_cookies()
    sign_in(page, live_server, town.people["upper"])
    context.set_offline(False)
    page.goto("/")
    expect(page.locator("html[data-owner=told]")).to_be_attached()
    expect(strip(page)).to_be_hidden()
    context.set_offline(True)
    page.goto(FORM)
    expect(page.get_by_role("heading", name="Đang làm việc không có mạng")).to_be_visible()
    expect(page.locator("[data-outbox-page]")).not_to_contain_text(TITLE)
    context.set_offline(False)
    assert not Activity.objects.exists()
    context.clear_cookies()
    sign_in(page, live_server, town.people["chair"])
    page.goto("/")
    eventually(page, Activity.objects.exists)
    assert Activity.objects.get().logged_by == town.people["chair"]


@pytest.mark.deep
def test_full_device_keeps_the_words_and_says_that_the_photo_did_not_fit(town, visit, live_server):
    page = visit(town.people["chair"], PHONE)
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 8_000_000})
    open_and_keep(page)
    page.context.set_offline(True)
    page.get_by_text("Tuyên truyền miệng, nói chuyện").tap()
    page.get_by_label("Tên hoạt động").fill(TITLE)
    page.set_input_files(
        "#id_papers",
        {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + b"0" * 9_000_000},
    )
    expect(page.locator("[data-draft-note]")).to_contain_text("phần chữ vẫn được giữ")
    press(page)
    expect(page.locator("#toasts")).to_contain_text("Máy này đã hết chỗ")
    expect(strip(page)).not_to_contain_text("thay đổi chưa gửi")
    page.goto(FORM)
    expect(page.get_by_label("Tên hoạt động")).to_have_value(TITLE)


@pytest.mark.deep
def test_ended_session_keeps_the_outbox_until_the_person_signs_in(town, visit, live_server):
    page = visit(town.people["chair"], PHONE)
    open_and_keep(page)
    page.context.set_offline(True)
    write(page, TITLE)
    press(page)
    kept(page, TITLE)
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(strip(page)).to_contain_text("đăng nhập lại để gửi", timeout=15_000)
    assert not Activity.objects.exists()
    sign_in(page, live_server, town.people["chair"])
    page.goto("/")
    eventually(page, Activity.objects.exists)
    assert Activity.objects.count() == 1


@pytest.mark.deep
def test_refused_activity_stays_with_its_reason_until_it_is_corrected(town, visit):
    page = visit(town.people["chair"], PHONE)
    open_and_keep(page)
    page.context.set_offline(True)
    write(page, TITLE)
    page.get_by_label("Trong đó nữ").fill("12")
    press(page)
    kept(page, TITLE)
    page.context.set_offline(False)
    expect(strip(page)).to_contain_text("có chỗ cần xem lại", timeout=15_000)
    strip(page).get_by_role("button", name="Xem").tap()
    expect(page.get_by_role("dialog")).to_contain_text("Hãy nhập lượt người dự trước khi nhập số nữ.")
    page.get_by_role("button", name="Sửa").tap()
    expect(page.get_by_label("Tên hoạt động")).to_have_value(TITLE)
    page.get_by_label("Lượt người dự").fill("20")
    press(page)
    expect(page.locator("#content")).to_contain_text("Đã ghi hoạt động.")
    assert Activity.objects.get().participations == 20


@pytest.mark.deep
def test_signing_out_without_a_line_hides_what_waits_and_sends_it_for_nobody_else(town, visit):
    page = visit(town.people["chair"], PHONE)
    open_and_keep(page)
    page.context.set_offline(True)
    write(page, TITLE)
    press(page)
    kept(page, TITLE)
    page.locator(".nc-account summary").tap()
    page.get_by_role("button", name="Đăng xuất").tap()
    agree(page)
    expect(page.locator("[data-still-signed-in]")).to_contain_text("máy chủ chưa biết bạn đăng xuất")
    expect(page.locator("[data-outbox-page]")).not_to_contain_text(TITLE)
    page.goto(FORM)
    expect(page.get_by_role("heading", name="Đang làm việc không có mạng")).to_be_visible()
    assert not Activity.objects.exists()
