"""One report as it is read: figures beside last year's, findings, narrative, moves; who may see what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.formats.write import number, percent, share, signed_percent
from plans.indicators import Measure
from plans.models import Comparator, Target
from reporting.checks import Finding
from reporting.corrections.queries import UNMARKED, CellMark, Marks
from reporting.entry.cumulative import IN_PERIOD, Earlier
from reporting.models import (
    Figure,
    FigureState,
    Indicator,
    IndicatorKind,
    Narrative,
    NarrativeSection,
    Submission,
)
from reporting.models import SubmissionStatus as S
from reporting.models.submissions import SENT
from reporting.queries.layout import CellSpec, FormLayout, Key, Section
from reporting.workflow import receiver, reporter
from units.scope import sees_all, units_of


def shows_figures(user: Any, submission: Submission) -> bool:
    """A unit's own people see their figures always; those above only while the report is sent."""
    if sees_all(user) or submission.unit_id in {unit.pk for unit in units_of(user)}:
        return True
    if submission.on_paper and not receiver(user, submission):
        return True
    if submission.unit.ended_on and not reporter(user, submission):
        return True
    return S(submission.status) in SENT


def figure_words(figure: Figure | None, spec: CellSpec | None = None) -> str:
    """A figure as people read it: 1.234; 45/50 (90%); Không phát sinh; “” when not answered."""
    if figure is None:
        return ""
    if figure.state != FigureState.VALUE:
        return str(figure.get_state_display())
    if spec and spec.choices:
        return dict(spec.choices).get(f"{figure.value:.0f}", number(figure.value))
    if figure.indicator.kind == IndicatorKind.RATIO and figure.base:
        shown = percent(share(figure.value, figure.base), 1)
        return f"{number(figure.value)}/{number(figure.base)} ({shown})"
    return number(figure.value)


def change_words(now: Figure | None, before: Figure | None) -> str:
    """+12,5% or −3%; "" where a comparison says nothing."""
    if now is None or before is None or not now.value or not before.value:
        return ""
    if now.indicator.kind in {IndicatorKind.RATIO, IndicatorKind.TEXT}:
        return ""
    return signed_percent((now.value - before.value) * 100 / before.value)


def target_words(target: Target) -> str:
    """≥ 500 cuộc."""
    sign = {Comparator.AT_LEAST: "≥ ", Comparator.AT_MOST: "≤ "}.get(Comparator(target.comparator), "")
    return f"{sign}{number(target.value)} {target.unit_of_measure}".strip()


@dataclass(frozen=True)
class ReadCell:
    """One box on the reading page."""

    spec: CellSpec
    figure: Figure | None
    words: str
    previous: str
    change: str
    findings: list[Finding]
    mark: CellMark = UNMARKED
    mark_before: CellMark = UNMARKED
    running: str = ""

    @property
    def differs_from_log(self) -> bool:
        """The unit reports another number than its activity log suggested when it was typed."""
        figure = self.figure
        return bool(figure and figure.prefilled is not None and figure.value != figure.prefilled)


@dataclass(frozen=True)
class ReadRow:
    indicator: Indicator
    total: ReadCell
    parts: list[ReadCell]
    targets: list[str]


@dataclass(frozen=True)
class ReadSection:
    section: Section
    rows: list[ReadRow]


def read_sections(
    layout: FormLayout, figures: dict[Key, Figure], previous: dict[Key, Figure], findings: Iterable[Finding],
    targets: dict[str, list[Target]], marks: Marks | None = None, marks_before: Marks | None = None,
    earlier: Earlier = IN_PERIOD,
) -> list[ReadSection]:  # fmt: skip
    """The report section by section, ready to print on the page; `marks` tell what was corrected, `earlier` gives the year
    up to the cut-off beside the period. No query."""
    at: dict[Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        at[finding.key].append(finding)

    def cell(spec: CellSpec) -> ReadCell:
        now, before = figures.get(spec.key), previous.get(spec.key)
        return ReadCell(
            spec,
            now,
            figure_words(now, spec),
            figure_words(before, spec),
            change_words(now, before),
            at[spec.key],
            (marks or {}).get(spec.key, UNMARKED),
            (marks_before or {}).get(spec.key, UNMARKED),
            figure_words(earlier.typed(spec, now), spec) if earlier.takes(spec) else "",
        )

    return [
        ReadSection(
            section,
            [
                ReadRow(
                    row.indicator, cell(row.total), [cell(p) for p in row.parts],
                    [target_words(t) for t in targets.get(row.indicator.code, [])],
                )
                for row in section.rows
            ],
        )
        for section in layout.sections
    ]  # fmt: skip


@dataclass(frozen=True)
class Writing:
    """A heading of the outline with what the unit wrote under it."""

    section: NarrativeSection
    text: str
    new_part: bool
    mark: CellMark = UNMARKED


def writings(layout: FormLayout, submission: Submission, marks: Marks | None = None) -> list[Writing]:
    """Every heading of the form, written or not."""
    texts = dict(Narrative.objects.filter(submission=submission).values_list("section_id", "text"))
    found, part = [], ""
    for section in layout.narratives:
        mark = (marks or {}).get(section.code, UNMARKED)
        found.append(Writing(section, texts.get(section.pk, ""), section.part != part, mark))
        part = section.part
    return found


def answered_share(layout: FormLayout, figures: dict[Key, Figure]) -> tuple[int, int]:
    """How many rows of the form have an answer, of how many."""
    totals = [row.total.key for row in layout.rows.values()]
    return sum(key in figures for key in totals), len(totals)


def plan_measures() -> dict[str, Measure]:
    """Code → name and unit of every indicator, for plans that choose how a target is measured."""
    rows = Indicator.objects.order_by("order").values_list("code", "name", "unit_of_measure")
    return {code: Measure(name, unit) for code, name, unit in rows}
