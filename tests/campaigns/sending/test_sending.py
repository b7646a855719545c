"""A message reaches every officer once by each way, whatever happens while it is sent."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Channel
from campaigns.sending import jobs, queries, services
from campaigns.sending.models import Audience, Broadcast, Outcome, RecordedMessage, Sending, Way
from campaigns.sending.services import start_broadcast, stop_broadcast
from campaigns.services import (
    CampaignError,
    add_message,
    approve_message,
    close_campaign,
    log_activity,
    remove_message,
    set_variant,
)
from core.mail import NotSent, Uncertain
from core.workflow import IllegalStep, StepRefused
from documents.jobs import run
from documents.models import Job
from tests import factories
from units.models import Role, User

LATER = dt.timedelta(hours=2)


@pytest.fixture
def message(campaign, world):
    for person in User.objects.all():
        person.email, person.phone = f"{person.username}@example.vn", f"09{person.pk:08}"
        person.save()
    return approve_message(
        add_message(campaign, text="Hiểu luật để làm đúng", by=world.drafter), by=world.leader
    )


def _start(message, world, ways=("portal",), audience="every"):
    return start_broadcast(message, audience=audience, ways=ways, by=world.drafter)


def _work(broadcast):
    run(Job.objects.get(key=jobs.job_key(broadcast)).pk)


def _again(broadcast):
    """As after a lost worker: the same job once more."""
    Job.objects.filter(key=jobs.job_key(broadcast)).update(status=Job.Status.QUEUED)
    _work(broadcast)


def _people(**wanted):
    return set(Sending.objects.filter(**wanted).values_list("recipient__full_name", flat=True))


OFFICERS = {
    "Trần Thị Chủ", "Lê Văn Soạn", "Phạm Văn Thư", "Vũ Thị Theo", "Nguyễn Thị Hoa", "Đỗ Văn Nam", "Hoàng Thị Xa",
}  # fmt: skip


def test_every_officer_gets_a_notice_and_members_none(world, message):
    _work(_start(message, world))
    assert _people(status="sent", way="portal") == OFFICERS


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        ("upper", {"Vũ Thị Theo"}),
        ("base", {"Nguyễn Thị Hoa", "Đỗ Văn Nam", "Hoàng Thị Xa"}),
        ("silent", {"Vũ Thị Theo", "Đỗ Văn Nam", "Hoàng Thị Xa"}),
    ],
)
def test_audience_is_narrowed(world, message, logging, audience, people):
    log_activity(**logging, campaign=message.campaign)
    assert set(queries.officers(message.campaign, audience).values_list("full_name", flat=True)) == people


def test_person_with_two_seats_gets_it_once(world, message):
    factories.make_seat(world.chair, Role.LEADER, world.base)
    factories.make_seat(world.chair, Role.UPPER_UNIT, world.upper)
    _work(_start(message, world))
    assert Sending.objects.filter(recipient=world.chair).count() == 1


def test_database_refuses_the_same_person_twice(world, message):
    broadcast = _start(message, world)
    _work(broadcast)
    twin = Sending.objects.first()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_dry_run_counts_what_sending_then_does(world, message):
    User.objects.filter(pk=world.stranger.pk).update(email="")
    _work(_start(message, world, audience="upper", ways=("email",)))
    (reach,) = queries.dry_run(message, Audience.EVERY, [Way.EMAIL])
    assert (reach.people, reach.unreachable, reach.already, reach.now) == (7, 1, 1, 5)
    mail.outbox.clear()
    _work(_start(message, world, ways=("email",)))
    assert len(mail.outbox) == 5


def test_mail_says_the_message_and_where_to_open_it(world, message):
    set_variant(
        message, channel=Channel.objects.get(code="website"), text="Bài cho trang tin", by=world.leader
    )
    _work(_start(message, world, ways=("email",), audience="upper"))
    (sent,) = mail.outbox
    assert sent.to == [f"{world.upper_officer.username}@example.vn"]
    assert "Bài cho trang tin" in sent.body
    assert reverse("campaigns:campaign_detail", args=[message.campaign_id]) in sent.body


def test_second_sending_reaches_only_the_new_ones(world, message):
    _work(_start(message, world))
    with pytest.raises(CampaignError, match="Không còn ai"):
        _start(message, world)
    factories.person(Role.GRASSROOTS, world.sister, "Người Mới")
    second = _start(message, world)
    _work(second)
    assert _people(broadcast=second) == {"Người Mới"}


def test_words_stay_as_they_were_approved_when_sent(world, message):
    zalo = Channel.objects.get(code="zalo")
    set_variant(message, channel=zalo, text="Bản Zalo đã duyệt", by=world.leader)
    broadcast = _start(message, world, ways=("zalo", "sms"))
    set_variant(message, channel=zalo, text="Bản mới", by=world.leader)
    _work(broadcast)
    assert set(RecordedMessage.objects.filter(sending__way="zalo").values_list("text", flat=True)) == {
        "Bản Zalo đã duyệt"
    }
    assert RecordedMessage.objects.filter(sending__way="sms").count() == len(OFFICERS)
    assert RecordedMessage.objects.filter(text="Hiểu luật để làm đúng", sending__way="sms").exists()


# --- faults


class Killed(BaseException):
    """As if the process ended."""


def _break_mail(monkeypatch, at, error):
    """The mail server raises `error` at the nth mail; gives the addresses that went out."""
    sent, calls = [], [0]

    def send(self, sending, text, link):
        calls[0] += 1
        if calls[0] == at:
            raise error
        sent.append(sending.address)

    monkeypatch.setattr("campaigns.sending.ways.MailToOfficer.send", send)
    return sent


def test_killed_worker_loses_nothing_and_sends_nothing_twice(world, message, monkeypatch):
    sent = _break_mail(monkeypatch, 3, Killed())
    broadcast = _start(message, world, ways=("email",))
    with pytest.raises(Killed):
        _work(broadcast)
    assert len(sent) == 2
    _again(broadcast)
    assert len(sent) == len(set(sent)) == len(OFFICERS) - 1
    lost = Sending.objects.get(status=Outcome.SENDING)
    jobs.sweep(timezone.now() + LATER)
    lost.refresh_from_db()
    assert (lost.status, lost.reason) == (Outcome.UNKNOWN, jobs.KILLED)
    _again(broadcast)
    assert lost.address not in sent
    with pytest.raises(CampaignError, match="Không còn ai"):
        _start(message, world, ways=("email",))


def test_killed_while_the_ledger_is_written_goes_on(world, message, monkeypatch):
    monkeypatch.setattr(jobs, "PEOPLE_AT_ONCE", 2)
    write, calls = jobs._write, [0]

    def stop_at_second(*args):
        calls[0] += 1
        if calls[0] == 2:
            raise Killed
        return write(*args)

    monkeypatch.setattr(jobs, "_write", stop_at_second)
    broadcast = _start(message, world)
    with pytest.raises(Killed):
        _work(broadcast)
    assert Sending.objects.count() == 2
    _again(broadcast)
    assert _people(status="sent") == OFFICERS


def test_closed_mail_server_is_tried_later_by_the_clock(world, message, monkeypatch):
    sent = _break_mail(monkeypatch, 2, NotSent("421 later"))
    broadcast = _start(message, world, ways=("email", "portal"))
    _work(broadcast)
    assert len(sent) == 1
    assert _people(status="sent", way="portal") == OFFICERS
    assert jobs.sweep() == []
    Sending.objects.filter(status=Outcome.QUEUED).update(due_at=timezone.now())
    assert jobs.sweep() == [broadcast.pk]
    assert jobs.sweep() == []
    run(Job.objects.filter(key__startswith=f"{jobs.job_key(broadcast)}:").get().pk)
    assert len(sent) == len(set(sent)) == len(OFFICERS)


def test_line_that_breaks_after_the_mail_leaves_it_unknown(world, message, monkeypatch):
    sent = _break_mail(monkeypatch, 1, Uncertain("broken"))
    _work(_start(message, world, ways=("email",)))
    assert Sending.objects.filter(status=Outcome.UNKNOWN).count() == 1
    assert len(sent) == len(OFFICERS) - 1


def test_unknown_rows_are_settled_by_a_person_and_only_the_lost_one_goes_again(
    client, world, message, monkeypatch
):
    sent = _break_mail(monkeypatch, 3, Killed())
    broadcast = _start(message, world, ways=("email",))
    with pytest.raises(Killed):
        _work(broadcast)
    _again(broadcast)
    jobs.sweep(timezone.now() + LATER)
    lost = Sending.objects.get(status=Outcome.UNKNOWN)
    client.force_login(world.drafter)
    page = client.get(reverse("campaigns:broadcast_detail", args=[broadcast.pk])).content.decode()
    assert "1 tin không rõ đã tới chưa" in page
    settle, again = (
        reverse(f"campaigns:{name}", args=[lost.pk]) for name in ("sending_settle", "sending_again")
    )
    assert "chắc chắn chưa tới" in client.post(again, follow=True).content.decode()
    client.post(settle, {"da_toi": "0"})
    assert "Tin này đã rõ" in client.post(settle, {"da_toi": "1"}, follow=True).content.decode()
    client.post(again)
    run(Job.objects.filter(arguments__only=lost.pk).get().pk)
    lost.refresh_from_db()
    assert lost.status == Outcome.SENT and len(sent) == len({*sent}) == len(OFFICERS)
    Sending.objects.filter(pk=lost.pk).update(status=Outcome.UNKNOWN)
    client.post(settle, {"da_toi": "1"})
    lost.refresh_from_db()
    assert (lost.status, lost.reason) == (Outcome.SENT, services.CONFIRMED_SENT)


def test_stop_holds_back_what_has_not_gone_out(world, message, monkeypatch):
    broadcast = _start(message, world, ways=("email",))
    sent = []

    def send(self, sending, text, link):
        sent.append(sending.address)
        if len(sent) == 2:
            stop_broadcast(broadcast, by=world.leader)

    monkeypatch.setattr("campaigns.sending.ways.MailToOfficer.send", send)
    _work(broadcast)
    assert len(sent) == 2
    assert Sending.objects.filter(status=Outcome.DROPPED).count() == len(OFFICERS) - 2
    with pytest.raises(IllegalStep):
        stop_broadcast(broadcast, by=world.leader)
    second = _start(message, world, ways=("email",))
    _work(second)
    assert len(sent) == len(set(sent)) == len(OFFICERS)


def test_stop_before_the_job_starts_sends_nothing(world, message):
    broadcast = _start(message, world)
    stop_broadcast(broadcast, by=world.drafter)
    _work(broadcast)
    assert not Sending.objects.exists()


# --- who may, when


def test_only_who_runs_the_campaign_sends_and_stops(world, message):
    with pytest.raises(StepRefused):
        start_broadcast(message, audience="every", ways=["portal"], by=world.registry)
    broadcast = _start(message, world)
    with pytest.raises(StepRefused):
        stop_broadcast(broadcast, by=world.upper_officer)


def test_unapproved_message_or_closed_campaign_is_not_sent(world, campaign, message):
    waiting = add_message(campaign, text="Câu còn chờ", by=world.drafter)
    with pytest.raises(CampaignError, match="đã duyệt"):
        _start(waiting, world)
    close_campaign(campaign, by=world.leader)
    with pytest.raises(CampaignError, match="Hãy mở chiến dịch"):
        _start(message, world)
    assert not Broadcast.objects.exists()


def test_sent_message_is_not_deleted(world, message):
    _start(message, world)
    with pytest.raises(CampaignError, match="đã được gửi"):
        remove_message(message, by=world.leader)


# --- pages


def test_pages_count_first_then_send_and_show_the_outcome(client, world, message):
    client.force_login(world.drafter)
    address = reverse("campaigns:broadcast_new", args=[message.pk])
    chosen = {"audience": "every", "ways": ["portal", "email"]}
    page = client.get(address, chosen).content.decode()
    assert "Gửi 14 tin" in page
    assert not Broadcast.objects.exists()
    assert client.post(address, {"audience": "every"}).status_code == 422
    answer = client.post(address, chosen)
    broadcast = Broadcast.objects.get()
    assert answer.url == reverse("campaigns:broadcast_detail", args=[broadcast.pk])
    assert "Dừng gửi" in client.get(answer.url).content.decode()
    _work(broadcast)
    detail = client.get(answer.url).content.decode()
    assert "Dừng gửi" not in detail
    assert "Hoàng Thị Xa" in detail
    assert client.get(answer.url, {"tinh-trang": "failed"}).context["page_obj"].paginator.count == 0
    assert "Không còn ai để gửi" in client.get(address, chosen).content.decode()


def test_stop_button_stops(client, world, message):
    broadcast = _start(message, world)
    client.force_login(world.drafter)
    stop = reverse("campaigns:broadcast_stop", args=[broadcast.pk])
    assert "Đã dừng gửi" in client.post(stop, follow=True).content.decode()
    assert "đã được dừng" in client.post(stop, follow=True).content.decode()
    _work(broadcast)
    assert not Sending.objects.exists()


def test_person_finds_the_notice_on_the_first_page_and_reads_it(client, world, message):
    _work(_start(message, world))
    client.force_login(world.chair)
    assert "Tin từ chiến dịch" in client.get("/").content.decode()
    listed = reverse("campaigns:notice_list")
    assert "Hiểu luật để làm đúng" in client.get(listed).content.decode()
    notice = Sending.objects.get(recipient=world.chair)
    client.post(reverse("campaigns:notice_read", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at
    assert "Tin từ chiến dịch" not in client.get("/").content.decode()
    client.force_login(world.sister_chair)
    assert client.post(reverse("campaigns:notice_read", args=[notice.pk])).status_code == 404


def test_dry_run_costs_the_same_for_few_and_many(world, message, django_assert_num_queries):
    with CaptureQueriesContext(connection) as first:
        queries.dry_run(message, Audience.SILENT, Way.values)
    for _number in range(8):
        factories.person(Role.GRASSROOTS, factories.grassroots(world.upper))
    with django_assert_num_queries(len(first)):
        queries.dry_run(message, Audience.SILENT, Way.values)
