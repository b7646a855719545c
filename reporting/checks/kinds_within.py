"""Kinds of rules inside one report: parts and totals, indicators that bound each other, plausible sizes."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from core.formats.write import number as shown
from reporting.checks.registry import Facts, Found, Hit, Rule, kind
from reporting.models import Aggregation, Figure, FigureState, IndicatorKind
from reporting.queries.layout import MONEY, Key

PEOPLE = "người"


def boxes(codes: str) -> tuple[Key, ...]:
    """TC17+TC18 → the boxes of the totals."""
    return tuple((code, "") for code in codes.split("+"))


@kind
def part_total(rule: Rule, facts: Facts) -> Found:
    """A part above its total."""
    for row in facts.layout.rows.values():
        total = facts.value(row.indicator.code)
        for part in row.parts:
            value = facts.value(*part.key)
            if total is not None and value is not None and value > total:
                yield Hit(part.key, {"value": shown(value), "total": shown(total)}, (row.total.key,))


@kind
def class_sum(rule: Rule, facts: Facts) -> Found:
    """Exhaustive parts that do not add up to the total; silent while one of them is open."""
    for row in facts.layout.rows.values():
        total = facts.value(row.indicator.code)
        for name, group in groupby((p for p in row.parts if p.exhaustive), key=lambda p: p.disaggregation):
            keys = tuple(cell.key for cell in group)
            values = [facts.value(*key) for key in keys]
            if total is None or not values or any(v is None for v in values):
                continue
            added = sum((v for v in values if v is not None), Decimal(0))
            if added != total:
                words = {"name": name.lower(), "added": shown(added), "total": shown(total)}
                yield Hit(row.total.key, words, keys)


@kind
def not_negative(rule: Rule, facts: Facts) -> Found:
    for key, figure in facts.figures.items():
        if figure.value is not None and figure.value < 0:
            yield Hit(key, {"name": facts.name(key[0]), "value": shown(figure.value)})


def _typed_ratios(facts: Facts) -> list[tuple[Key, Figure]]:
    return [
        (key, f)
        for key, f in facts.figures.items()
        if f.indicator.kind == IndicatorKind.RATIO
        and f.state == FigureState.VALUE
        and not f.indicator.is_formula
    ]


@kind
def ratio_base(rule: Rule, facts: Facts) -> Found:
    for key, figure in _typed_ratios(facts):
        if not figure.base:
            yield Hit(key, {})


@kind
def ratio_typed(rule: Rule, facts: Facts) -> Found:
    for key, figure in _typed_ratios(facts):
        may_pass = key[0] in rule.option("except", ())
        if not may_pass and figure.base and figure.value and figure.value > figure.base:
            yield Hit(key, {"value": shown(figure.value), "base": shown(figure.base)})


@kind
def ratio_computed(rule: Rule, facts: Facts) -> Found:
    """Ratios of other indicators above 100 %, told at the first part of the numerator."""
    for ratio in facts.ratios:
        value, base = facts.added(ratio.numerator), facts.value(ratio.denominator)
        if ratio.code in rule.option("except", ()) or value is None or base is None or value <= base:
            continue
        first, *others = boxes(ratio.numerator)
        words = {
            "name": ratio.name, "numerator": ratio.numerator, "denominator": ratio.denominator, "value": shown(value),
            "base": shown(base),
        }  # fmt: skip
        yield Hit(first, words, (*others, (ratio.denominator, "")))


@kind
def weight(rule: Rule, facts: Facts) -> Found:
    for key, figure in facts.figures.items():
        indicator = figure.indicator
        if indicator.kind != IndicatorKind.AVERAGE or figure.state != FigureState.VALUE:
            continue
        found = facts.value(indicator.denominator, key[1]) if indicator.denominator else figure.base
        if not found:
            name = facts.name(indicator.denominator or indicator.denominator_name)
            yield Hit(key, {"average": indicator.name.lower(), "weight": name})


@kind
def nil_return(rule: Rule, facts: Facts) -> Found:
    if not facts.submission.nil_return:
        return
    for key, figure in facts.figures.items():
        if figure.indicator.kind == IndicatorKind.FLOW and figure.value:
            yield Hit(key, {"value": shown(figure.value)})


@kind
def needs(rule: Rule, facts: Facts) -> Found:
    """pairs: what is counted, and what must then not be 0."""
    for code, needed in rule.option("pairs"):
        value = facts.value(code)
        if value and facts.value(needed) == 0:
            yield Hit((code, ""), {"value": shown(value)}, ((needed, ""),))


@kind
def at_most(rule: Rule, facts: Facts) -> Found:
    """pairs: smaller, larger, why."""
    for smaller, larger, why in rule.option("pairs"):
        part, whole = facts.value(smaller), facts.value(larger)
        if part is not None and whole is not None and part > whole:
            words = {
                "smaller": facts.name(smaller), "larger": facts.name(larger), "value": shown(part), "whole": shown(whole),
                "why": why,
            }  # fmt: skip
            yield Hit((smaller, ""), words, ((larger, ""),))


@kind
def sum_at_most(rule: Rule, facts: Facts) -> Found:
    """sums: classes joined by +, the indicator they are classes of. Classes not answered count nothing."""
    for parts, larger in rule.option("sums"):
        keys, whole = boxes(parts), facts.value(larger)
        added = sum((facts.value(*key) or Decimal(0) for key in keys), Decimal(0))
        if whole is not None and added > whole:
            words = {
                "parts": parts,
                "value": shown(added),
                "larger": facts.name(larger),
                "whole": shown(whole),
            }
            yield Hit(keys[0], words, (*keys[1:], (larger, "")))


@kind
def events(rule: Rule, facts: Facts) -> Found:
    """pairs: events, the participations in them."""
    for events_code, people_code in rule.option("pairs"):
        count, people = facts.value(events_code), facts.value(people_code)
        if count is None or people is None:
            continue
        words = {"value": shown(people), "events": shown(count), "name": facts.name(events_code)}
        if count == 0 and people > 0:
            yield Hit((people_code, ""), words, ((events_code, ""),), "none")
        elif 0 < people < count:
            yield Hit((people_code, ""), words, ((events_code, ""),))


@kind
def possible(rule: Rule, facts: Facts) -> Found:
    """More participations than everybody at every event."""
    workforce = facts.value("LD01")
    if not workforce or facts.tier not in rule.option("tiers"):
        return
    for events_code, people_code in rule.option("pairs"):
        count, people = facts.value(events_code), facts.value(people_code)
        if count and people and people > count * workforce * rule.number("tolerance"):
            words = {"value": shown(people), "events": shown(count), "workforce": shown(workforce)}
            yield Hit((people_code, ""), words, ((events_code, ""), ("LD01", "")))


@kind
def people(rule: Rule, facts: Facts) -> Found:
    """People counted once above the workforce, unless a ratio to the workforce says so already."""
    workforce = facts.value("LD01")
    if not workforce:
        return
    in_ratios = {
        code for ratio in facts.ratios for code in ratio.numerator.split("+") if ratio.denominator == "LD01"
    }
    for (code, breakdown), figure in facts.figures.items():
        is_count = figure.indicator.unit_of_measure == PEOPLE and not breakdown and code not in in_ratios
        if is_count and figure.value is not None and figure.value > workforce:
            yield Hit(
                (code, ""), {"value": shown(figure.value), "workforce": shown(workforce)}, (("LD01", ""),)
            )


@kind
def plausible(rule: Rule, facts: Facts) -> Found:
    """ranges: code, least, most."""
    for code, least, most in rule.option("ranges"):
        value = facts.value(code)
        if value and not least <= value <= most:
            yield Hit((code, ""), {"value": shown(value), "least": shown(least), "most": shown(most)})


@kind
def least_money(rule: Rule, facts: Facts) -> Found:
    for key, figure in facts.figures.items():
        if figure.indicator.unit_of_measure == MONEY and figure.value and figure.value < rule.number("least"):
            yield Hit(key, {"value": shown(figure.value)})


@kind
def per_head(rule: Rule, facts: Facts) -> Found:
    """ranges: money, what it was spent on, least and most for one."""
    for money, counted, least, most in rule.option("ranges"):
        value, count = facts.value(money), facts.added(counted)
        if not value or not count or least <= value / count <= most:
            continue
        words = {
            "value": shown(value), "count": shown(count), "name": " + ".join(facts.name(c) for c in counted.split("+")),
            "each": shown(value / count, 0), "least": shown(least), "most": shown(most),
        }  # fmt: skip
        yield Hit((money, ""), words, boxes(counted))


@kind
def counts_units(rule: Rule, facts: Facts) -> Found:
    for (code, breakdown), figure in facts.figures.items():
        counted = figure.indicator.over_units == Aggregation.DISTINCT or code in rule.option("also")
        if counted and not breakdown and figure.value and figure.value > 1:
            yield Hit((code, ""), {"value": shown(figure.value)})
