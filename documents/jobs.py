"""Slow work as rows. The row is the truth: the broker only carries its id and may lose or double it.

A worker claims a row by a conditional update, keeps its heartbeat while it works, and writes the outcome only if the
claim is still its own. `resend_stale` (documents.tasks, by the clock) sends again what a dead worker left behind.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
from collections.abc import Callable
from typing import Any

from celery import signature
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents.models import Job
from units import audit
from units.models import Unit
from units.scope import units_of

log = logging.getLogger(__name__)

STALE_AFTER = dt.timedelta(seconds=20)
SEND_AGAIN_AFTER = dt.timedelta(seconds=10)
LONGEST_WAIT = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 5
HEARTBEAT_SECONDS = 5.0
# By name: tasks stand above this module.
RUN_TASK = "documents.tasks.run_job"

# A handler gives its result, or a function that makes its last writes and gives the result: that function runs in the
# transaction that makes the job ready.
Result = dict[str, Any]
Handler = Callable[..., Result | Callable[[], Result]]
_handlers: dict[str, Handler] = {}


class JobFailed(Exception):
    """A handler raises it with the Vietnamese message the person shall read."""


class JobCancelled(Exception):
    """Somebody cancelled the job while it ran."""


class JobLost(Exception):
    """Another worker took the job over; nothing more may be written."""


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register `handler(progress, **arguments)` for jobs of this kind; a module loaded by the app's ready()."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


class Progress:
    """What a handler tells about its work; every word is also a heartbeat."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._stop = threading.Event()

    @property
    def mine(self) -> Any:
        """The job's row as long as this worker holds it."""
        return Job.objects.filter(pk=self.job.pk, claim=self.job.claim, status=Job.Status.RUNNING)

    def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
        """Say what is being done and how far it is. Raises JobCancelled or JobLost when the work is to stop."""
        told: dict[str, Any] = {"step": text[:200]} if text else {}
        told |= {name: value for name, value in (("done", done), ("total", total)) if value is not None}
        if not self.mine.update(heartbeat_at=timezone.now(), **told):
            raise self.why_stopped()

    def why_stopped(self) -> Exception:
        row = Job.objects.filter(pk=self.job.pk).values_list("status", "claim").first()
        if row == (Job.Status.CANCELLED, self.job.claim):
            return JobCancelled(f"job {self.job.pk} was cancelled")
        return JobLost(f"job {self.job.pk} is held by another worker")

    def __enter__(self) -> Progress:
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{self.job.pk}", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(1)

    def _beat(self) -> None:
        """One long rendering without a word must not look like a dead worker."""
        while not self._stop.wait(HEARTBEAT_SECONDS):
            try:
                self.mine.update(heartbeat_at=timezone.now())
            except DatabaseError:
                log.warning("heartbeat of job %s was not written", self.job.pk, exc_info=True)
            finally:
                connection.close()


# --- asking


def enqueue(kind: str, *, key: str, unit: Unit | None, by: Any, **arguments: Any) -> Job:
    """The job with this key, to be run after the commit; ids in `arguments`, JSON only.

    The same key is the same work: a queued, running or ready job is given back as it is, a failed or cancelled one
    is queued again. Raises KeyError for a kind nobody registered.
    """
    if kind not in _handlers:
        raise KeyError(f"no job handler for “{kind}”")
    asker = by if getattr(by, "pk", None) else None
    with transaction.atomic():
        job, made = Job.objects.get_or_create(
            key=key, defaults={"kind": kind, "unit": unit, "arguments": arguments, "asked_by": asker}
        )
        again = not made and Job.objects.filter(
            pk=job.pk, status__in=[Job.Status.FAILED, Job.Status.CANCELLED]
        ).update(
            status=Job.Status.QUEUED, arguments=arguments, asked_by=asker, attempts=0, error="", step="", done=0,
            total=0, claim="", result={}, queued_at=timezone.now(), heartbeat_at=None, started_at=None, finished_at=None,
        )  # fmt: skip
        if again:
            job.refresh_from_db()
        if made or again:
            send(job.pk)
    return job


def outdate(job: Job) -> None:
    """What a ready job made is gone: the next `enqueue` with its key does the work again."""
    Job.objects.filter(pk=job.pk, status=Job.Status.READY).update(status=Job.Status.CANCELLED)


def send(job_id: int) -> None:
    """Put the id on the broker after the commit. A silent broker costs only time: the sweep sends again."""
    transaction.on_commit(lambda: _put(job_id), robust=True)


def _put(job_id: int) -> None:
    signature(RUN_TASK, args=(job_id,)).apply_async(retry_policy={"max_retries": 1})


def cancel(job: Job, *, by: Any) -> Job:
    """Stop a queued or running job; its worker notices at the next step.

    Raises StepRefused for a person of another unit who did not ask for it, IllegalStep when it has ended.
    """
    if job.asked_by_id != by.pk and job.unit_id not in {unit.pk for unit in units_of(by)}:
        raise StepRefused("Chỉ người yêu cầu hoặc đơn vị của công việc được hủy.")
    open_ones = Job.objects.filter(pk=job.pk, status__in=[Job.Status.QUEUED, Job.Status.RUNNING])
    with transaction.atomic():
        if not open_ones.update(status=Job.Status.CANCELLED, finished_at=timezone.now()):
            raise IllegalStep("Công việc đã kết thúc nên không hủy được.")
        audit.record("job.cancel", job, by=by, unit=job.unit, after={"kind": job.kind, "key": job.key})
    job.refresh_from_db()
    return job


# --- working


def run(job_id: int) -> None:
    """Claim the job and do its work; does nothing when it is not waiting. Never raises for what the work does."""
    job = _claim(job_id)
    if job is None:
        return
    progress = Progress(job)
    try:
        with progress:
            outcome = _handlers[job.kind](progress, **job.arguments)
        _finish(progress, outcome)
    except (JobLost, JobCancelled) as stop:
        log.info("%s", stop)
    except JobFailed as failure:
        _fail(progress, str(failure))
    except Exception:
        log.exception("job %s (%s) broke", job.pk, job.kind)
        _fail(
            progress,
            f"Công việc dừng vì lỗi hệ thống. Hãy thử lại; nếu vẫn lỗi, báo quản trị mã việc {job.pk}.",
        )


def _claim(job_id: int) -> Job | None:
    token, now = secrets.token_hex(16), timezone.now()
    claimed = Job.objects.filter(pk=job_id, status=Job.Status.QUEUED).update(
        status=Job.Status.RUNNING, claim=token, attempts=F("attempts") + 1, started_at=now, heartbeat_at=now,
        step="", done=0, total=0,
    )  # fmt: skip
    return Job.objects.select_related("unit", "asked_by").get(pk=job_id) if claimed else None


def _finish(progress: Progress, outcome: Result | Callable[[], Result]) -> None:
    """Last writes and "ready" together, and only while the claim holds: the work counts once."""
    with transaction.atomic():
        if not progress.mine.select_for_update().exists():
            raise progress.why_stopped()
        result = outcome() if callable(outcome) else outcome
        now = timezone.now()
        if not progress.mine.update(
            status=Job.Status.READY, result=result or {}, error="", step="", finished_at=now, heartbeat_at=now
        ):
            raise progress.why_stopped()


def _fail(progress: Progress, message: str) -> None:
    progress.mine.update(status=Job.Status.FAILED, error=message, finished_at=timezone.now())


# --- sweeping


def resend_stale(now: dt.datetime | None = None) -> list[int]:
    """Queue again what lost its worker, send again what nobody took; gives the ids sent."""
    now = now or timezone.now()
    lost = Job.objects.filter(status=Job.Status.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        status=Job.Status.FAILED, finished_at=now,
        error=f"Công việc đã dừng giữa chừng {MOST_ATTEMPTS} lần. Hãy báo quản trị hệ thống rồi thử lại.",
    )  # fmt: skip
    sent = []
    for pk in lost.values_list("pk", flat=True):
        if lost.filter(pk=pk).update(status=Job.Status.QUEUED, claim="", queued_at=now, heartbeat_at=now):
            sent.append(pk)
    sent += [pk for pk in _unsent(now) if pk not in sent]
    for pk in sent:
        send(pk)
    return sent


def _unsent(now: dt.datetime) -> list[int]:
    """Queued jobs whose message is probably lost; the longer a queue, the rarer a second message."""
    due = []
    waiting = Job.objects.filter(status=Job.Status.QUEUED, queued_at__lt=now - SEND_AGAIN_AFTER)
    for pk, queued_at, last_sent_at in waiting.values_list("pk", "queued_at", "heartbeat_at"):
        patience = min(max(SEND_AGAIN_AFTER, (now - queued_at) / 4), LONGEST_WAIT)
        if now - (last_sent_at or queued_at) < patience:
            continue
        if Job.objects.filter(pk=pk, status=Job.Status.QUEUED, heartbeat_at=last_sent_at).update(
            heartbeat_at=now
        ):
            due.append(pk)
    return due
