"""A hundred people editing a hundred plans of seven pages: how long until a save is acknowledged (issue 3).

The server is granian with two workers of eight threads, as docs/operations.md starts it, on two cores; the people are a
second process on the same machine. Everybody saves about every three seconds (1.5 to 4.5 by chance) and waits for the
answer. SQLite is the default; `--postgres` measures PostgreSQL. Afterwards every plan must hold exactly what its person
was told is saved.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from bench._postgres import ROOT, own_database
from bench._table import print_table, verdict

PEOPLE, PAUSE, SECONDS = 100, 3.0, 20
LIMIT = 0.150
CORES = "0,1"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-autosave-") as folder:
        os.environ |= {
            "PORTAL_VAR": folder,
            "STATIC_ROOT": f"{folder}/static",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "SECURE_SSL_REDIRECT": "False",
            "LOG_LEVEL": "WARNING",
        }
        on_postgres = "--postgres" in sys.argv
        if not on_postgres:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/portal.sqlite3"
        with own_database("bench_autosave") if on_postgres else nullcontext():
            return _measure(Path(folder), "PostgreSQL" if on_postgres else "SQLite")


def _measure(folder: Path, database: str) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    port = _free_port()
    content = _text()
    places = [_editor(number, content, port) for number in range(PEOPLE)]
    from django.db import connections

    connections.close_all()
    with _server(port):
        _let_people_save(folder, content, places, seconds=5)  # warms up both workers
        told = _let_people_save(folder, content, _where_they_are(places), seconds=SECONDS)
    _check(told)
    times = sorted(second for one in told for second in one["seconds"])
    p95 = times[int(len(times) * 0.95)]
    print_table(
        f"{PEOPLE} people, {PEOPLE} plans of {len(content['blocks'])} blocks, {database}, {SECONDS} s",
        ["", "saves", "sent again", "a second", "median ms", "p95 ms", "slowest ms"],
        [["autosave acknowledged", len(times), sum(one["busy"] for one in told), f"{len(times) / SECONDS:.0f}",
          *(f"{value * 1000:.0f}" for value in (statistics.median(times), p95, times[-1]))]],
    )  # fmt: skip
    return verdict(p95 / LIMIT, 1.0)


def _editor(number: int, content: dict[str, Any], port: int) -> dict[str, Any]:
    """A person signed in, with a plan of their own open."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from plans.services import create_plan, save_plan
    from tests.factories import person, province
    from units.models import Role, Unit

    unit = Unit.objects.filter(kind__code="provincial_federation").first() or province()
    drafter = person(Role.DRAFTER, unit, f"Cán bộ {number}")
    plan = create_plan(issuer=unit, abstract=content["abstract"], by=drafter)
    version = save_plan(plan, content=content, base=1, by=drafter)
    client = Client()
    client.force_login(drafter)
    token = secrets.token_hex(16)
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: token,
    }
    return {
        "plan": plan.pk,
        "path": reverse("plans:plan_save", args=[plan.pk]),
        "port": port,
        "base": version.number,
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
    folder: Path, content: dict[str, Any], places: list[dict[str, Any]], *, seconds: int
) -> list[dict[str, Any]]:
    task = folder / "task.json"
    task.write_text(
        json.dumps(
            {"seconds": seconds, "pause": PAUSE, "content": content, "places": places}, ensure_ascii=False
        )
    )
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
        if version.number != one["base"] or texts != [block["text"] for block in one["content"]["blocks"]]:
            sys.exit(f"Plan {one['plan']} is not what its person was told is saved.")
    rows = max(plan.versions.count() for plan in plans.values())
    if rows > 5:
        sys.exit(f"A plan has {rows} versions: the autosaves of a session did not collapse.")


@contextmanager
def _server(port: int) -> Iterator[None]:
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "config.wsgi:application",
               "--workers", "2", "--blocking-threads", "8", "--host", "127.0.0.1", "--port", str(port),
               "--log-level", "warning"]  # fmt: skip
    pinned = ["taskset", "-c", CORES] if shutil.which("taskset") and (os.cpu_count() or 1) > 2 else []
    server = subprocess.Popen([*pinned, *command], cwd=ROOT)
    try:
        _wait_for(port, server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            sys.exit("granian did not start.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("granian does not answer.")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _text() -> dict[str, Any]:
    """Seven pages: the ten of bench.plan_pdf without the last parts."""
    from bench.plan_pdf import PAGES, _blocks

    blocks = list(_blocks())
    return {
        "abstract": "Đưa pháp luật lao động đến từng tổ, từng ca năm 2026",
        "blocks": blocks[: len(blocks) * 7 // PAGES],
    }


if __name__ == "__main__":
    sys.exit(main())
