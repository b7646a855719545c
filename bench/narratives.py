"""The page of what 1,473 units wrote under a heading: opened with every text read ahead against opened with none read.

Processor time of one process on SQLite; both give the same groups, and neither asks more queries than for ten units.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._table import print_table, verdict

KEEP = 0.2
UNITS, HEADINGS, PARAGRAPHS = 1473, 8, 4
TEXTS = Path(__file__).parent.parent / "reporting/demo/texts/narratives.toml"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS)
    units = parser.parse_args().units
    with tempfile.TemporaryDirectory(prefix="bench-narratives-") as folder:
        os.environ["PORTAL_TEST_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        return _measure(units)


def _measure(units: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from reporting.narratives import queries
    from reporting.narratives.services import read_ahead

    call_command("migrate", verbosity=0)
    place = _fill(units)
    section = next(one for one, told in queries.headings(place) if told)

    def opened() -> tuple[Any, float, int]:
        with CaptureQueriesContext(connection) as asked:
            found, spent = _timed(lambda: queries.groups_of(queries.paragraphs_of(place, section)))
        return found, spent, len(asked)

    first, unread, many = opened()
    read, ahead = _timed(lambda: read_ahead(place))
    again, none_left = _timed(lambda: read_ahead(place))
    second, kept, asked = opened()
    if first != second or again or asked > many:
        sys.exit("What was kept is not what is read.")
    letters = sum(len(member.text) for group in second for member in group.members)
    rows = [
        ["opened, nothing read ahead", f"{unread:.2f}", many],
        ["opened, all read ahead", f"{kept:.2f}", asked],
        [f"{read} texts read ahead, {HEADINGS} headings", f"{ahead:.2f}", ""],
        ["asked again, nothing new", f"{none_left:.2f}", ""],
    ]  # fmt: skip
    print_table(f"{units} units, {letters:,} letters under a heading", ["", "CPU s", "queries"], rows)
    return verdict(kept / unread, KEEP)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


def _fill(units: int) -> Any:
    """A province of accepted reports with texts that are partly copied from each other."""
    from reporting.models import Narrative, NarrativeSection, PeriodUnit, Submission
    from tests import factories
    from tests.reporting.compile_factories import freeze_tree, kind, make_period
    from units.models import Unit

    province = factories.province()
    upper = factories.upper_unit(province, "Công đoàn phường Hồ Sen")
    for n in range(units):
        factories.grassroots(upper, f"CĐCS Công ty {n + 1:04d}")
    for unit in Unit.objects.select_related("kind"):
        Unit.objects.filter(pk=unit.pk).update(kind=kind(unit.kind.tier))
    freeze_tree(make_period(province))
    reports = list(Submission.objects.filter(period_unit__tier=3).select_related("form"))
    Submission.objects.filter(pk__in=[report.pk for report in reports]).update(
        status="accepted", accepted_at="2026-06-10T01:00:00Z"
    )
    chance = random.Random(7)
    said = [
        text
        for kinds in tomllib.loads(TEXTS.read_text()).values()
        for texts in kinds.values()
        for text in texts
    ]
    words = " ".join(said).split()
    sections = NarrativeSection.objects.filter(form=reports[0].form).order_by("order")[:HEADINGS]

    def paragraph(n: int) -> str:
        chosen = [*chance.choice(said).split(), *chance.choice(said).split()]
        for _ in range(chance.choice((0, 0, 1, 6, 12))):
            chosen[chance.randrange(len(chosen))] = chance.choice(words)
        return f"{' '.join(chosen)} Tổ chức {n % 30} cuộc tuyên truyền, {n} lượt người."

    Narrative.objects.bulk_create(
        (
            Narrative(
                submission=report,
                section=section,
                text="\n".join(paragraph(n + k) for k in range(PARAGRAPHS)),
            )
            for section in sections
            for n, report in enumerate(reports)
        ),
        batch_size=2000,
    )
    return PeriodUnit.objects.get(unit=province)


if __name__ == "__main__":
    sys.exit(main())
