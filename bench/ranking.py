"""Ranking a contest of 125,000 papers against one window query written by hand on the same PostgreSQL.

Every paper gets its rank by score, nearest prediction, earliest finish. Both must say the same of each paper. The first
page of the board, which is what people open, is told beside it.
"""

from __future__ import annotations

import argparse
import sys

from bench._postgres import own_database
from bench._table import best_of, print_table, verdict

KEEP = 3.0
HAND = """
SELECT id, RANK() OVER (ORDER BY score DESC, ABS(prediction - %(truth)s) ASC NULLS LAST, finished_at ASC)
FROM campaigns_entry WHERE round_id = %(round)s AND finished_at IS NOT NULL
"""
PEOPLE = """
INSERT INTO campaigns_participant (contest_id, name, name_fold, unit_id, birth_year, phone, device, consent_at)
SELECT %(contest)s, 'Nguyễn Văn ' || n, 'nguyen van ' || n, %(unit)s, 1990, '0' || lpad(n::text, 9, '0'), 1, now()
FROM generate_series(1, %(papers)s) n
"""
PAPERS = """
INSERT INTO campaigns_entry
  (participant_id, round_id, started_at, ends_at, finished_at, by_bell, score, adjustment, prediction, all_right)
SELECT id, %(round)s, now(), now(), now() + (id %% 1200) * interval '1 second', false, (id * 7919) %% 21, 0,
       CASE WHEN id %% 10 = 0 THEN NULL ELSE (id * 104729) %% 5000 END, (id * 7919) %% 21 = 20
FROM campaigns_participant
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=125_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with own_database("bench_ranking"):
        return _measure(options.papers, options.rounds)


def _measure(papers: int, rounds: int) -> int:
    from django.db import connection

    from campaigns.contests.ranking import ranked, truth_of

    one = _fill(papers)
    words = {"round": one.pk, "truth": truth_of(one)}

    def by_hand() -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(HAND, words)
            return dict(cursor.fetchall())

    def by_portal() -> dict[int, int]:
        return dict(ranked(one).values_list("pk", "rank"))

    if by_hand() != by_portal():
        sys.exit("The ranks are not those of the query by hand.")
    best = best_of(rounds, {"hand": by_hand, "portal": by_portal, "page": lambda: list(ranked(one)[:50])})
    print_table(
        f"Ranks of {papers} papers",
        ["", "ms"],
        [["one window query by hand", f"{1000 * best['hand']:.0f}"],
         ["the portal, with the truth of the prediction", f"{1000 * best['portal']:.0f}"],
         ["first page of the board", f"{1000 * best['page']:.0f}"]],
    )  # fmt: skip
    return verdict(best["portal"] / best["hand"], KEEP)


def _fill(papers: int):
    import datetime as dt

    from django.db import connection
    from django.utils import timezone

    from campaigns.contests.services import create_contest, save_round
    from tests.factories import province

    top = province()
    contest = create_contest(owner=top, name="Thi", topic="Luật", audience="Đoàn viên")
    now = timezone.now()
    one = save_round(
        contest,
        None,
        name="Tuần 1",
        opens_at=now,
        closes_at=now + dt.timedelta(days=1),
        minutes=20,
        questions_each=20,
    )
    words = {"contest": contest.pk, "unit": top.pk, "round": one.pk, "papers": papers}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, words)
        cursor.execute(PAPERS, words)
        cursor.execute("ANALYZE")
    return one


if __name__ == "__main__":
    sys.exit(main())
