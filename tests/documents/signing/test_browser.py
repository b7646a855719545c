"""In a browser: the registry numbers, the leader signs, the registry seals and issues, anybody verifies the file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from documents.models import Document
from tests import factories
from tests.documents import samples

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Any, site: str, person: Any) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/dang-nhap/")
    page.fill("input[name=username]", person.username)
    page.fill("input[name=password]", factories.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)


def test_paper_is_numbered_signed_sealed_issued_and_verified(
    page, live_server, desk, certificate, seal, paper, tmp_path
):
    page.set_default_timeout(30_000)
    document, site = samples.approved(desk), live_server.url
    sign_in(page, site, desk.registry)
    page.goto(f"{site}/van-ban/{document.pk}/")
    page.get_by_role("button", name="Cấp số, trình ký").click()
    page.locator("#nc-confirm").get_by_role("button", name="Đồng ý").click()
    page.get_by_text("Văn bản chờ người ký ký").wait_for()

    sign_in(page, site, desk.leader)
    page.goto(f"{site}/van-ban/ky/")
    page.fill("input[name=password]", factories.PASSWORD)
    page.get_by_role("button", name="Ký văn bản đã chọn").click()
    page.get_by_text("Đã ký xong").wait_for()

    sign_in(page, site, desk.registry)
    page.goto(f"{site}/van-ban/{document.pk}/ky/")
    page.fill("input[name=password]", factories.PASSWORD)
    page.get_by_role("button", name="Ký văn bản").click()
    page.get_by_text("Đã ký văn bản số 01/KH-LĐLĐ").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Tải PDF đã ký")).click()
    signed = tmp_path / "da-ky.pdf"
    download.value.save_as(signed)
    page.goto(f"{site}/van-ban/{document.pk}/")
    page.get_by_role("button", name="Phát hành").click()
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý").click()
    page.get_by_text("Đã phát hành văn bản số").wait_for()
    assert Document.objects.get(pk=document.pk).status == "issued"

    page.context.clear_cookies()
    page.goto(f"{site}/van-ban/kiem-tra/")
    page.set_input_files("input[name=file]", signed)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_text("đúng từng byte").wait_for()
    assert page.get_by_text("Con dấu").or_(page.get_by_text("(con dấu)")).count() == 1
