"""What contests give to the figures of a unit's report (campaigns.records)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate
from django.urls import reverse

from campaigns.contests.essays.models import Essay
from campaigns.contests.models import Contest, Entry
from campaigns.contests.outside.models import OutsideContest
from campaigns.records import ReportRecord
from units.models import Unit

ORGANISED, TAKEN_PART, OUTSIDE = "contest", "contest_part", "outside_contest"


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """Contests the unit organised, those its people took part in, and outside ones; four queries.

    A contest counts once, on the day it first opens; papers and essays count on the day they were handed in.
    """
    return [
        *_organised(unit, first_day, last_day),
        *_taken_part(unit, first_day, last_day),
        *_outside(unit, first_day, last_day),
    ]


def _organised(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    opened = Contest.objects.filter(owner=unit, status__in=Contest.PUBLIC).annotate(
        first_round=TruncDate(Min("rounds__opens_at")), first_essay=TruncDate(Min("essay_tasks__opens_at"))
    )
    found = []
    for contest in opened.order_by("pk"):
        on = min(day for day in (contest.first_round, contest.first_essay) if day)
        if first_day <= on <= last_day:
            amounts = {"to_chuc": 1, "to_chuc:h.truc_tuyen": 1}
            url = reverse("campaigns:contest_detail", kwargs={"pk": contest.pk})
            found.append(ReportRecord(ORGANISED, contest.pk, contest.name, on, url, amounts))
    return found


def _taken_part(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    days = (first_day, last_day)
    papers = Entry.objects.filter(participant__unit=unit, finished_at__date__range=days)
    essays = Essay.objects.filter(participant__unit=unit, submitted_at__date__range=days)
    taken: Counter[int] = Counter()
    written: Counter[int] = Counter()
    about: dict[int, tuple[str, dt.date]] = {}
    for rows, when, counted in ((papers, "finished_at", taken), (essays, "submitted_at", written)):
        for row in _by_contest(rows, when):
            counted[row["pk"]] = row["n"]
            last = about.get(row["pk"], ("", row["last"]))[1]
            about[row["pk"]] = (row["name"], max(last, row["last"]))
    found = []
    for pk, (name, on) in sorted(about.items()):
        amounts = {"du_thi": taken[pk] + written[pk], "co_nguoi_du_thi": 1}
        amounts["du_thi:h.truc_tuyen"] = amounts["du_thi"]
        if written[pk]:
            amounts["bai_tu_luan"] = written[pk]
        url = reverse("campaigns:contest_results", kwargs={"pk": pk})
        found.append(ReportRecord(TAKEN_PART, pk, name, on, url, amounts))
    return found


def _by_contest(rows: Any, when: str) -> Any:
    contest = "participant__contest"
    counted = rows.order_by().values(contest, f"{contest}__name")
    for row in counted.annotate(n=Count("pk"), last=TruncDate(Max(when))):
        yield {"pk": row[contest], "name": row[f"{contest}__name"], "n": row["n"], "last": row["last"]}


def _outside(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    found = []
    for row in OutsideContest.objects.filter(unit=unit, ends_on__range=(first_day, last_day)).order_by(
        "ends_on", "pk"
    ):
        form = "truc_tuyen" if row.online else "truc_tiep"
        amounts = {"du_thi": row.participants, f"du_thi:h.{form}": row.participants}
        if row.participants:
            amounts["co_nguoi_du_thi"] = 1
        if row.female is not None:
            amounts["du_thi:n.nu"] = row.female
        if row.essays:
            amounts["bai_tu_luan"] = row.essays
        url = reverse("campaigns:outside_detail", kwargs={"pk": row.pk})
        found.append(ReportRecord(OUTSIDE, row.pk, row.name, row.ends_on, url, amounts))
    return found
