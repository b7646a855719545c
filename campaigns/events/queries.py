"""Reads of events: lists, who is invited and who came, what a plan says of an activity."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.events.models import CheckIn, Event, Invitee, Sitting
from core.formats import write
from core.vietnamese import nfc
from plans.models import PlannedActivity
from plans.queries import content_of
from units.models import Role, Seat, Unit

DOORS_OPEN = dt.timedelta(hours=3)
_CODE = re.compile(r"[A-HJ-NP-Z2-9]{10}")


def event_rows(user: Any, *, text: str = "", status: str = "", kind: str = "") -> QuerySet[Event]:
    """Visible events, the latest first, with `starts_at`, `invited` and `came` (people, not sittings)."""
    found = Event.objects.visible_to(user).search(text).select_related("unit", "campaign")
    if status in Event.Status.values:
        found = found.filter(status=status)
    if kind in Event.Kind.values:
        found = found.filter(kind=kind)
    return found.annotate(
        starts_at=Min("sittings__starts_at"),
        invited=Count("invitees", filter=Q(invitees__walk_in=False), distinct=True),
        came=Count("invitees", filter=Q(invitees__check_ins__isnull=False), distinct=True),
    ).order_by("-starts_at", "-pk")


def event_to_read(user: Any) -> QuerySet[Event]:
    """Visible events with what their page shows."""
    return (
        Event.objects.visible_to(user)
        .select_related("unit", "type", "campaign", "planned__plan", "task__plan", "activity")
        .prefetch_related("sittings", "money")
    )


def whole_event(pk: int) -> Event:
    """The event with its unit and sittings, for work that nobody looks at."""
    return Event.objects.select_related("unit").prefetch_related("sittings").get(pk=pk)


@dataclass(frozen=True)
class Turnout:
    """`visits`: one for each person and sitting; `unsaid`: people who came and of whom the sex is not known."""

    invited: int
    coming: int
    declined: int
    silent: int
    walked_in: int
    people: int
    visits: int
    female: int
    unsaid: int


def turnout_of(event: Event) -> Turnout:
    """Two queries."""
    people = event.invitees.aggregate(
        invited=Count("pk", filter=Q(walk_in=False)),
        coming=Count("pk", filter=Q(walk_in=False, answer=Invitee.Answer.COMING)),
        declined=Count("pk", filter=Q(walk_in=False, answer=Invitee.Answer.DECLINED)),
        silent=Count("pk", filter=Q(walk_in=False, answer=Invitee.Answer.NONE)),
        walked_in=Count("pk", filter=Q(walk_in=True)),
    )
    came = CheckIn.objects.filter(invitee__event=event).aggregate(
        people=Count("invitee", distinct=True),
        visits=Count("pk"),
        female=Count("pk", filter=Q(invitee__sex=Invitee.Sex.FEMALE)),
        unsaid=Count("invitee", filter=Q(invitee__sex=""), distinct=True),
    )
    return Turnout(**people, **came)


def invitee_rows(event: Event, *, text: str = "", answer: str = "") -> QuerySet[Invitee]:
    """The people of an event by name, with `sat`: sittings they came to. The caller has asked for the right."""
    found = event.invitees.search(text).annotate(sat=Count("check_ins"))
    if answer in Invitee.Answer.values:
        found = found.filter(answer=answer)
    if answer == "da-den":
        found = found.filter(check_ins__isnull=False).distinct()
    return found.select_related("unit").prefetch_related("mails", "check_ins").order_by("name_fold", "pk")


def certified(event: Event) -> QuerySet[Invitee]:
    """Who came to as many sittings as a certificate asks for."""
    return (
        event.invitees.annotate(sat=Count("check_ins"))
        .filter(sat__gte=event.least_sittings)
        .order_by("name_fold", "pk")
    )


def sitting_now(event: Event) -> Sitting | None:
    """The sitting that runs or comes next, else the last one: what the desk checks in for."""
    sittings = list(event.sittings.all())
    now = timezone.now()
    ahead = [one for one in sittings if one.ends_at >= now]
    return ahead[0] if ahead else sittings[-1] if sittings else None


def code_in(text: str) -> str:
    """The code of an invitation in what was scanned or typed: the address of the QR code, or the code alone."""
    found = _CODE.findall(nfc(text).upper().replace("-", "").replace(" ", ""))
    return found[-1] if found else ""


def invitations_of(user: Any) -> QuerySet[Invitee]:
    """One's own invitations to events that were opened, the next first."""
    found = Invitee.objects.filter(user=user.pk).exclude(event__status=Event.Status.PREPARING)
    return (
        found.select_related("event__unit")
        .annotate(starts_at=Min("event__sittings__starts_at"), ends_at=Max("event__sittings__ends_at"))
        .order_by("-starts_at", "-pk")
    )


# --- whom a unit may invite at once


GROUPS = {
    "own": "Cán bộ của đơn vị",
    "next": "Lãnh đạo các đơn vị trực thuộc",
    "base": "Chủ tịch công đoàn cơ sở trực thuộc",
}
_HEADS = (Role.LEADER, Role.GRASSROOTS)


def officers(unit: Unit, group: str) -> QuerySet[Seat]:
    """One seat a person of the group, held today."""
    seats = Seat.objects.current().filter(user__is_active=True)
    if group == "own":
        seats = seats.filter(unit=unit)
    elif group == "next":
        seats = seats.filter(unit__parent=unit, unit__ended_on__isnull=True, role__in=_HEADS)
    else:
        below = Unit.objects.active().below(unit).exclude(pk=unit.pk).filter(kind__tier=3)
        seats = seats.filter(unit__in=below.order_by().values("pk"), role__in=_HEADS)
    first = seats.order_by().values("user").annotate(first=Min("pk")).values("first")
    return Seat.objects.filter(pk__in=first).select_related("user", "unit").order_by("unit__path", "pk")


# --- the paper's words


def lines_of(event: Event) -> list[tuple[str, str]]:
    """The pattern of the papers: a) Thời gian, b) Thành phần, c) Hình thức, d) Nội dung, đ) Địa điểm, e) Chủ trì."""
    found = [
        ("Thời gian", times_of(event)), ("Thành phần", event.audience), ("Hình thức", str(event.get_form_display())),
        ("Nội dung", event.content), ("Địa điểm", event.place), ("Chủ trì", event.lead),
    ]  # fmt: skip
    letters = ("a", "b", "c", "d", "đ", "e")
    said = [(label, text) for label, text in found if text]
    return [(f"{letter}) {label}", text) for letter, (label, text) in zip(letters, said, strict=False)]


def times_of(event: Event) -> str:
    """ "08:00–11:30 ngày 20/11/2026; 13:30–16:30 ngày 20/11/2026"."""
    parts = []
    for sitting in event.sittings.all():
        begins, ends = timezone.localtime(sitting.starts_at), timezone.localtime(sitting.ends_at)
        until = (
            f"{ends:%H:%M}"
            if begins.date() == ends.date()
            else f"{ends:%H:%M} ngày {write.date(ends.date())}"
        )
        parts.append(f"{begins:%H:%M}–{until} ngày {write.date(begins.date())}")
    return "; ".join(parts)


def planned_to_hold(user: Any, units: list[Unit]) -> QuerySet[PlannedActivity]:
    """Activities that issued plans of these units and of those above name, the coming ones first."""
    named = PlannedActivity.objects.none()
    for unit in units:
        named = named | PlannedActivity.objects.in_force_for(unit)
    seen = PlannedActivity.objects.visible_to(user).filter(pk__in=named.order_by().values("pk"))
    recent = Q(until__isnull=True) | Q(until__gte=timezone.localdate() - dt.timedelta(days=120))
    seen = seen.annotate(until=Coalesce("ends_on", "starts_on")).filter(recent)
    return seen.select_related("plan").order_by("-plan__issued_on", "plan_id", "order", "pk")


_PARTS = {"thời gian": "when", "thành phần": "audience", "đối tượng": "audience", "hình thức": "how", "nội dung": "content",
          "địa điểm": "place", "chủ trì": "lead"}  # fmt: skip
_LABEL = re.compile(r"^\s*(?:[a-eđ][).]\s*)?(" + "|".join(_PARTS) + r")[^:]{0,30}:\s*(.+)$", re.I | re.S)


def start_from(planned: PlannedActivity) -> dict[str, Any]:
    """What the event's form starts with: the record, and the points "a) Thời gian: …" below the sentence in the plan."""
    start: dict[str, Any] = {
        "planned": planned.pk,
        "title": planned.text[:200].rstrip(" .;:"),
        "place": planned.place,
    }
    if planned.starts_on:
        morning = dt.datetime.combine(planned.starts_on, dt.time(8), timezone.get_current_timezone())
        start |= {"starts_at": morning, "ends_at": morning + dt.timedelta(hours=3, minutes=30)}
    outline = content_of(planned.plan).outline
    if planned.block_id in outline:
        for block in outline.descendants(planned.block_id):
            start |= _said(block.text)
    return start


def _said(text: str) -> dict[str, Any]:
    found = _LABEL.match(text)
    if not found:
        return {}
    part, words = _PARTS[found[1].lower()], found[2].strip()
    if part == "how":
        return {"form": Event.Form.ONLINE if "trực tuyến" in words.lower() else Event.Form.FACE_TO_FACE}
    return {} if part == "when" else {part: words[:200] if part in ("place", "lead") else words[:1000]}
