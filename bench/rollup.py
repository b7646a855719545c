"""Roll-up of a whole tree on PostgreSQL against one hand-written SQL GROUP BY (DESIGN 8).

The tree has one province, 30 upper units and grassroots unions below them, every report accepted. The hand-written
statement gives the same numbers for the same places: every indicator of the province and of each upper unit.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from bench._postgres import own_database
from bench._table import best_of, print_table, verdict

KEEP = 1.5
MEMORY = 400  # MB
UPPER_UNITS = 30
INDICATORS = 100

TREE = """
INSERT INTO units_unit (id, code, kind_id, sector, place_name, parent_id, path, depth, name, short_name, name_fold,
    sort_key, child_count, member_count, phone, email, address)
SELECT n, 'DV' || n,
    CASE WHEN n = 1 THEN 'tinh' WHEN n <= %(upper)s + 1 THEN 'xa' ELSE 'co_so' END,
    (ARRAY['hcsn', 'dnnn', 'nnn', 'fdi'])[n %% 4 + 1], 'Mẫu Sơn',
    CASE WHEN n = 1 THEN NULL WHEN n <= %(upper)s + 1 THEN 1 ELSE 2 + n %% %(upper)s END,
    CASE WHEN n = 1 THEN '00001' WHEN n <= %(upper)s + 1 THEN '00001' || lpad(n::text, 5, '0')
        ELSE '00001' || lpad((2 + n %% %(upper)s)::text, 5, '0') || lpad((n / %(upper)s)::text, 5, '0') END,
    CASE WHEN n = 1 THEN 1 WHEN n <= %(upper)s + 1 THEN 2 ELSE 3 END,
    'Đơn vị ' || n, '', '', lpad(n::text, 8, '0'), 0, 0, '', '', ''
FROM generate_series(1, %(units)s) n;

INSERT INTO reporting_periodunit (period_id, unit_id, parent_id, path, depth, tier, sector, kind_code, name, sort_key,
    form_id, obliged, members, due_on)
SELECT %(period)s, id, NULL, path, depth, depth, sector, kind_id, name, sort_key, %(form)s, TRUE,
    CASE depth WHEN 3 THEN 20 + id %% 300 ELSE 0 END, '2026-06-10'
FROM units_unit WHERE id <= %(units)s ORDER BY id;

UPDATE reporting_periodunit child SET parent_id = parent.id FROM reporting_periodunit parent
WHERE parent.path = substr(child.path, 1, length(child.path) - 5);

INSERT INTO reporting_submission (period_unit_id, period_id, unit_id, form_id, status, nil_return, late,
    times_returned, version, updated_at)
SELECT id, period_id, unit_id, form_id, 'accepted', FALSE, FALSE, 0, 1, now() FROM reporting_periodunit ORDER BY id;
"""
FIGURES = """
INSERT INTO reporting_figure (submission_id, indicator_id, breakdown, state, value, note, return_note)
SELECT s.id, i.id, '', CASE WHEN (s.id + i.id) %% 50 = 0 THEN 'nil' ELSE 'value' END,
    CASE WHEN (s.id + i.id) %% 50 = 0 THEN NULL ELSE (s.id * 7 + i.id * 13) %% 1000 END, '', ''
FROM reporting_submission s CROSS JOIN (
    SELECT id FROM reporting_indicator WHERE over_units = 'sum' AND NOT computed ORDER BY "order", code LIMIT %(indicators)s
) i;
"""

BY_HAND = """
SELECT substr(u.path, 1, l.len) AS path, f.indicator_id, SUM(f.value) AS value, COUNT(*) AS units
FROM reporting_figure f
JOIN reporting_submission s ON s.id = f.submission_id
JOIN reporting_periodunit u ON u.id = s.period_unit_id
CROSS JOIN (VALUES (5), (10)) l(len)
WHERE s.period_id = %s AND s.status IN ('accepted', 'compiled') AND f.state IN ('value', 'nil') AND f.breakdown = ''
    AND length(u.path) >= l.len
GROUP BY 1, 2
"""

STORED = """
SELECT u.path, t.indicator_id, t.value, t.units_with_value
FROM reporting_total t
JOIN reporting_periodunit u ON u.id = t.period_unit_id
JOIN reporting_indicator i ON i.id = t.indicator_id
WHERE t.breakdown = '' AND i.over_units = 'sum'
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=11_000)
    parser.add_argument("--indicators", type=int, default=INDICATORS)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with own_database("bench_rollup"):
        return _measure(options.units, options.indicators, options.rounds)


def _measure(units: int, indicators: int, rounds: int) -> int:
    from django.db import connection

    from reporting.models import PeriodUnit, Total
    from reporting.rollups import freeze_totals

    started = time.perf_counter()
    figures = _fill(units, indicators)
    filled = time.perf_counter() - started
    root = PeriodUnit.objects.get(depth=1)

    def by_hand() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, [root.period_id])
            return cursor.fetchall()

    freeze_totals(root)
    with connection.cursor() as cursor:
        cursor.execute(STORED)
        stored = {(path, indicator): (Decimal(value), n) for path, indicator, value, n in cursor.fetchall()}
    wanted = {(path, indicator): (Decimal(value or 0), n) for path, indicator, value, n in by_hand()}
    if stored != wanted:
        sys.exit(f"The numbers differ: {len(stored)} stored, {len(wanted)} by hand.")
    best = best_of(rounds, {"ours": lambda: freeze_totals(root), "hand": by_hand})
    ratio = best["ours"] / best["hand"]
    print_table(
        f"Roll-up of {units:,} units × {indicators} indicators ({figures:,} figures), PostgreSQL, best of {rounds}",
        ["", "seconds", "numbers", "stored"],
        [
            [
                "freeze_totals: all totals, with breakdowns and n of N",
                f"{best['ours']:.3f}",
                Total.objects.count(),
                "yes",
            ],
            ["one hand-written SELECT … GROUP BY", f"{best['hand']:.3f}", len(wanted), "no"],
        ],
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Memory of the worker: {memory:.0f} MB at most, keep <= {MEMORY} MB. Filled in {filled:.0f} s.")
    return verdict(max(ratio / KEEP, memory / MEMORY) * KEEP, KEEP)


def _fill(units: int, indicators: int) -> int:
    """The catalogue, one period and the tree with its figures; gives the number of figures."""
    import datetime as dt

    from django.db import connection

    from reporting import catalogue
    from reporting.models import Figure, Form, Period, PeriodUnit, Regime, Submission
    from units.models import Unit, UnitKind

    catalogue.load()
    for tier, code in enumerate(("tinh", "xa", "co_so"), start=1):
        UnitKind.objects.create(code=code, name=code, tier=tier)
    owner = Unit.objects.create(
        pk=10_000_000,
        code="CHU",
        kind_id="tinh",
        name="Đơn vị ban hành",
        path="zzzzz",
        name_fold="",
        sort_key="",
    )
    regime = Regime.objects.create(code="bench", name="Thống kê", owner=owner, frequency="half_year")
    period = Period.objects.create(
        regime=regime,
        code="bench",
        name="Kỳ đo",
        year=2026,
        starts_on=dt.date(2025, 12, 1),
        ends_on=dt.date(2026, 5, 31),
    )
    values = {
        "units": units,
        "upper": UPPER_UNITS,
        "indicators": indicators,
        "period": period.pk,
        "form": Form.objects.all()[0].pk,
    }
    with connection.cursor() as cursor:
        for model in (Unit, PeriodUnit, Submission, Figure):
            _let_columns_default(cursor, model)
        cursor.execute(TREE, values)
        with _without_keys(cursor, Figure):
            cursor.execute(FIGURES, values)
        cursor.execute("VACUUM ANALYZE")
    return Figure.objects.count()


@contextmanager
def _without_keys(cursor: Any, model: Any) -> Iterator[None]:
    """Constraints and indexes of the table are made anew after the block, each at once: row by row they take most of the
    time of twelve million rows."""
    table = model._meta.db_table
    cursor.execute("SET synchronous_commit = off")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype <> 'n' "
        "ORDER BY contype = 'f'",
        [table],
    )
    constraints = cursor.fetchall()
    names = [name for name, _text in constraints]
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND NOT indexname = ANY(%s)",
        [table, names],
    )
    indexes = cursor.fetchall()
    for name in reversed(names):
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    for name, _text in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for name, text in constraints:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {text}')
    for _name, text in indexes:
        cursor.execute(text)


def _let_columns_default(cursor: Any, model: Any) -> None:
    """The defaults of the model as defaults of its columns, so that TREE names only what it is about."""
    from django.db import connection

    for field in model._meta.concrete_fields:
        if field.null or field.primary_key or field.remote_field or field.get_default() is None:
            continue
        default = field.get_db_prep_save(field.get_default(), connection)
        table, column = model._meta.db_table, field.column
        cursor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET DEFAULT %s', [default])


if __name__ == "__main__":
    sys.exit(main())
