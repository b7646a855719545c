"""Classes from points, by the rules of a set of criteria. No rows and no clock: the same in, the same out.

In this order: no class for units that are not rateable; the class of the points; down to the fall-back of every criterion
below its least points and of every veto; down until years in a row and prior awards are there; down past the quotas of the
cluster, best first by the tie-breaks. Every step that changes something leaves its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
TOTAL, MEMBERS, FEWER_BONUS, GROUP = "total", "members", "fewer_bonus", "group:"


@dataclass(frozen=True)
class GradeRule:
    """One class; `order` 1 is the best."""

    pk: int
    order: int
    name: str
    least_points: Decimal
    most_units_percent: int | None = None
    most_members_percent: int | None = None
    years_in_row: int = 0
    prior_award: str = ""
    prior_years: int = 0
    award: str = ""


@dataclass(frozen=True)
class GroupRule:
    pk: int
    number: int
    name: str
    max_points: Decimal
    bonus: bool = False


@dataclass(frozen=True)
class Rules:
    """What a set of criteria says; `least` maps a criterion to its least points, words and fall-back order (0: lowest)."""

    year: int
    grades: tuple[GradeRule, ...]
    groups: tuple[GroupRule, ...]
    least: Mapping[int, tuple[Decimal, str, int]] = field(default_factory=dict)
    conditions: Mapping[int, tuple[bool, str, int]] = field(
        default_factory=dict
    )  # not rateable, words, order
    tie_breaks: tuple[str, ...] = (TOTAL,)

    @property
    def lowest(self) -> int:
        return max((grade.order for grade in self.grades), default=0)


@dataclass(frozen=True)
class Standing:
    """What is known of one unit before it gets a class."""

    pk: int  # of the registration
    code: str
    cluster: str
    members: int
    level: int
    group_points: Mapping[int, Decimal]  # by group, before the group's cap
    low: Mapping[int, Decimal]  # criteria that have least points, with what was given
    found: frozenset[int] = frozenset()  # conditions found
    past: Mapping[int, int] = field(default_factory=dict)  # year → order of the class
    awards: frozenset[tuple[str, int]] = frozenset()  # code of the award, year


@dataclass(frozen=True)
class Graded:
    """The outcome: orders of the classes (0: none), and the reasons in words."""

    pk: int
    points: Decimal
    earned: int
    order: int
    place: int
    reasons: tuple[str, ...] = ()


@dataclass
class _Case:
    standing: Standing
    points: Decimal
    capped: dict[int, Decimal]
    earned: int
    order: int
    reasons: list[str] = field(default_factory=list)


def grade(rules: Rules, standings: Iterable[Standing]) -> list[Graded]:
    """The class of every unit, in the order given."""
    cases = [_first(rules, standing) for standing in standings]
    clusters: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        clusters[case.standing.cluster].append(case)
    places: dict[int, int] = {}
    for mates in clusters.values():
        mates.sort(key=lambda case: _tie_key(rules, case))
        _quotas(rules, mates)
        places |= {case.standing.pk: place for place, case in enumerate(mates, 1)}
    return [
        Graded(c.standing.pk, c.points, c.earned, c.order, places[c.standing.pk], tuple(c.reasons))
        for c in cases
    ]


def _first(rules: Rules, standing: Standing) -> _Case:
    """The class before quotas."""
    capped = {g.pk: min(standing.group_points.get(g.pk, ZERO), g.max_points) for g in rules.groups}
    points = sum(capped.values(), ZERO)
    earned = next((g.order for g in rules.grades if points >= g.least_points), rules.lowest)
    case = _Case(standing, points, capped, earned, earned)
    barred = [rules.conditions[pk][1] for pk in sorted(standing.found) if rules.conditions[pk][0]]
    if barred:
        case.order = 0
        case.reasons += [f"Không xếp hạng: {text}" for text in barred]
        return case
    _fall_back(rules, case)
    _history(rules, case)
    return case


def _fall_back(rules: Rules, case: _Case) -> None:
    for pk, (least, text, order) in rules.least.items():
        given = case.standing.low.get(pk, ZERO)
        if given < least:
            _down(
                rules,
                case,
                order or rules.lowest,
                f"Điểm liệt: “{text}” được {_n(given)}, cần từ {_n(least)}",
            )
    for pk in sorted(case.standing.found):
        _not_rateable, text, order = rules.conditions[pk]
        _down(rules, case, order or rules.lowest, f"Hạ hạng: {text}")


def _down(rules: Rules, case: _Case, order: int, reason: str) -> None:
    case.reasons.append(reason)
    case.order = max(case.order, order)


def _history(rules: Rules, case: _Case) -> None:
    """Down class by class until what the class asks of the years before is there."""
    for rule in rules.grades:
        if rule.order < case.order:
            continue
        lacking = _lacking(rules, rule, case.standing)
        if not lacking or rule.order == rules.lowest:
            return
        case.reasons.append(f"Không đạt “{rule.name}”: {lacking}")
        case.order = _next(rules, rule.order)


def _lacking(rules: Rules, rule: GradeRule, standing: Standing) -> str:
    years = [year for year in range(rules.year - rule.years_in_row, rules.year)]
    missing = [year for year in years if not 0 < standing.past.get(year, 0) <= rule.order]
    if missing:
        return (
            f"chưa đạt hạng này {rule.years_in_row} năm liền trước (thiếu năm {', '.join(map(str, missing))})"
        )
    if rule.prior_award:
        since = rules.year - rule.prior_years
        if not any(code == rule.prior_award and since <= year < rules.year for code, year in standing.awards):
            return f"chưa có khen thưởng cần có trong {rule.prior_years} năm trước"
    return ""


def _next(rules: Rules, order: int) -> int:
    return min((grade.order for grade in rules.grades if grade.order > order), default=order)


def _tie_key(rules: Rules, case: _Case) -> tuple[object, ...]:
    """Best first; what is still equal stands by code, so that the order is never chance."""
    return (*(_by(rules, name, case) for name in (rules.tie_breaks or (TOTAL,))), case.standing.code)


def _by(rules: Rules, name: str, case: _Case) -> Decimal | int:
    if name == TOTAL:
        return -case.points
    if name == MEMBERS:
        return -case.standing.members
    if name == FEWER_BONUS:
        return sum((case.capped[g.pk] for g in rules.groups if g.bonus), ZERO)
    number = int(name.removeprefix(GROUP))
    return -sum((case.capped[g.pk] for g in rules.groups if g.number == number), ZERO)


def _quotas(rules: Rules, mates: list[_Case]) -> None:
    """From the best class down: what does not fit any more goes one class lower, and is looked at there again."""
    rateable = [case for case in mates if case.order]
    all_members = sum(case.standing.members for case in rateable)
    for rule in rules.grades:
        if rule.order == rules.lowest:
            return
        most_units = _most_units(rule, len(rateable))
        most_members = None if rule.most_members_percent is None else all_members * rule.most_members_percent
        units = members = 0
        full = ""
        for case in rateable:
            if case.order != rule.order:
                continue
            if not full and most_units is not None and units + 1 > most_units:
                full = f"quá {rule.most_units_percent}% số đơn vị của cụm (tối đa {most_units})"
            if (
                not full
                and most_members is not None
                and (members + case.standing.members) * 100 > most_members
            ):
                full = f"quá {rule.most_members_percent}% số đoàn viên của cụm"
            if full:
                case.reasons.append(f"Không vào “{rule.name}”: {full}")
                case.order = _next(rules, rule.order)
            else:
                units, members = units + 1, members + case.standing.members


def _most_units(rule: GradeRule, of: int) -> int | None:
    """Rounded down, but one at least where the quota is not nothing."""
    if rule.most_units_percent is None:
        return None
    return max(of * rule.most_units_percent // 100, 1 if rule.most_units_percent else 0)


def _n(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
