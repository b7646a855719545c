"""Queries and time of every list page with 10 and with 1,000 rows, on a SQLite database of its own (DESIGN 8)."""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._table import print_table

KEEP = 1.0
FEW, MANY = 10, 1000
VISITS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        _set_up(Path(folder))
        return _measure(options.few, options.many)


def _set_up(folder: Path) -> None:
    """Django on an empty, migrated database in the folder."""
    os.environ["PORTAL_TEST_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    for name in ("DATABASE_URL", "CELERY_BROKER_URL"):
        os.environ.pop(name, None)
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)


def _measure(few: int, many: int) -> int:
    from bench._lists import LISTS, fill
    from tests.architecture.world import build_world

    world = build_world()
    found: dict[int, dict[str, tuple[int, float]]] = {}
    for first, last in ((0, few), (few, many)):
        fill(world, first, last)
        found[last] = {page.name: _visit(page, world) for page in LISTS}
    rows = []
    ratios = []
    for page in LISTS:
        (less, fast), (more, slow) = found[few][page.name], found[many][page.name]
        ratios.append(more / less)
        rows.append([page.name, less, more, f"{fast:.0f}", f"{slow:.0f}"])
    print_table(
        f"List pages with {few} and with {many:,} rows, SQLite, median of {VISITS} visits",
        ["page", f"queries at {few}", f"at {many:,}", f"ms at {few}", f"at {many:,}"],
        rows,
    )
    # Fewer queries with more rows would be as odd as more.
    worst = max(ratios, key=lambda ratio: abs(ratio - KEEP))
    print(f"ratio={worst:.2f} keep={KEEP:.2f}")
    return 0 if all(ratio == KEEP for ratio in ratios) else 1


def _visit(page: Any, world: Any) -> tuple[int, float]:
    """Queries of a visit, and its median time in ms."""
    from django.test import Client

    from bench._lists import queries_of

    queries = queries_of(page, world)
    client, address = Client(), page.address(world)
    client.force_login(world[page.who])
    times = []
    for _visit in range(VISITS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return queries, statistics.median(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
