"""Totals that were frozen stay as they were reported; the corrected ones stand beside them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from reporting.corrections.models import Correction
from reporting.corrections.parts import Moves, derived, moved_cells
from reporting.models import CompiledReport, PeriodUnit, RestatedTotal, Submission
from reporting.rollups import frozen_cells
from reporting.rollups.live import Cell
from reporting.rollups.parts import NOTHING, Parts
from reporting.rollups.restated import restatements, with_restatements
from reporting.rollups.rules import Rules


def restate_totals(correction: Correction, moves: Moves, line: Iterable[PeriodUnit], catalogue: Rules) -> int:
    """Write what the frozen totals of the line became; gives how many. A report not in a total leaves it as it is."""
    moves = moves | derived(moves, correction.submission, catalogue)
    places = list(line)
    written = 0
    for at, place in enumerate(places):
        frozen = frozen_cells(place)
        if frozen and _counts_in(correction.submission, places[at:]):
            written += _restate(correction, place, frozen, moves, catalogue)
    return written


def _counts_in(submission: Submission, line: list[PeriodUnit]) -> bool:
    """Whether the totals of the first place were frozen with the report: by its own compile, else by the next above."""
    for place in line:
        reports = CompiledReport.objects.filter(period_unit=place, current_version__isnull=False)
        report = reports.select_related("current_version").order_by("pk").first()
        if report is not None and report.current_version is not None:
            return submission.pk in report.current_version.content["included"]
    return True


def _restate(
    correction: Correction, place: PeriodUnit, frozen: dict[Cell, Parts], moves: Moves, catalogue: Rules
) -> int:
    now = with_restatements(frozen, restatements(place))
    after = moved_cells(now, moves)
    for code, breakdown in moves:
        parts = after.get((code, breakdown), NOTHING)
        RestatedTotal.objects.update_or_create(
            period_unit=place, indicator=catalogue.by_code[code], breakdown=breakdown,
            defaults={
                "value": parts.value, "base": parts.base, "units_with_value": parts.units_with_value,
                "members_with_value": parts.members, "correction": correction, "at": timezone.now(),
            },
        )  # fmt: skip
    return len(moves)
