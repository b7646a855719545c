"""A contest that was held in the example's half-year, and a message that went to every officer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from campaigns.contests.models import Answer, Contest, ContestRound, Entry, Participant
from campaigns.contests.services import NewQuestion, add_questions, create_contest, save_round, take_step
from campaigns.contests.services.scoring import finish_papers
from campaigns.models import Message
from campaigns.sending.services import start_broadcast
from core.vietnamese import fold
from reporting.demo import contest_more, texts
from reporting.demo.calendar import DemoYear
from reporting.demo.names import People, dice
from reporting.demo.people import Cast
from reporting.demo.planning import the_campaign
from units.models import User

EACH, MINUTES = 8, 15
HOST = "mauson.example"  # a top level nobody can own (RFC 2606)


def hold_the_contest(cast: Cast, demo: DemoYear) -> None:
    """Drawn up and approved as by people; rounds are then moved into the half-year, where the papers were written."""
    told = texts.read("contest")
    drafter, leader = cast.drafter(cast.top), cast.leader(cast.top)
    contest = create_contest(
        owner=cast.top, by=drafter, campaign=the_campaign(cast), name=f"{told['name']} năm {demo.year}",
        topic=told["topic"], audience=told["audience"], prizes=told["prizes"].strip(),
    )  # fmt: skip
    soon = timezone.now() + dt.timedelta(days=1)
    one = save_round(
        contest, None, name=told["round"], opens_at=soon, closes_at=soon + dt.timedelta(days=7), minutes=MINUTES,
        questions_each=EACH, by=drafter,
    )  # fmt: skip
    add_questions(contest, [_question(row) for row in told["questions"]], by=drafter)
    task = contest_more.prepare_more(contest, cast)
    contest = take_step(contest, "approve", by=leader)
    contest = take_step(contest, "open", by=drafter)
    first = timezone.make_aware(dt.datetime.combine(demo.day(5, 5), dt.time(8)))
    ContestRound.objects.filter(pk=one.pk).update(opens_at=first, closes_at=first + dt.timedelta(days=7))
    _write_papers(cast, contest, ContestRound.objects.get(pk=one.pk))
    contest_more.hold_the_essays(contest, task, cast, demo)
    contest = take_step(contest, "close", by=drafter)
    contest_more.settle_more(contest, cast)
    take_step(contest, "publish", by=leader)
    contest_more.take_part_elsewhere(cast, demo)


def _question(row: dict[str, Any]) -> NewQuestion:
    return NewQuestion("single", row["text"], row["options"], [0], source=row["source"])


def _write_papers(cast: Cast, contest: Contest, one: ContestRound) -> None:
    """Some people of two units in three, each with a paper."""
    rng, people = dice("contest"), People(dice("contest names"))
    joined = [
        Participant(
            contest=contest, name=(name := people.name()), name_fold=fold(name), unit=unit,
            birth_year=rng.randint(1968, 2004), phone=f"08{rng.randrange(10**8):08d}", consent_at=one.opens_at,
        )
        for unit in cast.bases
        if rng.random() < 0.66
        for _person in range(rng.randint(1, 4))
    ]  # fmt: skip
    Participant.objects.bulk_create(joined)
    entries = []
    for person in joined:
        start = one.opens_at + dt.timedelta(minutes=rng.randrange(7 * 24 * 60 - MINUTES))
        entries.append(
            Entry(
                participant=person, round=one, started_at=start, ends_at=start + dt.timedelta(minutes=MINUTES)
            )
        )
    Entry.objects.bulk_create(entries)
    questions, answers = list(contest.questions.order_by("pk")), []
    for entry in entries:
        skill = rng.uniform(0.45, 1.0)
        for place, question in enumerate(rng.sample(questions, EACH)):
            right = rng.random() < skill
            answers.append(
                Answer(
                    entry=entry, question=question, place=place, option_order=list(range(len(question.options))),
                    value=[0 if right else rng.randrange(1, 4)], turn=place + 1, points=question.points * right,
                    given_at=entry.started_at + dt.timedelta(seconds=40 * (place + 1)),
                )
            )  # fmt: skip
    Answer.objects.bulk_create(answers, batch_size=500)
    ids = [entry.pk for entry in entries]
    finish_papers(Entry.objects.filter(pk__in=ids), by_bell=False)


def send_the_message(cast: Cast) -> None:
    """Officers get addresses of a host that takes no mail; the first approved message goes to all of them."""
    User.objects.filter(email="").update(email=Concat("username", Value(f"@{HOST}")))
    message = Message.objects.filter(campaign=the_campaign(cast), approved_at__isnull=False).order_by(
        "order", "pk"
    )[0]
    start_broadcast(message, audience="every", ways=["portal", "email"], by=cast.drafter(cast.top))
