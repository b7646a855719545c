"""Who stands where a prize is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from campaigns.contests.essays.queries import ranked_essays
from campaigns.contests.models import Contest
from campaigns.contests.overall import overall_ranked, units_ranked
from campaigns.contests.prizes.models import ContestPrize, Winner
from campaigns.contests.ranking import Board, ranked

_AHEAD = 2_000


@dataclass(frozen=True)
class Place:
    """One row of a board: `participant` None for a unit."""

    participant: int | None
    unit: int
    rank: int
    score: Decimal


def winners_now(contest: Contest) -> dict[ContestPrize, list[Place]]:
    """Prize → who wins it as the boards stand: prizes of one board take its rows in their order, equal ranks together."""
    by_board: dict[tuple[Any, ...], list[ContestPrize]] = defaultdict(list)
    for prize in contest.prize_rows.select_related("round", "essay_task", "unit_kind", "cluster"):
        key = (prize.kind, prize.round_id, prize.essay_task_id, prize.unit_kind_id, prize.cluster_id)
        by_board[key].append(prize)
    found: dict[ContestPrize, list[Place]] = {}
    for prizes in by_board.values():
        rows = list(islice(_places(contest, prizes[0]), _AHEAD))
        at = 0
        for prize in prizes:
            end = min(at + prize.places, len(rows))
            while 0 < end < len(rows) and end > at and rows[end].rank == rows[end - 1].rank:
                end += 1
            found[prize] = rows[at:end]
            at = end
    return found


def _places(contest: Contest, prize: ContestPrize) -> Iterator[Place]:
    board = Board(prize.unit_kind_id or "", prize.cluster.code if prize.cluster else "")
    if prize.kind == ContestPrize.Kind.UNIT:
        for unit in units_ranked(contest, board)[:_AHEAD]:
            yield Place(None, unit.pk, unit.rank, Decimal(str(round(unit.rate, 2))))
    elif prize.essay_task is not None:
        if prize.essay_task.marked_at is not None:
            for essay in ranked_essays(prize.essay_task, board)[:_AHEAD]:
                yield Place(essay.participant_id, essay.participant.unit_id, essay.rank, essay.score)
    elif prize.round is not None:
        for entry in ranked(prize.round, board)[:_AHEAD]:
            yield Place(entry.participant_id, entry.participant.unit_id, entry.rank, Decimal(entry.score))
    else:
        for person in overall_ranked(contest, board)[:_AHEAD]:
            yield Place(person.pk, person.unit_id, person.rank, person.score)


def winner_rows(contest: Contest) -> QuerySet[Winner]:
    """Stored winners in the order of the prizes."""
    boards = ("prize__round", "prize__essay_task", "prize__unit_kind", "prize__cluster")
    rows = Winner.objects.filter(prize__contest=contest).select_related(*boards, "participant", "unit")
    return rows.order_by("prize__number", "prize", "rank", "pk")
