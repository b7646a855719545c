"""Petitions: their way to who must answer, due working days, reasons, what the sender sees, the register."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.confidential import working_days
from campaigns.confidential.reminding import confidential_lines, people_to_remind
from campaigns.confidential.services import forget_old
from campaigns.petitions import printing
from campaigns.petitions.models import Petition
from campaigns.petitions.queries import records_of
from campaigns.petitions.registers import petition_book
from campaigns.petitions.services import answer_petition, receive_petition, route_petition, take_step
from core.workflow import NoteMissing, StepRefused
from documents.jobs import run
from documents.models import Job
from reporting.models import Holiday
from units.models import AuditEntry

pytestmark = pytest.mark.django_db
WORDS, SENDER = "Giá điện khu trọ gấp đôi giá nhà nước.", "Lê Thị Mận"


def receive(desks, **more):
    values = {
        "topic": desks.topic, "subject": "Giảm giá điện khu trọ", "text": WORDS, "sender_name": SENDER,
        "received_on": timezone.localdate(),
    } | more  # fmt: skip
    return receive_petition(unit=desks.base, by=desks.chair, **values)


def route_up(petition, desks):
    return route_petition(petition, by=desks.chair, body="cd_cap_tren", to_unit=desks.upper, days=10)


def may_read(petition, *people):
    return [Petition.objects.visible_to(person).filter(pk=petition.pk).exists() for person in people]


def test_due_days_count_working_days_by_the_calendar():
    Holiday.objects.create(day=dt.date(2027, 4, 30), name="Ngày Chiến thắng", off=True)
    Holiday.objects.create(day=dt.date(2027, 5, 8), name="Làm bù", off=False)
    # Thursday 29/4: Friday is off, Saturday 8/5 is worked.
    assert working_days.working_days_after(dt.date(2027, 4, 29), 5) == dt.date(2027, 5, 7)
    assert working_days.working_days_after(dt.date(2027, 4, 29), 6) == dt.date(2027, 5, 8)
    assert working_days.working_days_after(dt.date(2027, 4, 29), 0) == dt.date(2027, 4, 29)


def test_a_petition_goes_up_is_answered_with_a_reason_and_told(place):
    petition = receive(place)
    assert may_read(petition, place.chair, place.leader, place.head, place.member) == [
        True,
        False,
        False,
        False,
    ]
    moved = route_up(petition, place)
    assert may_read(petition, place.chair, place.leader, place.officer) == [True, True, False]
    assert (moved.holder, moved.due_on) == (
        place.upper, working_days.working_days_after(timezone.localdate(), 10),
    )  # fmt: skip
    with pytest.raises(StepRefused):
        answer_petition(petition, by=place.chair, outcome="accepted", answer="Đồng ý.")
    with pytest.raises(NoteMissing):
        answer_petition(petition, by=place.leader, outcome="refused", answer="  ")
    answered = answer_petition(
        petition, by=place.leader, outcome="partial", answer="Đã làm việc với chủ trọ."
    )
    assert (answered.status, answered.outcome) == ("answered", "partial")
    with pytest.raises(NoteMissing):
        take_step(petition, "tell", by=place.chair)
    assert take_step(petition, "tell", by=place.chair, note="Gọi điện").told_on == timezone.localdate()
    trail = list(petition.transfers.values_list("from_unit", "to_unit", "by"))
    assert trail == [(place.base.pk, place.upper.pk, place.chair.pk)]
    log = str(list(AuditEntry.objects.values_list("before", "after")))
    assert WORDS not in log and SENDER not in log


def test_an_answer_without_reason_cannot_be_stored(place):
    petition = receive(place)
    with pytest.raises(IntegrityError), transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(outcome="refused", answer="")


@pytest.mark.parametrize(
    "given, field",
    [
        ({"body": "cd_cap_tren"}, "to_unit"),
        ({"body": "cd_cap_tren", "to_unit": "base"}, "to_unit"),
        ({"body": "cd_cap_duoi", "to_unit": "upper"}, "to_unit"),
        ({"body": "nsdld"}, "outside_body"),
        ({"body": "nsdld", "outside_body": "Công ty", "to_unit": "upper"}, "to_unit"),
        ({"body": "nsdld", "outside_body": "Công ty", "days": 0}, "days"),
        ({"body": "x"}, "body"),
    ],
)
def test_a_wrong_target_is_refused_at_its_field(place, given, field):
    petition = receive(place)
    if "to_unit" in given:
        given = given | {"to_unit": getattr(place, given["to_unit"])}
    with pytest.raises(ValidationError) as refused:
        route_petition(petition, by=place.chair, **given)
    assert list(refused.value.message_dict) == [field]
    assert not petition.transfers.exists()


def test_the_sender_sees_state_and_answer_by_the_code_and_nothing_else(client, place):
    petition = receive(place)
    route_petition(petition, by=place.chair, body="nsdld", outside_body="Công ty May Bình Minh")
    answer_petition(petition, by=place.chair, outcome="refused", answer="Công ty đã trả đúng giá nhà nước.")
    client.force_login(place.chair)
    opened = client.post(reverse("campaigns:petition_open", args=[petition.pk]), follow=True).content.decode()
    assert SENDER in opened and WORDS in opened and "Công ty May Bình Minh" in opened
    client.logout()
    typed = f" {petition.code[:2].lower()}-{petition.code[2:]} "
    page = client.get(reverse("petitions:code_page"), {"ma": typed}, follow=True).content.decode()
    assert "Không chấp nhận" in page and "trả đúng giá nhà nước" in page and "Công ty May Bình Minh" in page
    assert WORDS not in page and SENDER not in page and petition.subject not in page
    assert client.get(reverse("petitions:code_page"), {"ma": "KN2222222222"}).status_code == 404


def test_trying_codes_from_one_address_is_braked(client, place):
    for _n in range(30):
        client.get(reverse("petitions:code_state", args=["KN2222222222"]))
    assert client.get(reverse("petitions:code_state", args=[receive(place).code])).status_code == 429


def test_the_daily_letter_names_what_is_due_without_its_words(place):
    petition = receive(place)
    today = timezone.localdate()
    Petition.objects.filter(pk=petition.pk).update(due_on=today - dt.timedelta(days=1))
    assert place.chair.pk in people_to_remind(today) and place.leader.pk not in people_to_remind(today)
    [line] = confidential_lines(place.chair, today)
    assert (line.section, line.rings) == ("Quá hạn", True) and petition.code in line.text
    assert petition.subject not in line.text
    assert list(confidential_lines(place.leader, today)) == []


def test_the_register_is_exported_and_printed_without_senders(client, place):
    petition = receive(place)
    client.force_login(place.chair)
    sheet = load_workbook(io.BytesIO(client.post(reverse("campaigns:petition_export")).content)).active
    cells = [str(cell.value) for row in sheet.rows for cell in row]
    assert petition.code in cells and not [one for one in cells if SENDER in one or WORDS in one]
    answer = client.post(reverse("campaigns:petition_print"), {"tt": "received"})
    job = Job.objects.get(kind=printing.KIND)
    assert answer["Location"].endswith(f"/{job.pk}/")
    run(job.pk)
    job.refresh_from_db()
    with default_storage.open(job.result["file"]) as file:
        assert file.read(5) == b"%PDF-"
    printed = [cell for row in petition_book(Petition.objects.all()).printed() for cell in row]
    assert petition.code in printed and not [one for one in printed if SENDER in one or WORDS in one]
    assert client.get(job.result["url"]).status_code == 200
    client.force_login(place.leader)
    assert client.get(job.result["url"]).status_code == 404
    assert {"petition.export", "petition.print"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_settled_old_petitions_lose_sender_and_words(place, settings):
    settings.CONFIDENTIAL_MONTHS = {"opinion": 24, "petition": 60}
    today = timezone.localdate()
    long_ago = today - dt.timedelta(days=2000)
    waiting, settled = receive(place, received_on=long_ago), receive(place, received_on=long_ago)
    answer_petition(settled, by=place.chair, outcome="accepted", answer="Đã giảm.")
    take_step(settled, "tell", by=place.chair, note=f"Báo {SENDER}")
    assert forget_old(today) == 1
    settled.refresh_from_db()
    assert (settled.sender_name, settled.subject, settled.answer, settled.outcome) == ("", "", "", "accepted")
    assert not settled.moves.exclude(note="").exists()
    waiting.refresh_from_db()
    assert waiting.text == WORDS


def test_the_report_counts_received_and_answered_each_on_its_day(place):
    today = timezone.localdate()
    petition = receive(place, received_on=today - dt.timedelta(days=40))
    answer_petition(petition, by=place.chair, outcome="accepted", answer="Đã giảm.")
    declined = receive(place)
    take_step(declined, "decline", by=place.chair, note="Đã có nơi khác giải quyết.")
    found = [
        (one.kind, one.on, dict(one.amounts))
        for one in records_of(place.base, today - dt.timedelta(days=5), today)
    ]
    assert found == [("petition_answer", today, {"da_giai_quyet": 1})]
    whole = records_of(place.base, today - dt.timedelta(days=60), today)
    assert [one.kind for one in whole] == ["petition", "petition_answer"]
