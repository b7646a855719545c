"""Numbers given by 64 threads at once while their processes are killed at random: no number twice, none left out.

Eight processes of eight threads issue documents of one series through `issue_document` on PostgreSQL. Two dozen
times a process is killed with SIGKILL in whatever it does and another takes over its documents. Afterwards the register must
hold exactly the numbers 1 … n, one for each document, each document moved, delivered and written to the log once.

`python -m bench.numbers` gives 10 numbers a thread; `--full` 200, and then the mails about them; `--each N` any other count,
`--mails` with the mails.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import threading
import time
from typing import Any

from bench._mails import send_all
from bench._postgres import own_database
from bench._table import print_table

PROCESSES, THREADS = 8, 8
EACH, FULL = 10, 200
PAUSE, MOST_KILLS = 0.07, 24  # seconds between two kills, on average, for each number a thread gives
LONGEST = 3600


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--each", type=int, default=EACH, help="numbers a thread gives")
    reader.add_argument("--full", action="store_true", help=f"{FULL} numbers a thread")
    reader.add_argument("--mails", action="store_true", help="then the mails about them, as --full does")
    asked = reader.parse_args()
    each = FULL if asked.full else asked.each
    # What waits for a worker stays in its process.
    os.environ["CELERY_BROKER_URL"] = "memory://"
    with own_database("bench_numbers"):
        made = _approved(PROCESSES * THREADS * each)
        started = time.perf_counter()
        kills = _issue_all(made, pause=PAUSE * each)
        seconds = time.perf_counter() - started
        failed = _judge(made["documents"], kills, seconds)
        return _mailed_once() if (asked.full or asked.mails) and not failed else failed


def _approved(count: int) -> dict[str, Any]:
    """Approved documents with their text and two recipients, written in bulk; the clerk who issues them."""
    from django.db import connections

    from documents.models import Document, DocumentVersion, Recipient, Status
    from documents.services.versions import digest_of
    from tests import factories
    from units.models import Role, Seat

    unit = factories.province()
    clerk = factories.person(Role.REGISTRY, unit)
    signer = Seat.objects.get(user=factories.person(Role.LEADER, unit))
    below = [factories.upper_unit(unit, email=f"xa{n}@example.vn") for n in range(2)]
    documents = Document.objects.bulk_create(
        [
            Document(issuer=unit, type="KH", symbol="KH-LĐLĐ", abstract=f"Kế hoạch {n}", place_name="Mẫu Sơn",
                     status=Status.APPROVED, signer=signer)
            for n in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip
    versions = DocumentVersion.objects.bulk_create(
        [DocumentVersion(document=d, number=1, content={}, digest="", frozen=True) for d in documents],
        batch_size=1000,
    )
    for document, version in zip(documents, versions, strict=True):
        document.current_version = version
        document.approved_sha256 = digest_of({"abstract": document.abstract, "text": version.content})
    Document.objects.bulk_update(documents, ["current_version", "approved_sha256"], batch_size=1000)
    Recipient.objects.bulk_create(
        [
            Recipient(document=d, unit=one, text=one.name, role="thuc_hien")
            for d in documents
            for one in below
        ],
        batch_size=1000,
    )
    connections.close_all()
    return {"documents": [document.pk for document in documents], "clerk": clerk.pk}


# --- the clerks


def _issue_all(made: dict[str, Any], *, pause: float) -> int:
    """Let the processes work, killing one after another, until everything is issued; gives the number of kills.

    `pause` in seconds: the longer the run, the further apart, so that its end is disturbed as well.
    """
    # A fork starts in a moment: what is measured is the portal, not the start of Python.
    fork = multiprocessing.get_context("fork")
    chance, kills, deadline = random.Random(20260101), 0, time.monotonic() + LONGEST
    shares = [made["documents"][number::PROCESSES] for number in range(PROCESSES)]

    def start(number: int) -> Any:
        worker = fork.Process(target=_clerk, args=(shares[number], made["clerk"]), daemon=True)
        worker.start()
        return worker

    workers = [start(number) for number in range(PROCESSES)]
    while any(worker.is_alive() for worker in workers):
        if time.monotonic() > deadline:
            sys.exit(f"Not done after {LONGEST} s.")
        time.sleep(chance.uniform(0.5, 1.5) * pause)
        number = chance.choice([n for n, worker in enumerate(workers) if worker.is_alive()] or [0])
        if kills < MOST_KILLS and workers[number].is_alive():
            workers[number].kill()
            workers[number].join()
            kills += 1
            workers[number] = start(number)
    broken = [worker.exitcode for worker in workers if worker.exitcode]
    if broken:
        sys.exit(f"A clerk ended with {broken}.")
    return kills


def _clerk(documents: list[int], clerk: int) -> None:
    """A process: its threads issue what of their share is not issued yet."""
    failed: list[BaseException] = []
    threads = [
        threading.Thread(target=_give, args=(documents[number::THREADS], clerk, failed)) for number in range(THREADS)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _give(documents: list[int], clerk: int, failed: list[BaseException]) -> None:
    from django.db import OperationalError, connections

    try:
        while True:
            try:
                return _issue(documents, clerk)
            except OperationalError:
                # A killed process keeps its connections for a moment: no place is left, the clerk tries again.
                connections.close_all()
                time.sleep(0.2)
    except BaseException as error:
        failed.append(error)
    finally:
        connections.close_all()


def _issue(documents: list[int], clerk: int) -> None:
    from documents.models import Document, Status
    from documents.services import issue_document
    from units.models import User

    by = User.objects.get(pk=clerk)
    waiting = Document.objects.filter(pk__in=documents).exclude(status=Status.ISSUED).order_by("pk")
    for document in waiting:
        issue_document(document, by=by)


# --- the mails


def _mailed_once() -> int:
    """Two mails a paper, by workers that are killed: none twice, none lost."""
    posted = send_all(MOST_KILLS)
    print_table(
        f"Mails about them, {posted.seconds:.0f} s", ["", "mails", "processes killed", "twice", "lost", "unknown"],
        [["by the queue", posted.mails, posted.kills, posted.twice, posted.lost, posted.unknown]],
    )  # fmt: skip
    wrong = posted.twice + posted.lost + max(0, posted.unknown - posted.kills)
    print(f"twice={posted.twice} lost={posted.lost} ratio={wrong / posted.mails:.3f} keep=<=0")
    return 0 if wrong == 0 else 1


# --- the register


def _judge(documents: list[int], kills: int, seconds: float) -> int:
    from django.db.models import Count

    from documents.models import Delivery, Document, DocumentMove, NumberSeries, RegisterEntry
    from units.audit import verify_chain
    from units.models import AuditEntry

    count = len(documents)
    numbers = list(RegisterEntry.objects.values_list("number", flat=True))
    duplicates, gaps = len(numbers) - len(set(numbers)), len(set(range(1, count + 1)) - set(numbers))
    on_papers = dict(Document.objects.values_list("pk", "number"))
    in_register = dict(RegisterEntry.objects.values_list("document_id", "number"))
    twice = Delivery.objects.values("document", "unit").annotate(times=Count("pk")).filter(times__gt=1)
    checks = {
        "every document has the number of its line": on_papers == in_register,
        "the counter stands at the last number": NumberSeries.objects.get().last_number == count,
        "every document moved once": DocumentMove.objects.filter(step="issue").count() == count,
        "every unit got it once": Delivery.objects.count() == 2 * count and not twice.exists(),
        "the log has every issue once, unbroken":
            AuditEntry.objects.filter(action="document.issue").count() == count and verify_chain() is None,
    }  # fmt: skip
    wrong = [words for words, kept in checks.items() if not kept]
    if wrong:
        sys.exit(f"Not so: {'; '.join(wrong)}.")
    print_table(
        f"{PROCESSES * THREADS} threads in {PROCESSES} processes, PostgreSQL, {seconds:.0f} s",
        ["", "numbers", "a second", "processes killed", "duplicates", "gaps"],
        [["issue_document", count, f"{count / seconds:.0f}", kills, duplicates, gaps]],
    )
    if not kills:
        sys.exit("Nobody was killed: too few numbers to prove anything.")
    ratio = (duplicates + gaps) / count
    print(f"duplicates={duplicates} gaps={gaps} ratio={ratio:.3f} keep=<=0")
    return 0 if ratio == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
