"""Who stands where, against an independent plain computation; what a withdrawn question does."""

import datetime as dt
import io
import random

import openpyxl
import pytest
from django.utils import timezone

from campaigns.contests import ranking
from campaigns.contests.models import Answer, Entry, Participant
from campaigns.contests.services import finish, give_answer, register, start, take_step, withdraw_question
from campaigns.services import CampaignError
from core.workflow import StepRefused
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def papers(place, running, round_):
    """Sixty handed-in papers with many equal scores and predictions."""
    chance = random.Random(7)
    people = Participant.objects.bulk_create(
        Participant(
            contest=running, name=f"Nguyễn Văn {n}", unit=(place.base, place.sister, place.upper)[n % 3],
            birth_year=1990, phone=f"09{n:08d}",
        )
        for n in range(60)
    )  # fmt: skip
    return Entry.objects.bulk_create(
        Entry(
            participant=one, round=round_, started_at=NOW, ends_at=NOW + dt.timedelta(minutes=20),
            finished_at=NOW + dt.timedelta(seconds=chance.randrange(5)), score=chance.randrange(4),
            prediction=chance.choice([None, 0, 3, 8, 20]), all_right=chance.random() < 0.1,
        )
        for one in people
    )  # fmt: skip


def by_hand(papers):
    """Entry → rank, counted the slow way."""
    truth = sum(paper.all_right for paper in papers)

    def key(paper):
        gap = abs(paper.prediction - truth) if paper.prediction is not None else float("inf")
        return (-paper.score, gap, paper.finished_at)

    return {paper.pk: 1 + sum(key(other) < key(paper) for other in papers) for paper in papers}


def test_ranks_are_those_counted_by_hand(round_, papers):
    found = {entry.pk: entry.rank for entry in ranking.ranked(round_)}
    assert found == by_hand(papers)
    assert len(set(found.values())) < len(found), "equal papers share a rank"


def test_boards_rank_their_own_papers(place, round_, papers):
    kind = place.base.kind.code
    grassroots = [paper for paper in papers if paper.participant.unit_id != place.upper.pk]
    assert {e.pk: e.rank for e in ranking.ranked(round_, ranking.Board(kind=kind))} == by_hand_of(
        papers, grassroots
    )
    assert ranking.ranked(round_, ranking.Board(cluster=place.upper.code)).count() == 60
    assert ranking.ranked(round_, ranking.Board(cluster="không có")).count() == 0


def by_hand_of(papers, board):
    """Ranks within the board; the truth is that of the whole round."""
    whole = by_hand(papers)
    return {paper.pk: 1 + sum(whole[other.pk] < whole[paper.pk] for other in board) for paper in board}


def test_person_below_sees_own_people_with_their_rank_among_all(place, round_, papers):
    seen = {entry.pk: entry.rank for entry in ranking.seen_by(place.chair, ranking.ranked(round_))}
    mine = [paper.pk for paper in papers if paper.participant.unit_id == place.base.pk]
    assert seen == {pk: rank for pk, rank in by_hand(papers).items() if pk in mine}
    assert list(ranking.seen_by(place.stranger, ranking.ranked(round_))) == []


def test_place_in_the_unit(place, round_, papers):
    mates = [paper for paper in papers if paper.participant.unit_id == place.base.pk]
    for paper in mates[:3]:
        assert ranking.place_in_unit(paper) == (by_hand_of(papers, mates)[paper.pk], 20)


def test_people_are_found_without_accents_and_keep_their_rank(place, round_, papers):
    who = papers[5].participant
    who.name = "Đặng Thị Ước"
    who.save()
    found = ranking.seen_by(place.drafter, ranking.ranked(round_), text="dang uoc")
    assert [(entry.pk, entry.rank) for entry in found] == [(papers[5].pk, by_hand(papers)[papers[5].pk])]


def test_paper_that_still_runs_is_on_no_board(round_, papers):
    Entry.objects.filter(pk=papers[0].pk).update(finished_at=None)
    assert papers[0].pk not in {entry.pk for entry in ranking.ranked(round_)}


def test_participation_counts_units_without_anybody_too(place, running, papers):
    reach = ranking.participation_of(place.drafter, running)
    assert (reach.people, reach.papers, reach.coverage) == (60, 60, "3 / 4")
    Participant.objects.filter(unit=place.sister).delete()
    rows = {unit.code: (unit.people, unit.papers) for unit in ranking.unit_rows(place.drafter, running)}
    assert rows[place.base.code] == (20, 20)
    assert rows[place.sister.code] == (0, 0)
    assert ranking.participation_of(place.chair, running).coverage == "1 / 1"


# --- a question withdrawn after the round


@pytest.fixture
def two(place, running, round_):
    """Two papers: one right in everything, one that answered nothing."""
    made = []
    for n, right in ((1, True), (2, False)):
        who = register(
            running,
            name=f"Trần Văn {n}",
            unit=place.base,
            birth_year=1990,
            phone=f"091111111{n}",
            consent=True,
        )
        entry = start(who, round_)
        for answer in entry.answers.exclude(question__kind="prediction") if right else ():
            give_answer(entry, question=answer.question_id, given=0, turn=1, device=1)
        made.append(finish(entry, device=1))
    return made


def test_withdrawn_question_gives_its_points_to_everybody_who_had_it(place, two):
    best, empty = two
    shared = Answer.objects.filter(entry=empty).exclude(question__kind="prediction").first().question
    assert withdraw_question(shared, why="Đáp án sai", by=place.drafter) == 1
    best.refresh_from_db()
    empty.refresh_from_db()
    assert (best.score, empty.score) == (10, 2)
    assert best.all_right
    logged = AuditEntry.objects.get(action="contest.question.withdraw").after
    assert (logged["why"], logged["question"]) == ("Đáp án sai", shared.pk)


def test_question_is_withdrawn_once_with_a_reason_by_who_runs_the_contest(place, two):
    question = two[0].answers.first().question
    with pytest.raises(CampaignError, match="Lý do"):
        withdraw_question(question, why=" ", by=place.drafter)
    with pytest.raises(StepRefused):
        withdraw_question(question, why="Sai", by=place.chair)
    withdraw_question(question, why="Sai", by=place.drafter)
    with pytest.raises(CampaignError, match="đã được hủy"):
        withdraw_question(question, why="Sai", by=place.drafter)


# --- pages


def test_results_page_and_workbook(client, place, running, round_, papers, django_assert_max_num_queries):
    client.force_login(place.drafter)
    address = f"/chien-dich/cuoc-thi/{running.pk}/ket-qua/"
    with django_assert_max_num_queries(20):
        found = client.get(address, {"vong": "1", "cum": place.upper.code})
    page = found.content.decode()
    assert found.context["page_obj"].paginator.count == 60
    assert "Xếp theo tổng điểm" in page
    assert "09000000" not in page, "no phone number on a page"
    answer = client.post(f"{address}tep.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    ranks = [row[0] for row in book["Vòng 1"].iter_rows(min_row=3, values_only=True)]
    assert sorted(by_hand(papers).values()) == ranks
    assert AuditEntry.objects.filter(action="contest.export", by=place.drafter).count() == 1
    assert "3 / 4" in client.get(f"{address}don-vi/").content.decode()


def test_public_list_opens_when_the_leader_publishes(client, place, running, round_, papers):
    address = f"/thi/{running.code}/ket-qua/1/"
    assert client.get(address).status_code == 404
    round_.opens_at, round_.closes_at = NOW - dt.timedelta(days=2), NOW - dt.timedelta(days=1)
    round_.save()
    with pytest.raises(StepRefused):
        take_step(take_step(running, "close", by=place.drafter), "publish", by=place.drafter)
    running.refresh_from_db()
    take_step(running, "publish", by=place.leader)
    page = client.get(address).content.decode()
    assert page.count("<tr>") == 51
    assert "0900000000" not in page
