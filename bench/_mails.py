"""Mails sent by worker processes that are killed at random, against a mail server that counts what it takes."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

WORKERS = 4
PAUSE = 0.5  # seconds between two kills, on average
SWEEP, HEAD = 3.0, 40  # seconds between two looks for dead workers; jobs a worker chooses from
LONGEST = 3600


@dataclass(frozen=True)
class Posted:
    """What came of all mails: handed over twice, lost without a word, left as "unknown", processes killed, seconds."""

    mails: int
    twice: int
    lost: int
    unknown: int
    kills: int
    seconds: float


def send_all(most_kills: int) -> Posted:
    """Run every job of the mails until nothing is queued. Call it on a database of the bench's own."""
    from django.conf import settings
    from django.db import connections

    from documents.mailing import jobs as mail_jobs
    from documents.models import Mail, MailStatus
    from tests.documents.smtp_server import smtp_server

    with smtp_server() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", post.port, 10
        started = time.perf_counter()
        kills = _work(most_kills)
        seconds = time.perf_counter() - started
        mail_jobs.sweep(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
        taken = Counter(str(message["Message-ID"]).strip() for message in post.taken)
    said = {mail_jobs.message_id(mail): mail.status for mail in Mail.objects.all()}
    known = {MailStatus.SENT, MailStatus.UNKNOWN}
    lost = [
        name
        for name, status in said.items()
        if status not in (known if taken[name] else {MailStatus.UNKNOWN})
    ]
    unknown = sum(status == MailStatus.UNKNOWN for status in said.values())
    connections.close_all()
    return Posted(len(said), sum(n - 1 for n in taken.values()), len(lost), unknown, kills, seconds)


def _work(most_kills: int) -> int:
    from django.db import connections

    from documents.models import Job

    fork = multiprocessing.get_context("fork")
    chance, kills, deadline = random.Random(20260101), 0, time.monotonic() + LONGEST
    connections.close_all()

    def start() -> Any:
        worker = fork.Process(target=_worker, daemon=True)
        worker.start()
        return worker

    workers = [start() for _number in range(WORKERS)]
    while any(worker.is_alive() for worker in workers):
        if time.monotonic() > deadline:
            sys.exit(f"Not done after {LONGEST} s.")
        time.sleep(chance.uniform(0.5, 1.5) * PAUSE)
        number = chance.randrange(WORKERS)
        if kills < most_kills and workers[number].is_alive():
            workers[number].kill()
            workers[number].join()
            kills += 1
            workers[number] = start()
    waiting = Job.objects.filter(kind__startswith="mail").exclude(status=Job.Status.READY).count()
    if waiting:
        sys.exit(f"{waiting} jobs of mails were not done.")
    return kills


def _worker() -> None:
    """A process that runs jobs of mails until there are none; takes over those of a dead one soon."""
    from django.db import OperationalError, connections

    from documents import jobs
    from documents.models import Job

    jobs.STALE_AFTER, jobs.HEARTBEAT_SECONDS = dt.timedelta(seconds=3), 0.5
    jobs.MOST_ATTEMPTS = 1000
    mails = Job.objects.filter(kind__startswith="mail")
    chance, swept = random.Random(), 0.0
    while True:
        try:
            if time.monotonic() - swept > SWEEP:
                # Every worker after every job would look through the whole queue each time.
                jobs.resend_stale()
                swept = time.monotonic()
            # Somewhere at the head of the queue: the workers seldom want the same one.
            waiting = list(
                mails.filter(status=Job.Status.QUEUED).order_by("pk").values_list("pk", flat=True)[:HEAD]
            )
            if waiting:
                jobs.run(chance.choice(waiting))
            elif not mails.filter(status=Job.Status.RUNNING).exists():
                return
            else:
                time.sleep(0.2)
        except OperationalError:
            connections.close_all()
            time.sleep(0.2)
