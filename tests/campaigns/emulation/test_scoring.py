"""A movement from registration to the classes: who may score whom, what a cell refuses, what stands side by side."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.emulation.models import EmulationCriterion, EmulationRegistration, ScoreSheet
from campaigns.emulation.services import (
    ScoreErrors,
    register,
    save_scores,
    split_by_upper_unit,
    take_sheet_step,
    take_step,
)
from campaigns.services import CampaignError
from core.workflow import StepRefused

SELF, PEER, UPPER = ScoreSheet.Level.values


def full(movement, less=0):
    """The most points of every criterion, the last of each group less so much."""
    found = EmulationCriterion.objects.filter(group__criteria_set=movement.criteria, group__bonus=False)
    return {c.pk: c.max_points - (less if c.number == 4 else 0) for c in found}


@pytest.fixture
def registered(place, movement):
    return [
        register(movement, unit, goal="Hoàn thành xuất sắc", people=5, women=3, by=chair)
        for unit, chair in zip((place.base, place.second, place.third), place.chairs, strict=True)
    ]


@pytest.fixture
def scoring(place, movement, registered):
    split_by_upper_unit(movement, by=place.drafter)
    return take_step(movement, "score", by=place.drafter)


def fresh(registration):
    rows = EmulationRegistration.objects.select_related(
        "movement__owner", "movement__criteria", "unit__parent", "cluster__head", "cluster__deputy"
    )
    return rows.get(pk=registration.pk)


def test_points_above_the_most_are_refused_at_their_cell_and_nothing_is_kept(place, scoring, registered):
    one = fresh(registered[0])
    points = full(scoring)
    wrong = next(iter(points))
    with pytest.raises(ScoreErrors) as refused:
        save_scores(one, SELF, points=points | {wrong: Decimal("99")}, by=place.chairs[0])
    assert list(refused.value.cells) == [wrong]
    assert "vượt điểm tối đa 10" in refused.value.cells[wrong]
    assert not one.sheets.exists()


def test_the_head_scores_the_others_the_deputy_the_head_and_nobody_the_own_unit(place, scoring, registered):
    head, deputy, third = (fresh(one) for one in registered)
    points = full(scoring)
    with pytest.raises(StepRefused, match="chính đơn vị mình"):
        save_scores(head, PEER, points=points, by=place.chairs[0])
    with pytest.raises(StepRefused, match=f"Điểm này do “{place.base.name}” chấm"):
        save_scores(third, PEER, points=points, by=place.chairs[1])
    assert save_scores(third, PEER, points=points, by=place.chairs[0]).level == PEER
    assert save_scores(head, PEER, points=points, by=place.chairs[1]).level == PEER
    assert save_scores(deputy, UPPER, points=points, by=place.officer).level == UPPER


def test_own_points_need_evidence_before_they_are_sent(place, scoring, registered):
    one = fresh(registered[0])
    sheet = save_scores(one, SELF, points=full(scoring), by=place.chairs[0])
    sheet.registration = one
    with pytest.raises(ScoreErrors) as refused:
        take_sheet_step(sheet, "send", by=place.chairs[0])
    assert any("phải có minh chứng" in words for words in refused.value.cells.values())


def test_a_chair_registers_scores_and_sees_the_cell_that_is_wrong(client, place, movement):
    client.force_login(place.chairs[0])
    page = client.get(reverse("campaigns:movement_detail", args=[movement.pk]))
    assert "Đăng ký thi đua" in page.content.decode()
    answer = client.post(
        reverse("campaigns:emulation_register", args=[movement.pk]),
        {"unit": place.base.pk, "goal": "Xuất sắc", "people": "2", "named": "Lê Thị Na; tổ trưởng; LĐTT; nữ", "pledge": "X"},
    )  # fmt: skip
    one = movement.registrations.get()
    assert answer.status_code == 302 and (one.people, one.women) == (2, 1)
    split_by_upper_unit(movement, by=place.drafter)
    take_step(movement, "score", by=place.drafter)
    criterion = EmulationCriterion.objects.filter(group__criteria_set=movement.criteria).first()
    address = reverse("campaigns:emulation_score", args=[one.pk, SELF])
    answer = client.post(address, {f"points-{criterion.pk}": "10,3"})
    assert answer.status_code == 422 and "vượt điểm tối đa" in answer.content.decode()
    assert client.post(address, {f"points-{criterion.pk}": "9,5"}).status_code == 302
    assert "9,5" in client.get(reverse("campaigns:emulation_registration", args=[one.pk])).content.decode()
    client.force_login(place.stranger)
    assert client.get(address).status_code == 404
    client.force_login(place.member)
    assert client.get(address).status_code == 403


def test_a_sheet_taken_up_above_cannot_be_returned_and_a_sent_one_not_changed(place, scoring, registered):
    one = fresh(registered[2])
    sheet = save_scores(one, PEER, points={}, by=place.chairs[0])
    ScoreSheet.objects.filter(pk=sheet.pk).update(status="sent")
    with pytest.raises(CampaignError, match="đã gửi nên không sửa được"):
        save_scores(one, PEER, points=full(scoring), by=place.chairs[0])
    upper = save_scores(one, UPPER, points=full(scoring), by=place.officer)
    ScoreSheet.objects.filter(pk=upper.pk).update(status="sent")
    sheet.registration = one
    with pytest.raises(CampaignError, match="không trả lại được nữa"):
        take_sheet_step(sheet, "return", by=place.officer, note="Chưa đúng")
