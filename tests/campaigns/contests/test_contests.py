"""Contests before they open: who runs them, what an approval needs, what it fixes."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.contests import rules
from campaigns.contests.drawing import draw, seed_hash
from campaigns.contests.models import Contest
from campaigns.contests.services import (
    NewQuestion,
    change_contest,
    create_contest,
    save_question,
    save_round,
    take_step,
)
from campaigns.services import CampaignError
from core.workflow import StepRefused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_only_who_runs_contests_of_the_unit_starts_one(place):
    for person in (place.chair, place.stranger):
        with pytest.raises(StepRefused, match="lãnh đạo hoặc cán bộ tham mưu"):
            create_contest(owner=place.province, by=person, name="Thử", topic="Luật", audience="Đoàn viên")
    assert not Contest.objects.exists()


def test_contest_above_is_seen_below_once_it_is_open(place, contest):
    seen = Contest.objects.visible_to
    assert contest in seen(place.drafter)
    assert contest not in seen(place.chair)
    take_step(take_step(contest, "approve", by=place.leader), "open", by=place.drafter)
    assert contest in seen(place.chair)
    assert contest not in seen(place.stranger)


def test_approval_names_every_round_that_lacks_questions(place, contest):
    now = timezone.now()
    save_round(
        contest,
        None,
        name="Tuần 2",
        opens_at=now,
        closes_at=now + dt.timedelta(days=1),
        minutes=20,
        questions_each=50,
    )
    with pytest.raises(CampaignError, match="Tuần 2 cần 50 câu hỏi, mới có 10"):
        take_step(contest, "approve", by=place.leader)
    contest.refresh_from_db()
    assert contest.status == "preparing"


def test_approval_needs_a_round_that_has_not_closed(place, contest):
    contest.rounds.update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(CampaignError, match="giờ đóng đã qua"):
        take_step(contest, "approve", by=place.leader)


def test_approval_fixes_the_rules_and_refuses_later_changes(place, contest):
    approved = take_step(contest, "approve", by=place.leader)
    titles = [section["title"] for section in approved.rules]
    assert titles[:3] == ["Chủ đề, nội dung", "Đối tượng dự thi", "Thời gian"]
    assert list(rules.RANKING) in [section["lines"] for section in approved.rules]
    for change in (
        lambda: change_contest(contest, by=place.drafter, name="Tên khác"),
        lambda: save_question(contest, None, NewQuestion("short", "Thử?", [], ["a"]), by=place.drafter),
    ):
        with pytest.raises(CampaignError, match="Sửa lại"):
            change()
    assert AuditEntry.objects.filter(action="contest.approve", after__rules=approved.rules).count() == 1


def test_round_that_runs_keeps_the_contest_from_being_closed(place, running):
    with pytest.raises(CampaignError, match="Tuần 1 đang diễn ra"):
        take_step(running, "close", by=place.drafter)


def test_draw_is_counted_again_from_the_seed(contest):
    bank = list(contest.questions.all())
    seed = "khóa công bố"
    first = draw(bank, seed=seed, participant=7, count=5)
    assert draw(reversed(bank), seed=seed, participant=7, count=5) == first
    assert [question.kind for question, _order in first] == ["single"] * 5 + ["prediction"]
    assert (
        len({tuple(q.pk for q, _o in draw(bank, seed=seed, participant=n, count=5)) for n in range(20)}) > 15
    )
    assert len({question.pk for question, _order in first}) == 6
    assert seed_hash("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


@pytest.mark.parametrize(
    "given, words",
    [
        (NewQuestion("single", "", ["a", "b"], [0]), "không được để trống"),
        (NewQuestion("single", "Câu?", ["a"], [0]), "ít nhất hai phương án"),
        (NewQuestion("single", "Câu?", ["a", "A"], [0]), "giống nhau"),
        (NewQuestion("single", "Câu?", ["a", "b"], [0, 1]), "chỉ có một phương án đúng"),
        (NewQuestion("multiple", "Câu?", ["a", "b"], []), "Chưa có đáp án đúng"),
        (NewQuestion("multiple", "Câu?", ["a", "b"], [5]), "không có trong các phương án"),
        (NewQuestion("short", "Câu?", [], ["..."]), "chữ hoặc số"),
        (NewQuestion("single", "Câu?", ["a", "b"], [0], points=101), "từ 1 đến 100"),
        (NewQuestion("essay", "Câu?"), "Loại câu hỏi"),
    ],
)
def test_bad_question_is_refused_with_its_reason(contest, given, words):
    with pytest.raises(CampaignError, match=words):
        save_question(contest, None, given)
    assert contest.questions.count() == 11
