"""A compiled report of 1,473 units as PDF/A-3 against headless Chromium printing the same HTML (DESIGN 8).

Cold: no part of it was ever drawn. Warm: its annexes were drawn before (when reports were accepted, or by an earlier
print) and it now got its number. Ours also puts the data inside. The worker is a process of its own that has printed a
short paper before; its memory and that of the process beside it are measured at their peak.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench._table import print_table, verdict
from bench.plan_pdf import CHROMIUM, FLAGS

KEEP, KEEP_WARM, KEEP_MB = 1.5, 0.3, 400
UNITS, UPPER_UNITS, INDICATORS = 1473, 30, 90
NAMES = (
    "Công đoàn cơ sở Trường Trung học cơ sở Nguyễn Thị Minh Khai", "CĐCS Công ty TNHH May mặc xuất khẩu Bình Minh",
    "CĐCS Trạm Y tế xã Đồi Chè", "CĐCS Ủy ban nhân dân phường Hồ Sen", "CĐCS Nhà máy Chè",
)  # fmt: skip
WORDS = "Đơn vị tổ chức {} buổi sinh hoạt pháp luật lao động, {} lượt người dự, tập trung vào tiền lương và an toàn."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        return _work()
    if not Path(CHROMIUM).exists():
        sys.exit("This bench needs Chromium (package chromium).")
    with tempfile.TemporaryDirectory(prefix="bench-report-pdf-") as folder:
        return _measure(Path(folder), given.units, given.rounds)


def _measure(folder: Path, units: int, rounds: int) -> int:
    os.environ["PORTAL_TEST_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    page = _make_report(folder, units)
    seconds: dict[str, list[float]] = {"cold": [], "warm": [], "chromium": []}
    with _worker() as ask:
        ask("warm-up")
        for _round in range(rounds):
            for name in ("cold", "warm"):
                seconds[name].append(ask(name)["seconds"])
            started = time.perf_counter()
            printed = _print(page, folder)
            seconds["chromium"].append(time.perf_counter() - started)
        last = ask("end")
    ours = (folder / "ours.pdf").read_bytes()
    pages = {name: _pages(content, units) for name, content in (("ours", ours), ("chromium", printed))}
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    memory = f"{last['mb']:.0f} and {last['beside_mb']:.0f}"
    rows = [
        ["ours, cold", f"{medians['cold']:.2f}", pages["ours"], len(ours) // 1024, memory],
        ["ours, warm", f"{medians['warm']:.2f}", pages["ours"], len(ours) // 1024, ""],
        ["chromium --print-to-pdf", f"{medians['chromium']:.2f}", pages["chromium"], len(printed) // 1024, ""],
    ]  # fmt: skip
    print_table(
        f"A report of {units} units, median of {rounds} in turns", ["", "s", "pages", "kB", "MB"], rows
    )
    ratios = {
        name: statistics.median([a / b for a, b in zip(seconds[name], seconds["chromium"], strict=True)])
        for name in ("cold", "warm")
    }
    print(f"warm ratio={ratios['warm']:.3f} keep=<={KEEP_WARM:g}; memory keep=<={KEEP_MB} MB a process")
    kept = ratios["warm"] <= KEEP_WARM and max(last["mb"], last["beside_mb"]) <= KEEP_MB
    return verdict(ratios["cold"], KEEP) or int(not kept)


# --- the report


def _make_report(folder: Path, units: int) -> Path:
    """The compiled report in the folder's database; gives the page Chromium prints."""
    import django

    django.setup()
    from django.core.management import call_command

    from documents.html import paper_html
    from documents.pdf import STATIC
    from reporting.models import CompiledReport
    from reporting.pages import report_paper

    call_command("migrate", verbosity=0)
    _fill(units)
    paper = report_paper(CompiledReport.objects.get()).paper
    page = folder / "report.html"
    html = paper_html(replace(paper, heading=replace(paper.heading, number=128), draft_mark=False))
    page.write_text(html.replace("<head>", f'<head><base href="{STATIC.as_uri()}/">', 1))
    return page


def _fill(units: int) -> None:
    """A province, its upper units, grassroots unions below them; nine of ten reports are accepted."""
    from documents import jobs
    from reporting.models import Aggregation, Figure, Indicator, Narrative, NarrativeSection, Submission
    from reporting.services import compile_report
    from tests import factories
    from tests.reporting.compile_factories import freeze_tree, kind, make_period
    from units.models import Role, Unit

    province = factories.province()
    uppers = [
        factories.upper_unit(province, f"Công đoàn phường Hồ Sen {n}") for n in range(1, UPPER_UNITS + 1)
    ]
    for n in range(units):
        factories.grassroots(uppers[n % UPPER_UNITS], f"{NAMES[n % len(NAMES)]} {n + 1:04d}")
    for unit in Unit.objects.select_related("kind"):
        Unit.objects.filter(pk=unit.pk).update(kind=kind(unit.kind.tier))
    freeze_tree(make_period(province))
    below = list(Submission.objects.filter(period_unit__tier=3).order_by("pk"))
    accepted = [report for n, report in enumerate(below) if n % 10]
    Submission.objects.filter(pk__in=[report.pk for report in accepted]).update(
        status="accepted", accepted_at="2026-06-10T01:00:00Z", submitted_at="2026-06-09T01:00:00Z"
    )
    chosen = Indicator.objects.filter(over_units=Aggregation.SUM, computed=False).order_by("order")[
        :INDICATORS
    ]
    Figure.objects.bulk_create(
        (
            Figure(submission=report, indicator=indicator, value=(report.pk * 7 + indicator.pk * 131) % 9000)
            for report in accepted
            for indicator in chosen
        ),
        batch_size=2000,
    )
    section = NarrativeSection.objects.filter(form=accepted[0].form, code="II.2").get()
    Narrative.objects.bulk_create(
        Narrative(submission=report, section=section, text=WORDS.format(n * 3 + 5, n * 41 + 200))
        for n, report in enumerate(accepted[:40])
    )
    officer = factories.person(Role.UPPER_UNIT, province)
    factories.person(Role.LEADER, province, "Phạm Văn Long", title="Chủ tịch")
    jobs.run(compile_report(Submission.objects.get(unit=province).period_unit, by=officer).pk)


# --- the worker


class _Asker:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.report_pdf", "--worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Any:
        return self.ask

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, what: str) -> dict[str, float]:
        assert self.process.stdin is not None and self.process.stdout is not None
        print(what, file=self.process.stdin, flush=True)
        found: dict[str, float] = json.loads(self.process.stdout.readline())
        return found


_worker = _Asker


def _work() -> int:
    import django

    django.setup()
    from django.core.files.storage import default_storage

    from documents.joining.joined import joined_pdf
    from documents.joining.models import KeptPart
    from reporting.models import CompiledReport
    from reporting.pages import report_paper

    folder = Path(os.environ["PORTAL_TEST_DIR"])
    report = CompiledReport.objects.select_related("current_version").get()

    def printed(number: int | None) -> bytes:
        source = report_paper(report)
        heading = replace(source.paper.heading, number=number)
        paper = replace(source.paper, heading=heading, draft_mark=number is None)
        at = report.current_version.saved_at
        return joined_pdf(
            paper, attachment=source.data, attachment_name=source.data_name, created_at=at
        ).content

    for what in _asked():
        if what == "cold":
            for row in KeptPart.objects.all():
                default_storage.delete(row.file)
            KeptPart.objects.all().delete()
        started = time.perf_counter()
        if what == "warm-up":
            _short_paper()
        elif what in {"cold", "warm"}:
            (folder / "ours.pdf").write_bytes(printed(128 if what == "warm" else None))
        told = {"seconds": time.perf_counter() - started}
        for name, who in (("mb", resource.RUSAGE_SELF), ("beside_mb", resource.RUSAGE_CHILDREN)):
            told[name] = resource.getrusage(who).ru_maxrss / 1024
        print(json.dumps(told), flush=True)
    return 0


def _asked() -> Iterator[str]:
    for line in sys.stdin:
        yield line.strip()
        if line.strip() == "end":
            return


def _short_paper() -> None:
    from bench.plan_pdf import CREATED_AT, _paper
    from documents.pdf import render_pdf

    render_pdf(_paper(), attachment=b"{}", attachment_name="x.json", created_at=CREATED_AT)


# --- Chromium


def _print(page: Path, folder: Path) -> bytes:
    made = folder / "chromium.pdf"
    made.unlink(missing_ok=True)
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer",
               f"--print-to-pdf={made}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return made.read_bytes()


def _pages(content: bytes, units: int) -> int:
    """How many; every unit stands in them, with its number."""
    read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    text = read.stdout.decode()
    words = set(text.split())
    lost = [n for n in range(1, units + 1) if f"{n:04d}" not in words]
    if lost:
        sys.exit(f"{len(lost)} of {units} units are not printed.")
    return text.count("\f")


if __name__ == "__main__":
    sys.exit(main())
