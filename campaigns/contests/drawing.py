"""Which questions stand on whose paper. Anybody who knows the seed can count it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from campaigns.contests.models import Question

T = TypeVar("T")


def seed_hash(seed: str) -> str:
    """What is published of the seed before the round."""
    return hashlib.sha256(seed.encode()).hexdigest()


def shuffled(items: Iterable[T], *, seed: str, of: str) -> list[T]:
    """The items ordered by SHA-256 of “seed:of:item”; `of` says whose and what for."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{seed}:{of}:{item}".encode()).digest())


def draw(
    questions: Iterable[Question], *, seed: str, participant: int, count: int
) -> list[tuple[Question, list[int]]]:
    """The participant's questions with the order of their options; predictions come last and beside the count."""
    bank = {question.pk: question for question in questions}
    scored = [pk for pk, question in bank.items() if question.kind != Question.Kind.PREDICTION]
    asked = shuffled(scored, seed=seed, of=str(participant))[:count]
    asked += [pk for pk, question in bank.items() if question.kind == Question.Kind.PREDICTION][:1]
    return [
        (bank[pk], shuffled(range(len(bank[pk].options)), seed=seed, of=f"{participant}:{pk}"))
        for pk in asked
    ]
