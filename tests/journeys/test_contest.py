"""A contest on a phone: joined from the poster, the line lost and found again, the bell, the place on the unit's board."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.contests.essays.models import Essay
from campaigns.contests.models import Answer, Entry
from tests.architecture.world_contests import essay_task, open_contest
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

    # A phone whose clock is a day ahead: the time left is the server's.
    page.clock.set_fixed_time(timezone.now() + dt.timedelta(days=1))
    expect(page.locator("[data-clock]")).to_contain_text("Còn 19:")

    page.context.set_offline(True)
    second.get_by_label("Đúng").check()
    expect(status).to_contain_text("Mất kết nối: 1 câu chờ gửi")
    assert Answer.objects.filter(value__isnull=False).count() == 1
    # The page is closed while the line is lost, and opened again: what was answered comes back and is sent.
    page.context.set_offline(False)
    page.reload()
    expect(second.get_by_label("Đúng")).to_be_checked()
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

    # The chair of the unit sees her place on the unit's board.
    chair = visit(town.people["chair"], PHONE)
    chair.goto(f"/chien-dich/cuoc-thi/{contest.pk}/ket-qua/")
    told(chair, "Đỗ Thị Mơ")
    assert fits(chair)


def test_essay_on_a_phone_outlives_a_lost_line(town, visit):
    desks = {"office": town.people["drafter"], "head": town.people["leader"]}
    contest = open_contest(town.province, desks, "Tìm hiểu Luật Công đoàn")
    essay_task(contest)
    page = visit(None, PHONE)
    page.goto(f"/thi/{contest.code}/?dv={town.base.code}")
    page.get_by_label("Họ và tên").fill("Đỗ Thị Mơ")
    page.get_by_label("Năm sinh").fill("1990")
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Vào thi").click()
    page.get_by_role("link", name="Viết bài").click()
    box, status = page.get_by_label("Bài làm"), page.locator("[data-said]")
    box.fill("Người đoàn viên")
    expect(status).to_have_text("Đã lưu")
    page.context.set_offline(True)
    box.fill("Người đoàn viên tiêu biểu")
    expect(status).to_contain_text("Mất kết nối")
    page.context.set_offline(False)
    page.reload()
    expect(box).to_have_value("Người đoàn viên tiêu biểu")
    expect(status).to_have_text("Đã lưu")
    assert fits(page)
    page.get_by_role("button", name="Nộp bài").click()
    page.get_by_role("dialog").get_by_role("button", name="Nộp bài").click()
    told(page, "Bài đã nộp")
    assert Essay.objects.get().text == "Người đoàn viên tiêu biểu"
