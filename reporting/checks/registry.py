"""Rules of the checks as data (rules.toml), what they look at, and what they find."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from reporting.checks.cells import Entry
from reporting.models import Figure, FigureState, Indicator, Submission
from reporting.queries.layout import FormLayout, Key, cell_name

RULES_FILE = Path(__file__).with_name("rules.toml")
ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to correct (error: the report cannot be sent) or to look at (warning: give a reason)."""

    severity: str
    indicator_code: str
    breakdown: str
    message: str
    rule: str
    explanation: str = ""
    title: str = ""
    fix: str = ""
    value: str = ""
    section: str = ""
    waivable: bool = False
    # What the finding rests on: a waiver lasts as long as these figures stand.
    stands_on: str = ""
    waiver: Any = None

    @property
    def key(self) -> Key:
        return self.indicator_code, self.breakdown

    @property
    def cell(self) -> str:
        """The box as pages and devices name it: TT02 or TT02:n.nu."""
        return cell_name(self.key)

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    @property
    def is_waived(self) -> bool:
        """A reason was given and not refused."""
        return self.waiver is not None and self.waiver.status != "refused"

    @property
    def is_approved(self) -> bool:
        return self.waiver is not None and self.waiver.status == "approved"

    @property
    def is_explained(self) -> bool:
        """A waiver, or for a warning the note of the box."""
        if self.waiver is not None:
            return self.is_waived
        return not self.is_error and bool(self.explanation)

    @property
    def reason(self) -> str:
        return str(self.waiver.reason) if self.waiver is not None else self.explanation


@dataclass(frozen=True)
class Norm:
    """What accepted sister units report: how many, their median, the median distance from it."""

    count: int
    median: Decimal
    deviation: Decimal


@dataclass(frozen=True)
class JointEvent:
    """An activity another unit logged too."""

    title: str
    on: dt.date
    unit: str


@dataclass
class Facts:
    """What the rules look at; read once a report."""

    submission: Submission
    layout: FormLayout
    figures: dict[Key, Figure]
    previous: dict[Key, Figure] = field(default_factory=dict)
    opening: dict[str, Decimal] = field(default_factory=dict)
    ratios: list[Indicator] = field(default_factory=list)
    # The period that ended the day before, and one that lies inside this one: its name and figures.
    before: dict[Key, Figure] = field(default_factory=dict)
    before_name: str = ""
    inside: dict[Key, Figure] = field(default_factory=dict)
    inside_name: str = ""
    norms: dict[str, Norm] = field(default_factory=dict)
    joint: dict[Key, list[JointEvent]] = field(default_factory=dict)
    waivers: dict[tuple[str, Key], Any] = field(default_factory=dict)
    tier: int = 3

    def value(self, code: str, breakdown: str = "") -> Decimal | None:
        """The figure as a number: “không phát sinh” is 0, unknown, not applicable and blank are None."""
        return number_of(self.figures.get((code, breakdown)))

    def added(self, codes: str) -> Decimal | None:
        """TC17+TC18 as one number; None while one of them is open."""
        values = [self.value(code) for code in codes.split("+")]
        return None if any(v is None for v in values) else sum((v for v in values if v), Decimal(0))

    def name(self, code: str) -> str:
        row = self.layout.rows.get(code)
        return f"{row.indicator.name} ({code})" if row else code

    def words(self, key: Key) -> str:
        """The box in short, as its waiver remembers it: TC05=100."""
        return f"{cell_name(key)}={plain_words(self.figures.get(key))}"


def number_of(figure: Figure | Entry | None) -> Decimal | None:
    """What an answered box counts for, stored or about to be; None: not answered, unknown or not applicable."""
    if figure is None:
        return None
    if figure.state == FigureState.NIL:
        return Decimal(0)
    return figure.value if figure.state == FigureState.VALUE else None


def plain_words(figure: Figure | None) -> str:
    """1350, 3/4 or nil: the same whether the figure was just typed or read from the database; "" for a blank box."""
    if figure is None:
        return ""
    if figure.state != FigureState.VALUE or figure.value is None:
        return str(figure.state)
    parts = [figure.value] if figure.base is None else [figure.value, figure.base]
    return "/".join(f"{Decimal(part).normalize():f}" for part in parts)


@dataclass(frozen=True)
class Hit:
    """What a kind yields: the box, the words of the message, which message, the other boxes it rests on."""

    key: Key
    words: dict[str, str]
    beside: tuple[Key, ...] = ()
    variant: str = ""


Found = Iterator[Hit]


@dataclass(frozen=True)
class Rule:
    """One row of rules.toml."""

    code: str
    kind: str
    severity: str
    title: str
    source: str
    fix: str
    waivable: bool
    messages: dict[str, str]
    options: dict[str, Any]
    examples: tuple[dict[str, Any], ...]

    def findings(self, facts: Facts) -> Iterator[Finding]:
        for hit in KINDS[self.kind](self, facts):
            yield self.finding(hit, facts)

    def finding(self, hit: Hit, facts: Facts) -> Finding:
        figure, spec = facts.figures.get(hit.key), facts.layout.cells.get(hit.key)
        message = self.messages[hit.variant].format_map(hit.words)
        if hit.key[1] and spec:
            # The total and its part may break the same rule: the words say which box is meant.
            message = f"{spec.words}: {message}"
        stands_on = ";".join(facts.words(key) for key in (hit.key, *hit.beside))
        waiver = facts.waivers.get((self.code, hit.key))
        if waiver is not None and waiver.stands_on != stands_on:
            waiver = None
        return Finding(
            self.severity, hit.key[0], hit.key[1], message, self.code, figure.note if figure else "", self.title, self.fix,
            plain_words(figure), facts.layout.section_titles.get(hit.key[0], ""), self.waivable,
            stands_on, waiver,
        )  # fmt: skip

    def option(self, name: str, default: Any = None) -> Any:
        return self.options.get(name, default)

    def number(self, name: str) -> Decimal:
        return Decimal(str(self.options[name]))


Kind = Callable[[Rule, Facts], Found]
KINDS: dict[str, Kind] = {}


def kind(look: Kind) -> Kind:
    """Enter a function into the table of kinds under its own name."""
    KINDS[look.__name__] = look
    return look


def read_rules(text: str) -> list[Rule]:
    """The rules of a TOML text, in its order."""
    fixed = {"id", "kind", "severity", "title", "source", "fix", "waivable", "example"}
    return [
        Rule(
            code=row["id"], kind=row["kind"], severity=row["severity"], title=row["title"], source=row["source"],
            fix=row["fix"], waivable=row.get("waivable", False),
            messages={k.removeprefix("message").lstrip("_"): v for k, v in row.items() if k.startswith("message")},
            options={k: v for k, v in row.items() if k not in fixed and not k.startswith("message")},
            examples=tuple(row.get("example", ())),
        )
        for row in tomllib.loads(text)["rule"]
    ]  # fmt: skip


RULES = read_rules(RULES_FILE.read_text(encoding="utf-8"))
BY_CODE = {rule.code: rule for rule in RULES}
# Typed ratios that may be more than their base.
MAY_PASS_100 = frozenset(
    code for rule in RULES if rule.kind == "ratio_typed" for code in rule.option("except", ())
)
