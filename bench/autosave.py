"""A hundred people editing a hundred plans: how long until a save is acknowledged.

The server is granian with two workers of four threads, as docs/operations.md starts it, on two cores; the people are a
second process on the same machine, so they take from the same cores. Half of the plans have 7 pages, the others 15, 30
and 60. The editor saves 0.4 s after the last key and never sends before the last answer is there; people who write a
sentence, look at it and go on rest every 4.5 s (2.25 to 6.75 by chance). Then, for the throughput, everybody sends again
as soon as the answer is there.

SQLite is the default; `--postgres` measures PostgreSQL. Afterwards every plan must hold exactly what its person was told
is saved. A single answer of 500 and above is a failure.
"""

from __future__ import annotations

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from itertools import cycle
from pathlib import Path
from typing import Any

from bench._postgres import ROOT, own_database
from bench._server import free_port, granian, processor_seconds, production
from bench._table import print_table, verdict

PEOPLE, PAUSE, SECONDS, SATURATED = 100, 4.5, 15, 6
# Pages of the plans, turn by turn.
PAGES = (7, 15, 7, 30, 7, 15, 7, 60, 7, 15)
LIMIT = 0.150


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-autosave-") as folder:
        production(folder)
        on_postgres = "--postgres" in sys.argv
        if not on_postgres:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/portal.sqlite3"
        with own_database("bench_autosave") if on_postgres else nullcontext():
            return _measure(Path(folder), "PostgreSQL" if on_postgres else "SQLite")


def _measure(folder: Path, database: str) -> int:
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    contents = {pages: _text(pages) for pages in PAGES}
    places = [
        _editor(contents[pages], pages, port) for _n, pages in zip(range(PEOPLE), cycle(PAGES), strict=False)
    ]
    connections.close_all()
    with granian(port) as server:
        _let_people_save(folder, contents, places, seconds=4, pause=1)  # warms up both workers
        started = processor_seconds(server.pid)
        told = _let_people_save(folder, contents, _where_they_are(places), seconds=SECONDS, pause=PAUSE)
        spent = processor_seconds(server.pid) - started
        _check(told)
        rushed = _let_people_save(folder, contents, _where_they_are(places), seconds=SATURATED, pause=0)
        _check(rushed)
    print_table(
        f"{PEOPLE} people, {PEOPLE} plans of 7 to 60 pages, {database}",
        ["", "saves", "errors", "a second", "median ms", "p95 ms", "slowest ms"],
        [_row(f"each every {PAUSE} s", told, SECONDS), _row("without a rest", rushed, SATURATED)],
    )
    print(
        f"Processor time of the server: {spent / len(_times(told)) * 1000:.1f} ms a save. Load {os.getloadavg()[0]:.1f}."
    )
    errors = sum(len(one["failed"]) for one in told + rushed)
    if errors:
        first = next(one["failed"][0] for one in told + rushed if one["failed"])
        sys.exit(f"{errors} saves were answered with an error, the first: {first}")
    return verdict(_p95(told) / LIMIT, 1.0)


def _row(name: str, told: list[dict[str, Any]], seconds: int) -> list[Any]:
    times = _times(told)
    figures = (statistics.median(times), _p95(told), times[-1])
    errors = sum(len(one["failed"]) for one in told)
    return [
        name,
        len(times),
        errors,
        f"{len(times) / seconds:.0f}",
        *(f"{one * 1000:.0f}" for one in figures),
    ]


def _times(told: list[dict[str, Any]]) -> list[float]:
    return sorted(second for one in told for second in one["seconds"])


def _p95(told: list[dict[str, Any]]) -> float:
    times = _times(told)
    return times[int(len(times) * 0.95)]


def _editor(content: dict[str, Any], pages: int, port: int) -> dict[str, Any]:
    """A person signed in, with a plan of their own open."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from plans.outline import PlanContent
    from plans.services import create_plan
    from tests.factories import person, province
    from units.models import Role, Unit

    unit = Unit.objects.filter(kind__code="provincial_federation").first() or province()
    drafter = person(Role.DRAFTER, unit)
    text = PlanContent.from_json(content)
    plan = create_plan(issuer=unit, abstract=text.abstract, by=drafter, content=text)
    client = Client()
    client.force_login(drafter)
    token = secrets.token_hex(16)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: token,
    }
    return {
        "plan": plan.pk,
        "pages": str(pages),
        "path": reverse("plans:plan_save", args=[plan.pk]),
        "port": port,
        "base": plan.current_version.number,
        "csrf": token,
        "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
    }


def _where_they_are(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same people, from the version that stands now."""
    from django.db import connections

    from plans.models import Plan

    numbers = dict(Plan.objects.values_list("pk", "current_version__number"))
    connections.close_all()
    return [place | {"base": numbers[place["plan"]]} for place in places]


def _let_people_save(
    folder: Path, contents: dict[int, Any], places: list[dict[str, Any]], *, seconds: int, pause: float
) -> list[dict[str, Any]]:
    task = folder / "task.json"
    told = {"seconds": seconds, "pause": pause, "contents": contents, "places": places}
    task.write_text(json.dumps(told, ensure_ascii=False))
    done = subprocess.run(
        [sys.executable, "-m", "bench._people", str(task)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=seconds + 60,
    )  # fmt: skip
    return json.loads(done.stdout)


def _check(told: list[dict[str, Any]]) -> None:
    """No save was refused, and every plan is what its person was told."""
    from plans.models import Plan

    refused = [answer for one in told for answer in one["refused"]]
    if refused:
        sys.exit(f"{len(refused)} saves were refused, the first: {refused[0]}")
    plans = {plan.pk: plan for plan in Plan.objects.select_related("current_version")}
    for one in told:
        version = plans[one["plan"]].current_version
        texts = [block["text"] for block in version.content["blocks"]]
        if version.number != one["base"] or texts != one["texts"]:
            sys.exit(f"Plan {one['plan']} is not what its person was told is saved.")
    rows = max(plan.versions.count() for plan in plans.values())
    if rows > 5:
        sys.exit(f"A plan has {rows} versions: the autosaves of a session did not collapse.")


def _text(pages: int) -> dict[str, Any]:
    """The ten pages of bench.plan_pdf, cut or repeated."""
    from bench.plan_pdf import PAGES as WHOLE
    from bench.plan_pdf import _blocks

    whole = list(_blocks())
    blocks = (whole * -(-pages // WHOLE))[: len(whole) * pages // WHOLE]
    return {
        "abstract": "Đưa pháp luật lao động đến từng tổ, từng ca năm 2026",
        "blocks": [block | {"id": f"b{number:06d}"} for number, block in enumerate(blocks)],
    }


if __name__ == "__main__":
    sys.exit(main())
