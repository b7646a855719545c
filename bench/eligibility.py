"""Award eligibility of 3,000 units: thresholds, vetoes, caps, quotas, earlier years, from the scores to the stored classes.

The yardstick is five seconds (issue 6). The classes are first held against those of the same year with its units put in
another order, and the queries of 300 units against those of 3,000.
"""

from __future__ import annotations

import argparse
import sys

from bench._postgres import own_database
from bench._table import best_of, print_table, verdict

YARDSTICK = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with own_database("bench_eligibility"):
        return _measure(options.units, options.rounds)


def _measure(units: int, rounds: int) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from campaigns.emulation.grading import grade
    from campaigns.emulation.services.classing import store_ratings
    from campaigns.emulation.standing import rules_of, standings_of
    from tests.campaigns.emulation.year import make_year

    reads = {}
    movements = {}
    for count in (units // 10, units):
        movement, _plain = make_year(count, max(1, count // 40), name=f"Năm {count}")
        rules = rules_of(movement.criteria, movement.year)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as queries:
            standings = standings_of(movement, rules)
        reads[count], movements[count] = len(queries), (movement, rules, standings)
    if len(set(reads.values())) != 1:
        sys.exit(f"The number of queries grows with the units: {reads}")
    movement, rules, standings = movements[units]
    there = {one.pk: one.order for one in grade(rules, standings)}
    if there != {one.pk: one.order for one in grade(rules, standings[::-1])}:
        sys.exit("The classes depend on the order of the units.")
    best = best_of(
        rounds,
        {"read": lambda: standings_of(movement, rules), "grade": lambda: grade(rules, standings),
         "whole": lambda: store_ratings(movement)},
    )  # fmt: skip
    print_table(
        f"Classes of {units} units, {len(rules.least)} criteria with least points",
        ["", "ms"],
        [[f"reading the standings, {reads[units]} queries", f"{1000 * best['read']:.0f}"],
         ["the rules themselves", f"{1000 * best['grade']:.0f}"],
         ["all, with the stored classes", f"{1000 * best['whole']:.0f}"]],
    )  # fmt: skip
    return verdict(best["whole"] / YARDSTICK, 1.0)


if __name__ == "__main__":
    sys.exit(main())
