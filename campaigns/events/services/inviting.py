"""Who is invited, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.events import jobs, queries
from campaigns.events.models import Event, InvitationMail, Invitee
from campaigns.events.services.events import locked
from campaigns.events.workflow import runs_event
from campaigns.services import CampaignError, texts
from core.formats import write
from core.vietnamese import fold
from core.workflow import StepRefused
from units import audit
from units.models import Unit, User

MOST_PEOPLE = 5_000


@dataclass(frozen=True)
class NewInvitee:
    """One person as typed or read; `sex`: "nu", "nam" or ""."""

    name: str
    post: str = ""
    workplace: str = ""
    sex: str = ""
    email: str = ""
    user: User | None = None
    unit: Unit | None = None


def add_people(event: Event, people: Iterable[NewInvitee], *, by: Any) -> int:
    """Put people on the list; who is there already (name and place of work, or user) is left out. Gives how many are new.

    After the event was opened they get their letter at once. Raises StepRefused, CampaignError.
    """
    with transaction.atomic():
        row = to_invite(event, by)
        known = set(row.invitees.values_list("name_fold", flat=True))
        users = set(row.invitees.exclude(user=None).values_list("user", flat=True))
        new = []
        for person in people:
            one = _as_row(row, person)
            if one.name_fold in known or one.user_id in users:
                continue
            known.add(one.name_fold)
            if one.user_id is not None:
                users.add(one.user_id)
            new.append(one)
        if row.invitees.count() + len(new) > MOST_PEOPLE:
            raise CampaignError(f"Danh sách mời có tối đa {write.number(MOST_PEOPLE)} người.", "people")
        Invitee.objects.bulk_create(new, batch_size=500)
        if row.status == Event.Status.OPEN and any(one.email for one in new):
            jobs.ask(row, InvitationMail.Occasion.INVITED, by=by)
        audit.record("event.invite", row, by=by, unit=row.unit, after={"people": len(new)})
    return len(new)


def invite_officers(event: Event, group: str, *, by: Any) -> int:
    """Invite the officers of a group of queries.GROUPS by their accounts. Raises StepRefused, CampaignError."""
    if group not in queries.GROUPS:
        raise CampaignError("Hãy chọn mời nhóm nào.", "group")
    people = [
        NewInvitee(
            name=seat.user.full_name, post=seat.post_title, workplace=seat.unit.name, email=seat.user.email,
            user=seat.user, unit=seat.unit,
        )
        for seat in queries.officers(event.unit, group)
    ]  # fmt: skip
    return add_people(event, people, by=by)


def remove_invitee(invitee: Invitee, *, by: Any) -> None:
    """Take a person off the list who was not checked in. Raises StepRefused, CampaignError."""
    with transaction.atomic():
        row = to_invite(invitee.event, by)
        if invitee.check_ins.exists():
            raise CampaignError(
                f"{invitee.name} đã điểm danh. Hãy bỏ điểm danh trước khi xóa khỏi danh sách."
            )
        audit.record("event.uninvite", row, by=by, unit=row.unit, before={"invitee": invitee.pk})
        invitee.delete()


def answer_invitation(invitee: Invitee, *, answer: str, note: str = "") -> Invitee:
    """What the invited person says; the last word counts, until the event is over. Raises CampaignError."""
    if answer not in (Invitee.Answer.COMING, Invitee.Answer.DECLINED):
        raise CampaignError("Hãy chọn sẽ dự hoặc không dự được.", "answer")
    with transaction.atomic():
        row = Invitee.objects.select_for_update(of=("self",)).select_related("event").get(pk=invitee.pk)
        if row.event.status != Event.Status.OPEN:
            raise CampaignError("Sự kiện đã kết thúc hoặc đã hủy nên không trả lời được nữa.")
        row.answer, row.answered_at = answer, timezone.now()
        row.answer_note = texts.line(note, field="note", label="Lý do", longest=300, required=False)
        row.save(update_fields=["answer", "answer_note", "answered_at"])
    return row


def to_invite(event: Event, by: Any) -> Event:
    """The locked event while its list may change."""
    row = locked(event)
    if reason := runs_event(by, row):
        raise StepRefused(reason)
    if row.status not in (Event.Status.PREPARING, Event.Status.OPEN):
        raise CampaignError("Sự kiện đã kết thúc hoặc đã hủy nên danh sách không đổi được nữa.")
    return row


def _as_row(event: Event, person: NewInvitee) -> Invitee:
    line = texts.line
    if person.sex not in ("", *Invitee.Sex.values):
        raise CampaignError(f"Giới tính của {person.name} phải là “nam” hoặc “nữ”.", "people")
    row = Invitee(
        event=event, name=line(person.name, field="people", label="Họ và tên", longest=80),
        post=line(person.post, field="people", label="Chức vụ", longest=120, required=False),
        workplace=line(person.workplace, field="people", label="Đơn vị", longest=200, required=False),
        sex=person.sex, email=person.email, user=person.user, unit=person.unit,
    )  # fmt: skip
    row.fill_search()
    if not fold(row.name):
        raise CampaignError("Họ và tên không được để trống.", "people")
    return row
