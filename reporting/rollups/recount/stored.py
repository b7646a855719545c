"""Frozen totals and those restated since, counted again.

The tree is walked once, a place is
compared when everything below it is added up, so only the places of one line and a few hundred reports are held at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from documents.models import SENT, Delivery
from plans.models import Plan
from reporting.models import CompiledReport, Period, PeriodUnit, Total
from reporting.models.submissions import COUNTED
from reporting.rollups.completeness import COUNTED_KINDS, OWES_PLANS
from reporting.rollups.parts import NOTHING, Parts
from reporting.rollups.recount.sums import (
    CHUNK,
    PLACE,
    Cell,
    Difference,
    Sum,
    chunks,
    figures_of,
    own_sums,
    same,
    side_words,
    words,
)
from reporting.rollups.restated import restated_cells, restatements
from reporting.rollups.rules import Rules
from reporting.rollups.sql import TIER_CATEGORIES


@dataclass
class Node:
    """A place on the line that is being walked, with everything below it so far."""

    row: dict[str, Any]
    cells: dict[Cell, Sum] = field(default_factory=lambda: defaultdict(Sum))
    coverage: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    plans: Sum = field(default_factory=Sum)
    inner: bool = False

    def take(self, child: Node) -> None:
        self.inner = True
        for cell, one in child.cells.items():
            self.cells[cell].add(one)
        self.coverage = [a + b for a, b in zip(self.coverage, child.coverage, strict=True)]
        self.plans.add(child.plans)
        self.plans.add(child.row["owed"])  # what a unit did counts above it, not at it


def differences_stored(period: Period, catalogue: Rules) -> Iterator[Difference]:
    """Stored totals that are not what the accepted figures give now, missing and surplus ones included."""
    issued = _issued(period)
    for place, included in issued.items():
        yield from _differences_as_issued(place, included, catalogue)
    for node in _nodes(period, catalogue):
        if node.row["pk"] in issued:
            continue
        restated = restatements(PeriodUnit.objects.get(pk=node.row["pk"]))
        stored = {
            (row[0], row[1]): _restated(row[2:], restated.get((row[0], row[1])))
            for row in Total.objects.filter(period_unit=node.row["pk"]).values_list(
                "indicator__code", "breakdown", "value", "base", "units_with_value", "members_with_value",
                "units_counted", "units_expected", "members_counted", "members_expected",
            )
        }  # fmt: skip
        if not stored:
            continue  # never compiled
        stored = {cell: row for cell, row in stored.items() if restated.get(cell) != NOTHING}
        counted = {
            cell: (one.value, one.base, one.units, one.members, *node.coverage)
            for cell, one in _finished(node, catalogue).items()
        }
        for cell in sorted(stored.keys() | counted.keys()):
            if not same(stored.get(cell), counted.get(cell)):
                yield Difference(node.row["name"], *cell, words(stored.get(cell)), words(counted.get(cell)))


def _restated(row: tuple[Any, ...], parts: Parts | None) -> tuple[Any, ...]:
    return (
        row if parts is None else (parts.value, parts.base, parts.units_with_value, parts.members, *row[4:])
    )


def _issued(period: Period) -> dict[int, set[int]]:
    """Place whose report went out → the reports it was made from. Its totals stay as they were frozen."""
    reports = CompiledReport.objects.filter(period=period, status__in=SENT, replaces=None).select_related(
        "current_version"
    )
    return {
        report.period_unit_id: set(report.current_version.content["included"])
        for report in reports.order_by("pk")
        if report.current_version
    }


def _differences_as_issued(pk: int, included: set[int], catalogue: Rules) -> Iterator[Difference]:
    """The totals of an issued report with the corrections since, against the figures of the reports it was made from.

    Who had sent by then cannot be counted again; that part is left out.
    """
    place = PeriodUnit.objects.get(pk=pk)
    sums: dict[Cell, Sum] = defaultdict(Sum)
    rows = PeriodUnit.objects.below(place).filter(submission__in=included).order_by("path").values(*PLACE)
    for chunk in chunks(rows.iterator(chunk_size=CHUNK)):
        figures = figures_of([row["submission__pk"] for row in chunk])
        for row in chunk:
            for code, breakdown, one in own_sums(row, figures.get(row["submission__pk"], {}), catalogue):
                sums[code, breakdown].add(one)
    stored = {
        cell: (one.value, one.base, one.units_with_value) for cell, one in restated_cells(place).items()
    }
    counted = {cell: (one.value, one.base, one.units) for cell, one in sums.items()}
    left_out = {code for code in catalogue.by_code if code[:2] == "QT" and catalogue.by_code[code].computed}
    for cell in sorted(stored.keys() | counted.keys()):
        if cell[0] in left_out | set(COUNTED_KINDS) or same(stored.get(cell), counted.get(cell)):
            continue
        yield Difference(
            place.name, *cell, side_words(stored.get(cell)), side_words(counted.get(cell)), "số sau đính chính"
        )  # fmt: skip


def _nodes(period: Period, catalogue: Rules) -> Iterator[Node]:
    """Every place with units below it, when all of them are added to it; a child before the place above it."""
    line: list[Node] = []
    for node in _leaves(period, catalogue):
        while line and line[-1].row["pk"] != node.row["parent_id"]:
            yield from _closed(line)
        line.append(node)
    while line:
        yield from _closed(line)


def _closed(line: list[Node]) -> Iterator[Node]:
    node = line.pop()
    if node.inner:
        yield node
    if line:
        line[-1].take(node)


def _leaves(period: Period, catalogue: Rules) -> Iterator[Node]:
    """Each place in the order of the tree with its own report alone."""
    owed = _owed_plans(period)
    places = PeriodUnit.objects.filter(period=period).order_by("path").values(*PLACE)
    for rows in chunks(places.iterator(chunk_size=CHUNK)):
        counted = [r["submission__pk"] for r in rows if r["submission__status"] in COUNTED]
        figures = figures_of(counted)
        for row in rows:
            node = Node({**row, "owed": owed.get(row["unit_id"], Sum())})
            for code, breakdown, one in own_sums(row, figures.get(row["submission__pk"], {}), catalogue):
                node.cells[code, breakdown].add(one)
            if row["obliged"]:
                heard = row["submission__status"] in COUNTED
                node.coverage = [int(heard), 1, row["members"] * heard, row["members"]]
            _count_reports(node, catalogue)
            yield node


# --- what the system counts itself


def _count_reports(node: Node, catalogue: Rules) -> None:
    row = node.row
    obliged, tier = int(row["obliged"]), TIER_CATEGORIES.get(row["tier"])
    sent = int(obliged and row["submission__submitted_at"] is not None)
    late = int(sent and row["submission__late"])
    counts = [
        ("QT01", "", obliged, None), ("QT02", "", sent, None), ("QT02", "tt.dung_han", sent - late, None),
        ("QT02", "tt.muon", late, None), ("QT03", "", sent - late, obliged),
        ("QT02", "tt.tra_lai", int(obliged and row["submission__status"] == "returned"), None),
        *((code, "", int(row["kind_code"] in kinds), None) for code, kinds in COUNTED_KINDS.items()),
    ]  # fmt: skip
    if tier and obliged:
        told = (("QT01", obliged, None), ("QT02", sent, None), ("QT03", sent - late, obliged))
        counts += [(code, f"c.{tier}", value, base) for code, value, base in told]
    for code, breakdown, value, base in counts:
        if code in catalogue.by_code:
            one = Sum(Decimal(value), None if base is None else Decimal(base), obliged)
            node.cells[code, breakdown].add(one)


def _owed_plans(period: Period) -> dict[int, Sum]:
    """Unit → how many of the plans it owed in the period it has issued, of how many."""
    in_time = Q(document__plan__ends_on__isnull=True) | Q(document__plan__ends_on__gte=period.starts_on)
    sent = Delivery.objects.filter(
        in_time, role="thuc_hien", document__status="issued", document__plan__isnull=False,
        document__issued_on__lte=period.ends_on,
        unit__in=PeriodUnit.objects.filter(period=period, tier__lte=OWES_PLANS).values("unit_id"),
    ).values_list("unit_id", "document_id")  # fmt: skip
    made = set(
        Plan.objects.filter(status="issued", derived_from__isnull=False).values_list(
            "issuer_id", "derived_from_id"
        )
    )
    found: dict[int, Sum] = defaultdict(Sum)
    for pair in sent:
        found[pair[0]].add(Sum(Decimal(int(pair in made)), Decimal(1), 1))
    return found


def _finished(node: Node, catalogue: Rules) -> dict[Cell, Sum]:
    if "QT04" in catalogue.by_code and node.plans.units:
        return {**node.cells, ("QT04", ""): node.plans}
    return dict(node.cells)
