"""Port to the indicator catalogue, which lives above this app: reporting registers its source when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

IndicatorSource = Callable[[], Mapping[str, str]]
_sources: list[IndicatorSource] = []


def register_indicator_source(source: IndicatorSource) -> None:
    """`source` gives code → name of every indicator a target can be measured by."""
    _sources[:] = [source]


def indicator_names() -> Mapping[str, str]:
    """Code → name; empty while no catalogue is loaded."""
    return _sources[0]() if _sources else {}
