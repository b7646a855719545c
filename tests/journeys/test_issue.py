"""A plan through four people's screens: drafted, approved, numbered, signed, sealed, issued, verified, recalled."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document
from documents.signing import keys, pictures
from documents.signing.models import Device
from documents.signing.services import add_certificate
from plans.models import Plan
from tests.documents.signing.conftest import signing_dir  # noqa: F401 -- keys and roots of the test's own
from tests.documents.signing.pki import ORGANISATION, SIGNER, pki
from tests.factories import PASSWORD
from tests.journeys.conftest import agree, eventually, take, told
from tests.journeys.test_plan import draft, receive_and_derive
from units.models import Seat

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Trùng nội dung với kế hoạch đã ban hành của cấp trên."


@pytest.fixture
def certificates(town, signing_dir) -> None:  # noqa: F811
    """The leader's and the federation's, with their keys on the server."""
    keys.store("leader", pki().person.key)
    add_certificate(
        pki().person.pem, device=Device.SERVER, seat=Seat.objects.get(user=town.people["leader"]), key_name="leader",
        picture=pictures.specimen_signature(SIGNER),
    )  # fmt: skip
    keys.store("seal", pki().organisation.key)
    add_certificate(
        pki().organisation.pem, device=Device.SERVER, unit=town.province, key_name="seal",
        picture=pictures.specimen_seal(ORGANISATION),
    )  # fmt: skip


def test_plan_is_signed_verified_and_recalled_and_the_plan_below_is_flagged(
    town, certificates, visit, tmp_path
):
    drafter, leader, clerk, upper = (
        visit(town.people[name]) for name in ("drafter", "leader", "clerk", "upper")
    )
    address = draft(drafter)
    take(drafter, "Trình duyệt")
    leader.goto(address)
    take(leader, "Duyệt")
    agree(leader)
    # The words stand on the page before, as the next stage.
    eventually(leader, lambda: Plan.objects.get().status == "approved")
    clerk.goto(address)
    take(clerk, "Cấp số, trình ký")
    agree(clerk)
    told(clerk, "01/KH-LĐLĐ")

    sign(leader, "/van-ban/ky/", "Ký văn bản đã chọn")
    expect(leader.get_by_text("Đã ký xong")).to_be_visible(timeout=20_000)
    plan = Plan.objects.get()
    sign(clerk, f"/van-ban/{plan.pk}/ky/", "Ký văn bản")
    told(clerk, "Đã ký văn bản số 01/KH-LĐLĐ")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name=re.compile("Tải PDF đã ký")).click()
    signed = tmp_path / "da-ky.pdf"
    download.value.save_as(signed)
    clerk.goto(address)
    take(clerk, "Phát hành")
    agree(clerk)
    told(clerk, "Đã phát hành")
    judged(visit(), signed, "đúng từng byte")
    receive_and_derive(upper, town)

    recall(clerk, plan)
    assert Document.objects.get(pk=plan.pk).status == "recalled"
    judged(visit(), signed, "thu hồi")
    derived = Plan.objects.get(derived_from=plan)
    upper.goto(f"/ke-hoach/{derived.pk}/")
    told(upper, "thu hồi")
    upper.goto("/")
    told(upper, "Kế hoạch cấp trên đã thay đổi")


def sign(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name=button).click()


def judged(page: Page, signed, words: str) -> None:
    """Anybody brings the file and reads the judgement."""
    page.goto("/van-ban/kiem-tra/")
    page.set_input_files("input[name=file]", signed)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_text(words).first).to_be_visible()


def recall(page: Page, plan: Plan) -> None:
    """By a decision on paper, which takes its number now."""
    page.goto(f"/van-ban/{plan.pk}/xu-ly/")
    page.get_by_role("radio", name=re.compile("^Thu hồi")).check()
    page.get_by_label("Lý do").fill(REASON)
    page.get_by_label("Lấy số mới cho").select_option(label="Quyết định")
    page.get_by_label("Người ký văn bản giấy").fill(SIGNER)
    page.get_by_role("button", name="Ghi nhận và báo các đơn vị").click()
    agree(page)
    told(page, "Văn bản đã bị thu hồi")
