"""Telling how far a target is, and freezing a plan's targets for a review."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Activity, ActivityType
from core.workflow import IllegalStep, StepRefused
from documents.evidence import NewEvidence
from plans.models import Plan, Target
from plans.services.rows import locked_plan
from plans.targets.queries import allotted_units
from plans.targets.roles import ANSWERERS, DECIDERS
from reporting.models import Period, ReviewLine, TargetEntry, TargetReview, TargetTally
from reporting.targets.progress import periods_of, progress_lines, read_figures
from reporting.targets.standings import refresh_standings
from reporting.targets.tallies import countable
from units import audit
from units.models import Unit
from units.scope import holds_any

BATCH = 1000


@transaction.atomic
def tell_progress(
    target: Target,
    *,
    unit: Unit,
    value: Decimal,
    as_of: dt.date,
    by: Any,
    note: str = "",
    piece: NewEvidence | None = None,
    activity: Activity | None = None,
) -> TargetEntry:
    """Keep how much of the target the unit had reached on the day. Raises StepRefused, IntegrityError (no evidence)."""
    if not holds_any(by, *ANSWERERS, at=unit):
        raise StepRefused(_("Chỉ cán bộ của %(unit)s ghi được số của đơn vị.") % {"unit": unit})
    entry = TargetEntry(
        target=target, unit=unit, value=value, as_of=as_of, note=note, by=by, activity=activity
    )
    if piece is not None:
        entry.url, entry.original_name = piece.url, piece.original_name
        if piece.data:
            name = f"{piece.sha256[:16]}.{piece.extension}"
            entry.file.save(name, ContentFile(piece.data), save=False)
    # One at a time for a target: which entry is the last depends on all of the unit's.
    Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    told = TargetEntry.objects.filter(target=target, unit=unit)
    entry.is_last = not told.filter(as_of__gt=as_of).exists()
    if entry.is_last:
        told.filter(is_last=True).update(is_last=False)
    entry.save()
    after = {"target": target.pk, "value": str(value), "as_of": str(as_of)}
    audit.record("target.tell", entry, by=by, unit=unit, after=after)
    refresh_standings(target.plan)
    return entry


@transaction.atomic
def tally_target(target: Target, *, counts: str, type: ActivityType | None = None, by: Any) -> None:
    """Add the target up from logged activities from now on; without `counts` no more.

    Raises StepRefused, ValidationError (field counts: unknown, or the target is measured by an indicator).
    """
    _require_decider(target, by)
    if counts and target.indicator_code:
        raise ValidationError({"counts": _("Chỉ tiêu này tính từ số liệu báo cáo đã duyệt.")})
    if counts and counts not in dict(countable()):
        raise ValidationError({"counts": _("Không có loại số này.")})
    if counts:
        TargetTally.objects.update_or_create(
            target=target, defaults={"counts": counts, "type": type, "by": by}
        )
    else:
        TargetTally.objects.filter(target=target).delete()
    after = {"counts": counts, "type": type.pk if type else ""}
    audit.record("target.tally", target, by=by, unit=target.plan.issuer, after=after)
    refresh_standings(target.plan)


@transaction.atomic
def state_base(target: Target, *, base_value: Decimal, by: Any) -> None:
    """Give the base year's figure of a change against a year, also after the issue. Raises StepRefused, IllegalStep."""
    _require_decider(target, by)
    row = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if not row.change:
        raise IllegalStep(_("Chỉ tiêu này không so với năm gốc."))
    before, row.base_value = row.base_value, base_value
    row.save(update_fields=["base_value"])
    audit.record(
        "target.base", row, by=by, unit=target.plan.issuer, before={"base": str(before or "")},
        after={"base": str(base_value)},
    )  # fmt: skip
    refresh_standings(target.plan)


def _require_decider(target: Target, by: Any) -> None:
    if not holds_any(by, *DECIDERS, at=target.plan.issuer):
        raise StepRefused(_("Chỉ lãnh đạo, cán bộ tham mưu của đơn vị ban hành làm được việc này."))


@transaction.atomic
def freeze_review(plan: Plan, *, kind: str, name: str, by: Any, period: Period | None = None) -> TargetReview:
    """Sơ kết, tổng kết: store every target of the issuer and of the units directly below as they are now.

    `period`: whose figures are taken, the newest when none is named. Raises StepRefused.
    """
    plan = locked_plan(plan)
    if not holds_any(by, *DECIDERS, at=plan.issuer):
        raise StepRefused(_("Chỉ lãnh đạo, cán bộ tham mưu của đơn vị ban hành được chốt sơ kết, tổng kết."))
    targets = list(plan.targets.order_by("order", "pk"))
    periods = periods_of(plan.issuer, plan)
    chosen = period or (periods[0] if periods else None)
    read = read_figures(plan.issuer, targets, periods, chosen) if chosen else None
    units = [plan.issuer, *allotted_units(plan)]
    review = TargetReview.objects.create(
        plan=plan, kind=kind, name=name, on=timezone.localdate(), by=by, period_name=chosen.name if chosen else ""
    )  # fmt: skip
    places = {target.pk: place for place, target in enumerate(targets)}
    ReviewLine.objects.bulk_create(
        (
            ReviewLine(
                review=review, target=line.target, unit=line.unit, order=places[line.target.pk],
                block_id=line.target.block_id, target_name=line.target.name, unit_name=line.unit.name,
                unit_of_measure=line.target.unit_of_measure, aim=line.aim, achieved=line.achieved,
                state=line.state, source=line.source[:200],
            )
            for line in progress_lines(plan, targets, units, read)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    audit.record("target.review", review, by=by, unit=plan.issuer, after={"name": name, "kind": kind})
    return review
