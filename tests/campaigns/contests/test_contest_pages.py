"""The pages of those who run a contest."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.contests.models import Contest
from campaigns.contests.services import register
from tests.campaigns.uploads import upload

pytestmark = pytest.mark.django_db
ADDRESS = "/chien-dich/cuoc-thi/"


@pytest.fixture
def desk(client, place):
    client.force_login(place.drafter)
    return client


def test_contest_is_prepared_from_its_pages(desk, place):
    answer = desk.post(
        f"{ADDRESS}moi/",
        {
            "owner": place.province.pk,
            "name": "Hội thi",
            "topic": "Luật",
            "audience": "Đoàn viên",
            "complaint_days": "5",
        },
    )
    contest = Contest.objects.get()
    assert answer.url == f"{ADDRESS}{contest.pk}/"
    times = {"name": "Tuần 1", "opens_at": "20/11/2030 08:00", "closes_at": "27/11/2030 17:00"}
    desk.post(f"{answer.url}vong/moi/", {**times, "minutes": "15", "questions_each": "1"})
    lines = {
        "kind": "single",
        "text": "Thủ đô?",
        "options": "*Hà Nội\nHuế",
        "difficulty": "easy",
        "points": "1",
    }
    desk.post(f"{answer.url}cau-hoi/moi/", lines)
    question = contest.questions.get()
    assert (question.options, question.answer) == (["Hà Nội", "Huế"], [0])
    page = desk.get(answer.url).content.decode()
    assert "Tuần 1: từ " in page
    assert "20/11/2030" in page
    assert "1 câu trong 15 phút" in page
    desk.force_login(place.leader)
    told = desk.post(f"{answer.url}buoc/approve/", follow=True).content.decode()
    assert "Cuộc thi: đã duyệt." in told


def test_round_that_closes_before_it_opens_is_refused_at_its_field(desk, contest):
    answer = desk.post(
        f"{ADDRESS}{contest.pk}/vong/moi/",
        {"name": "Tuần 2", "opens_at": "20/11/2030 08:00", "closes_at": "20/11/2030 07:00", "minutes": "5",
         "questions_each": "5"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Giờ đóng phải sau giờ mở." in answer.context["form"].errors["closes_at"]


def test_file_with_a_fault_shows_its_row_and_stores_nothing(desk, contest):
    bad = "Một?\nA. x\nB. y\nANSWER: B\n\nHai?\nA. x\nB. y\nANSWER: Z\n"
    answer = desk.post(f"{ADDRESS}{contest.pk}/cau-hoi/nhap-tu-tep/", {"file": upload("a.txt", bad.encode())})
    assert answer.status_code == 422
    assert "dòng 6" in answer.content.decode()
    assert contest.questions.count() == 11
    good = bad.replace("ANSWER: Z", "ANSWER: A")
    desk.post(f"{ADDRESS}{contest.pk}/cau-hoi/nhap-tu-tep/", {"file": upload("a.txt", good.encode())})
    assert contest.questions.count() == 13


def test_bank_is_not_for_units_below(client, place, running):
    client.force_login(place.chair)
    assert client.get(f"{ADDRESS}{running.pk}/").status_code == 200
    assert client.get(f"{ADDRESS}{running.pk}/cau-hoi/").status_code == 403


def test_weekly_rounds_come_at_once_and_share_the_bank(desk, contest, place):
    url = reverse("campaigns:round_set_new", args=[contest.pk])
    first = timezone.localdate() + dt.timedelta(days=10)
    form = {
        "every": "week", "first_on": f"{first:%d/%m/%Y}", "last_on": f"{first + dt.timedelta(days=16):%d/%m/%Y}",
        "from_hour": "08:00", "to_hour": "22h00", "minutes": "20", "questions_each": "2",
    }  # fmt: skip
    far = desk.post(url, form | {"every": "day", "last_on": f"{first + dt.timedelta(days=90):%d/%m/%Y}"})
    assert far.status_code == 422 and "91 vòng" in str(far.context["form"].errors["last_on"])
    desk.post(url, form)
    rounds = list(contest.rounds.order_by("number"))
    days = [
        (timezone.localtime(one.opens_at).date(), timezone.localtime(one.closes_at).date())
        for one in rounds[1:]
    ]
    week = dt.timedelta(days=7)
    assert days == [
        (first, first + dt.timedelta(days=6)), (first + week, first + dt.timedelta(days=13)),
        (first + 2 * week, first + dt.timedelta(days=16)),
    ]  # fmt: skip
    desk.post(reverse("campaigns:questions_share", args=[contest.pk]))
    assert sorted(one.questions.count() for one in rounds) == [2, 2, 3, 3]
    assert list(contest.questions.filter(round__isnull=True).values_list("kind", flat=True)) == ["prediction"]


def test_participation_is_told_as_a_rate_of_the_members(desk, place, running):
    place.base.member_count = 40
    place.base.save(update_fields=["member_count"])
    register(
        running, name="Nguyễn Thị Hoa", unit=place.base, birth_year=1990, phone="0912345678", consent=True
    )
    assert "2,5%" in desk.get(reverse("campaigns:contest_units", args=[running.pk])).content.decode()
