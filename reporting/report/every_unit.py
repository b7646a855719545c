"""Annex of every unit: the key figures of each unit in the tree, run by run; and the state of each report as a letter.

A run is a unit one level below with everything under it, so the pages of a run change only when something in that
branch does. Units directly below stand in runs of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from reporting.models import Figure, FigureState, Indicator, PeriodUnit, Submission, SubmissionStatus
from reporting.models.submissions import COUNTED
from reporting.report.annexes import KEY_CODES, KEY_HEADINGS
from reporting.report.sentences import written
from reporting.rollups import TotalsBelow, shown_value

ROWS_OF_A_RUN = 120
DIRECT = "Đơn vị trực thuộc trực tiếp"
# Letter of a report in the grid of coverage; the words of the rows.
ON_TIME, LATE, WAITING, RETURNED, NOT_SENT = "a", "l", "w", "r", "m"
STATE_WORDS = {
    ON_TIME: "Đã duyệt", LATE: "Đã duyệt, gửi muộn", WAITING: "Đã gửi, chờ duyệt",
    RETURNED: "Bị trả lại", NOT_SENT: "Chưa gửi",
}  # fmt: skip
NO_VALUE: dict[str, str] = {FigureState.NIL: "0", FigureState.UNKNOWN: "?", FigureState.NOT_APPLICABLE: "–"}
NOTE = (
    "Mỗi đơn vị một dòng, xếp theo công đoàn cấp trên. 0: không phát sinh; ?: chưa có số liệu; –: không áp dụng; để "
    "trống: không trả lời. Đơn vị chưa có báo cáo được duyệt không có số."
)


def state_of(submission: Submission) -> str:
    if submission.status in COUNTED:
        return LATE if submission.late else ON_TIME
    if submission.status in {SubmissionStatus.SUBMITTED, SubmissionStatus.RECEIVED}:
        return WAITING
    return RETURNED if submission.status == SubmissionStatus.RETURNED else NOT_SENT


def headings(indicators: dict[str, Indicator]) -> list[str]:
    chosen = [indicators[code] for code in KEY_CODES if code in indicators]
    return ["TT", "Đơn vị", "Báo cáo", *(f"{KEY_HEADINGS[i.code]} {i.code}" for i in chosen)]


def reports_below(place: PeriodUnit) -> list[Submission]:
    """The reports the units at and below the place owe, in the order of the tree."""
    return list(
        Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place), period_unit__obliged=True)
        .select_related("period_unit").order_by("period_unit__path")
    )  # fmt: skip


def tiles(place: PeriodUnit, reports: list[Submission], below: TotalsBelow) -> list[dict[str, Any]]:
    """A block for each branch: its name and a letter for each report."""
    names = _branch_names(below)
    return [
        {"title": names.get(path, DIRECT), "states": "".join(state_of(report) for report in rows)}
        for path, rows in _by_branch(place, reports, names)
    ]


def runs(place: PeriodUnit, reports: list[Submission], below: TotalsBelow) -> list[dict[str, Any]]:
    """Title, n of N and rows of each run; [] when no unit below has units of its own (annex II lists them all)."""
    names = _branch_names(below)
    if not names:
        return []
    indicators = {i.code: i for i in below.indicators if i.code in KEY_CODES}
    figures = _figures(place)
    found = []
    for path, rows in _by_branch(place, reports, names):
        lines = [
            [str(number), report.period_unit.name, _state_words(report), *_cells(report, indicators, figures)]
            for number, report in enumerate(rows, start=1)
        ]
        counted = sum(report.status in COUNTED for report in rows)
        title = f"{names.get(path, DIRECT)} ({counted}/{len(rows)} đơn vị)"
        for start in range(0, len(lines), ROWS_OF_A_RUN):
            more = " – tiếp theo" if start else ""
            found.append({"title": title + more, "rows": lines[start : start + ROWS_OF_A_RUN]})
    return found


def _branch_names(below: TotalsBelow) -> dict[str, str]:
    """Path → name of the units one level below that have units of their own."""
    parents = PeriodUnit.objects.filter(parent__parent=below.place).values_list("parent_id", flat=True)
    inner = set(parents.distinct())
    return {b.place.path: b.place.name for b in below.branches if not b.own and b.place.pk in inner}


def _by_branch(
    place: PeriodUnit, reports: list[Submission], names: dict[str, str]
) -> Iterator[tuple[str, list[Submission]]]:
    """Branches in the order of the tree, units directly below (and the place itself) last, under ""."""
    ahead = {path: number for number, path in enumerate(names)}
    length = len(next(iter(names), ""))

    def branch(report: Submission) -> str:
        path = report.period_unit.path[:length]
        return path if path in names else ""

    ordered = sorted(
        reports, key=lambda report: (ahead.get(branch(report), len(names)), report.period_unit.path)
    )
    for path, rows in groupby(ordered, key=branch):
        yield path, list(rows)


def _state_words(report: Submission) -> str:
    state = state_of(report)
    return STATE_WORDS[ON_TIME] if state == LATE else STATE_WORDS[state]


def _figures(place: PeriodUnit) -> dict[tuple[int, str], tuple[str, Decimal | None, Decimal | None]]:
    """(report, indicator) → state, value, base of the accepted reports."""
    rows = Figure.objects.filter(
        submission__period_unit__in=PeriodUnit.objects.below(place), submission__status__in=COUNTED,
        indicator__code__in=KEY_CODES, breakdown="",
    ).values_list("submission_id", "indicator__code", "state", "value", "base")  # fmt: skip
    return {(report, code): (state, value, base) for report, code, state, value, base in rows}


def _cells(report: Submission, indicators: dict[str, Indicator], figures: dict[Any, Any]) -> Iterator[str]:
    for code in KEY_CODES:
        if code not in indicators:
            continue
        state, value, base = figures.get((report.pk, code), ("", None, None))
        yield cell_words(indicators[code], state, value, base)


def cell_words(indicator: Indicator, state: str, value: Decimal | None, base: Decimal | None) -> str:
    """A unit's own figure as the annex prints it; "" when it was not answered."""
    if state != FigureState.VALUE:
        return NO_VALUE.get(state, "")
    return written(indicator, shown_value(indicator, value, base))
