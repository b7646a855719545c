"""Planning an event, changing it, and its steps; closing makes one activity of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.events import jobs, queries
from campaigns.events.models import Event, EventMoney, InvitationMail, Sitting
from campaigns.events.workflow import EVENT_WORKFLOW, runs_event, runs_events_at
from campaigns.models import Activity, ActivityType, Campaign
from campaigns.services import CampaignError, change_activity, log_activity, texts
from campaigns.services import checks as activity_checks
from core.vietnamese import nfc
from core.workflow import StepRefused
from plans.models import PlannedActivity, Task
from units import audit
from units.models import Unit

_Status = Event.Status
_Occasion = InvitationMail.Occasion
LONGEST = dt.timedelta(days=1)
MOST_SITTINGS = 60
FIELDS = (
    "kind", "type", "campaign", "planned", "task", "title", "audience", "form", "content", "place", "lead",
    "least_sittings",
)  # fmt: skip


def create_event(
    *,
    unit: Unit,
    by: Any,
    title: str,
    type: ActivityType,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    audience: str,
    content: str,
    place: str,
    kind: str = Event.Kind.EVENT,
    form: str = Event.Form.FACE_TO_FACE,
    lead: str = "",
    campaign: Campaign | None = None,
    planned: PlannedActivity | None = None,
    task: Task | None = None,
    least_sittings: int = 1,
    money: Mapping[str, int] | None = None,
) -> Event:
    """An event in preparation with its first sitting. Raises StepRefused, CampaignError with the field."""
    if reason := runs_events_at(by, unit):
        raise StepRefused(reason)
    values = _checked(unit, {
        "kind": kind, "type": type, "campaign": campaign, "planned": planned, "task": task, "title": title,
        "audience": audience, "form": form, "content": content, "place": place, "lead": lead,
        "least_sittings": least_sittings,
    })  # fmt: skip
    _check_times(starts_at, ends_at)
    with transaction.atomic():
        event = Event.objects.create(unit=unit, created_by=by, **values)
        Sitting.objects.create(event=event, starts_at=starts_at, ends_at=ends_at)
        _write_money(event, money or {})
        audit.record("event.create", event, by=by, unit=unit, after={"title": event.title})
    return event


def change_event(event: Event, *, by: Any, money: Mapping[str, int] | None = None, **values: Any) -> Event:
    """Set the named fields; `money`, when given, replaces what was there. Raises StepRefused, CampaignError."""
    with transaction.atomic():
        row = _to_change(event, by)
        before = {name: getattr(row, name) for name in FIELDS}
        for name, value in _checked(row.unit, {**before, **values}).items():
            setattr(row, name, value)
        row.save(update_fields=[*FIELDS])
        if money is not None:
            row.money.all().delete()
            _write_money(row, money)
        changed = {name: str(before[name]) for name in FIELDS if before[name] != getattr(row, name)}
        audit.record("event.change", row, by=by, unit=row.unit, before=changed)
    return row


def save_sitting(
    event: Event, sitting: Sitting | None, *, by: Any, starts_at: dt.datetime, ends_at: dt.datetime
) -> Sitting:
    """One more sitting, or another time of one. Raises StepRefused, CampaignError."""
    _check_times(starts_at, ends_at)
    with transaction.atomic():
        row = _to_change(event, by)
        others = row.sittings.exclude(pk=sitting.pk) if sitting else row.sittings.all()
        if others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise CampaignError(
                "Giờ này trùng với một buổi khác của sự kiện. Hãy chọn giờ khác.", "starts_at"
            )
        if sitting is None and others.count() >= MOST_SITTINGS:
            raise CampaignError(f"Mỗi sự kiện có tối đa {MOST_SITTINGS} buổi.", "starts_at")
        saved = sitting or Sitting(event=row)
        saved.starts_at, saved.ends_at = starts_at, ends_at
        saved.save()
        audit.record(
            "event.sitting", row, by=by, unit=row.unit, after={"starts_at": starts_at, "ends_at": ends_at}
        )
    return saved


def remove_sitting(sitting: Sitting, *, by: Any) -> None:
    """Take a sitting off, as long as nobody was checked in and another is left. Raises StepRefused, CampaignError."""
    with transaction.atomic():
        row = _to_change(sitting.event, by)
        if sitting.check_ins.exists():
            raise CampaignError("Đã có người điểm danh ở buổi này nên không xóa được.")
        if row.sittings.count() == 1:
            raise CampaignError("Sự kiện cần ít nhất một buổi. Hãy thêm buổi khác trước khi xóa.")
        sitting.delete()
        audit.record(
            "event.sitting_remove", row, by=by, unit=row.unit, before={"starts_at": sitting.starts_at}
        )


def tell_change(event: Event, *, by: Any) -> None:
    """Write to everybody who was invited how the event stands now. Raises StepRefused, CampaignError."""
    with transaction.atomic():
        row = _to_change(event, by)
        if row.status != _Status.OPEN:
            raise CampaignError("Chưa gửi giấy mời nên chưa có ai để báo.")
        jobs.ask(row, _Occasion.CHANGED, by=by)
        audit.record("event.tell_change", row, by=by, unit=row.unit)


def take_step(event: Event, step: str, *, by: Any, note: str = "") -> Event:
    """open, close, reopen, cancel. Raises IllegalStep, StepRefused, NoteMissing, CampaignError."""
    with transaction.atomic():
        row = locked(event)
        transition = EVENT_WORKFLOW.check(step, by, row, note=note)
        if step == "close":
            row.activity = _as_activity(row, by)
        if step == "cancel":
            row.cancelled_why = texts.line(nfc(note), field="note", label="Lý do hủy", longest=500)
        before, row.status = row.status, transition.target
        row.save(update_fields=["status", "activity", "cancelled_why"])
        if step == "open":
            jobs.ask(row, _Occasion.INVITED, by=by)
        elif step == "cancel" and before == _Status.OPEN:
            jobs.ask(row, _Occasion.CANCELLED, by=by)
        audit.record(
            f"event.{step}", row, by=by, unit=row.unit, before={"status": before},
            after={"status": row.status, "activity": row.activity_id, "note": note},
        )  # fmt: skip
    return row


def _as_activity(event: Event, by: Any) -> Activity:
    """The one activity of the event; closed again after more names were ticked, the same one with new numbers."""
    sittings = list(event.sittings.all())
    if sittings[0].starts_at > timezone.now():
        raise CampaignError("Sự kiện chưa diễn ra nên chưa kết thúc được.")
    turnout = queries.turnout_of(event)
    if not turnout.visits:
        raise CampaignError(
            "Chưa điểm danh người nào. Hãy điểm danh trước khi kết thúc, hoặc hủy nếu không tổ chức."
        )
    held = event.sittings.filter(check_ins__isnull=False).distinct().count()
    values: dict[str, Any] = {
        "type": event.type, "title": event.title, "place": event.place, "form": event.form, "campaign": event.campaign,
        "happened_on": timezone.localdate(sittings[0].starts_at), "task": event.task, "sessions": held,
        "participations": turnout.visits, "female_participations": None if turnout.unsaid else turnout.female,
        "money": dict(event.money.values_list("source", "amount")),
    }  # fmt: skip
    if event.activity is not None:
        return change_activity(event.activity, by=by, **values)
    return log_activity(unit=event.unit, by=by, note=event.content[:4000], **values)


def locked(event: Event) -> Event:
    """The event's row, held until the transaction ends."""
    return Event.objects.select_for_update(of=("self",)).select_related("unit").get(pk=event.pk)


def _to_change(event: Event, by: Any) -> Event:
    row = locked(event)
    if reason := runs_event(by, row):
        raise StepRefused(reason)
    if row.status not in (_Status.PREPARING, _Status.OPEN):
        raise CampaignError("Sự kiện đã kết thúc hoặc đã hủy nên không sửa được.")
    return row


def _checked(unit: Unit, values: dict[str, Any]) -> dict[str, Any]:
    if values["kind"] not in Event.Kind.values:
        raise CampaignError("Hãy chọn loại sự kiện.", "kind")
    if values["form"] not in Event.Form.values:
        raise CampaignError("Hãy chọn hình thức trực tiếp hoặc trực tuyến.", "form")
    campaign, task, planned = values["campaign"], values["task"], values["planned"]
    if campaign is not None and not Campaign.objects.in_force_for(unit).filter(pk=campaign.pk).exists():
        raise CampaignError("Đơn vị không tham gia chiến dịch này, hoặc chiến dịch chưa mở.", "campaign")
    for name, row in (("task", task), ("planned", planned)):
        if row is not None and not type(row).objects.in_force_for(unit).filter(pk=row.pk).exists():
            raise CampaignError(
                "Mục này không nằm trong kế hoạch đã phát hành của đơn vị hoặc của cấp trên.", name
            )
    texts.count(values["least_sittings"], field="least_sittings", label="Số buổi phải dự", most=MOST_SITTINGS)
    line = texts.line
    return values | {
        "title": line(values["title"], field="title", label="Tên sự kiện", longest=200),
        "audience": line(values["audience"], field="audience", label="Thành phần", longest=1000),
        "content": texts.within(
            nfc(values["content"]).strip(), field="content", label="Nội dung", longest=4000
        ),
        "place": line(values["place"], field="place", label="Địa điểm", longest=200),
        "lead": line(values["lead"], field="lead", label="Chủ trì", longest=200, required=False),
    }


def _check_times(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if ends_at <= starts_at:
        raise CampaignError("Giờ kết thúc phải sau giờ bắt đầu.", "ends_at")
    if ends_at - starts_at > LONGEST:
        raise CampaignError(
            "Một buổi dài tối đa một ngày. Lớp nhiều ngày: thêm mỗi ngày một buổi.", "ends_at"
        )


def _write_money(event: Event, money: Mapping[str, int]) -> None:
    known = activity_checks.money(money)
    EventMoney.objects.bulk_create(
        EventMoney(event=event, source=source, amount=amount) for source, amount in known.items()
    )
