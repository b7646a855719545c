"""The first page of a province's leader and of the officer who follows the work, with 150 and with 1,500 unions below.

Every union has 30 pieces of work and 30 targets (each told of) from one plan and owes one report. PostgreSQL, or SQLite
with --sqlite.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bench._postgres import own_database
from bench._table import print_table

KEEP = 1.3
FEW, MANY, TASKS, TARGETS, VISITS = 150, 1_500, 30, 30, 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-dashboard-") as folder:
        if options.sqlite:
            from bench.pages import _set_up

            _set_up(Path(folder))
        with nullcontext() if options.sqlite else own_database("bench_dashboard"):
            return _measure("SQLite" if options.sqlite else "PostgreSQL")


def _measure(database: str) -> int:
    found = {size: _visits(size) for size in (FEW, MANY)}
    rows, ratios, same = [], [], True
    for who, (few_queries, fast) in found[FEW].items():
        many_queries, slow = found[MANY][who]
        same = same and few_queries == many_queries
        ratios.append(slow / fast)
        rows.append([who, few_queries, many_queries, f"{fast:.0f}", f"{slow:.0f}", f"{slow / fast:.2f}"])
    print_table(
        f"First page, {FEW} and {MANY:,} unions × {TASKS} tasks and {TARGETS} targets, {database}, best of {VISITS} visits",
        ["who", f"queries at {FEW}", f"at {MANY:,}", f"ms at {FEW}", f"at {MANY:,}", "ratio"],
        rows,
    )
    print(f"ratio={max(ratios):.2f} keep={KEEP:.2f}")
    return 0 if same and max(ratios) <= KEEP else 1


def _visits(size: int) -> dict[str, tuple[int, float]]:
    """Person → queries of a visit and its best time in ms, in a province of its own."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    people = _province(size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    found = {}
    for who, person in people.items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(person)
        answer = client.get("/")
        assert answer.status_code == 200, answer.status_code
        assert f"{size * TASKS:,}".replace(",", ".") in answer.content.decode(), "the work is not on the page"
        assert f"{TARGETS} chỉ tiêu: " in answer.content.decode(), "the targets are not on the page"
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        queries, times = len(seen), []
        for _visit in range(VISITS):
            started = time.perf_counter()
            client.get("/")
            times.append(time.perf_counter() - started)
        found[who] = queries, min(times) * 1000
    return found


def _province(size: int) -> dict[str, Any]:
    from django.utils import timezone

    from plans.assignments.models import Assignment
    from plans.assignments.services import give
    from plans.models import Plan, Task
    from tests import factories
    from tests.reporting.factories import opened
    from units.models import Role, Unit

    top = factories.province(f"LĐLĐ tỉnh {size}")
    kind = factories.unit_kind("grassroots_union")
    Unit.objects.bulk_create(
        [
            Unit(kind=kind, name=f"CĐCS {n}", parent=top, depth=2, code=f"B{size}-{n}", path=f"{top.path}z{n:04d}",
                 name_fold=f"cdcs {n}", sort_key=f"{n:06d}")
            for n in range(size)
        ],
        batch_size=500,
    )  # fmt: skip
    Unit.objects.filter(pk=top.pk).update(child_count=size)
    people = {"leader": factories.person(Role.LEADER, top), "officer": factories.person(Role.UPPER_UNIT, top)}
    today = timezone.localdate()
    plan = Plan.objects.create(
        issuer=top, type="KH", symbol="KH-LĐLĐ", number=1, status="issued", issued_on=today, abstract="Kế hoạch",
        place_name="Mẫu Sơn",
    )  # fmt: skip
    for n in range(TASKS):
        Task.objects.create(plan=plan, block_id=f"t{n:05d}", text=f"Nhiệm vụ {n}", order=n, lead_unit=top)
        give(plan, f"t{n:05d}", by=people["officer"], group="co_so", deadline_on=today)
    states = ("assigned", "doing", "reported", "confirmed")
    for place, state in enumerate(states):
        ids = Assignment.objects.filter(by_unit=top, pk__endswith=str(place * 2))
        ids.update(status=state)
    _targets(plan, top, today)
    opened(top, year=today.year - (size == MANY))
    return people


def _targets(plan: Any, top: Any, today: Any) -> None:
    """30 targets given to every union; each union has told a number of every one."""
    from plans.models import Allotment, Target
    from reporting.models import TargetEntry
    from reporting.targets.standings import refresh_standings
    from units.models import Unit

    units = list(Unit.objects.filter(parent=top).values_list("pk", flat=True))
    targets = Target.objects.bulk_create(
        Target(plan=plan, block_id=f"c{n:05d}", text="x", name=f"Chỉ tiêu {n}", value=len(units) * 10, order=n,
               unit_of_measure="người", basis="year")
        for n in range(TARGETS)
    )  # fmt: skip
    given = (Allotment(target=one, unit_id=pk, value=10, official=10) for one in targets for pk in units)
    Allotment.objects.bulk_create(given, batch_size=2000)
    told = (
        TargetEntry(target=one, unit_id=pk, value=n % 13, as_of=today, url="https://congdoan.example/a")
        for n, one in enumerate(targets) for pk in units
    )  # fmt: skip
    TargetEntry.objects.bulk_create(told, batch_size=2000)
    refresh_standings(plan)


if __name__ == "__main__":
    sys.exit(main())
