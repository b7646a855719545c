"""Taking part: one account a phone, the server's clock, every answer stored once, the bell."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.contests.judging import BadAnswer
from campaigns.contests.models import Answer, Entry, Participant
from campaigns.contests.services import OtherDevice, TooLate, finish, give_answer, register, ring_bell, start
from campaigns.schedule import ring_bell as bell_task
from campaigns.services import CampaignError

pytestmark = pytest.mark.django_db
WHO = {"name": "Nguyễn Thị Hoa", "birth_year": 1990, "phone": "0912 345 678", "consent": True}


@pytest.fixture
def hoa(place, running):
    return register(running, unit=place.base, **WHO)


@pytest.fixture
def entry(hoa, round_):
    return start(hoa, round_)


def over(entry, seconds=10):
    """The paper's time is up since some seconds."""
    Entry.objects.filter(pk=entry.pk).update(ends_at=timezone.now() - dt.timedelta(seconds=seconds))


def answers(entry):
    return list(entry.answers.exclude(question__kind="prediction"))


# --- the light account


def test_same_person_comes_back_and_the_last_device_counts(place, running, hoa):
    again = register(
        running, unit=place.base, **{**WHO, "name": "nguyen thi HOA", "phone": "+84 912.345.678"}
    )
    assert (again.pk, again.device) == (hoa.pk, 2)
    assert Participant.objects.count() == 1


@pytest.mark.parametrize(
    "change, field",
    [
        ({"name": "Hoa"}, "name"), ({"phone": "12345"}, "phone"), ({"birth_year": 2025}, "birth_year"),
        ({"consent": False}, "consent"), ({"unit": None}, "unit"),
    ],
)  # fmt: skip
def test_bad_account_is_refused_at_its_field(place, running, change, field):
    with pytest.raises(CampaignError) as refused:
        register(running, **{**WHO, "unit": place.base, **change})
    assert refused.value.field == field
    assert not Participant.objects.exists()


def test_other_persons_phone_is_refused(place, running, hoa):
    with pytest.raises(CampaignError, match="họ tên hoặc năm sinh khác"):
        register(running, **{**WHO, "unit": place.base, "name": "Trần Văn Lạ"})
    hoa.refresh_from_db()
    assert hoa.device == 1


# --- the paper


def test_second_start_is_the_same_paper(hoa, round_, entry):
    assert start(hoa, round_).pk == entry.pk
    assert entry.answers.count() == 6
    assert entry.ends_at == entry.started_at + dt.timedelta(minutes=20)


def test_paper_ends_with_the_round(hoa, round_):
    round_.closes_at = timezone.now() + dt.timedelta(minutes=3)
    round_.save()
    assert start(hoa, round_).ends_at == round_.closes_at


@pytest.mark.parametrize("opens, closes, words", [(1, 2, "mở lúc"), (-2, -1, "đã đóng")])
def test_round_is_taken_only_while_it_runs(hoa, round_, opens, closes, words):
    now = timezone.now()
    round_.opens_at, round_.closes_at = now + dt.timedelta(hours=opens), now + dt.timedelta(hours=closes)
    round_.save()
    with pytest.raises(CampaignError, match=words):
        start(hoa, round_)
    assert not Entry.objects.exists()


def test_message_that_comes_twice_or_late_changes_nothing(entry):
    first = answers(entry)[0]
    give_answer(entry, question=first.question_id, given=0, turn=5, device=1)
    before = Answer.objects.get(pk=first.pk)
    for value, turn in ((0, 5), (1, 4)):
        assert give_answer(entry, question=first.question_id, given=value, turn=turn, device=1).turn == 5
    after = Answer.objects.get(pk=first.pk)
    assert (after.value, after.points, after.given_at) == (0, 2, before.given_at)
    give_answer(entry, question=first.question_id, given=1, turn=6, device=1)
    assert Answer.objects.get(pk=first.pk).points == 0


def test_first_device_is_told_that_another_went_on(place, running, entry):
    register(running, unit=place.base, **WHO)
    question = answers(entry)[0].question_id
    with pytest.raises(OtherDevice, match="thiết bị khác"):
        give_answer(entry, question=question, given=0, turn=1, device=1)
    give_answer(entry, question=question, given=0, turn=1, device=2)
    assert Answer.objects.filter(value__isnull=False).count() == 1


@pytest.mark.parametrize("given", [9, -1, "x", [0], {"a": 1}, True, "0" * 500])
def test_nonsense_is_refused_and_not_stored(entry, given):
    with pytest.raises(BadAnswer):
        give_answer(entry, question=answers(entry)[0].question_id, given=given, turn=1, device=1)
    assert not Answer.objects.filter(turn__gt=0).exists()


def test_question_of_another_paper_is_refused(contest, entry):
    on_paper = entry.answers.values("question_id")
    foreign = contest.questions.exclude(pk__in=on_paper).first()
    with pytest.raises(CampaignError, match="không có trong bài"):
        give_answer(entry, question=foreign.pk, given=0, turn=1, device=1)


# --- the bell


def test_answer_after_the_bell_is_refused_and_the_saved_ones_count(entry):
    first, second = answers(entry)[:2]
    give_answer(entry, question=first.question_id, given=0, turn=1, device=1)
    over(entry)
    with pytest.raises(TooLate, match="hết giờ"):
        give_answer(entry, question=second.question_id, given=0, turn=2, device=1)
    bell_task()
    entry.refresh_from_db()
    assert (entry.score, entry.by_bell, entry.finished_at) == (2, True, entry.ends_at)


def test_bell_leaves_running_papers_and_those_of_this_moment(entry):
    assert ring_bell() == 0
    over(entry, seconds=1)
    assert ring_bell() == 0
    over(entry, seconds=10)
    assert (ring_bell(), ring_bell()) == (1, 0)


def test_handing_in_twice_is_once_and_late_is_the_bells(entry):
    for answer in answers(entry):
        give_answer(entry, question=answer.question_id, given=0, turn=1, device=1)
    first = finish(entry, device=1)
    assert (first.score, first.all_right, first.by_bell) == (10, True, False)
    again = finish(entry, device=1, given={answers(entry)[0].question_id: "1"})
    assert (again.finished_at, again.score) == (first.finished_at, 10)


def test_late_handing_in_takes_nothing_along(entry):
    over(entry, seconds=1)
    late = finish(entry, device=1, given={answers(entry)[0].question_id: "0"})
    assert (late.score, late.by_bell, late.finished_at) == (0, True, late.ends_at)


def test_prediction_is_kept_with_the_paper_and_gives_no_points(entry):
    guess = entry.answers.get(question__kind="prediction")
    give_answer(entry, question=guess.question_id, given="1.250", turn=1, device=1)
    done = finish(entry, device=1)
    assert (done.prediction, done.score) == (1250, 0)
