"""Giving and ending powers to sign, absences, the form of a unit's signature blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.vietnamese import nfc
from units import audit
from units.delegations.models import SEPARATOR, Absence, Delegation, DelegationKind, SignatureSetting
from units.delegations.powers import is_deputy, is_head, may_keep
from units.models import Seat, Unit
from units.services.errors import UnitError


@transaction.atomic
def give_delegation(
    *, unit: Unit, kind: str, receiver: Seat, decision: str, from_on: dt.date, to_on: dt.date | None = None,
    giver: Seat | None = None, for_post: str = "", types: Iterable[str] = (), field: str = "", by: Any = None,
) -> Delegation:  # fmt: skip
    """Let `receiver` sign for `giver` from `from_on` to the end of `to_on`, only the `types` (none named: all).

    Acting for a vacant post (Q.) needs no giver but `for_post`. Raises PermissionDenied, UnitError with the field: a
    seat of another unit or not held on the first day, a giver who is not the head (nothing is passed on, NĐ 30/2020,
    Điều 13), a post the kind is not for, a mandate without end or scope, dates out of order, no written
    decision, the same power given already for some of the days.
    """
    unit = _locked(unit, by)
    row = Delegation(
        unit=unit, kind=kind, giver=giver, receiver=receiver, from_on=from_on, to_on=to_on, field=_line(field),
        for_post=_line(for_post) or (giver.post_title if giver else ""), types=SEPARATOR.join(types),
        decision=_line(decision), recorded_by=by,
    )  # fmt: skip
    _check_writing(row)
    _check_seats(row)
    _check_kind(row)
    _check_twice(row)
    row.save(force_insert=True)
    audit.record(
        "delegation.give", row, by=by, unit=unit,
        after={
            "kind": kind, "giver": giver.user.username if giver else "", "receiver": receiver.user.username,
            "from_on": from_on, "to_on": to_on, "types": row.types, "field": row.field, "decision": row.decision,
        },
    )  # fmt: skip
    return row


@transaction.atomic
def end_delegation(
    delegation: Delegation, *, reason: str, on: dt.date | None = None, by: Any = None
) -> Delegation:
    """Take the power back from the day `on` (today when not said). Raises PermissionDenied, UnitError: ended, no reason."""
    row = Delegation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=delegation.pk)
    _locked(row.unit, by)
    reason, day = _line(reason), on or timezone.localdate()
    if not reason:
        raise UnitError("Hãy ghi lý do thu hồi.", "reason")
    if row.last_day is not None and row.last_day < day:
        raise UnitError(f"Việc giao ký này đã hết hiệu lực từ sau ngày {row.last_day:%d/%m/%Y}.")
    row.ended_on, row.end_reason = day, reason[:200]
    row.save(update_fields=["ended_on", "end_reason"])
    audit.record(
        "delegation.end", row, by=by, unit=row.unit, after={"ended_on": day, "reason": row.end_reason}
    )
    return row


@transaction.atomic
def record_absence(
    *, seat: Seat, from_on: dt.date, to_on: dt.date, reason: str = "", by: Any = None
) -> Absence:
    """Write down that the holder of the seat is away. Raises PermissionDenied, UnitError: dates, already written."""
    if by is None or seat.user_id != by.pk:
        _locked(seat.unit, by)
    if to_on < from_on:
        raise UnitError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "to_on")
    known = Absence.objects.filter(seat=seat, from_on__lte=to_on, to_on__gte=from_on).first()
    if known:
        raise UnitError(
            f"{seat.user.full_name} đã ghi vắng từ {known.from_on:%d/%m/%Y} đến {known.to_on:%d/%m/%Y}.",
            "from_on",
        )
    row = Absence.objects.create(
        seat=seat, from_on=from_on, to_on=to_on, reason=_line(reason)[:200], recorded_by=by
    )
    audit.record(
        "absence.record", row, by=by, unit=seat.unit,
        after={"user": seat.user.username, "from_on": from_on, "to_on": to_on},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_absence(absence: Absence, *, by: Any = None) -> None:
    """Take an absence off the calendar; the log keeps it. Raises PermissionDenied."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("seat__unit").get(pk=absence.pk)
    if by is None or row.seat.user_id != by.pk:
        _locked(row.seat.unit, by)
    before = {"user": row.seat.user_id, "from_on": row.from_on, "to_on": row.to_on}
    audit.record("absence.remove", row, by=by, unit=row.seat.unit, before=before)
    row.delete()


@transaction.atomic
def set_signature_form(unit: Unit, *, three_lines: bool, post_above_name: bool, by: Any = None) -> None:
    """How deputies sign at the unit, and where a second post stands. Raises PermissionDenied."""
    unit = _locked(unit, by)
    row, _made = SignatureSetting.objects.get_or_create(unit=unit)
    before = {"three_lines": row.three_lines, "post_above_name": row.post_above_name}
    after = {"three_lines": three_lines, "post_above_name": post_above_name}
    if before == after:
        return
    row.three_lines, row.post_above_name = three_lines, post_above_name
    row.save(update_fields=list(after))
    audit.record("signature.form", row, by=by, unit=unit, before=before, after=after)


def _locked(unit: Unit, by: Any) -> Unit:
    """The unit, locked; `by` None is the system itself."""
    if by is not None and not may_keep(by, unit):
        raise PermissionDenied(f"Việc này dành cho lãnh đạo, văn thư hoặc quản trị của {unit.name}.")
    return Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def _line(text: str) -> str:
    return " ".join(nfc(text).split())


def _check_writing(row: Delegation) -> None:
    if row.kind not in DelegationKind.values:
        raise UnitError(f"Không có hình thức ký “{row.kind}”.", "kind")
    if not row.decision:
        raise UnitError("Hãy ghi số, ngày văn bản giao ký: việc giao ký phải bằng văn bản.", "decision")
    if row.giver is None and row.kind != DelegationKind.ACTING:
        raise UnitError("Hãy chọn người giao ký.", "giver")
    if row.giver is not None and row.for_post.casefold() != row.giver.post_title.casefold():
        raise UnitError(
            f"Người giao ký giữ chức vụ {row.giver.post_title}. Hãy bỏ trống chức vụ, hoặc bỏ người giao.",
            "for_post",
        )
    if not row.for_post:
        raise UnitError("Hãy ghi chức vụ được giữ quyền, ví dụ: Chủ tịch.", "for_post")
    if row.to_on and row.to_on < row.from_on:
        raise UnitError("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "to_on")
    if row.kind == DelegationKind.BY_MANDATE and not row.to_on:
        raise UnitError("Thừa ủy quyền phải có thời hạn. Hãy ghi ngày kết thúc.", "to_on")
    if row.kind == DelegationKind.BY_MANDATE and not (row.types or row.field):
        raise UnitError("Thừa ủy quyền phải có phạm vi. Hãy chọn loại văn bản hoặc ghi lĩnh vực.", "types")


def _check_seats(row: Delegation) -> None:
    for seat, name in ((row.giver, "giver"), (row.receiver, "receiver")):
        if seat is None:
            continue
        if seat.unit_id != row.unit_id:
            raise UnitError(f"{seat.user.full_name} không giữ chức danh tại {row.unit.name}.", name)
        if not Seat.objects.current(row.from_on).filter(pk=seat.pk).exists():
            raise UnitError(
                f"{seat.user.full_name} không giữ chức danh “{seat.post_title}” vào ngày {row.from_on:%d/%m/%Y}.",
                name,
            )
    if row.giver and row.giver.user_id == row.receiver.user_id:
        raise UnitError("Người giao và người được giao phải là hai người khác nhau.", "receiver")


def _check_kind(row: Delegation) -> None:
    giver, receiver = row.giver, row.receiver
    if giver is not None and row.kind != DelegationKind.ACTING:
        _check_own_power(giver, row.from_on)
    if row.kind == DelegationKind.FOR_HEAD and not is_deputy(receiver):
        raise UnitError(
            f"Chỉ cấp phó ký thay (KT.); {receiver.user.full_name} giữ chức “{receiver.post_title}”. "
            "Hãy chọn thừa lệnh (TL.) hoặc thừa ủy quyền (TUQ.).",
            "receiver",
        )
    if row.kind in {DelegationKind.BY_ORDER, DelegationKind.BY_MANDATE} and is_head(receiver):
        raise UnitError(f"{receiver.user.full_name} tự có quyền ký, không cần giao.", "receiver")


def _check_twice(row: Delegation) -> None:
    same = Delegation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=row.from_on), unit=row.unit, kind=row.kind, giver=row.giver,
        receiver=row.receiver, types=row.types, field=row.field, ended_on__isnull=True,
        from_on__lte=row.to_on or dt.date.max,
    ).first()  # fmt: skip
    if same:
        raise UnitError(
            f"{row.receiver.user.full_name} đã được giao đúng việc này theo {same.decision}, từ {same.from_on:%d/%m/%Y}. "
            "Hãy thu hồi trước khi giao lại.",
            "receiver",
        )


def _check_own_power(giver: Seat, on: dt.date) -> None:
    """Only the head, or who acts as head, gives; who signs by a delegation passes nothing on."""
    held = Delegation.objects.in_force(on).filter(receiver=giver)
    if is_head(giver) or held.filter(kind=DelegationKind.ACTING).exists():
        return
    own = held.first()
    if own:
        raise UnitError(
            f"{giver.user.full_name} ký theo {own.decision} nên không được giao lại cho người khác.", "giver"
        )
    raise UnitError(
        f"{giver.user.full_name} ({giver.post_title}) không phải người đứng đầu nên không giao ký được.",
        "giver",
    )
