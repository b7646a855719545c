"""Telling how far a target is, and freezing a plan's targets for a review."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Activity
from core.workflow import StepRefused
from documents.evidence import NewEvidence
from plans.models import Plan, Target
from plans.services.rows import locked_plan
from plans.targets.queries import allotted_units
from plans.targets.services import ANSWERERS, DECIDERS
from reporting.models import Period, ReviewLine, TargetEntry, TargetReview
from reporting.targets.progress import periods_of, progress_lines, read_figures
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
    entry.save()
    after = {"target": target.pk, "value": str(value), "as_of": str(as_of)}
    audit.record("target.tell", entry, by=by, unit=unit, after=after)
    return entry


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
