"""The processes beside the command: a Celery worker that really carries out the jobs, and the web server."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.management.base import CommandError

from documents.models import Job

PROJECT = Path(__file__).resolve().parents[2]
STOP_AFTER = 15.0
LONGEST_WAIT = 600.0
HOST = "127.0.0.1"
# Seconds of silence after which a long step says how far it is.
SILENCE = 5.0
OPEN = (Job.Status.QUEUED, Job.Status.RUNNING)
Tell = Callable[[str], None]
T = TypeVar("T")


def counted(items: Sequence[T], what: str, tell: Tell) -> Iterator[T]:
    """The items one by one, telling every few seconds how many of them are done."""
    told = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - told > SILENCE:
            told = time.monotonic()
            tell(f"  {done}/{len(items)} {what}")
        yield item


def works_itself() -> bool:
    """Whether tasks run in this process (the tests' setting), so that no worker is needed."""
    return bool(getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False))


@contextlib.contextmanager
def worker(tell: Tell) -> Iterator[None]:
    """A Celery worker with its clock as long as the block lasts; its log stays in a file."""
    if works_itself():
        yield
        return
    log = log_file("demo-worker.log")
    options = ["--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", *options]
    with log.open("ab") as output:
        process = _start(command, output)
    tell(f"Worker Celery đang chạy (tiến trình {process.pid}, nhật ký {log}).")
    try:
        yield
    finally:
        stop(process)


def log_file(name: str) -> Path:
    """Where a process of the example writes what it says: beside the media folder."""
    return Path(settings.MEDIA_ROOT).parent / name


def _start(command: list[str], output: object = None) -> subprocess.Popen[bytes]:
    """A process in a group of its own: Ctrl-C reaches the command, which ends its processes in order."""
    return subprocess.Popen(
        command, cwd=PROJECT, stdout=output, stderr=output, start_new_session=True,  # type: ignore[call-overload]
    )  # fmt: skip


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process kindly, so that it ends what it started; after a while all of them at once."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_AFTER)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for_jobs(jobs: Iterable[int], tell: Tell) -> None:
    """Until all these jobs are ready, telling how far each is. Raises CommandError for a failed job or no progress."""
    wanted = list(jobs)
    told: dict[int, str] = {}
    started = last_change = last_word = time.monotonic()
    while True:
        rows = list(Job.objects.filter(pk__in=wanted).select_related("unit").order_by("pk"))
        for job in rows:
            words = _words(job)
            if told.get(job.pk) != words:
                told[job.pk], last_change = words, time.monotonic()
                last_word = last_change
                tell(f"  {words}")
        broken = next((j for j in rows if j.status in {Job.Status.FAILED, Job.Status.CANCELLED}), None)
        if broken:
            raise CommandError(f"{_words(broken)}: {broken.error}")
        if all(job.status == Job.Status.READY for job in rows):
            return
        if time.monotonic() - last_word > SILENCE:
            last_word = time.monotonic()
            ready = sum(job.status == Job.Status.READY for job in rows)
            tell(f"  {ready}/{len(wanted)} việc đã xong, đang chờ ({last_word - started:.0f} giây)")
        if time.monotonic() - last_change > LONGEST_WAIT:
            raise CommandError(
                "Công việc nền không tiến triển. Xem nhật ký của worker rồi chạy lại lệnh demo."
            )
        time.sleep(0.2)


def _words(job: Job) -> str:
    what = {"compile_report": "Tổng hợp báo cáo", "render_pdf": "In PDF"}.get(job.kind, job.kind)
    unit = job.unit.short_name or job.unit.name if job.unit else ""
    progress = f", {job.step.lower()}" if job.status == Job.Status.RUNNING and job.step else ""
    return f"{what} {unit}: {str(job.get_status_display()).lower()}{progress}"


def serve(tell: Tell) -> None:
    """The portal at 127.0.0.1:PORT with a worker until Ctrl-C or SIGTERM. Raises CommandError when the server fails."""
    port = settings.PORT
    # Granian shares a port without complaint: half the pages would come from the other program.
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(
                f"Cổng {port} đang được dùng; hãy dừng chương trình đó hoặc chọn cổng khác: make demo PORT={port + 10}."
            )
    # A service manager ends with SIGTERM, and a shell in the background ignores Ctrl-C: both end the two processes.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    with worker(tell):
        log = log_file("demo-web.log")
        with log.open("ab") as output:
            server = _start(_server_command(HOST, port), output)
        tell(f"Cổng thông tin chạy tại http://{HOST}:{port}/ (nhật ký {log}) – bấm Ctrl-C để dừng.")
        try:
            status = server.wait()
        except KeyboardInterrupt:
            tell("Đang dừng…")
            status = 0
        finally:
            stop(server)
    if status:
        raise CommandError(f"Máy chủ web dừng với mã {status}; lý do ở cuối tệp {log}.")


def _server_command(host: str, port: int) -> list[str]:
    if importlib.util.find_spec("granian"):
        options = [
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
        ]
        return [sys.executable, "-m", "granian", *options, "config.wsgi:application"]
    return [sys.executable, "manage.py", "runserver", "--noreload", f"{host}:{port}"]
