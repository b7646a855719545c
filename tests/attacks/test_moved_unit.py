"""A unit that moves while a period is open: its report stays with the unit that receives it in the period's tree."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from reporting.models import PeriodUnit, Submission, SubmissionStatus
from units.services import end_unit, move_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world):
    """The report of a unit that now belongs to another upper unit."""
    pk = world.objects["report being entered"]["pk"]
    Submission.objects.filter(pk=pk).update(status=SubmissionStatus.SUBMITTED)
    move_unit(
        world.base, parent=world.other_upper, on=timezone.localdate(), decision="5/QĐ", by=world["office"]
    )
    return Submission.objects.get(pk=pk)


def signed_in(world, who: str) -> Client:
    client = Client()
    client.force_login(world[who])
    return client


def test_unit_of_the_period_still_accepts_the_report(world, sent):
    upper = signed_in(world, "upper")
    assert upper.get(f"/bao-cao/phieu/{sent.pk}/").status_code == 200
    assert upper.post(f"/bao-cao/phieu/{sent.pk}/buoc/", {"step": "accept"}).status_code == 302
    sent.refresh_from_db()
    assert sent.status == SubmissionStatus.ACCEPTED


def test_unit_that_ended_can_still_be_accepted(world, sent):
    end_unit(world.base, on=timezone.localdate(), decision="6/QĐ", by=world["office"])
    answer = signed_in(world, "upper").post(f"/bao-cao/phieu/{sent.pk}/buoc/", {"step": "accept"})
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert sent.status == SubmissionStatus.ACCEPTED


def test_move_opens_nothing_to_a_stranger(world, sent):
    assert not Submission.objects.visible_to(world["outsider"]).filter(pk=sent.pk).exists()
    assert not PeriodUnit.objects.visible_to(world["outsider"]).filter(pk=sent.period_unit_id).exists()
    assert signed_in(world, "outsider").get(f"/bao-cao/phieu/{sent.pk}/").status_code == 404
