"""Port to what runs under a plan in apps above this one (campaigns): they register when they start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from plans.models import Plan


@dataclass(frozen=True)
class BesideLine:
    """One thing that carries the plan out, with the address of its page and where it stands."""

    title: str
    url: str
    note: str
    status: str
    status_name: str


BesideSource = Callable[[Any, Plan], Sequence[BesideLine]]
_sources: dict[str, BesideSource] = {}


def register_beside(title: str, source: BesideSource) -> None:
    """`source(user, plan)` gives what the person may see; `title` heads the card on the plan's page."""
    _sources[title] = source


def beside(user: Any, plan: Plan) -> list[tuple[str, Sequence[BesideLine]]]:
    """Cards with something in them."""
    cards = [(title, source(user, plan)) for title, source in _sources.items()]
    return [(title, lines) for title, lines in cards if lines]
