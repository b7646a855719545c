"""A contest on a phone: joined from the poster, the line lost and found again, the bell, the place on the unit's board."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.contests.models import Answer, Entry
from tests.architecture.world_contests import open_contest
from tests.journeys.conftest import PHONE, eventually, fits, told

pytestmark = pytest.mark.django_db(transaction=True)


def test_contest_on_a_phone_with_a_bad_line(town, visit):
    desks = {"office": town.people["drafter"], "head": town.people["leader"]}
    contest = open_contest(town.province, desks, "Tìm hiểu Luật Công đoàn")
    page = visit(None, PHONE)
    page.goto(f"/thi/{contest.code}/?dv={town.base.code}")
    assert fits(page)
    page.get_by_label("Họ và tên").fill("Đỗ Thị Mơ")
    page.get_by_label("Năm sinh").fill("1990")
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Vào thi").click()
    told(page, "Xin chào Đỗ Thị Mơ")
    page.get_by_role("button", name="Bắt đầu").click()

    status = page.locator("[data-said]")
    first, second = page.locator("fieldset").all()
    first.get_by_label("Đúng").check()
    expect(status).to_have_text("1 / 2 câu đã lưu")
    assert fits(page)

    page.context.set_offline(True)
    second.get_by_label("Đúng").check()
    expect(status).to_contain_text("Mất kết nối: 1 câu chờ gửi")
    assert Answer.objects.filter(value__isnull=False).count() == 1
    page.context.set_offline(False)
    expect(status).to_have_text("2 / 2 câu đã lưu", timeout=20_000)
    assert Answer.objects.filter(value__isnull=False).count() == 2

    # The bell: the server says with its next answer that two seconds are left.
    Entry.objects.update(ends_at=timezone.now() + dt.timedelta(seconds=2))
    second.get_by_label("Sai").check()
    told(page, "Hết giờ, bài đã tự nộp")
    eventually(page, lambda: Entry.objects.filter(finished_at__isnull=False).exists())
    told(page, "Thứ hạng trong đơn vị")
    told(page, "1 / 1 bài đã nộp")
    assert fits(page)
