"""Naming who may read, writing down who read, and forgetting what may no longer be kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.confidential.models import Keeper, Opening, responsible_units
from campaigns.opinions.models import OpinionMove, OpinionReport
from campaigns.petitions.models import Petition, PetitionMove, PetitionTransfer
from core.workflow import StepRefused
from units import audit
from units.models import Seat

AT_ONCE = 500


def name_keeper(*, seat: Seat, by: Any) -> Keeper:
    """Let the holder of the seat read what is confidential at the seat's unit. Raises StepRefused, ValidationError."""
    if seat.unit_id not in responsible_units(by):
        raise StepRefused("Chỉ người phụ trách của đơn vị được giao việc theo dõi phản ánh, kiến nghị.")
    if not Seat.objects.current().filter(pk=seat.pk).exists():
        raise ValidationError({"seat": "Chức danh này đã kết thúc. Hãy chọn người đang giữ chức danh."})
    with transaction.atomic():
        keeper, made = Keeper.objects.get_or_create(seat=seat, defaults={"given_by": by})
        if made:
            audit.record("confidential.keeper", keeper, by=by, unit=seat.unit, after={"seat": seat.pk})
    return keeper


def drop_keeper(keeper: Keeper, *, by: Any) -> None:
    """Take the right to read back. Raises StepRefused."""
    with transaction.atomic():
        row = Keeper.objects.select_for_update(of=("self",)).select_related("seat__unit").get(pk=keeper.pk)
        if row.seat.unit_id not in responsible_units(by):
            raise StepRefused("Chỉ người phụ trách của đơn vị được thôi giao việc theo dõi.")
        audit.record("confidential.keeper.drop", row, by=by, unit=row.seat.unit, before={"seat": row.seat_id})
        row.delete()


def note_opening(record: OpinionReport | Petition, *, by: Any) -> Opening:
    """Write down that the person opens the content now. The caller has found the record through `visible_to`."""
    of = {"opinion": record} if isinstance(record, OpinionReport) else {"petition": record}
    return Opening.objects.create(unit=record.unit, by=by, **of)


def forget_old(today: dt.date | None = None) -> int:
    """Empty what is older than the retention limit: texts, names, notes. What is counted stays. Gives the number of rows."""
    day = today or timezone.localdate()
    keep = settings.CONFIDENTIAL_MONTHS
    return _forget_opinions(_months_before(day, keep["opinion"])) + _forget_petitions(
        _months_before(day, keep["petition"])
    )


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)


def _forget_opinions(limit: dt.date) -> int:
    old = OpinionReport.objects.filter(heard_on__lt=limit, forgotten_at__isnull=True).order_by("pk")
    done = 0
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            OpinionMove.objects.filter(opinion__in=ids).update(note="")
            done += OpinionReport.objects.filter(pk__in=ids).update(
                summary="", proposal="", answer="", place="", reported_by=None, forgotten_at=timezone.now()
            )
    return done


def _forget_petitions(limit: dt.date) -> int:
    ended = (Petition.Status.TOLD, Petition.Status.DECLINED)
    old = Petition.objects.filter(received_on__lt=limit, status__in=ended, forgotten_at__isnull=True)
    done = 0
    while ids := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            PetitionMove.objects.filter(petition__in=ids).update(note="")
            PetitionTransfer.objects.filter(petition__in=ids).update(note="")
            done += Petition.objects.filter(pk__in=ids).update(
                sender_name="", sender_contact="", subject="", search_fold="", text="", answer="", recorded_by=None,
                forgotten_at=timezone.now(),
            )  # fmt: skip
    return done
