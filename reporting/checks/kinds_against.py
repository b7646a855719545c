"""Kinds of rules against other periods, sister units and the activity log."""

from __future__ import annotations

import re
from decimal import Decimal

from core.formats.write import date as shown_day
from core.formats.write import number as shown
from core.formats.write import signed_percent
from core.vietnamese import NumberError, fold, parse_number
from reporting.checks.registry import Facts, Found, Hit, Norm, Rule, kind, number_of
from reporting.models import Figure, FigureState, IndicatorKind, PeriodAggregation, Regime
from reporting.queries.layout import Key

_NUMBER = r"[^0-9]{0,20}([0-9][0-9.]*)"
_CAME, _WENT = re.compile("chuyen den" + _NUMBER), re.compile("chuyen di" + _NUMBER)


def moved_of(note: str) -> tuple[Decimal, Decimal]:
    """Transfers told in the note of a box: how many came, how many went."""
    return _moved(_CAME, note), _moved(_WENT, note)


def _moved(pattern: re.Pattern[str], note: str) -> Decimal:
    try:
        return sum((parse_number(text.rstrip(".")) for text in pattern.findall(fold(note))), Decimal(0))
    except NumberError:
        return Decimal(0)


@kind
def identity(rule: Rule, facts: Facts) -> Found:
    """identities: end, added, taken away. Transfers come from the note of the box."""
    for end_code, plus_code, minus_code in rule.option("identities"):
        start, end = facts.opening.get(end_code), facts.value(end_code)
        plus, minus = facts.value(plus_code), facts.value(minus_code)
        if start is None or end is None or plus is None or minus is None:
            continue
        came, went = moved_of(facts.figures[end_code, ""].note)
        expected = start + plus - minus + came - went
        if expected == end:
            continue
        moved = f" + chuyển đến {shown(came)} − chuyển đi {shown(went)}" if came or went else ""
        words = {
            "start": shown(start), "plus": shown(plus), "minus": shown(minus), "moved": moved, "expected": shown(expected),
            "value": shown(end),
        }  # fmt: skip
        yield Hit((end_code, ""), words, ((plus_code, ""), (minus_code, "")))


@kind
def at_most_opening(rule: Rule, facts: Facts) -> Found:
    """pairs: stock, what was added to it: what expired is not reported, so only the upper bound holds."""
    for stock, added in rule.option("pairs"):
        start, value, plus = facts.opening.get(stock), facts.value(stock), facts.value(added)
        if start is not None and value is not None and plus is not None and value > start + plus:
            words = {"value": shown(value), "start": shown(start), "plus": shown(plus)}
            yield Hit((stock, ""), words, ((added, ""),))


def _pairs(facts: Facts) -> list[tuple[Key, Decimal, Decimal]]:
    """Boxes answered with a number in both periods, both above 0: box, now, same period last year."""
    found = []
    for key, figure in facts.figures.items():
        now, before = number_of(figure), number_of(facts.previous.get(key))
        if figure.state == FigureState.VALUE and now and before and figure.indicator.kind != "R":
            found.append((key, now, before))
    return found


def _folded(now: Decimal, before: Decimal, times: Decimal) -> bool:
    return now >= before * times or before >= now * times


@kind
def fold_between(rule: Rule, facts: Facts) -> Found:
    for key, now, before in _pairs(facts):
        if _folded(now, before, rule.number("fold")):
            yield Hit(key, {"before": shown(before), "value": shown(now)})


@kind
def jump(rule: Rule, facts: Facts) -> Found:
    for key, now, before in _pairs(facts):
        change = (now - before) / before
        if max(now, before) < rule.number("least") or abs(change) <= rule.number("tolerance"):
            continue
        if not _folded(now, before, rule.number("fold")):
            words = {"before": shown(before), "value": shown(now), "change": signed_percent(change * 100)}
            yield Hit(key, words)


# --- flow or stock, in the period or cumulative


def _flows(facts: Facts, other: dict[Key, Figure]) -> list[tuple[Key, Decimal, Decimal]]:
    """Totals of flows that are added over periods, with a number in both, in the catalogue's order: box, now, then."""
    found = []
    order = sorted(
        facts.figures.items(), key=lambda one: (one[1].indicator.group, one[1].indicator.order, one[0])
    )
    for key, figure in order:
        indicator = figure.indicator
        if key[1] or indicator.kind != IndicatorKind.FLOW or indicator.over_periods != PeriodAggregation.SUM:
            continue
        now, then = number_of(figure), number_of(other.get(key))
        if now is not None and then:
            found.append((key, now, then))
    return found


@kind
def repeated(rule: Rule, facts: Facts) -> Found:
    for key, now, then in _flows(facts, facts.before):
        if now == then and now >= rule.number("least"):
            yield Hit(key, {"period": facts.before_name, "value": shown(now)})


@kind
def running_total(rule: Rule, facts: Facts) -> Found:
    """One finding for the whole report, at its first flow; none where the unit is asked for cumulative numbers."""
    if facts.submission.period.counting == Regime.Counting.CUMULATIVE:
        return
    flows = _flows(facts, facts.before)
    grown = [key for key, now, then in flows if now > then]
    same = [key for key, now, then in flows if now == then]
    if len(flows) < rule.option("at_least") or len(grown) <= len(same):
        return
    if len(grown) + len(same) >= rule.number("tolerance") * len(flows):
        words = {
            "count": shown(len(grown) + len(same)),
            "of": shown(len(flows)),
            "period": facts.before_name,
        }
        yield Hit(flows[0][0], words, tuple(key for key, _now, _then in flows[1:]))


@kind
def below_inside(rule: Rule, facts: Facts) -> Found:
    for key, now, then in _flows(facts, facts.inside):
        if now < then:
            yield Hit(key, {"value": shown(now), "before": shown(then), "period": facts.inside_name})


@kind
def same_number(rule: Rule, facts: Facts) -> Found:
    """pairs: flow, stock: both the same although the stock was not empty at the start."""
    for flow, stock in rule.option("pairs"):
        value, start = facts.value(flow), facts.opening.get(stock)
        if value and start and value == facts.value(stock) and value >= rule.number("least"):
            words = {
                "flow": facts.name(flow), "stock": facts.name(stock), "value": shown(value), "start": shown(start),
            }  # fmt: skip
            yield Hit((flow, ""), words, ((stock, ""),))


# --- sister units, joint events


@kind
def outlier(rule: Rule, facts: Facts) -> Found:
    """Far above the median of accepted sisters, also for a unit of this size (workforce against theirs)."""
    size = _size(rule, facts)
    for (code, breakdown), figure in facts.figures.items():
        norm, value = facts.norms.get(code), number_of(figure)
        if breakdown or norm is None or value is None or not _enough(rule, norm):
            continue
        times = Decimal(1) if code == "LD01" or figure.indicator.kind == IndicatorKind.AVERAGE else size
        if value < rule.number("least") or value <= rule.number("fold") * norm.median * times:
            continue
        if abs(value - norm.median) > rule.number("deviations") * norm.deviation:
            about = f" (đơn vị đông gấp {shown(times, 1)} lần trung vị)" if times > 1 else ""
            words = {
                "value": shown(value), "count": shown(norm.count), "median": shown(norm.median, 1), "size": about,
            }  # fmt: skip
            yield Hit((code, ""), words)


def _enough(rule: Rule, norm: Norm) -> bool:
    return norm.count >= rule.option("sisters") and norm.median > 0


def _size(rule: Rule, facts: Facts) -> Decimal:
    """How many times the median workforce of the sisters; at least 1."""
    norm, workforce = facts.norms.get("LD01"), facts.value("LD01")
    if norm is None or not workforce or not _enough(rule, norm):
        return Decimal(1)
    return max(Decimal(1), workforce / norm.median)


@kind
def joint(rule: Rule, facts: Facts) -> Found:
    for key, found in facts.joint.items():
        for event in found:
            yield Hit(key, {"title": event.title, "day": shown_day(event.on), "unit": event.unit})
