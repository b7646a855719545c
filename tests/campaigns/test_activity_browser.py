"""The activity form in a real browser: with script it asks for less and sends smaller photos, without it still works."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.models import Activity, QuantityKind
from tests.campaigns.uploads import photo_bytes

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def address(live_server, world, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(world.chair)
    return live_server.url + reverse("campaigns:activity_new")


def _sign_in(context, client, address):
    site = address.removesuffix(reverse("campaigns:activity_new"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def _wait_until_small(page):
    """Asked from outside: the page's policy lets nothing be polled inside it."""
    for _n in range(100):
        if page.evaluate("document.querySelector('#id_photos').files[0].size < 700000"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the photo was not made smaller")


def _shown(page):
    return page.eval_on_selector_all(
        "[data-quantity]", "boxes => boxes.filter(b => b.offsetParent).map(b => b.dataset.quantity)"
    )


def test_phone_logs_an_activity_with_a_photo(address, client, page):
    _sign_in(page.context, client, address)
    page.set_viewport_size(PHONE)
    page.goto(address)
    assert _shown(page) == []
    page.check("input[value=tham_hoi_tro_cap]")
    assert _shown(page) == ["suat_qua", "nguoi_duoc_ho_tro", "nha_xay_moi", "nha_sua_chua"]
    page.fill("#id_quantity_suat_qua", "25")
    page.check("input[value=tuyen_truyen_mieng]")
    assert _shown(page) == ["to_roi", "tai_lieu", "suat_qua"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.fill("#id_title", "Nói chuyện đầu ca")
    page.fill("#id_participations", "1.234")
    large = photo_bytes((3600, 2400)) + b"\0" * 800_000
    page.set_input_files("#id_photos", {"name": "to.jpg", "mimeType": "image/jpeg", "buffer": large})
    _wait_until_small(page)
    page.wait_for_selector("button.btn-lg:enabled")
    page.click("button.btn-lg")
    expect(page.locator(".activity-photos img")).to_be_visible()
    activity = Activity.objects.get()
    assert (activity.participations, activity.quantities.get().amount) == (1234, 25)
    assert activity.evidence.get().original_name == "to.jpg"
    assert page.eval_on_selector(".activity-photos img", "img => img.complete && img.naturalWidth > 0")


def test_without_script_everything_is_asked(address, client, browser):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    _sign_in(context, client, address)
    page = context.new_page()
    page.goto(address)
    assert page.locator("[data-quantity]:visible").count() == QuantityKind.objects.count()
    page.check("input[value=khac]")
    page.fill("#id_title", "Không có kịch bản")
    page.click("button.btn-lg")
    assert "Không có kịch bản" in page.content()
    context.close()
    assert Activity.objects.get().title == "Không có kịch bản"


def test_a_refused_form_keeps_the_chosen_photo(address, client, page):
    _sign_in(page.context, client, address)
    page.goto(address)
    page.set_input_files("#id_photos", {"name": "le.jpg", "mimeType": "image/jpeg", "buffer": photo_bytes()})
    page.check("input[value=khac]")
    page.click("button.btn-lg")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator(".nc-file-words", has_text="le.jpg")).to_be_visible()
    page.fill("#id_title", "Ra quân Tháng Công nhân")
    page.click("button.btn-lg")
    expect(page.locator(".activity-photos img")).to_be_visible()
    assert Activity.objects.get().evidence.get().original_name == "le.jpg"
