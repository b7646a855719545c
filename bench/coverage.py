"""Time and queries of the coverage and allotment pages with 150 and with 1,500 units, on a SQLite database of its own."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._table import print_table, verdict
from bench.pages import _set_up

KEEP = 1.3
FEW, MANY = 150, 1500
VISITS = 15
PAGES = {
    "coverage: tree": "/ke-hoach/{pk}/cap-duoi/",
    "coverage: who has none": "/ke-hoach/{pk}/cap-duoi/?tt=chua-co",
    "coverage: targets lacking": "/ke-hoach/{pk}/cap-duoi/?tt=thieu-chi-tieu",
    "targets and their sums": "/ke-hoach/{pk}/giao-chi-tieu/",
    "one target: a number a unit": "/ke-hoach/{pk}/giao-chi-tieu/{target_pk}/",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-coverage-") as folder:
        _set_up(Path(folder))
        return _measure(options.few, options.many)


def _measure(few: int, many: int) -> int:
    from tests.architecture.world import build_world

    world = build_world()
    found: dict[int, dict[str, tuple[int, float]]] = {}
    for first, last in ((0, few), (few, many)):
        _fill(world, first, last)
        found[last] = {name: _visit(world, address) for name, address in PAGES.items()}
    rows, ratios = [], []
    for name in PAGES:
        (less, fast), (more, slow) = found[few][name], found[many][name]
        if less != more:
            print(f"{name}: {less} queries with {few} units, {more} with {many}")
            return 1
        ratios.append(slow / fast)
        rows.append([name, less, f"{fast:.1f}", f"{slow:.1f}", f"{slow / fast:.2f}"])
    print_table(
        f"Pages with {few} and with {many:,} units directly below, SQLite, processor time, median of {VISITS} visits",
        ["page", "queries", f"ms at {few}", f"ms at {many:,}", "ratio"],
        rows,
    )
    return verdict(max(ratios), KEEP)


def _fill(world: Any, first: int, last: int) -> None:
    """Units that all got the plan; two of three have a plan of their own, half of these issued."""
    from django.db import transaction
    from django.utils import timezone

    from documents.models import Delivery
    from plans.models import Allotment, Plan, Target
    from tests.factories import make_unit

    ids = world.objects["followed target"]
    source, target = Plan.objects.get(pk=ids["pk"]), Target.objects.get(pk=ids["target_pk"])
    today = timezone.localdate()
    with transaction.atomic():
        units = [
            make_unit("commune_union", f"Công đoàn xã Số {n}", world.province, code=f"MS-B{n}")
            for n in range(first, last)
        ]
        Delivery.objects.bulk_create(Delivery(document=source, unit=unit, role="thuc_hien") for unit in units)
        Allotment.objects.bulk_create(Allotment(target=target, unit=u, value=90, official=90) for u in units)
        for n, unit in enumerate(units):
            if n % 3 == 0:
                continue
            state = {"status": "issued", "number": n + 1, "issued_on": today} if n % 3 == 1 else {}
            plan = Plan(issuer=unit, type="KH", symbol="KH-CĐX", abstract=f"Kế hoạch {n}", place_name="Mẫu Sơn",
                        derived_from=source, **state)  # fmt: skip
            plan.save()
            Target.objects.create(
                plan=plan, block_id="a", text="x", name="x", value=90 - n % 2, upper_target=target
            )


def _visit(world: Any, address: str) -> tuple[int, float]:
    """Queries of a visit, and its median processor time in ms."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, url = Client(), address.format(**world.objects["followed target"])
    client.force_login(world["office"])
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
        queries = len(seen)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    times = []
    for _round in range(VISITS):
        started = time.process_time()
        client.get(url)
        times.append(time.process_time() - started)
    return queries, statistics.median(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
