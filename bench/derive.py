"""A derived draft of a plan of ten pages, on a SQLite database of its own."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench._table import print_table, verdict
from bench.pages import _set_up
from bench.plan_pdf import PAGES, _blocks

KEEP = 1.0
SECONDS = 2.0
ROUNDS = 9


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-derive-") as folder:
        _set_up(Path(folder))
        return _measure()


def _measure() -> int:
    from plans.models import Plan
    from plans.outline import PlanContent
    from plans.services import create_plan, derive_plan
    from tests.factories import person, province, upper_unit
    from units.models import Role

    place = province()
    drafter = person(Role.DRAFTER, place)
    text = {"abstract": "Tuyên truyền, phổ biến pháp luật", "bases": [], "opening": [], "closing": []}
    content = PlanContent.from_json(text | {"blocks": list(_blocks())})
    upper = create_plan(issuer=place, abstract=content.abstract, by=drafter, content=content)
    Plan.objects.filter(pk=upper.pk).update(status="issued", number=1, issued_on="2026-01-05")
    times = []
    for _round in range(ROUNDS):
        officer = person(Role.DRAFTER, upper_unit(place))
        unit = officer.seats.get().unit
        issued = Plan.objects.get(pk=upper.pk)
        started = time.perf_counter()
        made = derive_plan(issued, issuer=unit, by=officer)
        times.append(time.perf_counter() - started)
        assert made.current_version is not None
        assert len(made.current_version.content["blocks"]) == len(content.outline.blocks)
    middle, worst = statistics.median(times), max(times)
    print_table(
        f"Deriving a plan of {PAGES} pages ({len(content.outline.blocks)} blocks), {ROUNDS} units",
        ["", "median ms", "worst ms"],
        [
            ["derive_plan", f"{middle * 1000:.0f}", f"{worst * 1000:.0f}"],
            ["keep", f"{SECONDS * 1000:.0f}", ""],
        ],
    )
    return verdict(worst / SECONDS, KEEP)


if __name__ == "__main__":
    sys.exit(main())
