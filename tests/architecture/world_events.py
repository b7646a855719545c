"""Events of the world: one in preparation, one that people come to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from campaigns.events import papers
from campaigns.events.models import Event
from campaigns.events.services import NewInvitee, add_people, check_in, create_event, take_step
from campaigns.models import ActivityType
from documents.jobs import run


def events(world: Any) -> None:
    """Every address of an event finds a row of it; they are the grassroots union's."""
    preparing, running = (
        make_event(world, "Hội nghị người lao động"),
        open_event(world, "Lớp tập huấn cán bộ"),
    )
    person = running.invitees.earliest("pk")
    came, _new = check_in(running.sittings.get(), by=world["reporter"], code=person.code)
    job = papers.ask_for_paper(running, papers.ATTENDANCE, by=world["reporter"])
    run(job.pk)
    for name, event, step in (("event in preparation", preparing, "open"), ("open event", running, "close")):
        world.objects |= {
            name: {"pk": event.pk, "step": step, "which": papers.ATTENDANCE},
            f"sitting of the {name}": {"pk": event.sittings.get().pk},
            f"person invited to the {name}": {"pk": event.invitees.latest("pk").pk},
        }
    world.objects |= {
        "check-in": {"pk": came.pk}, "printed list": {"pk": job.pk},
        "invitation": {"code": person.code},
    }  # fmt: skip


def make_event(world: Any, title: str) -> Event:
    """In preparation, two people on the list; it began an hour ago. `world`: base, reporter."""
    now = timezone.now()
    event = create_event(
        unit=world.base, by=world["reporter"], title=title, type=ActivityType.objects.get(pk="tuyen_truyen_mieng"),
        starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=2), audience="Đoàn viên",
        content="Bàn về thỏa ước", place="Hội trường",
    )  # fmt: skip
    add_people(event, [NewInvitee("Trần Thị Lan", sex="nu"), NewInvitee("Lê Văn Bình")], by=world["reporter"])
    return event


def open_event(world: Any, title: str) -> Event:
    return take_step(make_event(world, title), "open", by=world["reporter"])
