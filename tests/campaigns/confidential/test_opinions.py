"""Opinions: who may read them, that they name nobody, that urgent ones go up at once, what is kept and what is counted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.confidential.models import Opening
from campaigns.confidential.naming import named_in
from campaigns.confidential.services import drop_keeper, forget_old, name_keeper
from campaigns.opinions import jobs
from campaigns.opinions.models import OpinionReport, OpinionTopic, UrgentNotice
from campaigns.opinions.queries import cell, guarded, records_of, rollup
from campaigns.opinions.services import pass_up, report_opinion, take_step
from core.workflow import NoteMissing, StepRefused
from documents.jobs import run
from documents.models import Job
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
WORDS = "Công nhân ca đêm lo bữa ăn ca bị cắt."


def report(desks, **more):
    values = {"topic": desks.topic, "summary": WORDS, "heard_on": timezone.localdate()} | more
    return report_opinion(unit=desks.base, by=desks.member, **values)


def may_read(opinion, *people):
    return [OpinionReport.objects.visible_to(person).filter(pk=opinion.pk).exists() for person in people]


def test_only_author_those_who_answer_and_those_named_read_an_opinion(place):
    opinion = report(place)
    assert may_read(opinion, place.member, place.chair, place.leader) == [True, True, True]
    # The tree alone opens nothing: neither the province above nor an officer of the commune.
    assert may_read(opinion, place.head, place.officer) == [False, False]
    keeper = name_keeper(seat=place.officer_seat, by=place.leader)
    assert may_read(opinion, place.officer) == [True]
    drop_keeper(keeper, by=place.leader)
    assert may_read(opinion, place.officer) == [False]
    with pytest.raises(StepRefused):
        name_keeper(seat=place.officer_seat, by=place.head)


def test_urgent_goes_to_every_unit_above_and_each_person_is_told_once(place):
    place.head.email, place.leader.email = "head@example.vn", ""
    place.head.save(update_fields=["email"])
    opinion = report(place, urgent=True, mood="risk")
    assert may_read(opinion, place.head, place.officer) == [True, False]
    job = Job.objects.get(kind=jobs.KIND)
    run(job.pk)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED)
    run(job.pk)
    assert [message.to for message in mail.outbox] == [["head@example.vn"]]
    assert WORDS not in mail.outbox[0].body and opinion.code in mail.outbox[0].subject
    told = dict(UrgentNotice.objects.values_list("recipient__full_name", "status"))
    assert told == {"Trần Ánh": "sent", "Lê Văn Dẫn": "no_address"}


def test_a_mail_lost_with_its_worker_is_not_sent_again(place):
    place.head.email = "head@example.vn"
    place.head.save(update_fields=["email"])
    report(place, urgent=True)
    long_ago = timezone.now() - dt.timedelta(hours=1)
    UrgentNotice.objects.filter(recipient=place.head).update(status="sending", at=long_ago)
    jobs.sweep()
    run(Job.objects.get(kind=jobs.KIND).pk)
    assert UrgentNotice.objects.get(recipient=place.head).status == "unknown"
    assert mail.outbox == []


@pytest.mark.parametrize(
    "text, found",
    [
        ("Chị Nguyễn Thị Hoa ở tổ 3 nói", "Chị Nguyễn Thị Hoa"),
        ("gọi 0912 345 678 để hỏi", "0912 345 678"),
        ("số 079203001234", "079203001234"),
        ("thưởng 1.500.000.000 đồng", ""),
        ("Anh em công nhân tổ may lo lắng, bà con khu trọ cũng vậy", ""),
        ("đường Hai Bà Trưng bị ngập", ""),
    ],
)
def test_naming_somebody_is_found(text, found):
    assert named_in(text) == found


def test_an_opinion_that_names_somebody_is_refused_at_its_field(place):
    with pytest.raises(ValidationError) as refused:
        report(place, proposal="Gặp ông Trần Văn Bình để hỏi.")
    assert "ông Trần Văn Bình" in refused.value.message_dict["proposal"][0]
    assert not OpinionReport.objects.exists()


def test_the_unit_above_notes_and_answers_and_passes_up(place):
    opinion = report(place)
    with pytest.raises(StepRefused):
        take_step(opinion, "note", by=place.chair)
    assert take_step(opinion, "note", by=place.leader).status == "noted"
    with pytest.raises(NoteMissing):
        take_step(opinion, "answer", by=place.leader)
    assert pass_up(opinion, by=place.leader) == place.province
    assert may_read(opinion, place.head) == [True]
    assert take_step(opinion, "answer", by=place.head, note="Đã làm việc với công ty.").answer
    with pytest.raises(ValidationError, match="cấp cao nhất"):
        pass_up(opinion, by=place.head)
    assert WORDS not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_old_opinions_keep_only_what_is_counted(place, settings):
    settings.CONFIDENTIAL_MONTHS = {"opinion": 24, "petition": 60}
    today = timezone.localdate()
    old = report(place, heard_on=today - dt.timedelta(days=800), place="Khu trọ")
    fresh = report(place)
    assert forget_old(today) == 1
    old.refresh_from_db()
    assert (old.summary, old.place, old.reported_by, old.topic) == ("", "", None, place.topic)
    assert OpinionReport.objects.get(pk=fresh.pk).summary == WORDS
    assert forget_old(today) == 0


def test_rollup_counts_the_tree_and_hides_what_could_point_to_somebody(place, django_assert_max_num_queries):
    for _n in range(3):
        report(place)
    report(place, topic=OpinionTopic.objects.get(pk="khac"))
    today = timezone.localdate()
    with django_assert_max_num_queries(8):
        found = rollup(place.province, today, today)
    assert [(line.topic.pk, [one.shown for one in line.cells]) for line in found.lines] == [
        ("bua_an_ca", ["≥ 3"]),
        ("khac", ["< 3"]),
    ]
    assert [unit.name for unit in found.columns] == [place.upper.name]
    assert (found.total.shown, found.lines[0].total.shown) == ("4", "≥ 3")


def test_the_report_takes_what_the_unit_sent_without_its_words(place):
    opinion = report(place)
    today = timezone.localdate()
    [record] = records_of(place.base, today, today)
    assert (record.kind, record.pk, dict(record.amounts)) == ("opinion", opinion.pk, {"phan_anh": 1})
    assert WORDS not in record.title
    assert records_of(place.upper, today, today) == []
    assert Opening.objects.count() == 0


def test_a_hidden_count_cannot_be_worked_out_from_a_sum():
    """One small count in a row or a column takes a second one with it."""
    shown = guarded([[cell(1), cell(7), cell(4)], [cell(5), cell(6), cell(0)], [cell(6), cell(13), cell(4)]])
    texts = [[one.shown for one in row] for row in shown]
    assert texts[0][0] == "< 3" and texts[2][1] == "13"
    for line in (*texts, *map(list, zip(*texts, strict=True))):
        assert sum(not one.isdigit() for one in line) != 1
