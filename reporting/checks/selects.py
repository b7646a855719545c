"""How a rule is searched over a whole tree: each kind as SELECTs over the figures of the sent reports.

The kinds stand in `selects_within` and `selects_against` under the names they have in `kinds_within`, `kinds_against`; what
they select from (f, g, p, b, o, n) is put together by `tree`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reporting.checks.registry import Rule
from reporting.models import Indicator, PeriodUnit
from reporting.queries.layout import Key

CODE = re.compile(r"[A-Z]{2}\d{2}[a-z]?")


@dataclass
class Search:
    """What the conditions of one search need beside the SQL."""

    place: PeriodUnit
    ratios: list[Indicator]
    classes: dict[str, int]
    # Box of a stock → reports whose note tells transfers: whether the identity holds with them.
    moved: dict[str, dict[int, bool]] = field(default_factory=dict)
    # Boxes that count an event another unit logged too.
    joint: list[tuple[int, Key]] = field(default_factory=list)


# Kind → SELECTs of (submission_id, code, breakdown).
Selects = Callable[[Rule, Search], Iterator[str]]
SEARCHED: dict[str, Selects] = {}


def searched(look: Selects) -> Selects:
    """Enter a function into the table under the name of its kind."""
    SEARCHED[look.__name__] = look
    return look


def of_totals(code: str, condition: str, beside: str = "") -> str:
    """The total of an indicator in the reports where the condition holds over their totals (c_TC05, o_TC05 …)."""
    return f"SELECT g.submission_id, '{code}' AS code, '' AS breakdown FROM g{beside} WHERE {condition}"


def of_boxes(condition: str) -> str:
    """The boxes for which the condition holds."""
    return f"SELECT submission_id, code, breakdown FROM f WHERE {condition}"


def added(codes: str) -> str:
    """TC17+TC18 as one expression; NULL while one of them is open."""
    return "(" + " + ".join(f"c_{code}" for code in codes.split("+")) + ")"


def listed(words: Any) -> str:
    """Words of the rules' data as an SQL list."""
    return ", ".join(f"'{word}'" for word in words) or "''"


def numbers(ids: Any) -> str:
    """Ids as an SQL list; 0 is nobody's."""
    return ", ".join(str(int(one)) for one in (0, *ids))
