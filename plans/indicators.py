"""Port to the indicator catalogue, which lives above this app: reporting registers its source when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple


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
