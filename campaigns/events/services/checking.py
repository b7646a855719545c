"""The door: who came to which sitting. The same code twice is one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.events import queries
from campaigns.events.models import CheckIn, Event, Invitee, Sitting
from campaigns.events.services.events import locked
from campaigns.events.services.inviting import NewInvitee, add_people
from campaigns.events.workflow import runs_event
from campaigns.services import CampaignError
from core.formats import write
from core.workflow import StepRefused
from units import audit


class NotInvited(CampaignError):
    """The code belongs to nobody on this list."""


def check_in(sitting: Sitting, *, by: Any, code: str = "", invitee: int = 0) -> tuple[CheckIn, bool]:
    """The person of the scanned code, or of the line ticked, is there; whether that is new.

    Raises StepRefused, CampaignError.
    """
    with transaction.atomic():
        row = _open_door(sitting.event, by)
        chosen = (
            row.invitees.filter(pk=invitee) if invitee else row.invitees.filter(code=queries.code_in(code))
        )
        person = chosen.first()
        if person is None:
            raise NotInvited(
                "Mã này không có trong danh sách của sự kiện. Hãy xem lại mã, hoặc ghi tên ở “Người không có giấy mời”.",
                "code",
            )
        _check_time(sitting)
        return CheckIn.objects.get_or_create(invitee=person, sitting=sitting, defaults={"by": by})


def walk_in(sitting: Sitting, *, by: Any, name: str, workplace: str = "", sex: str = "") -> CheckIn:
    """Somebody without an invitation: put on the list and checked in. Raises StepRefused, CampaignError."""
    with transaction.atomic():
        row = _open_door(sitting.event, by)
        _check_time(sitting)
        if not add_people(row, [NewInvitee(name=name, workplace=workplace, sex=sex)], by=by):
            raise CampaignError(
                "Người này đã có trong danh sách. Hãy tìm tên trong danh sách và bấm “Có mặt”.", "name"
            )
        person = row.invitees.latest("pk")
        Invitee.objects.filter(pk=person.pk).update(walk_in=True)
        return CheckIn.objects.create(invitee=person, sitting=sitting, by=by)


def take_back(found: CheckIn, *, by: Any) -> None:
    """A wrong tick: the person was not there. Raises StepRefused, CampaignError."""
    with transaction.atomic():
        row = _open_door(found.sitting.event, by)
        audit.record(
            "event.check_in_remove",
            row,
            by=by,
            unit=row.unit,
            before={"invitee": found.invitee_id, "at": found.at},
        )
        found.delete()


def _open_door(event: Event, by: Any) -> Event:
    row = locked(event)
    if reason := runs_event(by, row):
        raise StepRefused(reason)
    if row.status != Event.Status.OPEN:
        raise CampaignError("Chỉ điểm danh khi sự kiện đã mời và chưa kết thúc.", "code")
    return row


def _check_time(sitting: Sitting) -> None:
    if timezone.now() < sitting.starts_at - queries.DOORS_OPEN:
        raise CampaignError(
            f"Buổi này bắt đầu lúc {write.datetime(sitting.starts_at)}; điểm danh được từ 3 giờ trước đó.",
            "code",
        )
