"""Mails about a paper: to whom, once each, and what is known when something goes wrong on the way."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents.jobs import resend_stale, run
from documents.mailing import jobs as sending
from documents.models import Delivery, Job, Mail, MailStatus
from documents.services import DocumentError, reserve_number
from documents.services.amending import amend_by_entry
from documents.services.mailing import remind_silent, send_again
from documents.services.numbering import change_entry
from tests import factories
from tests.documents import samples
from tests.documents.smtp_server import smtp_server
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings):
    """A mail server that answers."""
    with smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


@pytest.fixture
def many(monkeypatch):
    """Every list of mails is long enough for jobs of their own."""
    monkeypatch.setattr(sending, "AT_ONCE", 0)


@pytest.fixture
def below(desk):
    return factories.upper_unit(desk.unit, "Công đoàn phường Bình Minh", email="cd.binhminh@example.vn")


@pytest.fixture
def officer(below):
    user = factories.person(Role.UPPER_UNIT, below, "Hà Văn Núi")
    user.email = "ha.nui@example.vn"
    user.save()
    return user


def status_of(address="cd.binhminh@example.vn"):
    return Mail.objects.get(address=address).status


def work(*kinds):
    """A worker with an hour to spare: runs every job of the mails (of these kinds) that waits."""
    kinds = kinds or (sending.FAN_OUT, sending.CHUNK)
    while job := Job.objects.filter(kind__in=kinds, status=Job.Status.QUEUED).first():
        run(job.pk)


def sent_to(desk, *units):
    document = samples.issued(desk, *units)
    work()
    return document


def test_unit_and_its_receivers_are_told_once_each_without_the_text(desk, below, officer, post):
    document = sent_to(desk, below)
    assert post.to() == ["cd.binhminh@example.vn", "ha.nui@example.vn"]
    told = next(m for m in post.taken if m["To"] == "ha.nui@example.vn")
    delivery = Delivery.objects.get(document=document)
    words = told.get_body(("plain",)).get_content()
    assert told["Subject"].strip() == "Kế hoạch số 01/KH-LĐLĐ của Liên đoàn Lao động tỉnh Mẫu Sơn"
    assert "Kính gửi Hà Văn Núi," in words
    assert f"/van-ban/den/{delivery.pk}/" in words
    assert "Mục đích" not in words
    assert f'/van-ban/den/{delivery.pk}/"' in told.get_body(("html",)).get_content()
    assert set(Mail.objects.values_list("status", flat=True)) == {MailStatus.SENT}


def test_doubled_and_repeated_jobs_send_nothing_twice(desk, below, officer, post):
    document = sent_to(desk, below)
    sending.ask_for_mails(document, "issue", by=desk.registry)
    for job in Job.objects.filter(kind__startswith="mail"):
        Job.objects.filter(pk=job.pk).update(
            status="running", heartbeat_at=timezone.now() - dt.timedelta(hours=1)
        )
    resend_stale()
    work()
    assert len(post.taken) == 2


def test_worker_killed_while_sending_leaves_unknown_and_sends_nothing_twice(desk, below, post, many):
    samples.issued(desk, below)
    work(sending.FAN_OUT)
    mail = Mail.objects.get()
    assert sending.claim(mail.pk) is not None
    assert sending.claim(mail.pk) is None
    sending.sweep(timezone.now() + dt.timedelta(hours=1))
    assert (status_of(), len(post.taken)) == (MailStatus.UNKNOWN, 0)
    send_again(Mail.objects.get(), by=desk.registry)
    work()
    assert (status_of(), len(post.taken)) == (MailStatus.SENT, 1)
    assert mail.token in post.taken[0]["Message-ID"]


def test_line_that_breaks_after_the_mail_was_handed_over_is_unknown(desk, below, post):
    post.hangs_up = True
    sent_to(desk, below)
    assert (status_of(), len(post.taken)) == (MailStatus.UNKNOWN, 1)


def test_clerk_says_an_unknown_mail_went_out_or_sends_the_same_again(client, desk, below, officer, post):
    post.hangs_up = True
    sent_to(desk, below)
    post.hangs_up = False
    client.force_login(desk.registry)
    assert (
        reverse("documents:mail_trouble") in client.get(reverse("documents:document_list")).content.decode()
    )
    assert len(client.get(reverse("documents:mail_trouble"), {"tinh_trang": "unknown"}).context["rows"]) == 2
    known, again = Mail.objects.order_by("pk")
    told = client.post(reverse("documents:mail_settle", args=[known.pk]), {"ve": "chung"})
    assert told.url == reverse("documents:mail_trouble")
    client.post(reverse("documents:mail_settle", args=[known.pk]))
    client.post(reverse("documents:mail_again", args=[again.pk]), {"address": again.address})
    work()
    assert set(Mail.objects.values_list("status", flat=True)) == {MailStatus.SENT}
    ids = [str(message["Message-ID"]).strip() for message in post.taken if message["To"] == again.address]
    assert ids == [sending.message_id(again)] * 2
    assert sum(message["To"] == known.address for message in post.taken) == 1


def test_address_the_server_refuses_is_told_and_corrected(desk, below, officer, post):
    post.says["cd.binhminh@example.vn"] = "550 5.1.1 khong co hop thu"
    sent_to(desk, below)
    mail = Mail.objects.get(address="cd.binhminh@example.vn")
    assert (mail.status, mail.reason) == (MailStatus.FAILED, "550 5.1.1 khong co hop thu")
    for wrong in ("khong-phai-dia-chi", "HA.nui@example.vn"):
        with pytest.raises(DocumentError):
            send_again(mail, by=desk.registry, address=wrong)
    with pytest.raises(StepRefused):
        send_again(mail, by=officer, address="moi@example.vn")
    send_again(mail, by=desk.registry, address="moi@example.vn")
    work()
    assert post.to() == ["ha.nui@example.vn", "moi@example.vn"]
    with pytest.raises(IllegalStep):
        send_again(mail, by=desk.registry)


def test_server_that_says_later_or_nothing_is_asked_again_by_the_clock(desk, below, post, settings):
    settings.EMAIL_PORT = 9
    sent_to(desk, below)
    assert (status_of(), Mail.objects.get().attempts) == (MailStatus.QUEUED, 1)
    assert sending.sweep() == 0
    settings.EMAIL_PORT = post.port
    sending.sweep(timezone.now() + dt.timedelta(hours=1))
    work()
    assert (status_of(), len(post.taken)) == (MailStatus.SENT, 1)


def test_mail_that_came_back_is_listed_with_its_reason(desk, below, officer, post, tmp_path, capsys):
    sent_to(desk, below)
    mail = Mail.objects.get(address="cd.binhminh@example.vn")
    file = tmp_path / "bounce.eml"
    file.write_text(BOUNCE.format(message_id=sending.message_id(mail)))
    call_command("record_bounces", file)
    assert "1 thư bị trả lại, ghi nhận 1." in capsys.readouterr().out
    mail.refresh_from_db()
    assert (mail.status, mail.reason) == (MailStatus.BOUNCED, "550 5.1.1 No such user")
    assert status_of("ha.nui@example.vn") == MailStatus.SENT
    call_command("record_bounces", file)
    assert "ghi nhận 0." in capsys.readouterr().out


def test_silent_units_are_reminded_once_a_day_and_dissolved_ones_are_skipped(desk, below, post):
    gone = factories.upper_unit(desk.unit, "Công đoàn xã Đã Giải Thể", email="gone@example.vn")
    done = factories.upper_unit(desk.unit, "Công đoàn xã Suối Mơ", email="done@example.vn")
    document = sent_to(desk, below, gone, done)
    gone.ended_on = timezone.localdate()
    gone.save()
    Delivery.objects.filter(unit=done).update(opened_at=timezone.now(), acknowledged_at=timezone.now())
    post.taken.clear()
    work()
    first, second = (remind_silent(document, by=desk.registry) for _ in range(2))
    assert (first.now, first.already, first.dissolved) == (1, 0, 1)
    assert (second.now, second.already, second.dissolved) == (0, 1, 1)
    work()
    assert post.to() == ["cd.binhminh@example.vn"]
    assert (
        post.taken[0]["Subject"]
        .strip()
        .startswith("Nhắc: Công đoàn phường Bình Minh chưa mở kế hoạch số 01/KH-LĐLĐ")
    )


def test_clerk_sees_who_is_silent_and_mails_in_trouble_and_acts(client, desk, below, officer, post):
    post.says["cd.binhminh@example.vn"] = "550 khong co hop thu"
    document = sent_to(desk, below)
    client.force_login(desk.registry)
    page = client.get(reverse("documents:receipts", args=[document.pk])).content.decode()
    assert "Thư cần xem lại" in page
    assert 'nc-bars-label">Đã xác nhận<' in page
    assert client.get(reverse("documents:receipts_export", args=[document.pk])).content[:2] == b"PK"
    told = client.post(reverse("documents:remind", args=[document.pk]), {"muc": "chua-mo"}, follow=True)
    assert "Đã nhắc 1 đơn vị." in told.content.decode()
    listed = client.get(reverse("documents:mail_list", args=[document.pk]), {"tinh_trang": "can-xem"})
    assert "550 khong co hop thu" in listed.content.decode()
    mail = Mail.objects.get(status=MailStatus.FAILED)
    client.post(reverse("documents:mail_again", args=[mail.pk]), {"address": "moi@example.vn"})
    work()
    assert "moi@example.vn" in post.to()
    client.force_login(officer)
    assert "Được nhắc" in client.get(reverse("documents:inbox")).content.decode()


def test_recall_is_told_to_holders_and_stops_what_still_waits(desk, below, post, many):
    samples.issued(desk, below)
    work(sending.FAN_OUT)
    entry = reserve_number(desk.unit, type="TB", abstract="Thu hồi", reserved_for="VP", by=desk.registry)
    change_entry(entry, by=desk.registry, signed_by="Trần Ngọc Ánh")
    document = Delivery.objects.get().document
    amend_by_entry(document, "recall", entry=entry, reason="Sai", by=desk.leader)
    work()
    assert {m.kind: m.status for m in Mail.objects.all()} == {"issue": "dropped", "amended": "sent"}
    assert post.taken[0]["Subject"].strip().startswith("Thu hồi: kế hoạch số 01/KH-LĐLĐ")


BOUNCE = """From: MAILER-DAEMON@example.vn
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.vn

Final-Recipient: rfc822; cd.binhminh@example.vn
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user
--B
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: van ban
--B--
"""
