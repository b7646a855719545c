"""The council's secret vote, and what a decided movement leaves in the years and in the register of awards."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns import catalogue
from campaigns.awards.dossier_models import DossierPaper
from campaigns.awards.models import Award, AwardTitle
from campaigns.awards.queries import prior_awards
from campaigns.awards.services import NewAward, record_award
from campaigns.emulation.models import (
    EmulationCriterion,
    EmulationGrade,
    Rating,
    ScoreSheet,
    Slip,
    VoteTurn,
    YearGrade,
)
from campaigns.emulation.services import (
    add_member,
    cast,
    close_vote,
    draw_paper,
    open_vote,
    record_in_register,
    register,
    save_scores,
    set_up_council,
    take_step,
)
from campaigns.services import CampaignError
from core.workflow import StepRefused
from tests import factories
from units.models import AuditEntry, Role


@pytest.fixture
def council(place, movement):
    """Three units of the best class, the fourth without a class; five members, one of them chair of the first unit."""
    catalogue.load()
    EmulationGrade.objects.filter(criteria_set=movement.criteria, order=1).update(
        most_units_percent=None, award="giay_khen"
    )
    found = EmulationCriterion.objects.filter(group__criteria_set=movement.criteria)
    units = (place.base, place.second, place.third)
    made = [register(movement, unit, by=chair) for unit, chair in zip(units, place.chairs, strict=True)]
    scoring = take_step(movement, "score", by=place.drafter)
    for one in made:
        one.movement = scoring
        sheet = save_scores(
            one, ScoreSheet.Level.UPPER, points={c.pk: c.max_points for c in found}, by=place.officer
        )
        ScoreSheet.objects.filter(pk=sheet.pk).update(status="sent")
    take_step(scoring, "convene", by=place.drafter)
    council = set_up_council(
        movement, decision="12/QĐ-LĐLĐ", quorum_percent=60, agree_percent=80, met_on=dt.date(2026, 11, 20),
        place="Hội trường", note="Nhất trí.", by=place.drafter,
    )  # fmt: skip
    council.people = [
        place.chairs[0],
        place.leader,
        place.drafter,
        place.officer,
        factories.person(Role.REGISTRY, place.province),
    ]
    for person in council.people:
        add_member(council, person, post="member", by=place.drafter)
    return council


def ballots(vote, person_unit=None, no=()):
    return {
        one.pk: one.registration.unit_id not in no
        for one in vote.candidates.select_related("registration")
        if one.registration.unit_id != person_unit
    }


def test_each_member_votes_once_never_on_the_own_unit_and_nobody_knows_how(place, council):
    vote = open_vote(council, by=place.drafter)
    chair = place.chairs[0]
    with pytest.raises(CampaignError, match="chính đơn vị mình"):
        cast(vote, choices=ballots(vote), by=chair)
    cast(vote, choices=ballots(vote, place.base.pk), by=chair)
    with pytest.raises(CampaignError, match="bỏ một lần"):
        cast(vote, choices=ballots(vote, place.base.pk), by=chair)
    with pytest.raises(StepRefused):
        cast(vote, choices=ballots(vote), by=place.chairs[1])
    with pytest.raises(CampaignError, match="Còn 1 đơn vị chưa chọn"):
        cast(vote, choices=dict([*ballots(vote).items()][1:]), by=place.leader)
    # A slip knows its candidate and nothing of who gave it; the log neither.
    assert {field.name for field in Slip._meta.get_fields()} == {"id", "candidate", "agrees"}
    assert Slip.objects.count() == 2
    said = AuditEntry.objects.get(action="council.vote.cast")
    assert said.after == {"vote": 1}


def test_a_unit_that_does_not_pass_stands_one_class_lower_and_awards_go_into_the_register(
    place, movement, council
):
    vote = open_vote(council, by=place.drafter)
    with pytest.raises(CampaignError, match="cần từ 60%"):
        close_vote(vote, by=place.drafter)
    for person in council.people:
        own = place.base.pk if person == place.chairs[0] else None
        cast(vote, choices=ballots(vote, own, no={place.third.pk}), by=person)
    before = set(Slip.objects.values_list("pk", flat=True))
    close_vote(vote, by=place.drafter)
    # Fourteen slips: five members on three units, one of them not on the own. All written anew.
    assert Slip.objects.count() == 14 and not before & set(Slip.objects.values_list("pk", flat=True))
    assert dict(vote.candidates.values_list("registration__unit__code", "agreed")) == {
        "M1": 4,
        "M2": 5,
        "M3": 0,
    }
    assert VoteTurn.objects.filter(taken=True).count() == 5
    third = Rating.objects.get(registration__unit=place.third)
    assert third.grade.order == 2 and "Hội đồng không thông qua: 0 / 5" in third.reasons[-1]

    # The second unit already holds a giấy khen of this year and level.
    line = NewAward(
        unit=place.second, title=AwardTitle.objects.get(pk="giay_khen"), year=2026, issuer=place.province,
        decision_number="1/QĐ-LĐLĐ", decided_on=timezone.localdate(),
    )  # fmt: skip
    record_award(line, keeper=place.province, by=None)
    decided = take_step(movement, "decide", by=place.leader)
    assert dict(YearGrade.objects.values_list("unit__code", "order")) == {"M1": 1, "M2": 1, "M3": 2}
    assert set(Rating.objects.filter(proposed=True).values_list("registration__unit__code", flat=True)) == {
        "M1"
    }
    assert "đã được khen cùng cấp" in Rating.objects.get(registration__unit=place.second).reasons[-1]
    assert (
        record_in_register(
            decided, decision_number="9/QĐ-LĐLĐ", decided_on=timezone.localdate(), by=place.drafter
        )
        == 1
    )
    assert Award.objects.get(decision_number="9/QĐ-LĐLĐ").unit == place.base
    assert [award.year for award in prior_awards([place.base.pk], [2026])[place.base.pk]] == [2026]
    with pytest.raises(CampaignError, match="đã ghi sổ"):
        record_in_register(
            decided, decision_number="9/QĐ-LĐLĐ", decided_on=timezone.localdate(), by=place.drafter
        )

    minutes = draw_paper(decided, DossierPaper.Kind.MINUTES, by=place.drafter)
    words = str(minutes.current_version.content)
    assert place.third.name in words and "Không đạt" in words and "Nhất trí." in words
    for kind in ("submission", "achievement", "results", "summary"):
        assert draw_paper(decided, kind, by=place.drafter).issuer == place.province


def test_a_vote_about_classes_taken_back_does_not_count_for_the_new_ones(place, movement, council):
    vote = open_vote(council, by=place.drafter)
    with pytest.raises(CampaignError, match="đang bỏ phiếu"):
        take_step(movement, "reopen", by=place.drafter, note="Chấm lại")
    for person in council.people:
        cast(vote, choices=ballots(vote, place.base.pk if person == place.chairs[0] else None), by=person)
    close_vote(vote, by=place.drafter)
    take_step(movement, "reopen", by=place.drafter, note="Chấm lại")
    take_step(movement, "convene", by=place.drafter)
    with pytest.raises(CampaignError, match="chưa bỏ phiếu"):
        take_step(movement, "decide", by=place.leader)


def test_pages_of_the_council_and_what_if(client, place, movement, council):
    client.force_login(place.drafter)
    page = client.get(
        reverse("campaigns:movement_whatif", args=[movement.pk]), {"least-1": "99", "units-1": "10"}
    )
    assert page.status_code == 200 and "3 đơn vị có điểm; 2 đơn vị đổi hạng" in page.content.decode()
    assert Rating.objects.filter(grade__order=1).count() == 3
    wrong = client.get(reverse("campaigns:movement_whatif", args=[movement.pk]), {"units-1": "200"})
    assert wrong.status_code == 422 and "phải từ 0 đến 100" in wrong.content.decode()
    vote = open_vote(council, by=place.drafter)
    client.force_login(place.chairs[0])
    ballot = client.get(reverse("campaigns:ballot", args=[movement.pk])).content.decode()
    assert ballot.count('value="yes"') == 2 and "không bỏ phiếu cho chính đơn vị mình" in ballot
    choices = {f"choice-{one}": "yes" for one in ballots(vote, place.base.pk)}
    assert client.post(reverse("campaigns:ballot", args=[movement.pk]), choices).status_code == 302
    # Classes stay with those who run the movement until they are decided.
    shown = client.get(reverse("campaigns:movement_results", args=[movement.pk])).content.decode()
    assert place.second.name not in shown
