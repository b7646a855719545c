"""The table of checks: each rule has a code, a severity, its source, and yields findings about one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reporting.models import Figure, FigureState, Indicator, Submission
from reporting.queries.layout import FormLayout, Key

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to correct (error: the report cannot be sent) or to look at (warning: explain it in the box's note)."""

    severity: str
    indicator_code: str
    breakdown: str
    message: str
    rule: str
    explanation: str = ""

    @property
    def key(self) -> Key:
        return self.indicator_code, self.breakdown


@dataclass
class Facts:
    """What the rules look at; read once a report."""

    submission: Submission
    layout: FormLayout
    figures: dict[Key, Figure]
    previous: dict[Key, Figure] = field(default_factory=dict)
    opening: dict[str, Decimal | None] = field(default_factory=dict)
    ratios: list[Indicator] = field(default_factory=list)

    def value(self, code: str, breakdown: str = "") -> Decimal | None:
        """The figure as a number: “không phát sinh” is 0, unknown, not applicable and blank are None."""
        return number_of(self.figures.get((code, breakdown)))

    def name(self, code: str) -> str:
        row = self.layout.rows.get(code)
        return f"{row.indicator.name} ({code})" if row else code


def number_of(figure: Figure | None) -> Decimal | None:
    if figure is None:
        return None
    if figure.state == FigureState.NIL:
        return Decimal(0)
    return figure.value if figure.state == FigureState.VALUE else None


# What a rule yields: the box and the message.
Found = Iterator[tuple[Key, str]]


@dataclass(frozen=True)
class Rule:
    code: str
    severity: str
    source: str
    look: Callable[[Facts], Found]

    def findings(self, facts: Facts) -> Iterator[Finding]:
        for key, message in self.look(facts):
            figure = facts.figures.get(key)
            part = facts.layout.cells.get(key)
            if key[1] and part:
                # The total and its part may break the same rule: the words say which box is meant.
                message = f"{part.words}: {message}"
            yield Finding(self.severity, key[0], key[1], message, self.code, figure.note if figure else "")


RULES: list[Rule] = []


def rule(
    code: str, severity: str, source: str
) -> Callable[[Callable[[Facts], Found]], Callable[[Facts], Found]]:
    """Enter a function into the table of checks; its docstring says what it looks for."""

    def enter(look: Callable[[Facts], Found]) -> Callable[[Facts], Found]:
        RULES.append(Rule(code, severity, source, look))
        return look

    return enter
