"""What workbooks are filled with, read for many reports at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from reporting.entry.cumulative import earlier_of_many
from reporting.models import Figure, Form, Narrative, Period, PeriodUnit, Submission
from reporting.models import SubmissionStatus as S
from reporting.models.submissions import COUNTED
from reporting.queries.layout import FormLayout, Key, layout_of
from reporting.queries.periods import reports_below
from reporting.queries.submissions import shows_figures
from reporting.workbooks.layout import Filled

AT_ONCE = 100
EDITABLE = (S.NOT_STARTED, S.DRAFT, S.RETURNED)


class Layouts:
    """The boxes of each form, read once."""

    def __init__(self) -> None:
        self.known: dict[int, FormLayout] = {}

    def of(self, form: Form) -> FormLayout:
        if form.pk not in self.known:
            self.known[form.pk] = layout_of(form)
        return self.known[form.pk]


def submissions_for(user: Any) -> QuerySet[Submission]:
    """Reports the person may see, with what a workbook and its checks need."""
    return Submission.objects.visible_to(user).select_related(
        "unit", "form", "period__regime", "period_unit__parent__unit"
    )


def templates_due(user: Any, place: PeriodUnit) -> QuerySet[Submission]:
    """Reports of obliged units below the place that can still be entered; none once the period is closed."""
    if place.period.status != Period.Status.OPEN:
        return Submission.objects.none()
    wanted = reports_below(place).filter(status__in=EDITABLE).values("pk")
    return submissions_for(user).filter(pk__in=wanted).order_by("period_unit__path")


def filled_many(
    user: Any, submissions: Sequence[Submission], layouts: Layouts | None = None
) -> Iterator[Filled]:
    """Each report with its figures, last year's and its texts: three queries for all of them, five of a cumulative period.

    Who may not see the figures of a report yet gets its workbook without them.
    """
    layouts = layouts or Layouts()
    seen = [one.pk for one in submissions if shows_figures(user, one)]
    figures: dict[int, dict[Key, Figure]] = defaultdict(dict)
    for figure in Figure.objects.filter(submission__in=seen).select_related("indicator"):
        figures[figure.submission_id][figure.indicator.code, figure.breakdown] = figure
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Narrative.objects.filter(submission__in=seen).values_list("submission", "section__code", "text")
    for pk, code, text in rows:
        texts[pk][code] = text
    previous, earlier = _previous(submissions), earlier_of_many(submissions)
    for one in submissions:
        layout = layouts.of(one.form)
        shown = earlier[one.pk].typed_all(layout, figures.get(one.pk, {}))
        yield Filled(
            one, layout, shown, previous.get(one.unit_id, {}), texts.get(one.pk, {}), earlier=earlier[one.pk]
        )


def _previous(submissions: Sequence[Submission]) -> dict[int, dict[Key, Figure]]:
    """Unit → accepted figures of the same period last year; all reports are of one period."""
    found: dict[int, dict[Key, Figure]] = defaultdict(dict)
    earlier = submissions[0].period.previous_id if submissions else None
    if earlier is None:
        return found
    rows = Figure.objects.filter(
        submission__unit__in=[one.unit_id for one in submissions], submission__period=earlier,
        submission__status__in=COUNTED,
    ).select_related("indicator", "submission")  # fmt: skip
    for figure in rows:
        found[figure.submission.unit_id][figure.indicator.code, figure.breakdown] = figure
    return found
