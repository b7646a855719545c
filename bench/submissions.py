"""Reports a second: saved whole, validated, audited and sent by the units' own people through the real server.

The server is granian with two workers of four threads on PostgreSQL, as docs/operations.md starts it, on two cores; the
units are a second process on the same machine, so they take from the same cores. A fixed number of connections sends
(closed loop): a unit posts its whole report with its narratives to the cell endpoint and asks to send it, the next one
follows when the answer is there. Afterwards every report that was told it is sent must stand in the tables with each of
its cells, its moves, its receipt and its two audit entries, and the chain of the log must be whole.

Then one report is accepted by its officer and the province's total is read until it shows: at most one second.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench._postgres import ROOT, own_database
from bench._server import free_port, granian, processor_seconds, production
from bench._table import print_table, verdict

WANTED, VISIBLE = 50.0, 1.0
UPPER_UNITS = 8
WHOLE = {
    "LD01": "120", "LD01:n.nu": "80", "TC01": "1", "TC05": "100", "TC05:n.nu": "70", "TC06": "5", "TC06:n.nu": "3",
    "TC07": "0", "TT01": "3", "TT01:h.truc_tiep": "2", "TT01:h.truc_tuyen": "1", "TT02": "250", "TT02:n.nu": "150",
    "CL01": "10", "CL02": "5.000.000",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1_473, help="grassroots unions that owe a report")
    parser.add_argument("--connections", type=int, default=8, help="how many send at the same time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-submissions-") as folder:
        production(folder)
        with own_database("bench_submissions"):
            return _measure(Path(folder), options.units, options.connections)


def _measure(folder: Path, units: int, connections: int) -> int:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    places, officer = _fill(units, port)
    _forget_connections()
    with granian(port) as server:
        warm = units // 10
        _send(folder, places[:warm], connections)
        before, started = processor_seconds(server.pid), time.perf_counter()
        told = _send(folder, places[warm:], connections)
        spent, wall = processor_seconds(server.pid) - before, time.perf_counter() - started
        seconds = told["until"] - told["since"]
        lost = _lost(places)
        visible = _visible(officer, port)
    rate = (units - warm) / seconds
    times = sorted(told["times"])
    print_table(
        f"{units - warm} reports of {places[0]['cells']} cells over {connections} connections, PostgreSQL",
        ["", "reports", "seconds", "a second", "median ms", "p95 ms", "slowest ms", "lost"],
        [[
            "saved, validated, audited, sent", units - warm, f"{seconds:.1f}", f"{rate:.0f}",
            *(f"{1000 * t:.0f}" for t in (times[len(times) // 2], times[int(len(times) * 0.95)], times[-1])), lost,
        ]],
    )  # fmt: skip
    print(
        f"Server: {1000 * spent / (units - warm):.1f} ms of processor a report; start and end of the senders "
        f"{wall - seconds:.1f} s. A total of {units} units shows {visible:.2f} s after an acceptance. "
        f"Load {os.getloadavg()[0]:.1f}."
    )
    if lost:
        sys.exit(f"{lost} reports were lost or are not what was sent.")
    return verdict(max(WANTED / rate, visible / VISIBLE), 1.0)


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()


def _send(folder: Path, places: list[dict[str, Any]], connections: int) -> dict[str, Any]:
    task = folder / "reports.json"
    task.write_text(json.dumps({"connections": connections, "places": places}, ensure_ascii=False))
    done = subprocess.run(
        [sys.executable, "-m", "bench._reports", str(task)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60 + len(places),
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    told = json.loads(done.stdout)
    if told["refused"]:
        sys.exit(f"{len(told['refused'])} reports were not taken, the first: {told['refused'][0]}")
    return told


def _lost(places: list[dict[str, Any]]) -> int:
    """Reports that do not stand whole in the tables; the log must be whole."""
    from django.db.models import Count

    from reporting.models import EntryReceipt, Figure, Submission, SubmissionMove
    from units.audit import verify_chain
    from units.models import AuditEntry

    def by_report(rows: Any, field: str = "submission_id") -> dict[int, int]:
        return {int(row[field]): row["n"] for row in rows.order_by().values(field).annotate(n=Count("pk"))}

    sent = set(Submission.objects.filter(status="submitted").values_list("pk", flat=True))
    log = AuditEntry.objects.filter(target_kind="reporting.submission")
    wanted = ((by_report(Figure.objects), "cells"), (by_report(SubmissionMove.objects), 2),
              (by_report(EntryReceipt.objects), 1), (by_report(log, "target_id"), 2))  # fmt: skip
    if verify_chain() is not None:
        sys.exit("The chain of the log is broken.")
    return sum(
        place["submission"] not in sent
        or any(
            found.get(place["submission"]) != (place["cells"] if number == "cells" else number)
            for found, number in wanted
        )
        for place in places
    )


def _visible(officer: dict[str, Any], port: int) -> float:
    """Seconds from the press on “Duyệt” until the province's page shows the new total."""
    from reporting.models import Submission

    # Everybody else is accepted already, so that the total is as large as it gets.
    others = Submission.objects.filter(status="submitted").exclude(pk=officer["submission"])
    counted = others.update(status="accepted")
    _forget_connections()
    shown = f"{(counted + 1) * 100:,}".replace(",", ".")
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": officer["cookie"], "X-CSRFToken": officer["csrf"]}
    asked.request("GET", officer["totals"], headers=headers)
    if shown in asked.getresponse().read().decode():
        sys.exit("The total is there before the acceptance.")
    started = time.perf_counter()
    form = headers | {"Content-Type": "application/x-www-form-urlencoded"}
    asked.request("POST", officer["step"], urlencode({"step": "accept"}), headers=form)
    answer = asked.getresponse()
    answer.read()
    if answer.status != 302:
        sys.exit(f"The acceptance was answered with {answer.status}.")
    asked.request("GET", officer["totals"], headers=headers)
    page = asked.getresponse().read().decode()
    seconds = time.perf_counter() - started
    if shown not in page:
        sys.exit(f"The total {shown} is not on the province's page after the acceptance.")
    return seconds


# --- rows


def _fill(units: int, port: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A province with an open period; for each grassroots union what its chair sends."""
    from django.urls import reverse

    from reporting import catalogue
    from reporting.models import Form, PeriodUnit, Submission
    from reporting.queries.layout import layout_of
    from reporting.services import create_period, create_regime, open_period
    from tests.factories import person, province, upper_unit
    from units.models import Role, Seat, User
    from units.services import UnitRow, bulk_create_units

    catalogue.load()
    top = province()
    uppers = [upper_unit(top, f"Công đoàn phường {n}") for n in range(UPPER_UNITS)]
    from tests.factories import unit_kind

    unit_kind("grassroots_union")
    bulk_create_units(
        [
            UnitRow(
                code=f"CS{n:05d}", name=f"CĐCS Công ty {n}", kind="grassroots_union", parent=uppers[n % UPPER_UNITS].code,
                sector="nnn", member_count=100,
            )
            for n in range(units)
        ]
    )  # fmt: skip
    period = open_period(create_period(create_regime(top, by=None), year=2026, by=None), by=None)
    reports = list(
        Submission.objects.filter(period=period, unit__code__startswith="CS").order_by("unit__code")
    )
    people = User.objects.bulk_create(
        [
            User(username=f"cs{report.pk}", full_name=f"Chủ tịch {report.pk}", password="!")
            for report in reports
        ],
        batch_size=500,
    )
    Seat.objects.bulk_create(
        [
            Seat(user=chair, unit_id=report.unit_id, role=Role.GRASSROOTS, post_title="Chủ tịch")
            for chair, report in zip(people, reports, strict=True)
        ],
        batch_size=500,
    )
    layout = layout_of(Form.objects.get(pk=reports[0].form_id))
    cells, narratives = _cells(layout), [section.code for section in layout.narratives]
    places = []
    for chair, report in zip(people, reports, strict=True):
        message = {
            "key": str(uuid.uuid4()), "form": f"{layout.form.code}@{layout.form.version}", "cells": cells,
            "narratives": [
                {"code": code, "text": f"Công đoàn cơ sở {report.pk} thực hiện đủ các nội dung theo kế hoạch.", "seen": ""}
                for code in narratives
            ],
            "nil_return": None, "take": "submit",
        }  # fmt: skip
        path = reverse("reporting:cells_save", args=[report.pk])
        places.append(_signed_in(chair) | {
            "port": port, "path": path, "submission": report.pk, "cells": len(cells),
            "body": json.dumps(message, ensure_ascii=False),
        })  # fmt: skip
    chief = person(Role.UPPER_UNIT, top)
    Seat.objects.create(
        user=chief, unit=Submission.objects.get(pk=reports[0].pk).period_unit.parent.unit, role=Role.UPPER_UNIT,
        post_title="Cán bộ tổng hợp",
    )  # fmt: skip
    root = PeriodUnit.objects.get(period=period, unit=top)
    officer = _signed_in(chief) | {
        "submission": reports[0].pk, "totals": reverse("reporting:totals", args=[root.pk]) + "?nhom=B",
        "step": reverse("reporting:submission_step", args=[reports[0].pk]),
    }  # fmt: skip
    return places, officer


def _cells(layout: Any) -> list[dict[str, str]]:
    """Every row of the form: numbers where they are required, elsewhere “không phát sinh” or a small number."""
    from reporting.entry.stored import figure_stamp

    found = []
    for cell in layout:
        typed = WHOLE.get(cell.name, "")
        if not typed and cell.breakdown:
            continue
        state = "value" if typed or cell.choices else "nil"
        typed = typed or ("3" if cell.choices else "")
        said = {
            "cell": cell.name,
            "state": state,
            "typed": typed,
            "base": "",
            "note": "",
            "seen": figure_stamp(None),
        }
        found.append(said)
    return found


def _signed_in(user: Any) -> dict[str, str]:
    """The cookies of a person who signed in before."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save(must_create=True)
    token = secrets.token_hex(16)
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: token}
    return {"csrf": token, "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


if __name__ == "__main__":
    sys.exit(main())
