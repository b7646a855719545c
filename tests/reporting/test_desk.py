"""The first page: each role finds what waits for it, and the page costs the same at any size."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import Delivery, DocumentMove
from documents.services.incoming import assign_incoming, register_incoming
from plans.models import Assignment, Plan
from plans.services import create_plan, derive_plan
from reporting.models import PeriodUnit
from reporting.services import take_step
from tests.factories import grassroots, make_document, make_seat, make_user, person, province
from tests.plans.test_assignments import Place
from tests.reporting.factories import Country, country, opened, sent
from units.models import Role

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


@pytest.fixture
def land() -> Country:
    return country()


def page(client, user) -> str:
    client.force_login(user)
    answer = client.get(reverse("home"))
    assert answer.status_code == 200
    return answer.content.decode()


def overdue(land: Country, unit) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    PeriodUnit.objects.filter(period=land.period, unit=unit).update(due_on=yesterday)


def test_a_stranger_is_asked_to_sign_in(client):
    answer = client.get(reverse("home"))
    assert answer.status_code == 302 and answer.url.startswith(reverse("units:sign_in"))


def test_someone_without_a_seat_is_told_what_to_do(client):
    assert "chưa được giao vai trò" in page(client, make_user())


def test_a_chair_finds_the_unit_s_report_and_enters_it_from_there(client, land):
    text = page(client, land.chair)
    report = land.report(land.bases[0])
    assert "Báo cáo của đơn vị tôi" in text
    assert reverse("reporting:submission_edit", args=[report.pk]) in text
    assert "Nhập báo cáo" in text and "Ghi hoạt động" in text


def test_a_returned_report_says_why(client, land):
    report = sent(land.report(land.bases[0]), land.chair)
    take_step(report, "return", by=land.officer, note="Thiếu số nữ dự tuyên truyền.")
    assert "Thiếu số nữ dự tuyên truyền." in page(client, land.chair)


def test_an_accepted_report_no_longer_waits(client, land):
    report = sent(land.report(land.bases[0]), land.chair)
    take_step(report, "accept", by=land.officer)
    text = page(client, land.chair)
    assert "Báo cáo của đơn vị tôi" not in text
    assert "Báo cáo của đơn vị được duyệt" in text


def test_an_officer_finds_the_reports_sent_from_directly_below(client, land):
    sent(land.report(land.bases[0]), land.chair)
    text = page(client, land.officer)
    assert "Báo cáo chờ tôi tiếp nhận, duyệt" in text
    assert reverse("reporting:submission_detail", args=[land.report(land.bases[0]).pk]) in text
    assert f"{land.bases[0].name} đã gửi báo cáo" in text


def test_a_report_of_another_branch_stays_out(client, land):
    chair = person(Role.GRASSROOTS, land.bases[2])
    sent(land.report(land.bases[2]), chair)
    text = page(client, land.officer)
    assert land.bases[2].name not in text
    assert "Báo cáo chờ tôi tiếp nhận, duyệt" not in text


def test_what_is_overdue_below_is_listed_with_its_day(client, land):
    overdue(land, land.bases[1])
    text = page(client, land.officer)
    assert "Quá hạn chưa gửi báo cáo" in text
    assert land.bases[1].name in text and "trễ 1 ngày" in text.replace("\u00a0", " ")


def test_the_coverage_bar_counts_the_units_below(client, land):
    sent(land.report(land.bases[0]), land.chair)
    assert "1 trên 2 đơn vị đã gửi" in page(client, land.officer)


@pytest.mark.parametrize(
    ("role", "status", "found"),
    [
        (Role.LEADER, "in_review", True), (Role.LEADER, "draft", False), (Role.UNIT_HEAD, "in_review", True),
        (Role.REGISTRY, "approved", True), (Role.REGISTRY, "in_review", False), (Role.DRAFTER, "returned", True),
        (Role.DRAFTER, "approved", False), (Role.UPPER_UNIT, "draft", False),
    ],
)  # fmt: skip
def test_a_paper_waits_for_whoever_takes_its_next_step(client, land, role, status, found):
    make_document(land.top, status=status, abstract="Hội thi thợ giỏi toàn tỉnh")
    assert ("Hội thi thợ giỏi toàn tỉnh" in page(client, person(role, land.top))) is found


def test_a_leader_of_another_unit_does_not_see_the_paper(client, land):
    make_document(land.top, status="in_review", abstract="Hội thi thợ giỏi toàn tỉnh")
    assert "Hội thi thợ giỏi" not in page(client, person(Role.LEADER, land.uppers[0]))


def test_an_unconfirmed_delivery_waits_and_a_confirmed_one_does_not(client, land):
    paper = make_document(
        land.top, abstract="Hướng dẫn tổ chức Tháng Công nhân", number=3, issued_on=dt.date(2026, 4, 2)
    )
    type(paper).objects.filter(pk=paper.pk).update(status="issued")
    delivery = Delivery.objects.create(document=paper, unit=land.bases[0], role="thuc_hien")
    assert "Hướng dẫn tổ chức Tháng Công nhân" in page(client, land.chair)
    Delivery.objects.filter(pk=delivery.pk).update(acknowledged_at=timezone.now())
    assert "Hướng dẫn tổ chức Tháng Công nhân" not in page(client, land.chair)


def test_an_upper_plan_waits_until_the_unit_has_built_its_own(client, land):
    upper = create_plan(issuer=land.top, abstract="Tháng Công nhân toàn tỉnh", by=None)
    Plan.objects.filter(pk=upper.pk).update(status="issued", number=7, issued_on=dt.date(2026, 4, 1))
    upper.refresh_from_db()
    Delivery.objects.create(
        document=upper, unit=land.uppers[0], role="thuc_hien", acknowledged_at=timezone.now()
    )
    drafter = person(Role.DRAFTER, land.uppers[0])
    assert "Kế hoạch cấp trên cần cụ thể hóa" in page(client, drafter)
    derive_plan(upper, issuer=land.uppers[0], by=drafter)
    text = page(client, drafter)
    assert "Kế hoạch cấp trên cần cụ thể hóa" not in text
    assert "Đang soạn, chưa trình" in text


def test_an_administrator_is_not_asked_to_confirm_papers(client, land):
    text = page(client, person(Role.ADMIN, land.top))
    assert "chưa xác nhận" not in text and "Đơn vị, tài khoản" in text


def test_news_leaves_out_one_s_own_steps(client, land):
    leader, drafter = person(Role.LEADER, land.top), person(Role.DRAFTER, land.top)
    paper = make_document(land.top, status="returned", abstract="Giải bóng chuyền công nhân")
    DocumentMove.objects.create(
        document=paper,
        step="return",
        from_status="in_review",
        to_status="returned",
        by=leader,
        note="Thiếu kinh phí.",
    )
    told = page(client, drafter)
    # A paper without a number is named by its type, not by an empty number.
    assert "Thiếu kinh phí." in told and "Kế hoạch (chưa có số)" in told and "/KH-" not in told
    assert "Thiếu kinh phí." not in page(client, leader)


def test_the_page_follows_the_seat_one_acts_from(client, land):
    both = make_user()
    make_seat(both, Role.LEADER, land.top)
    second = make_seat(both, Role.GRASSROOTS, land.bases[0])
    client.force_login(both)
    session = client.session
    session["seat_id"] = second.pk
    session.save()
    text = client.get(reverse("home")).content.decode()
    assert land.bases[0].name in text and "Báo cáo của đơn vị tôi" in text


def test_work_given_is_at_home_for_who_has_it_and_counted_for_who_gave_it(client):
    place = Place()
    place.give(group="co_so")
    Assignment.objects.filter(unit=place.bases[0]).update(
        deadline_on=timezone.localdate() - dt.timedelta(days=2)
    )
    row = Assignment.objects.get(unit=place.bases[0])
    text = page(client, place.chairs[0])
    assert "Việc được giao đã quá hạn" in text and reverse("plans:assignment_detail", args=[row.pk]) in text
    assert "Việc được giao đã quá hạn" not in page(client, place.chairs[1])
    desk = client.get(reverse("home")).context["desk"]
    assert [tile.label for tile in desk.tiles] == [
        "Việc của tôi",
        "Văn bản đến chưa xác nhận",
        "Hoạt động đã ghi trong kỳ",
    ][:2]
    client.force_login(place.leader)
    desk = client.get(reverse("home")).context["desk"]
    figures = {tile.label: tile.value for tile in desk.tiles}
    assert (figures["Việc đã giao quá hạn"], figures["Chờ tôi xác nhận"], len(desk.tiles) <= 6) == (
        1,
        0,
        True,
    )
    listed = client.get(next(tile.url for tile in desk.tiles if tile.label == "Việc đã giao quá hạn"))
    assert [one.pk for one in listed.context["page_obj"]] == [row.pk]


def test_a_paper_given_to_me_waits_at_home(client, land):
    clerk, drafter = person(Role.REGISTRY, land.top), person(Role.DRAFTER, land.top)
    row = register_incoming(
        land.top, issuer_name="Tỉnh ủy", code="23-CV/TU", abstract="Công văn mời họp", by=clerk
    )
    assert "Văn bản đến giao tôi xử lý" not in page(client, drafter)
    assign_incoming(row, by=clerk, assignee=drafter.seats.get(), instruction="Chuẩn bị báo cáo")
    text = page(client, drafter)
    assert "Văn bản đến giao tôi xử lý" in text and "Chuẩn bị báo cáo" in text
    assert "Công văn mời họp" not in page(client, clerk)


@pytest.mark.parametrize("role", [Role.UPPER_UNIT, Role.LEADER, Role.DRAFTER, Role.REGISTRY, Role.ADMIN])
def test_the_page_costs_the_same_with_many_units_papers_and_moves(client, role):
    counts = [_queries_with(client, size, role) for size in (1, 25)]
    assert counts[0] == counts[1] <= MOST_QUERIES


def _queries_with(client, size: int, role: str) -> int:
    top = province()
    chairs = [person(Role.GRASSROOTS, grassroots(top)) for _n in range(2 * size)]
    period = opened(top)
    for chair in chairs[:size]:
        unit = chair.seats.get().unit
        sent(period.submissions.select_related("period", "unit", "form", "period_unit").get(unit=unit), chair)
    for chair in chairs[size:]:
        PeriodUnit.objects.filter(period=period, unit=chair.seats.get().unit).update(
            due_on=dt.date(2020, 1, 1)
        )
    for status in ("draft", "in_review", "approved"):
        for _n in range(size):
            paper = make_document(top, status=status)
            DocumentMove.objects.create(
                document=paper, step="submit", from_status="draft", to_status="in_review", by=chairs[0]
            )
    client.force_login(person(role, top))
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("home"))
    return len(found)
