"""Two messages at once."""

import json

import pytest
from django.db import transaction

from reporting.entry.forms import read_message
from reporting.entry.services import save_message
from reporting.models import EntryReceipt, Submission
from tests.reporting.entry.messages import box, message
from tests.reporting.factories import country
from tests.reporting.test_period_races import started
from units.models import AuditEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_one_message_that_arrives_twice_at_once_is_taken_once():
    here = country()
    report = here.report(here.bases[0])
    said = read_message(json.dumps(message(report, box("TT01", "3"))).encode())
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=report.pk)
        both = [started(lambda: save_message(report, said, by=here.chair)) for _n in range(2)]
        for thread, _outcome in both:
            thread.join(0.3)
            assert thread.is_alive()
    for thread, _outcome in both:
        thread.join(20)
    assert both[0][1][0] == both[1][1][0]
    assert "TT01" in both[0][1][0]["saved"]
    assert EntryReceipt.objects.count() == 1
    assert AuditEntry.objects.filter(action="reporting.figures.save").count() == 1


def test_two_people_at_once_in_one_box_leave_one_value_and_one_conflict():
    here = country()
    report = here.report(here.bases[0])
    saids = [read_message(json.dumps(message(report, box("TT01", typed))).encode()) for typed in "34"]
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=report.pk)
        both = [started(lambda said=said: save_message(report, said, by=here.chair)) for said in saids]
    for thread, _outcome in both:
        thread.join(20)
    answers = [outcome[0] for _thread, outcome in both]
    assert sorted(len(answer["conflicts"]) for answer in answers) == [0, 1]
    assert report.figures.get().value in {3, 4}
