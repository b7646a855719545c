"""The pages of those who run a contest."""

import pytest

from campaigns.contests.models import Contest
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
