"""The board of a whole contest, prizes taken from it, complaints that change it, and what is made of the winners."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import catalogue
from campaigns.awards.models import Award
from campaigns.certificates.models import Certificate
from campaigns.certificates.services import create_blank
from campaigns.contests.complaints.models import Complaint, ScoreChange
from campaigns.contests.complaints.services import answer_complaint, complain
from campaigns.contests.models import Contest, ContestRound, Entry, Participant
from campaigns.contests.overall import overall_ranked, units_ranked
from campaigns.contests.prizes.models import Winner
from campaigns.contests.prizes.services import draw_up_results, name_winners, register_winners, save_prize
from campaigns.contests.services import save_round, take_step
from campaigns.services import CampaignError
from core.workflow import NoteMissing, StepRefused

pytestmark = pytest.mark.django_db
# Who → unit, then for each round (points, prediction, minutes); None: not taken. In every round one person is all right.
PAPERS = {
    "An": ("base", (10, 5, 3), (10, 1, 3)),
    "Bình": ("base", (10, 1, 3), (10, 1, 9)),
    "Chi": ("sister", (10, 1, 3), (10, 1, 8)),
    "Dũng": ("sister", (20, None, 3), None),
    "Em": ("sister", (4, 1, 3), (1, 1, 1)),
}
OVERALL = ["Chi", "Bình", "An", "Dũng", "Em"]


@pytest.fixture
def over(place, contest):
    """A closed contest of two rounds with prizes; 40 and 10 members in the two units."""
    for unit, members in ((place.base, 40), (place.sister, 10)):
        unit.member_count = members
        unit.save(update_fields=["member_count"])
    now = timezone.now()
    save_round(
        contest, None, by=place.drafter, name="Tuần 2", opens_at=now, closes_at=now + dt.timedelta(days=7), minutes=20,
        questions_each=5,
    )  # fmt: skip
    for name, kind, places in (
        ("Giải Nhất", "person", 1),
        ("Giải Nhì", "person", 2),
        ("Giải tập thể", "unit", 1),
    ):
        save_prize(contest, None, by=place.drafter, name=name, kind=kind, places=places)
    contest = take_step(take_step(contest, "approve", by=place.leader), "open", by=place.drafter)
    rounds = list(contest.rounds.all())
    for n, (name, (unit, *papers)) in enumerate(PAPERS.items()):
        who = Participant.objects.create(
            contest=contest,
            name=f"Nguyễn Văn {name}",
            unit=getattr(place, unit),
            birth_year=1990,
            phone=f"091234567{n}",
        )
        for one, paper in zip(rounds, papers, strict=True):
            if paper:
                points, prediction, minutes = paper
                Entry.objects.create(
                    participant=who, round=one, started_at=now, ends_at=now, finished_at=now + dt.timedelta(minutes=minutes),
                    score=points, adjustment=points, prediction=prediction, all_right=name == "An",
                )  # fmt: skip
    ContestRound.objects.update(opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(seconds=1))
    return take_step(contest, "close", by=place.drafter)


def names(rows):
    return [row.name.split()[-1] for row in rows]


def test_whole_contest_is_ranked_by_points_then_predictions_then_time(place, over, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows = list(overall_ranked(over))
    assert names(rows) == OVERALL
    assert [(row.rank, row.score) for row in rows][:2] == [(1, Decimal(20)), (2, Decimal(20))]
    units = list(units_ranked(over))
    assert [(unit.pk, unit.people, round(unit.rate, 1)) for unit in units] == [
        (place.sister.pk, 3, 30.0), (place.base.pk, 2, 5.0),
    ]  # fmt: skip


def test_person_below_sees_own_people_on_the_overall_board(client, place, over):
    client.force_login(place.chair)
    page = client.get(reverse("campaigns:contest_overall", args=[over.pk])).content.decode()
    assert "Nguyễn Văn Bình" in page and "Nguyễn Văn Chi" not in page
    client.force_login(place.drafter)
    found = client.get(reverse("campaigns:contest_overall", args=[over.pk]), {"q": "chi"}).content.decode()
    assert "Nguyễn Văn Chi" in found and "Nguyễn Văn Bình" not in found


def test_prizes_of_a_board_are_taken_in_their_order_and_become_papers(client, place, over):
    catalogue.load()
    assert name_winners(over, by=place.drafter) == 4
    told = [
        (one.prize.name, one.participant.name.split()[-1] if one.participant else one.unit.code)
        for one in Winner.objects.all()
    ]
    assert told == [("Giải Nhất", "Chi"), ("Giải Nhì", "Bình"), ("Giải Nhì", "An"), ("Giải tập thể", "HS")]
    client.force_login(place.drafter)
    client.post(reverse("campaigns:winners_paper", args=[over.pk]))
    paper = draw_up_results(over, by=place.drafter)
    lists = [
        block for block in paper.current_version.content["annexes"][0]["body"] if block["level"] == "table"
    ]
    assert lists[0]["rows"][1][1:4] == ["Giải Nhất", "Nguyễn Văn Chi", place.sister.name]
    blank = create_blank(unit=place.province, name="Giấy chứng nhận", width=297, height=210, by=place.drafter)
    printed = {
        "blank": blank.pk,
        "name": "Trao giải",
        "place_date": "Mẫu Sơn",
        "post": "CHỦ TỊCH",
        "signer": "Trần Ánh",
    }
    client.post(reverse("campaigns:winners_print", args=[over.pk]), printed)
    certificates = Certificate.objects.order_by("number")
    assert [one.values["recipient"] for one in certificates][:2] == ["Nguyễn Văn Chi", "Nguyễn Văn Bình"]
    with pytest.raises(CampaignError, match="công bố"):
        register_winners(over, decision_number="1/QĐ", decided_on=timezone.localdate(), by=place.drafter)
    published = take_step(over, "publish", by=place.leader)
    client.force_login(place.leader)
    form = {"decision_number": "125/QĐ-LĐLĐ", "decided_on": f"{timezone.localdate():%d/%m/%Y}"}
    client.post(reverse("campaigns:winners_register", args=[over.pk]), form)
    assert Award.objects.filter(contest=published, decision_number="125/QĐ-LĐLĐ").count() == 4
    assert "Giải tập thể" in client.get(reverse("contests:landing", args=[published.code])).content.decode()
    client.force_login(place.chair)
    assert client.post(reverse("campaigns:winners_name", args=[over.pk])).status_code == 403


def test_prizes_stand_in_the_rules_and_bad_ones_are_refused(client, place, contest):
    client.force_login(place.drafter)
    url = reverse("campaigns:prize_new", args=[contest.pk])
    good = {"name": "Giải Nhất", "kind": "person", "places": "2", "worth": "5.000.000"}
    for change, field in (
        ({"places": "0"}, "places"),
        ({"kind": "unit", "round": contest.rounds.get().pk}, "round"),
    ):
        answer = client.post(url, good | change)
        assert answer.status_code == 422 and field in answer.context["form"].errors
    client.post(url, good)
    prize = contest.prize_rows.get()
    page = client.get(reverse("campaigns:contest_detail", args=[contest.pk])).content.decode()
    assert "02 Giải Nhất cá nhân (toàn cuộc)" in page
    client.post(reverse("campaigns:prize_edit", args=[prize.pk]), good | {"name": "Giải Nhì"})
    assert contest.prize_rows.get().name == "Giải Nhì"
    client.post(reverse("campaigns:prize_remove", args=[prize.pk]))
    assert not contest.prize_rows.exists()


@pytest.fixture
def told(client, place, over):
    """The published contest, An's browser, An and An's first paper."""
    published = take_step(over, "publish", by=place.leader)
    form = {"name": "Nguyễn Văn An", "unit": place.base.code, "birth_year": "1990", "phone": "0912345670"}
    client.post(reverse("contests:register", args=[published.code]), form)
    who = Participant.objects.get(name="Nguyễn Văn An")
    return SimpleNamespace(
        contest=published,
        who=who,
        entry=who.entries.first(),
        url=reverse("contests:complain", args=[published.code]),
    )


def test_complaint_is_answered_with_a_reason_and_the_changed_score_stands(client, place, told):
    words = "Câu 3 của tôi đúng nhưng bị tính sai"
    for _twice in range(2):
        client.post(told.url, {"words": words, "about": f"v{told.entry.pk}"})
    row = Complaint.objects.get()
    with pytest.raises(NoteMissing):
        answer_complaint(row, "accept", note=" ", by=place.drafter)
    with pytest.raises(StepRefused):
        answer_complaint(row, "accept", note="Đúng", by=place.chair)
    client.force_login(place.drafter)
    assert words in client.get(reverse("campaigns:complaint", args=[row.pk])).content.decode()
    page = reverse("campaigns:complaint", args=[row.pk])
    refused = client.post(page, {"step": "refuse", "note": "Không", "score": "12"})
    assert refused.status_code == 422 and "score" in refused.context["form"].errors
    client.post(page, {"step": "accept", "note": "Tính sót một câu", "score": "12"})
    told.entry.refresh_from_db()
    change = ScoreChange.objects.get()
    assert (told.entry.score, change.before, change.after) == (12, 10, 12)
    assert names(overall_ranked(told.contest))[0] == "An"
    assert "Tính sót một câu" in client.get(told.url).content.decode()
    assert client.post(page, {"step": "refuse", "note": "Lần nữa"}).status_code == 422


def test_complaints_are_taken_only_in_their_days_and_about_own_papers(client, place, told):
    other = Entry.objects.exclude(participant=told.who).first()
    assert client.post(told.url, {"words": "Bài này bị chấm sai", "about": f"v{other.pk}"}).status_code == 422
    with pytest.raises(CampaignError, match="bài của mình"):
        complain(told.who, words="Bài này bị chấm sai", entry=other)
    Contest.objects.update(published_at=timezone.now() - dt.timedelta(days=6))
    late = client.post(told.url, {"words": "Bài này bị chấm sai"})
    assert late.status_code == 422 and "hết hạn khiếu nại" in late.content.decode()
    client.force_login(place.stranger)
    assert client.get(reverse("campaigns:complaint_list", args=[told.contest.pk])).status_code == 404
    client.force_login(place.chair)
    assert client.get(reverse("campaigns:complaint_list", args=[told.contest.pk])).status_code == 403
