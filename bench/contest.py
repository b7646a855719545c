"""A contest that everybody starts in the same second: 3,000 people, 20 questions each, through the real server.

The server is granian with two workers of four threads on PostgreSQL, on two cores; the people are a second process on the
same machine. Each presses “Bắt đầu” within one second, reads the paper, then answers at `--pace` seconds a question.
In the middle one worker is killed with SIGKILL and the database is stopped at once and started again: it is a cluster of
the bench's own in a folder of its own. A phone that gets no answer sends the same message again. Every answer that was
confirmed must stand in the tables with its value, and every paper has to have been handed out once.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench._cluster import Cluster, own_cluster
from bench._postgres import ROOT, own_database
from bench._server import free_port, granian, production
from bench._table import print_table, verdict

WANTED = 1.0
QUESTIONS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=3_000)
    parser.add_argument("--pace", type=float, default=15.0, help="seconds a person takes for a question")
    parser.add_argument("--calm", action="store_true", help="kill no worker, leave the database alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-contest-") as folder, own_cluster() as cluster:
        production(folder)
        with own_database("bench_contest"):
            broken = None if options.calm else cluster
            return _measure(Path(folder), options.people, options.pace, broken)


def _measure(folder: Path, people: int, pace: float, broken: Cluster | None) -> int:
    from django.core.management import call_command
    from django.db import connections

    call_command("collectstatic", interactive=False, verbosity=0)
    port = free_port()
    places = _fill(people)
    connections.close_all()
    task = folder / "people.json"
    task.write_text(json.dumps({"port": port, "pace": pace, "people": places}))
    with granian(port) as server:
        if broken:
            threading.Timer(2 + pace * QUESTIONS / 2, _break, [server.pid, broken]).start()
        done = subprocess.run(
            [sys.executable, "-m", "bench._contestants", str(task)],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=600 + pace * QUESTIONS * 2,
        )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    told = json.loads(done.stdout)
    lost = _lost(told["confirmed"])
    papers = _papers()
    rows = [[name, *_line(told[name])] for name in ("start", "paper", "answer")]
    print_table(
        f"{people} people, {QUESTIONS} questions each, {'a worker killed, the database restarted' if broken else 'calm'}",
        ["", "requests", "median ms", "p95 ms", "slowest ms"], rows,
    )  # fmt: skip
    print(
        f"Sent again: {told['again']}. Confirmed: {len(told['confirmed'])}. Lost: {lost}. Load {os.getloadavg()[0]:.1f}."
    )
    if lost or len(told["confirmed"]) != people * QUESTIONS:
        sys.exit(
            f"{lost} confirmed answers are not in the tables, {people * QUESTIONS} were to be confirmed."
        )
    if papers != (people, people * QUESTIONS):
        sys.exit(
            f"{papers[0]} papers with {papers[1]} questions instead of {people} with {people * QUESTIONS}."
        )
    return verdict(_part(told["answer"], 0.95) / WANTED, 1.0)


def _break(server: int, cluster: Cluster) -> None:
    """Kill one worker of the server, then the database under the rest."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    os.kill(int(workers[-1]), signal.SIGKILL)
    time.sleep(1)
    began = time.monotonic()
    cluster.restart()
    print(
        f"Worker {workers[-1]} killed; the database was away for {time.monotonic() - began:.1f} s.",
        flush=True,
    )


def _part(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]


def _line(times: list[float]) -> list[str]:
    return [
        str(len(times)),
        *(f"{1000 * _part(times, part):.0f}" for part in (0.5, 0.95)),
        f"{1000 * max(times):.0f}",
    ]


def _lost(confirmed: list[list[int]]) -> int:
    """Confirmed answers (participant, question, value) that the tables do not hold."""
    from campaigns.contests.models import Answer

    stored = {
        (participant, question): value
        for participant, question, value in Answer.objects.values_list(
            "entry__participant_id", "question_id", "value"
        )
    }
    return sum(stored.get((participant, question)) != value for participant, question, value in confirmed)


def _papers() -> tuple[int, int]:
    """Papers and questions on them: a start that was sent twice gave one paper."""
    from campaigns.contests.models import Answer, Entry

    return Entry.objects.count(), Answer.objects.count()


def _fill(people: int) -> list[dict[str, Any]]:
    """A contest that runs, and for each person the cookie and the address."""
    import datetime as dt

    from django.http import HttpRequest, HttpResponse
    from django.utils import timezone

    from campaigns.contests.accounts import let_in
    from campaigns.contests.models import Participant
    from campaigns.contests.services import NewQuestion, add_questions, create_contest, save_round, take_step
    from tests.factories import person, province
    from units.models import Role

    top = province()
    leader = person(Role.LEADER, top)
    contest = create_contest(owner=top, name="Thi", topic="Luật", audience="Đoàn viên")
    now = timezone.now()
    save_round(
        contest, None, name="Tuần 1", opens_at=now, closes_at=now + dt.timedelta(days=1), minutes=60,
        questions_each=QUESTIONS,
    )  # fmt: skip
    add_questions(
        contest, [NewQuestion("single", f"Câu {n}?", ["a", "b", "c", "d"], [0]) for n in range(100)]
    )
    contest = take_step(take_step(contest, "approve", by=leader), "open", by=leader)
    rows = Participant.objects.bulk_create(
        Participant(contest=contest, name=f"Nguyễn Văn {n}", unit=top, birth_year=1990, phone=f"0{n:09d}")
        for n in range(people)
    )
    places = []
    for row in rows:
        row.contest = contest
        cookie = let_in(HttpResponse(), HttpRequest(), row).cookies[f"thi_{contest.code}"].value
        places.append(
            {"pk": row.pk, "cookie": f"thi_{contest.code}={cookie}", "path": f"/thi/{contest.code}/vong/1/"}
        )
    return places


if __name__ == "__main__":
    sys.exit(main())
