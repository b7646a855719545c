"""Who builds on a recalled paper without having received it is told of it by mail, and reminded until they confirm."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from documents.jobs import run
from documents.mailing import jobs as sending
from documents.models import HolderNotice, Job
from documents.services.amending import acknowledge_notice
from plans.assignments.reminding import RECALLED, lines_for, people_to_remind
from tests.plans.test_upper_changes import base, base_officer, end, middle, middle_officer, place, upper  # noqa: F401
from units.models import Unit, User

pytestmark = pytest.mark.django_db


def test_grassroots_that_built_on_it_at_second_hand_gets_the_notice_and_the_mail(upper, middle, base):  # noqa: F811
    Unit.objects.filter(pk=base.issuer_id).update(email="cdcs@example.vn")
    end(upper)
    notice = HolderNotice.objects.get(unit=base.issuer_id)
    while job := Job.objects.filter(
        kind__in=[sending.FAN_OUT, sending.CHUNK], status=Job.Status.QUEUED
    ).first():
        run(job.pk)
    told = next(
        one for one in mail.outbox if one.to == ["cdcs@example.vn"] and one.subject.startswith("Thu hồi")
    )
    assert "là căn cứ kế hoạch của" in told.body
    assert f"/van-ban/xu-ly/thong-bao/{notice.pk}/" in told.body


def test_recall_is_in_the_daily_letter_by_the_ladder_until_it_is_confirmed(upper, base, base_officer):  # noqa: F811
    end(upper)
    notice = HolderNotice.objects.get(unit=base.issuer_id)
    told_on = timezone.localdate(notice.sent_at)

    def said(days):
        person = User.objects.get(pk=base_officer.pk)
        return [
            line for line in lines_for(person, told_on + dt.timedelta(days=days)) if line.section == RECALLED
        ]

    assert [days for days in range(16) if said(days)] == [1, 3, 7, 14]
    assert base_officer.pk in people_to_remind(told_on + dt.timedelta(days=1))
    acknowledge_notice(notice, by=base_officer, answer="nothing")
    assert not said(1)
