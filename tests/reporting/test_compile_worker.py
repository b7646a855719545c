"""A worker killed in the middle of a compile: the job ends ready after a restart, once."""

import datetime as dt
import os
import textwrap
import time

import pytest
from django.utils import timezone

from documents import jobs
from documents.models import Job
from reporting.models import CompiledReport, Total
from reporting.services import compile_report
from tests import factories
from tests.reporting.compile_factories import Country, accept, narrate
from units.models import Role

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Python imports this before anything else: the worker, and only the worker, stops in the middle of its first compile.
PAUSE = """
    import importlib.abc, os, pathlib, sys, threading, time

    FLAG = pathlib.Path({flag!r})

    def slow_down():
        while True:
            content = sys.modules.get("reporting.report.content")
            compiling = sys.modules.get("reporting.services.compiling")
            if content is not None and hasattr(compiling, "run_compile"):
                break
            time.sleep(0.01)
        build = compiling.build_content

        def paused(place, **kwargs):
            if FLAG.exists():
                FLAG.rename(FLAG.with_suffix(".reached"))
                time.sleep(120)
            return build(place, **kwargs)

        compiling.build_content = paused

    if "celery" in " ".join(sys.orig_argv):
        threading.Thread(target=slow_down, daemon=True).start()
"""


@pytest.fixture
def pause(tmp_path, monkeypatch):
    """A file whose presence makes the next compile of a worker wait after it froze the totals."""
    flag = tmp_path / "pause.flag"
    flag.touch()
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(PAUSE).format(flag=str(flag)))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    return flag


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_killed_in_the_middle_the_report_is_compiled_once_after_a_restart(pause, real_worker):
    country = Country()
    officer = factories.person(Role.UPPER_UNIT, country.upper, "Lê Thị Hạnh")
    accept(country.report(country.school), {"TC05": 40, "TC06": 4})
    narrate(country.report(country.school), "II.2", "Tổ chức sinh hoạt dưới cờ về pháp luật lao động.")
    place = country.place(country.upper)

    job = compile_report(place, by=officer)
    wait_for(pause.with_suffix(".reached").exists)
    real_worker.kill()

    job.refresh_from_db()
    assert job.status == Job.Status.RUNNING
    assert not CompiledReport.objects.exists()

    real_worker.start()
    assert jobs.resend_stale(timezone.now() + jobs.STALE_AFTER + dt.timedelta(seconds=1)) == [job.pk]
    wait_for(lambda: Job.objects.get(pk=job.pk).status == Job.Status.READY)

    job.refresh_from_db()
    assert job.attempts == 2
    report = CompiledReport.objects.get(period_unit=place)
    assert report.versions.count() == 1
    assert report.current_version.content["totals"]["TC06"][""] == ["4", ""]
    assert Total.objects.filter(period_unit=place, indicator__code="TC06", breakdown="").count() == 1
    wait_for(lambda: CompiledReport.objects.get(pk=report.pk).pdf_pages > 0)
    assert Job.objects.filter(kind="render_pdf").count() == 1
