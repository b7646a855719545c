"""An event from the plan to the one activity it becomes."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from campaigns.certificates.models import Certificate
from campaigns.certificates.services import create_blank
from campaigns.events import jobs, papers, queries
from campaigns.events.models import CheckIn, Event, InvitationMail, Invitee
from campaigns.events.services import (
    NewInvitee,
    NotInvited,
    add_people,
    check_in,
    create_event,
    invite_officers,
    save_sitting,
    take_back,
    take_step,
    tell_change,
    walk_in,
)
from campaigns.models import Activity, ActivityType
from campaigns.sending.models import Outcome
from campaigns.services import CampaignError
from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.jobs import run
from documents.models import DocumentVersion, Job
from plans.models import PlannedActivity

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def planning(world):
    now = timezone.now()
    return {
        "unit": world.upper, "by": world.upper_officer, "title": "Tập huấn nghiệp vụ công tác nữ công", "kind": "course",
        "type": ActivityType.objects.get(pk="tuyen_truyen_mieng"), "starts_at": now - HOUR, "ends_at": now + 2 * HOUR,
        "audience": "Chủ tịch công đoàn cơ sở", "content": "Chính sách lao động nữ\nKỹ năng tư vấn",
        "place": "Hội trường xã Suối Mơ", "lead": "Chủ tịch công đoàn xã",
    }  # fmt: skip


@pytest.fixture
def event(planning):
    return create_event(**planning)


def send_all():
    """What the worker would do."""
    for job in Job.objects.filter(kind=jobs.KIND, status=Job.Status.QUEUED):
        run(job.pk)


def test_event_becomes_one_activity_of_those_who_came(world, event, django_assert_num_queries):
    people = [
        NewInvitee("Trần Thị Lan", sex="nu", email="lan@example.vn"),
        NewInvitee("Lê Văn Bình", sex="nam"),
    ]
    assert add_people(event, [*people, people[0]], by=world.upper_officer) == 2
    assert add_people(event, people, by=world.upper_officer) == 0
    with pytest.raises(IllegalStep):
        take_step(event, "close", by=world.upper_officer)
    event = take_step(event, "open", by=world.upper_officer)
    with pytest.raises(CampaignError, match="Chưa điểm danh"):
        take_step(event, "close", by=world.upper_officer)

    morning = event.sittings.get()
    lan, binh = event.invitees.order_by("pk")
    address = jobs.address_of(lan)
    assert check_in(morning, by=world.upper_officer, code=address)[1] is True
    # The same code again, typed with blanks and small letters, counts nothing.
    assert (
        check_in(morning, by=world.upper_officer, code=f" {lan.code.lower()[:5]} {lan.code.lower()[5:]}")[1]
        is False
    )
    late = save_sitting(
        event,
        None,
        by=world.upper_officer,
        starts_at=morning.ends_at + HOUR,
        ends_at=morning.ends_at + 3 * HOUR,
    )
    check_in(late, by=world.upper_officer, invitee=lan.pk)
    check_in(late, by=world.upper_officer, invitee=binh.pk)
    walk_in(late, by=world.upper_officer, name="Phạm Thị Mới", sex="nu")
    with django_assert_num_queries(2):
        turnout = queries.turnout_of(event)
    assert (turnout.invited, turnout.walked_in, turnout.people, turnout.visits, turnout.female) == (
        2,
        1,
        3,
        4,
        3,
    )

    event = take_step(event, "close", by=world.upper_officer)
    activity = Activity.objects.get()
    assert (event.activity, activity.unit, activity.sessions) == (activity, world.upper, 2)
    assert (activity.participations, activity.female_participations) == (4, 3)

    # One who was forgotten: opened again, it stays one activity.
    event = take_step(event, "reopen", by=world.upper_officer)
    check_in(morning, by=world.upper_officer, invitee=binh.pk)
    take_back(CheckIn.objects.get(invitee=lan, sitting=late), by=world.upper_officer)
    take_step(event, "close", by=world.upper_officer)
    activity = Activity.objects.get()
    assert (activity.participations, activity.female_participations) == (4, 2)
    event.least_sittings = 2
    assert [person.name for person in queries.certified(event)] == ["Lê Văn Bình"]


def test_only_the_unit_runs_its_event_and_codes_of_others_open_nothing(world, event, planning):
    for who in (world.chair, world.leader, world.member, world.stranger):
        with pytest.raises(StepRefused):
            take_step(event, "open", by=who)
    other = create_event(**{**planning, "title": "Hội nghị"})
    add_people(other, [NewInvitee("Người khác")], by=world.upper_officer)
    event = take_step(event, "open", by=world.upper_officer)
    for code in (other.invitees.get().code, "", "'; drop table", "\0" * 10, "https://example.vn/"):
        with pytest.raises(NotInvited):
            check_in(event.sittings.get(), by=world.upper_officer, code=code)
    with pytest.raises(NoteMissing):
        take_step(event, "cancel", by=world.upper_officer)


def test_letters_go_out_once_each_and_say_what_the_event_is(world, event, django_capture_on_commit_callbacks):
    add_people(event, [NewInvitee("Trần Thị Lan", "Chủ tịch", "CĐCS Trường Hoa Sen", "nu", "lan@example.vn"),
                       NewInvitee("Không có thư")], by=world.upper_officer)  # fmt: skip
    event = take_step(event, "open", by=world.upper_officer)
    send_all()
    (sent,) = mail.outbox
    assert sent.to == ["lan@example.vn"]
    assert "b) Thành phần: Chủ tịch công đoàn cơ sở" in sent.body
    assert jobs.address_of(event.invitees.get(name="Trần Thị Lan")) in sent.body
    # Run again, or asked again, nobody gets a second one; only the new one is written to.
    jobs.ask(event, InvitationMail.Occasion.INVITED, by=world.upper_officer)
    add_people(event, [NewInvitee("Vũ Văn Sau", email="sau@example.vn")], by=world.upper_officer)
    send_all()
    assert [one.to for one in mail.outbox] == [["lan@example.vn"], ["sau@example.vn"]]
    # A worker that died with a letter in its hands: unknown, never sent by itself.
    row = InvitationMail.objects.latest("pk")
    InvitationMail.objects.filter(pk=row.pk).update(
        status=Outcome.SENDING, claimed_at=timezone.now() - HOUR, sent_at=None
    )
    assert jobs.sweep() == []
    send_all()
    row.refresh_from_db()
    assert (row.status, len(mail.outbox)) == (Outcome.UNKNOWN, 2)
    tell_change(event, by=world.upper_officer)
    send_all()
    assert [one.subject for one in mail.outbox[2:]] == [f"Thay đổi: {event.title}"] * 2
    take_step(event, "cancel", by=world.upper_officer, note="Mưa bão")
    send_all()
    assert "Lý do: Mưa bão" in mail.outbox[-1].body


def test_officers_are_invited_by_their_accounts_and_see_it_on_the_portal(client, world, event):
    assert invite_officers(event, "base", by=world.upper_officer) == 2
    assert invite_officers(event, "next", by=world.upper_officer) == 0
    client.force_login(world.chair)
    page = reverse("campaigns:my_invitations")
    assert event.title not in client.get(page).content.decode()
    take_step(event, "open", by=world.upper_officer)
    assert event.title in client.get(page).content.decode()
    mine = Invitee.objects.get(user=world.chair)
    client.logout()
    address = reverse("invitations:invitation", args=[mine.code])
    assert "<svg" in client.get(address).content.decode()
    client.post(address, {"answer": "declined", "note": "Đi công tác, chị Lan đi thay"})
    mine.refresh_from_db()
    assert (mine.answer, mine.answer_note) == ("declined", "Đi công tác, chị Lan đi thay")
    assert client.post(address, {"answer": "perhaps"}).status_code == 422
    assert client.get(reverse("invitations:invitation", args=["AAAAAAAAAA"])).status_code == 404


def test_plan_gives_the_points_of_its_activity(client, world, plan):
    blocks = [
        {
            "id": "hd1111",
            "level": "section",
            "kind": "activity",
            "text": "Hội nghị tuyên truyền Luật Công đoàn",
        },
        {"id": "hd2222", "level": "point", "kind": "text", "text": "Thời gian: ngày 20/11/2026."},
        {"id": "hd3333", "level": "point", "kind": "text", "text": "Thành phần: 100 đoàn viên tiêu biểu"},
        {"id": "hd4444", "level": "point", "kind": "text", "text": "Hình thức: trực tuyến"},
        {"id": "hd5555", "level": "point", "kind": "text", "text": "Nội dung: Luật Công đoàn năm 2024"},
    ]
    plan.current_version = DocumentVersion.objects.create(
        document=plan, number=1, content={"blocks": blocks}, saved_by=world.drafter
    )
    plan.save()
    planned = PlannedActivity.objects.create(
        plan=plan,
        block_id="hd1111",
        text=blocks[0]["text"],
        place="Trung tâm hội nghị",
        starts_on=dt.date(2026, 11, 20),
    )
    client.force_login(world.drafter)
    form = client.get(reverse("campaigns:event_new"), {"hoat-dong": planned.pk}).context["form"]
    assert {name: form[name].value() for name in ("title", "audience", "form", "content", "place")} == {
        "title": "Hội nghị tuyên truyền Luật Công đoàn", "audience": "100 đoàn viên tiêu biểu", "form": "truc_tuyen",
        "content": "Luật Công đoàn năm 2024", "place": "Trung tâm hội nghị",
    }  # fmt: skip
    assert f"{form['starts_at'].value():%H:%M %d/%m/%Y}" == "08:00 20/11/2026"


def test_desk_takes_lines_and_shows_who_is_there(client, world, event):
    client.force_login(world.upper_officer)
    people = reverse("campaigns:event_people", args=[event.pk])
    bad = client.post(
        people, {"people": "Trần Thị Lan; ; ; nữ\nLê Văn Bình; ; ; khác\n;Chủ tịch\nA;b;c;nam;không-phải-thư"}
    )
    assert bad.status_code == 422
    words = bad.content.decode()
    assert "Dòng 2: “khác” không phải “nam” hoặc “nữ”." in words
    assert "Dòng 3: thiếu họ tên." in words
    assert "Dòng 4:" in words
    assert not event.invitees.exists()
    client.post(people, {"people": "Trần Thị Lan\tChủ tịch\tCĐCS Trường Hoa Sen\tNữ\nLê Văn Bình"})
    assert list(event.invitees.order_by("pk").values_list("name", "sex")) == [
        ("Trần Thị Lan", "nu"),
        ("Lê Văn Bình", ""),
    ]
    take_step(event, "open", by=world.upper_officer)
    door = reverse("campaigns:event_door", args=[event.pk])
    lan = event.invitees.get(name="Trần Thị Lan")
    assert "có mặt." in client.post(door, {"code": jobs.address_of(lan)}).content.decode()
    assert "không tính thêm" in client.post(door, {"code": lan.code}).content.decode()
    assert client.post(door, {"code": "SAI"}).status_code == 422
    assert CheckIn.objects.count() == 1
    book = client.post(reverse("campaigns:event_export", args=[event.pk]))
    assert book.content[:2] == b"PK"
    html = re.sub(r"\s+", " ", papers.render_to_string(
        papers.TEMPLATES[papers.ATTENDANCE][0], papers.paper_context(event, list(queries.invitee_rows(event)), codes=False)
    ))  # fmt: skip
    assert "<td>CĐCS Trường Hoa Sen</td>" in html
    assert Event.objects.visible_to(world.chair).count() == 0


def test_official_invitation_is_a_draft_with_the_points_and_the_list(client, world, planning):
    event = create_event(**{**planning, "unit": world.province, "by": world.drafter})
    add_people(event, [NewInvitee("Trần Thị Lan", "Chủ tịch", "CĐCS Trường Hoa Sen", "nu")], by=world.drafter)
    client.force_login(world.leader)
    assert client.post(reverse("campaigns:event_document", args=[event.pk])).status_code == 403
    client.force_login(world.drafter)
    page = client.post(reverse("campaigns:event_document", args=[event.pk]), follow=True)
    assert page.status_code == 200
    paper = page.context["dossier"]
    assert (paper.type, paper.issuer, paper.status) == ("GM", world.province, "draft")
    content = paper.current_version.content
    assert "d) Nội dung: Chính sách lao động nữ" in [block["text"] for block in content["body"]]
    assert content["annexes"][0]["body"][0]["rows"][-1] == [
        "1",
        "Trần Thị Lan",
        "Chủ tịch",
        "CĐCS Trường Hoa Sen",
    ]
    assert paper.abstract in client.get(reverse("campaigns:event_detail", args=[event.pk])).content.decode()


def test_certificates_are_printed_for_those_who_came(client, world, planning):
    event = create_event(**{**planning, "unit": world.province, "by": world.drafter})
    add_people(
        event,
        [NewInvitee("Trần Thị Lan", workplace="CĐCS Hoa Sen"), NewInvitee("Vắng Mặt")],
        by=world.drafter,
    )
    event = take_step(event, "open", by=world.drafter)
    check_in(event.sittings.get(), by=world.drafter, invitee=event.invitees.get(name="Trần Thị Lan").pk)
    blank = create_blank(
        unit=world.province, name="Giấy chứng nhận A4", width=297, height=210, by=world.drafter
    )
    client.force_login(world.drafter)
    address = reverse("campaigns:event_certificates", args=[event.pk])
    assert "In 1 giấy" in client.get(address).content.decode()
    said = {
        "blank": blank.pk,
        "name": "Lớp nữ công",
        "place_date": "Mẫu Sơn",
        "post": "CHỦ TỊCH",
        "signer": "Trần Thị Chủ",
    }
    assert client.post(address, {**said, "blank": ""}).status_code == 422
    client.post(address, said)
    certificate = Certificate.objects.get()
    assert (certificate.values["recipient"], certificate.batch.source_url) == (
        "Trần Thị Lan", reverse("campaigns:event_detail", args=[event.pk]),
    )  # fmt: skip
