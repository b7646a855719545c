"""The kinds inside one report, over the whole tree."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.checks.kinds_within import PEOPLE
from reporting.checks.registry import Rule
from reporting.checks.selects import Search, added, listed, of_boxes, of_totals, searched
from reporting.queries.layout import MONEY


@searched
def part_total(rule: Rule, search: Search) -> Iterator[str]:
    yield (
        "SELECT p.submission_id, p.code, p.breakdown FROM f p JOIN f t ON t.submission_id = p.submission_id"
        " AND t.code = p.code AND t.breakdown = '' WHERE p.breakdown <> '' AND p.value > t.value"
    )


@searched
def class_sum(rule: Rule, search: Search) -> Iterator[str]:
    for name, count in search.classes.items():
        yield (
            "SELECT p.submission_id, p.code, '' AS breakdown FROM f p JOIN f t ON t.submission_id = p.submission_id"
            f" AND t.code = p.code AND t.breakdown = '' WHERE p.breakdown LIKE '{name}.%%'"
            f" GROUP BY p.submission_id, p.code, t.value HAVING COUNT(*) = {count} AND ABS(SUM(p.value) - t.value) > 0.00005"
        )


@searched
def not_negative(rule: Rule, search: Search) -> Iterator[str]:
    yield of_boxes("value < 0")


@searched
def nil_return(rule: Rule, search: Search) -> Iterator[str]:
    yield of_boxes("nil_return AND kind = 'F' AND value <> 0")


@searched
def ratio_typed(rule: Rule, search: Search) -> Iterator[str]:
    yield of_boxes(
        "kind = 'R' AND NOT is_formula AND state = 'value' AND base > 0 AND value > base"
        f" AND code NOT IN ({listed(rule.option('except', ()))})"
    )


@searched
def ratio_computed(rule: Rule, search: Search) -> Iterator[str]:
    for ratio in search.ratios:
        if ratio.code not in rule.option("except", ()):
            first = ratio.numerator.split("+")[0]
            yield of_totals(first, f"{added(ratio.numerator)} > c_{ratio.denominator}")


@searched
def needs(rule: Rule, search: Search) -> Iterator[str]:
    for code, needed in rule.option("pairs"):
        yield of_totals(code, f"c_{code} <> 0 AND c_{needed} = 0")


@searched
def at_most(rule: Rule, search: Search) -> Iterator[str]:
    for smaller, larger, _why in rule.option("pairs"):
        yield of_totals(smaller, f"c_{smaller} > c_{larger}")


@searched
def sum_at_most(rule: Rule, search: Search) -> Iterator[str]:
    for parts, larger in rule.option("sums"):
        codes = parts.split("+")
        added = " + ".join(f"COALESCE(c_{code}, 0)" for code in codes)
        yield of_totals(codes[0], f"{added} > c_{larger}")


@searched
def events(rule: Rule, search: Search) -> Iterator[str]:
    for count, people in rule.option("pairs"):
        yield of_totals(
            people, f"c_{people} > 0 AND c_{people} < CASE c_{count} WHEN 0 THEN 1e15 ELSE c_{count} END"
        )


@searched
def possible(rule: Rule, search: Search) -> Iterator[str]:
    tiers = ", ".join(str(tier) for tier in rule.option("tiers"))
    for count, people in rule.option("pairs"):
        most = f"c_{count} * c_LD01 * {rule.number('tolerance')}"
        yield of_totals(people, f"tier IN ({tiers}) AND c_LD01 > 0 AND c_{count} > 0 AND c_{people} > {most}")


@searched
def people(rule: Rule, search: Search) -> Iterator[str]:
    told = {c for ratio in search.ratios if ratio.denominator == "LD01" for c in ratio.numerator.split("+")}
    yield (
        "SELECT f.submission_id, f.code, f.breakdown FROM f JOIN g ON g.submission_id = f.submission_id"
        f" WHERE f.unit_of_measure = '{PEOPLE}' AND f.breakdown = '' AND f.code NOT IN ({listed(sorted(told))})"
        " AND g.c_LD01 > 0 AND f.value > g.c_LD01"
    )


@searched
def plausible(rule: Rule, search: Search) -> Iterator[str]:
    for code, least, most in rule.option("ranges"):
        yield of_totals(code, f"c_{code} <> 0 AND (c_{code} < {least} OR c_{code} > {most})")


@searched
def least_money(rule: Rule, search: Search) -> Iterator[str]:
    yield of_boxes(f"unit_of_measure = '{MONEY}' AND value <> 0 AND value < {rule.number('least')}")


@searched
def per_head(rule: Rule, search: Search) -> Iterator[str]:
    for money, counted, least, most in rule.option("ranges"):
        number = added(counted)
        outside = f"(c_{money} < {least} * {number} OR c_{money} > {most} * {number})"
        yield of_totals(money, f"c_{money} <> 0 AND {number} <> 0 AND {outside}")


@searched
def counts_units(rule: Rule, search: Search) -> Iterator[str]:
    also = listed(rule.option("also"))
    yield of_boxes(f"(over_units = 'distinct' OR code IN ({also})) AND breakdown = '' AND value > 1")


TYPED_RATIO = "kind = 'R' AND NOT is_formula AND state = 'value'"


@searched
def ratio_base(rule: Rule, search: Search) -> Iterator[str]:
    yield of_boxes(f"{TYPED_RATIO} AND COALESCE(base, 0) = 0")


@searched
def weight(rule: Rule, search: Search) -> Iterator[str]:
    yield (
        "SELECT f.submission_id, f.code, f.breakdown FROM f LEFT JOIN f w ON w.submission_id = f.submission_id"
        " AND w.code = f.denominator AND w.breakdown = f.breakdown WHERE f.kind = 'A' AND f.state = 'value'"
        " AND COALESCE(CASE f.denominator WHEN '' THEN f.base ELSE w.value END, 0) = 0"
    )
