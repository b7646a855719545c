"""Templates of all units of a province in one archive, and the consolidation workbook of their reports: memory, time.

Each is made by its job in a process of its own, whose peak memory is what counts; both are opened again and counted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from bench._table import print_table, verdict

UNITS, ROWS = 1_473, 60
KEEP_MB = 400
WORK = {"templates": "templates of every unit (ZIP)", "consolidation": "consolidation workbook (XLSX)"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--only", choices=sorted(WORK))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-workbooks-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        own = multiprocessing.get_context("spawn")
        rows, most = [], 0.0
        for name in ("fill", *([options.only] if options.only else WORK)):
            with own.Pool(1) as pool:
                told = pool.apply(_work, (name, options.units, folder))
            if name in WORK:
                most = max(most, told["mb"])
                rows.append([WORK[name], f"{told['seconds']:.1f}", f"{told['start_mb']:.0f}", f"{told['mb']:.0f}",
                             told["bytes"] // 1024, told["count"]])  # fmt: skip
    headings = ["", "s", "MB before", "MB peak", "kB", "files, rows"]
    print_table(f"Workbooks of {options.units} units, {ROWS} figures each, SQLite", headings, rows)
    print(f"memory keep=<={KEEP_MB} MB a process")
    return verdict(most / KEEP_MB, 1)


def _work(name: str, units: int, folder: str) -> dict[str, Any]:
    import django

    from config import env

    env.write_below(Path(folder))
    django.setup()
    from django.core.management import call_command

    from bench._tree import fill_tree
    from reporting.models import Period, PeriodUnit, Submission
    from units.models import User

    if name == "fill":
        call_command("migrate", verbosity=0)
        fill_tree(units, ROWS)
        Period.objects.update(status=Period.Status.OPEN)
        User.objects.create(username="bench", is_superuser=True)
        return {}
    Submission.objects.update(status="draft" if name == "templates" else "accepted")
    return _made(
        PeriodUnit.objects.select_related("unit", "period").get(depth=1), User.objects.get(), name, units
    )


def _made(place: Any, person: Any, name: str, units: int) -> dict[str, Any]:
    from django.core.files.storage import default_storage

    from documents import jobs
    from reporting.workbooks.services.consolidations import ask_for_consolidation
    from reporting.workbooks.services.templates import ask_for_templates

    jobs._put = lambda _id: None  # run here, not by a worker
    before = _peak_mb()
    ask = ask_for_templates if name == "templates" else ask_for_consolidation
    started = time.perf_counter()
    job = ask(place, by=person)
    jobs.run(job.pk)
    seconds = time.perf_counter() - started
    job.refresh_from_db()
    most = _peak_mb()
    if job.status != "ready":
        raise RuntimeError(f"{name}: {job.status} {job.error}")
    with default_storage.open(job.result["file"]) as kept:
        size, count = kept.size, _count(kept, name)
    if count != (units if name == "templates" else units * ROWS):
        raise RuntimeError(f"{name}: {count} found for {units} units")
    return {"seconds": seconds, "start_mb": before, "mb": most, "bytes": size, "count": count}


def _count(kept: Any, name: str) -> int:
    """Templates in the archive; rows of single figures in the workbook."""
    with zipfile.ZipFile(kept) as archive:
        if name == "templates":
            return len(archive.namelist())
        last = sorted(one for one in archive.namelist() if one.startswith("xl/worksheets/sheet"))[-1]
        return archive.read(last).count(b"<row ") - 1


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
