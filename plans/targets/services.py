"""Working on the allotment sheet, answering proposals from below, deciding it; every change locks the plan first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from core.formats import write
from core.workflow import IllegalStep, StepRefused
from plans.models import Basis, Plan, Target
from plans.services.drafting import require_drafter
from plans.services.rows import locked_plan
from plans.targets import queries
from plans.targets.measures import refusal
from plans.targets.models import (
    Allotment,
    AllotmentDecision,
    AllotmentMove,
    AllotmentSheet,
    AllottedValue,
)
from plans.targets.roles import ANSWERERS, DECIDERS
from units import audit
from units.models import Unit
from units.scope import holds_any

Step = AllotmentMove.Step


class AllotmentRefused(IllegalStep):
    """str() is the Vietnamese reason; `faults` says it by unit id where a line is to blame."""

    def __init__(self, message: str, faults: Mapping[int, str] | None = None) -> None:
        super().__init__(message)
        self.faults = dict(faults or {})


class Line(NamedTuple):
    """One line as somebody changed it; `seen` is the number the page showed them."""

    value: Decimal | None
    base: Decimal | None = None
    seen: Decimal | None = None


@transaction.atomic
def save_lines(target: Target, *, year: int, lines: Mapping[int, Line], by: Any) -> int:
    """Keep the numbers worked on, by unit id; how many changed.

    Raises StepRefused (not a drafter), AllotmentRefused: a year the target is not given for, a unit not directly below,
    a number the unit of measure does not allow or somebody else changed since the page was opened (nothing is stored then).
    """
    plan = _open_sheet(target, year, by)
    units = {u.pk: u for u in queries.allotted_units(plan).filter(pk__in=lines)}
    if strange := set(lines) - set(units):
        raise AllotmentRefused(_("Có %(count)d đơn vị không trực thuộc.") % {"count": len(strange)})
    rows = {row.unit_id: row for row in _rows(target, year).filter(unit__in=units)}
    stale = {
        unit: _("Vừa được sửa thành %(value)s ở nơi khác.") % {"value": write.number(rows[unit].value) or "–"}
        for unit, line in lines.items()
        if unit in rows and rows[unit].value != line.seen and rows[unit].value != line.value
    }
    if stale:
        raise AllotmentRefused(_("Có dòng vừa được người khác sửa. Hãy xem lại rồi lưu lại."), stale)
    return _write(target, year, rows, lines, by)


@transaction.atomic
def fill_sheet(
    target: Target, *, year: int, values: Mapping[int, Decimal | None], only_empty: bool = False, by: Any
) -> int:
    """Keep a whole column at once (pasted, or divided by a rule); how many lines changed. Raises as `save_lines`.

    `only_empty` leaves units alone that have a number.
    """
    plan = _open_sheet(target, year, by)
    allowed = set(queries.allotted_units(plan).values_list("pk", flat=True))
    if set(values) - allowed:
        raise AllotmentRefused(_("Có đơn vị không trực thuộc đơn vị ban hành kế hoạch."))
    rows = {row.unit_id: row for row in _rows(target, year)}
    lines = {
        unit: Line(value, rows[unit].base if unit in rows else None)
        for unit, value in values.items()
        if not (only_empty and unit in rows and rows[unit].value is not None)
    }
    return _write(target, year, rows, lines, by)


def _open_sheet(target: Target, year: int, by: Any) -> Plan:
    plan = locked_plan(target.plan)
    require_drafter(by, plan.issuer)
    if year not in queries.years_of(target, plan):
        raise AllotmentRefused(_("Chỉ tiêu này không giao theo năm %(year)s.") % {"year": year})
    return plan


def _rows(target: Target, year: int) -> Any:
    return Allotment.objects.filter(target=target, year=year)


def _write(
    target: Target, year: int, rows: Mapping[int, Allotment], lines: Mapping[int, Line], by: Any
) -> int:
    measure = target.unit_of_measure
    refused = {
        unit: why
        for unit, line in lines.items()
        if (why := refusal(line.value, measure) or refusal(line.base, measure))
    }
    if refused:
        raise AllotmentRefused(next(iter(refused.values())), refused)
    fresh: list[Allotment] = []
    moved: list[Allotment] = []
    based: list[Allotment] = []
    for unit, line in lines.items():
        row = rows.get(unit)
        if row is None:
            if line.value is not None or line.base is not None:
                fresh.append(
                    Allotment(target=target, unit_id=unit, year=year, value=line.value, base=line.base)
                )
            continue
        if row.value != line.value:
            moved.append(row)
        if row.base != line.base:
            based.append(row)
        row.value, row.base = line.value, line.base
    changed = list({id(row): row for row in (*moved, *based)}.values())
    Allotment.objects.bulk_create(fresh, batch_size=500)
    Allotment.objects.bulk_update(changed, ["value", "base"], batch_size=500)
    _log([*fresh, *moved], Step.GIVEN, by)
    if fresh or changed:
        after = {"target": target.name, "year": year, "lines": len(fresh) + len(changed)}
        audit.record("allotment.save", target, by=by, unit=target.plan.issuer, after=after)
    return len(fresh) + len(changed)


def _log(rows: Iterable[Allotment], step: str, by: Any, note: str = "") -> None:
    AllotmentMove.objects.bulk_create(
        (AllotmentMove(allotment=row, step=step, value=row.value, note=note, by=by) for row in rows),
        batch_size=500,
    )


@transaction.atomic
def ask_units(plan: Plan, *, answers_due_on: dt.date | None, by: Any) -> AllotmentSheet:
    """Show the sheet to the units below and ask them for their numbers.

    Each gets a line for every target; the single years of a whole term only where the issuer entered a number for one.
    Raises StepRefused, AllotmentRefused (no target, no unit).
    """
    plan = locked_plan(plan)
    require_drafter(by, plan.issuer)
    units = list(queries.allotted_units(plan).filter(ended_on__isnull=True).values_list("pk", flat=True))
    targets = queries.targets_to_allot(plan)
    if not targets or not units:
        raise AllotmentRefused(_("Chưa có chỉ tiêu hoặc chưa có đơn vị trực thuộc để lấy ý kiến."))
    entered = set(
        Allotment.objects.filter(target__plan=plan, value__isnull=False).values_list("target_id", "year")
    )
    lines = [
        (target, year)
        for target in targets
        for nth, year in enumerate(queries.years_of(target, plan))
        if nth == 0 or target.basis == Basis.YEAR or (target.pk, year) in entered
    ]
    Allotment.objects.bulk_create(
        (Allotment(target=target, unit_id=unit, year=year) for target, year in lines for unit in units),
        batch_size=500,
        ignore_conflicts=True,
    )
    sheet, _made = AllotmentSheet.objects.update_or_create(
        plan=plan, defaults={"answers_due_on": answers_due_on}, create_defaults={
            "answers_due_on": answers_due_on, "asked_by": by},
    )  # fmt: skip
    audit.record("allotment.ask", plan, by=by, unit=plan.issuer, after={"due": str(answers_due_on or "")})
    return sheet


@transaction.atomic
def propose(allotment: Allotment, *, value: Decimal, reason: str, by: Any) -> None:
    """The unit names its number and why. Raises StepRefused, AllotmentRefused (no reason, not asked)."""
    row = _locked(allotment)
    _require_unit(row.unit, by)
    if row.official is None and not AllotmentSheet.objects.filter(plan=row.target.plan_id).exists():
        raise AllotmentRefused(_("Đơn vị cấp trên chưa lấy ý kiến về chỉ tiêu này."))
    if not reason.strip():
        raise AllotmentRefused(_("Hãy ghi lý do đề nghị."))
    if why := refusal(value, row.target.unit_of_measure):
        raise AllotmentRefused(why)
    row.asked, row.asked_reason = value, reason.strip()[:500]
    row.save(update_fields=["asked", "asked_reason"])
    _say(row, Step.ASKED, value, row.asked_reason, by)


@transaction.atomic
def agree(allotment: Allotment, *, by: Any) -> None:
    """The unit agrees to the number given. Raises StepRefused, AllotmentRefused (no number yet)."""
    row = _locked(allotment)
    _require_unit(row.unit, by)
    if row.value is None:
        raise AllotmentRefused(_("Chưa có mức giao để đồng ý."))
    row.asked, row.asked_reason = None, ""
    row.save(update_fields=["asked", "asked_reason"])
    _say(row, Step.AGREED, row.value, "", by)


@transaction.atomic
def answer(allotment: Allotment, *, value: Decimal | None, note: str, by: Any) -> None:
    """The issuer answers a proposal: with the same number (accepted), or with another one and why.

    Raises StepRefused, AllotmentRefused (nothing proposed, no reason, no number).
    """
    row = _locked(allotment)
    require_drafter(by, row.target.plan.issuer)
    if row.asked is None:
        raise AllotmentRefused(_("Đơn vị chưa đề nghị mức nào, hoặc đề nghị đã được trả lời."))
    if value is None:
        raise AllotmentRefused(_("Hãy ghi mức trả lời."))
    if why := refusal(value, row.target.unit_of_measure):
        raise AllotmentRefused(why)
    accepted = value == row.asked
    if not accepted and not note.strip():
        raise AllotmentRefused(_("Hãy ghi lý do giao mức khác."))
    row.value, row.asked, row.asked_reason = value, None, ""
    row.save(update_fields=["value", "asked", "asked_reason"])
    _say(row, Step.ACCEPTED if accepted else Step.COUNTERED, value, note.strip()[:500], by)


def _locked(allotment: Allotment) -> Allotment:
    locked_plan(allotment.target.plan)
    return Allotment.objects.select_related("target__plan__issuer", "unit").get(pk=allotment.pk)


def _require_unit(unit: Unit, by: Any) -> None:
    if not holds_any(by, *ANSWERERS, at=unit):
        raise StepRefused(
            _("Chỉ cán bộ của %(unit)s được trả lời chỉ tiêu giao cho đơn vị.") % {"unit": unit}
        )


def _say(row: Allotment, step: str, value: Decimal | None, note: str, by: Any) -> None:
    AllotmentMove.objects.create(allotment=row, step=step, value=value, note=note, by=by)
    after = {"value": str(value), "note": note}
    audit.record(f"allotment.{step}", row, by=by, unit=row.target.plan.issuer, after=after)


@transaction.atomic
def issue_allotments(
    plan: Plan, *, decision: str, decided_on: dt.date, note: str = "", uneven: bool = False, by: Any
) -> AllotmentDecision:
    """Giao chính thức: what is worked on holds from now on, as one more dated version; earlier versions stay.

    `uneven` says that sums that miss their total are meant. Raises StepRefused, AllotmentRefused (nothing changed, a
    proposal waits for its answer, a sum misses its total).
    """
    plan = locked_plan(plan)
    if not holds_any(by, *DECIDERS, at=plan.issuer):
        raise StepRefused(_("Chỉ lãnh đạo, cán bộ tham mưu của đơn vị ban hành được giao chính thức."))
    changed = _changed_lines(plan)
    if not changed:
        raise AllotmentRefused(_("Không có mức giao nào mới hoặc khác với lần giao trước."))
    if not uneven:
        _require_even(plan, {row.target_id for row in changed})
    last = plan.allotment_decisions.aggregate(last=Max("number"))["last"] or 0
    made = AllotmentDecision.objects.create(
        plan=plan, number=last + 1, decision=decision.strip(), decided_on=decided_on, note=note.strip(), by=by
    )
    AllottedValue.objects.bulk_create(
        (AllottedValue(decision=made, allotment=r, before=r.official, value=r.value) for r in changed),
        batch_size=500,
    )
    Allotment.objects.filter(decided_values__decision=made).update(official=F("value"))
    _log(changed, Step.ISSUED, by, made.decision)
    after = {"number": made.number, "decision": made.decision, "lines": len(changed)}
    audit.record("allotment.issue", plan, by=by, unit=plan.issuer, after=after)
    return made


def _changed_lines(plan: Plan) -> list[Allotment]:
    differs = Q(official__isnull=True, value__isnull=False) | Q(official__isnull=False, value__isnull=True)
    differs |= Q(official__isnull=False, value__isnull=False) & ~Q(official=F("value"))
    return list(Allotment.objects.filter(differs, target__plan=plan).order_by("pk"))


def _require_even(plan: Plan, target_ids: Collection[int]) -> None:
    """Sums of the targets that change meet their totals, and every line its mark."""
    targets = [t for t in queries.targets_to_allot(plan) if t.pk in target_ids]
    off = [given for given in queries.given_of(plan, targets, 0) if given.units and not given.is_even]
    if off:
        told = "; ".join(f"{given.target.name[:80]}: {given.state[0].lower()}" for given in off[:3])
        raise AllotmentRefused(
            _("Chưa khớp: %(told)s. Hãy sửa, hoặc đánh dấu “Vẫn giao dù chưa khớp”.") % {"told": told}
        )
