"""A paper as its page shows it, and what a page without scripts sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.contests.models import Answer, Entry, Question

_Kind = Question.Kind


@dataclass(frozen=True)
class Option:
    """`value`: the option's place in the bank; `at`: where the person put it in an ordering, 0 for nowhere yet."""

    value: int
    label: str
    chosen: bool
    at: int


@dataclass(frozen=True)
class PaperQuestion:
    """One question of somebody's paper, options in the drawn order."""

    pk: int
    place: int
    kind: str
    text: str
    points: int
    options: list[Option]
    value: Any

    @property
    def places(self) -> range:
        return range(1, len(self.options) + 1)

    @property
    def scored(self) -> bool:
        return self.kind != _Kind.PREDICTION


@dataclass(frozen=True)
class Paper:
    """`score` and `most` count what is stored, so a paper after its bell shows the same before it is handed in."""

    questions: list[PaperQuestion]
    turn: int
    given: int
    score: int
    most: int


def paper_of(entry: Entry) -> Paper:
    """One query."""
    answers = list(entry.answers.select_related("question").order_by("place"))
    scored = [answer for answer in answers if answer.question.kind != _Kind.PREDICTION]
    return Paper(
        questions=[_question(answer) for answer in answers],
        turn=max((answer.turn for answer in answers), default=0),
        given=sum(answer.value is not None for answer in answers),
        score=sum(answer.points for answer in answers),
        most=sum(answer.question.points for answer in scored),
    )


def _question(answer: Answer) -> PaperQuestion:
    question, value = answer.question, answer.value
    chosen = value if isinstance(value, list) else [value]
    order = value if question.kind == _Kind.ORDERING and isinstance(value, list) else []
    return PaperQuestion(
        question.pk, answer.place, question.kind, question.text, question.points,
        [Option(one, question.options[one], one in chosen, order.index(one) + 1 if order else 0)
         for one in answer.option_order],
        value,
    )  # fmt: skip


def given_in(form: Mapping[str, Any], entry: Entry) -> dict[int, Any]:
    """Question → what its boxes hold, for those that differ from what is stored. `form`: request.POST. One query."""
    found = {}
    for answer in entry.answers.select_related("question"):
        value = _boxes(form, answer.question)
        if value not in (None, "", []) and value != answer.value and str(value) != str(answer.value):
            found[answer.question_id] = value
    return found


def _boxes(form: Any, question: Question) -> Any:
    name = f"q{question.pk}"
    if question.kind == _Kind.MULTIPLE:
        return sorted(int(one) if one.isdigit() and one.isascii() else -1 for one in form.getlist(name)[:20])
    if question.kind != _Kind.ORDERING:
        return form.get(name)
    places = {form.get(f"{name}o{one}"): one for one in range(len(question.options))}
    order = [places.get(str(at)) for at in range(1, len(question.options) + 1)]
    return None if None in order else order
