"""Totals computed once more in plain Python, figure by figure, to check the stored ones.

Shares no statement and no arithmetic with rollups.sql: only the catalogue's rules. The tree is walked once, a place is
compared when everything below it is added up, so only the places of one line and a few hundred reports are held at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from documents.models import SENT, Delivery
from plans.models import Plan
from reporting.models import Aggregation, CompiledReport, Figure, Indicator, Period, PeriodUnit, Total
from reporting.models.submissions import COUNTED
from reporting.rollups.completeness import COUNTED_KINDS, OWES_PLANS
from reporting.rollups.parts import codes_of
from reporting.rollups.restated import restated_cells
from reporting.rollups.rules import Rules, rules
from reporting.rollups.sql import TIER_CATEGORIES

CHUNK = 300  # reports read at a time
Cell = tuple[str, str]  # indicator code, breakdown
Given = tuple[str, Decimal | None, Decimal | None]  # state, value, base
_PLACE = (
    "pk", "parent_id", "name", "tier", "sector", "kind_code", "obliged", "members", "unit_id", "submission__pk",
    "submission__status", "submission__submitted_at", "submission__late",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    place: str
    code: str
    breakdown: str
    stored: str
    counted: str


@dataclass
class Sum:
    """What is added up for one cell; no base stays no base."""

    value: Decimal | None = None
    base: Decimal | None = None
    units: int = 0
    members: int = 0

    def add(self, other: Sum) -> None:
        self.value = _plus(self.value, other.value)
        self.base = _plus(self.base, other.base)
        self.units += other.units
        self.members += other.members


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


def differences(period: Period) -> Iterator[Difference]:
    """Stored totals that are not what the accepted figures give now, missing and surplus ones included."""
    catalogue = rules()
    issued = _issued(period)
    for place, included in issued.items():
        yield from _differences_as_issued(place, included, catalogue)
    for node in _nodes(period, catalogue):
        if node.row["pk"] in issued:
            continue
        stored = {
            (row[0], row[1]): row[2:]
            for row in Total.objects.filter(period_unit=node.row["pk"]).values_list(
                "indicator__code", "breakdown", "value", "base", "units_with_value", "members_with_value",
                "units_counted", "units_expected", "members_counted", "members_expected",
            )
        }  # fmt: skip
        if not stored:
            continue  # never compiled
        counted = {
            cell: (one.value, one.base, one.units, one.members, *node.coverage)
            for cell, one in _finished(node, catalogue).items()
        }
        for cell in sorted(stored.keys() | counted.keys()):
            if not _same(stored.get(cell), counted.get(cell)):
                yield Difference(node.row["name"], *cell, _words(stored.get(cell)), _words(counted.get(cell)))


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
    rows = PeriodUnit.objects.below(place).filter(submission__in=included).order_by("path").values(*_PLACE)
    for chunk in _chunks(rows.iterator(chunk_size=CHUNK)):
        figures = _figures([row["submission__pk"] for row in chunk])
        for row in chunk:
            for code, breakdown, one in _own(row, figures.get(row["submission__pk"], {}), catalogue):
                sums[code, breakdown].add(one)
    stored = {
        cell: (one.value, one.base, one.units_with_value) for cell, one in restated_cells(place).items()
    }
    counted = {cell: (one.value, one.base, one.units) for cell, one in sums.items()}
    left_out = {code for code in catalogue.by_code if code[:2] == "QT" and catalogue.by_code[code].computed}
    for cell in sorted(stored.keys() | counted.keys()):
        if cell[0] in left_out | set(COUNTED_KINDS) or _same(stored.get(cell), counted.get(cell)):
            continue
        yield Difference(place.name, *cell, _side_words(stored.get(cell)), _side_words(counted.get(cell)))


def _side_words(given: tuple[Any, ...] | None) -> str:
    return (
        "–"
        if given is None
        else " / ".join("–" if one is None else f"{Decimal(one).normalize():f}" for one in given)
    )


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
    places = PeriodUnit.objects.filter(period=period).order_by("path").values(*_PLACE)
    for rows in _chunks(places.iterator(chunk_size=CHUNK)):
        counted = [r["submission__pk"] for r in rows if r["submission__status"] in COUNTED]
        figures = _figures(counted)
        for row in rows:
            node = Node({**row, "owed": owed.get(row["unit_id"], Sum())})
            for code, breakdown, one in _own(row, figures.get(row["submission__pk"], {}), catalogue):
                node.cells[code, breakdown].add(one)
            if row["obliged"]:
                heard = row["submission__status"] in COUNTED
                node.coverage = [int(heard), 1, row["members"] * heard, row["members"]]
            _count_reports(node, catalogue)
            yield node


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _figures(submissions: list[int]) -> dict[int, dict[tuple[int, str], Given]]:
    found: dict[int, dict[tuple[int, str], Given]] = defaultdict(dict)
    rows = Figure.objects.filter(submission__in=submissions).values_list(
        "submission_id", "indicator_id", "breakdown", "state", "value", "base"
    )
    for pk, indicator, breakdown, state, value, base in rows:
        found[pk][indicator, breakdown] = (state, value, base)
    return found


def _own(
    row: dict[str, Any], figures: dict[tuple[int, str], Given], catalogue: Rules
) -> Iterator[tuple[str, str, Sum]]:
    """What one report adds, under its own breakdowns and those that follow from the unit."""
    for (pk, breakdown), given in figures.items():
        indicator = catalogue.by_id[pk]
        one = (
            _rated(given)
            if pk in catalogue.grades
            else _part(given, indicator, breakdown, figures, catalogue)
        )
        if one is None:
            continue
        if pk in catalogue.grades:
            yield indicator.code, catalogue.grades[pk][int(given[1] or 0) - 1], _at(one, row)
        yield from _derived(indicator, breakdown, _at(one, row), row, catalogue)
    for ratio in catalogue.formulas:
        for breakdown in {breakdown for _pk, breakdown in figures}:
            above = _side(ratio.numerator, breakdown, figures, catalogue)
            below = _side(ratio.denominator, breakdown, figures, catalogue)
            if above is not None and below is not None:
                yield from _derived(ratio, breakdown, _at(Sum(above, below), row), row, catalogue)


def _at(one: Sum, row: dict[str, Any]) -> Sum:
    return Sum(one.value, one.base, 1, row["members"])


def _derived(
    indicator: Indicator, breakdown: str, one: Sum, row: dict[str, Any], catalogue: Rules
) -> Iterator[tuple[str, str, Sum]]:
    yield indicator.code, breakdown, one
    if breakdown == "":
        if indicator.pk in catalogue.by_sector and row["sector"]:
            yield indicator.code, f"k.{row['sector']}", one
        if indicator.pk in catalogue.by_tier and row["tier"] in TIER_CATEGORIES:
            yield indicator.code, f"c.{TIER_CATEGORIES[row['tier']]}", one


def _rated(given: Given) -> Sum | None:
    """A unit that rated itself counts once."""
    return Sum(Decimal(1)) if given[0] == "value" and given[1] else None


def _part(
    given: Given,
    indicator: Indicator,
    breakdown: str,
    figures: dict[tuple[int, str], Given],
    catalogue: Rules,
) -> Sum | None:
    state, value, base = given
    answered = state in {"value", "nil"}
    if indicator.computed:
        return None
    if indicator.pk in catalogue.counted_ids:
        return Sum(Decimal(int((value or 0) > 0))) if answered else None
    if indicator.over_units == Aggregation.LIST:
        return Sum() if answered else None
    if indicator.over_units not in {Aggregation.WEIGHTED, Aggregation.RATIO}:
        return Sum(value or Decimal(0)) if answered else None
    if indicator.over_units == Aggregation.WEIGHTED and indicator.denominator:
        weight = figures.get((catalogue.by_code[indicator.denominator].pk, breakdown))
        base = weight[1] if weight else None
    if state != "value" or value is None or base is None:
        return None
    return Sum(value * base if indicator.over_units == Aggregation.WEIGHTED else value, base)


def _side(
    formula: str, breakdown: str, figures: dict[tuple[int, str], Given], catalogue: Rules
) -> Decimal | None:
    """One side of a ratio of one unit; None when a part of it was not answered."""
    total = Decimal(0)
    for code in codes_of(formula):
        given = figures.get((catalogue.by_code[code].pk, breakdown)) if code in catalogue.by_code else None
        if given is None or given[0] not in {"value", "nil"}:
            return None
        total += given[1] or Decimal(0)
    return total


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


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _same(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(_close(a, b) for a, b in zip(one, other, strict=True))


def _close(one: Decimal | int | None, other: Decimal | int | None) -> bool:
    """Equal in the four places that are stored; a product of two four-place numbers is rounded once."""
    if one is None or other is None:
        return one is other
    return abs(Decimal(one) - Decimal(other)) <= Decimal("0.0001")


def _words(stored: tuple[Any, ...] | None) -> str:
    """ "145 / 250; 3 đơn vị, 60 đoàn viên; 3/7 đơn vị, 60/140 đoàn viên"."""
    if stored is None:
        return "–"
    value, base, units, members, counted, expected, heard, everybody = stored
    sides = " / ".join("–" if side is None else f"{Decimal(side).normalize():f}" for side in (value, base))
    return f"{sides}; {units} đơn vị, {members} đoàn viên; {counted}/{expected} đơn vị, {heard}/{everybody} đoàn viên"
