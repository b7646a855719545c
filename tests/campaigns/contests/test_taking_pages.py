"""The pages of those who take part; nobody is signed in."""

import json

import pytest
from django.test import Client

from campaigns.contests.models import Answer, Entry, Participant
from campaigns.contests.views import taking
from units.addresses import too_often

pytestmark = pytest.mark.django_db
WHO = {"name": "Nguyễn Thị Hoa", "unit": "MB", "birth_year": "1990", "phone": "0912345678", "consent": "on"}


@pytest.fixture
def at(running):
    return f"/thi/{running.code}/"


@pytest.fixture
def phone(client, at):
    """A phone whose owner has registered and started."""
    client.post(f"{at}dang-ky/", WHO)
    client.post(f"{at}vong/1/bat-dau/")
    return client


def send(client, at, question, value, turn=1):
    given = {"question": question, "value": json.dumps(value), "turn": turn}
    return client.post(f"{at}vong/1/tra-loi/", given)


def test_from_the_poster_to_the_score(client, at):
    assert "Thể lệ" in client.get(at).content.decode()
    client.post(f"{at}dang-ky/", WHO)
    assert client.cookies[f"thi_{at.split('/')[2]}"]["httponly"]
    assert "Xin chào" in client.get(at).content.decode()
    started = client.post(f"{at}vong/1/bat-dau/", follow=True)
    assert started.content.decode().count("<fieldset") == 6
    for answer in Entry.objects.get().answers.exclude(question__kind="prediction"):
        told = send(client, at, answer.question_id, 0)
        assert told.json()["turn"] == 1
        assert 1190 < told.json()["left"] <= 1200
    done = client.post(f"{at}vong/1/nop/", follow=True).content.decode()
    assert "Bài đã nộp" in done
    assert "10 / 10" in done


def test_page_without_scripts_hands_in_what_its_boxes_hold(phone, at):
    boxes = {f"q{answer.question_id}": "0" for answer in Answer.objects.exclude(question__kind="prediction")}
    guess = Answer.objects.get(question__kind="prediction")
    phone.post(f"{at}vong/1/nop/", {**boxes, f"q{guess.question_id}": "7"})
    entry = Entry.objects.get()
    assert (entry.score, entry.prediction) == (10, 7)


def test_stranger_without_the_cookie_reads_no_paper(phone, at):
    other = Client()
    assert other.get(f"{at}vong/1/").url == at
    assert send(other, at, Answer.objects.first().question_id, 0).status_code == 403
    other.cookies[f"thi_{at.split('/')[2]}"] = "WzEsMV0:1aaaaa:bbbbbbbb"
    assert other.get(f"{at}vong/1/").url == at
    assert not Answer.objects.filter(turn__gt=0).exists()


def test_second_device_goes_on_and_the_first_is_told(phone, at):
    second = Client()
    second.post(f"{at}dang-ky/", WHO)
    question = Answer.objects.first().question_id
    assert send(second, at, question, 1).status_code == 200
    told = send(phone, at, question, 0, turn=9)
    assert (told.status_code, told.json()["other"]) == (409, True)
    assert "Bạn đã vào bằng thiết bị khác" in phone.get(at).content.decode()
    assert Answer.objects.get(question=question).value == 1


def test_too_many_from_one_address_are_told_and_keep_what_they_typed(client, at, monkeypatch):
    monkeypatch.setattr(taking, "JOINS_A_MINUTE", 3)
    for n in range(3):
        Client().post(f"{at}dang-ky/", {**WHO, "phone": f"091200000{n}"})
    answer = client.post(f"{at}dang-ky/", WHO)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    page = answer.content.decode()
    assert "hãy bấm lại sau một phút" in page
    assert 'value="Nguyễn Thị Hoa"' in page
    assert Participant.objects.count() == 3


def test_ten_thousand_from_one_address_do_not_keep_others_or_those_who_return_out(client, at):
    client.post(f"{at}dang-ky/", WHO)
    machine = {"REMOTE_ADDR": "203.0.113.7"}
    refused = sum(too_often(machine, "contest:join", a_minute=taking.JOINS_A_MINUTE) for _n in range(10_000))
    assert refused == 10_000 - taking.JOINS_A_MINUTE
    new = WHO | {"phone": "0987654321"}
    assert Client(**machine).post(f"{at}dang-ky/", new).status_code == 429
    assert Client(**machine).post(f"{at}dang-ky/", WHO).status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.8").post(f"{at}dang-ky/", new).status_code == 302
    assert Participant.objects.count() == 2


@pytest.mark.parametrize(
    "unit, words",
    [("CĐCS", "Có nhiều đơn vị"), ("Không có", "Không tìm thấy"), ("Gạch (LA)", "Không tìm thấy")],
)
def test_unclear_unit_is_refused_at_its_field(client, at, unit, words):
    answer = client.post(f"{at}dang-ky/", {**WHO, "unit": unit})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["unit"])


def test_units_of_the_list_are_those_of_the_organiser(client, at, place):
    found = client.get(f"{at}don-vi/", {"tim": "may bình"}).json()
    assert found == ["CĐCS Công ty May Bình Minh (MB)"]
    assert client.get(f"{at}don-vi/", {"tim": "Tỉnh khác"}).json() == []
    assert client.get(f"{at}don-vi/", {"tim": "\0"}).json() == []


def test_link_of_a_unit_fills_the_unit_in(client, at):
    assert 'value="CĐCS Công ty May Bình Minh (MB)"' in client.get(f"{at}?dv=MB").content.decode()


def test_seed_is_shown_only_after_the_round(client, at, round_):
    seed = round_.seed
    assert seed not in client.get(at).content.decode()
    round_.opens_at = round_.opens_at.replace(year=2020)
    round_.closes_at = round_.closes_at.replace(year=2021)
    round_.save()
    assert seed in client.get(at).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"question": "x"}, {"question": "1", "turn": "-1"}, {"value": "{", "turn": "1"}]
)
def test_broken_message_is_refused_in_words(phone, at, data):
    answer = phone.post(f"{at}vong/1/tra-loi/", data)
    assert answer.status_code == 422
    assert answer.json()["words"]


def test_answer_costs_the_same_few_queries(phone, at, django_assert_max_num_queries):
    question = Answer.objects.first().question_id
    with django_assert_max_num_queries(9):
        send(phone, at, question, 1)
