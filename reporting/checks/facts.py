"""Everything the rules look at, read for many reports at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Q

from reporting.checks.joint import joint_events
from reporting.checks.norms import norms_of
from reporting.checks.registry import Facts
from reporting.models import Figure, FigureState, Indicator, Submission, Waiver
from reporting.models.submissions import COUNTED
from reporting.queries.layout import FormLayout, Key, kept_ratios

By = dict[int, dict[Key, Figure]]


def facts_of(
    submission: Submission, layout: FormLayout, *, with_log: bool = True,
    figures: Mapping[Key, Figure] | None = None,
) -> Facts:  # fmt: skip
    """Everything the rules look at, of one report. `figures`: those that stand, where the caller knows them."""
    known = None if figures is None else {submission.pk: dict(figures)}
    return facts_of_many([submission], {submission.form_id: layout}, with_log=with_log, known=known)[0]


def facts_of_many(
    submissions: Iterable[Submission], layouts: Mapping[int, FormLayout], *, with_log: bool = True,
    known: By | None = None,
) -> list[Facts]:  # fmt: skip
    """Facts of each report; as many queries for fifty reports of a period as for one."""
    by_period: dict[int, list[Submission]] = defaultdict(list)
    for submission in submissions:
        by_period[submission.period_id].append(submission)
    formulas = kept_ratios()
    found: dict[int, Facts] = {}
    for group in by_period.values():
        for facts in _of_one_period(group, layouts, formulas, known):
            found[facts.submission.pk] = facts
        if with_log:
            joint_events([found[s.pk] for s in group])
    return list(found.values())


def _of_one_period(
    group: list[Submission], layouts: Mapping[int, FormLayout], formulas: list[Indicator], known: By | None
) -> list[Facts]:
    ids = [submission.pk for submission in group]
    figures = known or _by_owner(
        Figure.objects.filter(submission__in=ids).select_related("indicator"), "submission_id"
    )
    previous, waivers = _previous(group), _waivers(ids)
    made = [
        Facts(
            submission, layouts[submission.form_id], figures[submission.pk], previous[submission.unit_id],
            ratios=formulas, waivers=waivers[submission.pk], tier=submission.period_unit.tier,
            norms=norms_of(submission.period_unit),
        )
        for submission in group
    ]  # fmt: skip
    _earlier(made)
    return made


def _by_owner(figures: Iterable[Figure], field: str) -> By:
    found: By = defaultdict(dict)
    for figure in figures:
        found[getattr(figure, field)][figure.indicator.code, figure.breakdown] = figure
    return found


def _previous(group: list[Submission]) -> By:
    """Unit id → figures of its accepted report of the same period last year."""
    last_year = group[0].period.previous_id
    if last_year is None:
        return defaultdict(dict)
    figures = (
        Figure.objects.filter(submission__period=last_year, submission__unit__in=[s.unit_id for s in group])
        .filter(submission__status__in=COUNTED).select_related("indicator", "submission")
    )  # fmt: skip
    found: By = defaultdict(dict)
    for figure in figures:
        found[figure.submission.unit_id][figure.indicator.code, figure.breakdown] = figure
    return found


def _waivers(ids: list[int]) -> dict[int, dict[tuple[str, Key], Waiver]]:
    found: dict[int, dict[tuple[str, Key], Waiver]] = defaultdict(dict)
    for waiver in Waiver.objects.filter(submission__in=ids).select_related("indicator", "decided_by"):
        found[waiver.submission_id][waiver.rule, (waiver.indicator.code, waiver.breakdown)] = waiver
    return found


def _earlier(made: list[Facts]) -> None:
    """The accepted report that ended the day before, one that lies inside this period, and the stocks at the start."""
    period = made[0].submission.period
    day_before = period.starts_on - dt.timedelta(days=1)
    rows = (
        Figure.objects.filter(
            Q(submission__period__ends_on__range=(day_before, period.starts_on))
            | Q(submission__period__starts_on=period.starts_on, submission__period__ends_on__lt=period.ends_on),
            submission__unit__in=[facts.submission.unit_id for facts in made], submission__status__in=COUNTED,
        )
        .select_related("indicator", "submission__period").order_by("submission__period__ends_on", "submission_id")
    )  # fmt: skip
    by_unit: dict[int, list[Figure]] = defaultdict(list)
    for figure in rows:
        by_unit[figure.submission.unit_id].append(figure)
    for facts in made:
        for figure in by_unit[facts.submission.unit_id]:
            _put(facts, figure, figure.submission.period.ends_on <= period.starts_on)
        facts.opening = {
            code: Decimal(figure.value)
            for (code, part), figure in facts.before.items()
            if not part and figure.state == FigureState.VALUE and figure.value is not None
        }


def _put(facts: Facts, figure: Figure, is_before: bool) -> None:
    key, name = (figure.indicator.code, figure.breakdown), figure.submission.period.name
    if is_before:
        facts.before[key], facts.before_name = figure, name
    else:
        facts.inside[key], facts.inside_name = figure, name
