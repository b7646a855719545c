"""Port to the indicator catalogue, which lives above this app: reporting registers its source when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from units.models import Unit


class Measure(NamedTuple):
    """What a target can be measured by."""

    name: str
    unit_of_measure: str


IndicatorSource = Callable[[], Mapping[str, Measure]]
_sources: list[IndicatorSource] = []


def register_indicator_source(source: IndicatorSource) -> None:
    """`source` gives code → name and unit of every indicator a target can be measured by."""
    _sources[:] = [source]


def indicators() -> Mapping[str, Measure]:
    """Code → name and unit; empty while no catalogue is loaded."""
    return _sources[0]() if _sources else {}


def indicator_names() -> Mapping[str, str]:
    """Code → name; empty while no catalogue is loaded."""
    return {code: measure.name for code, measure in indicators().items()}


class FiguresBelow(NamedTuple):
    """The latest figures of an indicator for the units directly below a unit."""

    period: str
    by_unit: Mapping[int, Decimal]


FigureSource = Callable[[Unit, str], FiguresBelow | None]
_figure_sources: list[FigureSource] = []


def register_figure_source(source: FigureSource) -> None:
    """`source` gives, for a unit and an indicator's code, the latest accepted figures of the units directly below it."""
    _figure_sources[:] = [source]


def figures_below(unit: Unit, code: str) -> FiguresBelow | None:
    """None while there are no reports."""
    return _figure_sources[0](unit, code) if _figure_sources and code else None
