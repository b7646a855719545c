"""What issued reports print, counted again: the totals as reported, and each row of the table of units with the level's own.

Figures are taken as they stood when the report was compiled; corrections since are compared as restated totals. A report
one of whose units was opened again since cannot be counted back; only its rows are added up against its totals then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from documents.models import SENT
from reporting.models import CompiledReport, Period, PeriodUnit, SubmissionMove
from reporting.rollups.completeness import COUNTED_KINDS
from reporting.rollups.recount.sums import (
    PLACE,
    Cell,
    Difference,
    Sum,
    chunks,
    figures_of,
    own_sums,
    same,
    side_words,
)
from reporting.rollups.rules import Rules
from reporting.rollups.years import frozen_cells

Sides = tuple[Decimal | None, Decimal | None]
OWN = ""  # code under which the level's own row is kept


def differences_in_print(period: Period, catalogue: Rules) -> Iterator[Difference]:
    """Numbers of issued reports of the period that are not what their reports gave."""
    reports = CompiledReport.objects.filter(period=period, status__in=SENT, replaces=None)
    for report in reports.select_related("current_version", "period_unit").order_by("pk"):
        if report.current_version is not None:
            yield from _of_report(report, report.current_version.content, catalogue)


def _of_report(report: CompiledReport, content: Mapping[str, Any], catalogue: Rules) -> Iterator[Difference]:
    place, paper = report.period_unit, f"văn bản {report.doc_code}"
    printed = _printed_totals(content, catalogue)
    rows = _printed_rows(content, catalogue)
    added: dict[Cell, Sum] = defaultdict(Sum)
    for _name, cells in rows.values():
        for cell, sides in cells.items():
            added[cell].add(Sum(*sides))
    # Breakdowns by sector and tier follow from the units and stand in the totals only.
    whole = {cell: (one.value, one.base) for cell, one in added.items()}
    yield from _compared(
        place.name, {cell: printed.get(cell) for cell in whole}, whole, f"{paper}, cộng các dòng"
    )
    if _opened_since(report, content):
        return
    counted = _counted(report, content, catalogue)
    everything: dict[Cell, Sum] = defaultdict(Sum)
    for sums in counted.values():
        for cell, one in sums.items():
            everything[cell].add(one)
    totals = {cell: (one.value, one.base) for cell, one in everything.items()}
    frozen = {
        cell: (one.value, one.base) for cell, one in frozen_cells(place).items() if _counts(cell, catalogue)
    }
    yield from _compared(place.name, frozen, totals, "số đã chốt")
    yield from _compared(place.name, printed, totals, paper)
    for code, (name, cells) in rows.items():
        again = {
            cell: (one.value, one.base)
            for cell, one in counted.get(code, {}).items()
            if cell[1][:2] not in {"k.", "c."}
        }
        yield from _compared(
            name, cells, again, f"{paper}, {'dòng riêng của cấp' if code == OWN else 'dòng đơn vị'}"
        )


def _compared(
    name: str, stored: Mapping[Cell, Sides | None], counted: Mapping[Cell, Sides], kind: str
) -> Iterator[Difference]:
    for cell in sorted(stored.keys() | counted.keys()):
        if not same(stored.get(cell), counted.get(cell)):
            yield Difference(name, *cell, side_words(stored.get(cell)), side_words(counted.get(cell)), kind)


def _counts(cell: Cell, catalogue: Rules) -> bool:
    """Who had sent by then cannot be counted again."""
    code = cell[0]
    indicator = catalogue.by_code.get(code)
    return (
        indicator is not None and not (code[:2] == "QT" and indicator.computed) and code not in COUNTED_KINDS
    )


def _printed_totals(content: Mapping[str, Any], catalogue: Rules) -> dict[Cell, Sides]:
    return {
        (code, breakdown): _sides(sides)
        for code, parts in content["totals"].items()
        for breakdown, sides in parts.items()
        if _counts((code, breakdown), catalogue)
    }


def _printed_rows(content: Mapping[str, Any], catalogue: Rules) -> dict[str, tuple[str, dict[Cell, Sides]]]:
    """Unit code (OWN: the level itself) → what the row is called, its cells."""
    found = {}
    for told in content["units"]:
        cells = {}
        for key, sides in told["figures"].items():
            code, _, breakdown = key.partition("|")
            if _counts((code, breakdown), catalogue):
                cells[code, breakdown] = _sides(sides)
        found[OWN if told["own"] else told["code"]] = (told["code"], cells)
    return found


def _sides(texts: list[str]) -> Sides:
    value, base = (Decimal(text) if text else None for text in texts)
    return value, base


def _opened_since(report: CompiledReport, content: Mapping[str, Any]) -> bool:
    moves = SubmissionMove.objects.filter(submission__in=content["included"], step="reopen")
    return report.compiled_at is not None and moves.filter(at__gt=report.compiled_at).exists()


def _counted(
    report: CompiledReport, content: Mapping[str, Any], catalogue: Rules
) -> dict[str, dict[Cell, Sum]]:
    """Unit code of each row (OWN: the level itself) → what the reports gave, sector and tier with it."""
    place = report.period_unit
    branches = dict(PeriodUnit.objects.filter(parent=place).values_list("path", "unit__code"))
    length = len(next(iter(branches), ""))
    found: dict[str, dict[Cell, Sum]] = defaultdict(lambda: defaultdict(Sum))
    rows = PeriodUnit.objects.below(place).filter(submission__in=content["included"]).order_by("path")
    for chunk in chunks(rows.values("path", *PLACE).iterator(chunk_size=300)):
        figures = figures_of([row["submission__pk"] for row in chunk], until=report.compiled_at)
        for row in chunk:
            code = branches.get(row["path"][:length], OWN)
            for indicator, breakdown, one in own_sums(row, figures.get(row["submission__pk"], {}), catalogue):
                found[code][indicator, breakdown].add(one)
    return found
