"""Who gets a letter today, what is told to the level above, who has joined a class since it was given work."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from documents.models import Status
from plans.assignments.models import UNFINISHED, Assignment, AssignmentRound, Digest, ReminderSetting
from plans.assignments.reminding import people_to_remind
from plans.assignments.services.giving import fill_round
from units.models import User

_DEFAULT = ReminderSetting()


def queue_digests(now: dt.datetime) -> int:
    """A row for everybody who may be written to at this hour and has none today. Run twice, it adds nothing."""
    local = timezone.localtime(now)
    wanted = people_to_remind(local.date())
    people = (
        User.objects.filter(pk__in=wanted, is_active=True)
        .exclude(email="")
        .select_related("reminder_setting")
    )
    rows = [Digest(user=person, on=local.date()) for person in people if _may_write(person, local)]
    before = Digest.objects.filter(on=local.date()).count()
    Digest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return Digest.objects.filter(on=local.date()).count() - before


def _may_write(person: User, local: dt.datetime) -> bool:
    said = getattr(person, "reminder_setting", None) or _DEFAULT
    return bool(said.daily) and (said.weekends or local.weekday() < 5) and not is_quiet(said, local.hour)


def is_quiet(said: ReminderSetting, hour: int) -> bool:
    """Whether the hour lies in the person's quiet time, which may go over midnight."""
    if said.quiet_from < said.quiet_to:
        return said.quiet_from <= hour < said.quiet_to
    return hour >= said.quiet_from or hour < said.quiet_to


def escalate(today: dt.date) -> int:
    """Mark what is overdue longer than its round allows; each row once a deadline."""
    rows = Assignment.objects.filter(status__in=UNFINISHED, escalated_on=None, deadline_on__lt=today)
    told = 0
    allowed = AssignmentRound.objects.order_by().values_list("escalate_after", flat=True).distinct()
    for days in list(allowed):
        over = rows.filter(round__escalate_after=days, deadline_on__lte=today - dt.timedelta(days=days))
        told += over.update(escalated_on=today)
    return told


def fill_rounds(today: dt.date) -> int:
    """Units that have joined a class since get its work, as long as it is not due."""
    open_rounds = AssignmentRound.objects.filter(
        Q(deadline_on=None) | Q(deadline_on__gte=today), plan__status=Status.ISSUED
    ).exclude(group="")
    return sum(fill_round(one) for one in open_rounds.select_related("by_unit"))
