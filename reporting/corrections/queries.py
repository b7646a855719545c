"""Reads of corrections: the list, one with its path and chain, and where pages mark them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.formats import write
from core.vietnamese import search_words
from documents.models import Amendment
from reporting.checks.cells import Entry
from reporting.corrections.effects import TotalEffect
from reporting.corrections.models import (
    Correction,
    CorrectionQuerySet,
    CorrectionStatus,
    CorrectionStep,
    FigureVersion,
)
from reporting.corrections.parts import from_json
from reporting.corrections.words import correction_words, entry_words
from reporting.corrections.workflow import acting_unit
from reporting.models import CompiledReport, Figure, Period, PeriodUnit, Submission
from reporting.queries.layout import Key
from reporting.rollups.parts import shown_value
from reporting.rollups.restated import restatements
from reporting.rollups.rules import rules
from reporting.workflow import RECEIVER_ROLES
from units.models import Unit
from units.scope import holds_any

SHOWN = 5


def corrections_for(user: Any) -> CorrectionQuerySet:
    """Corrections the person may see, newest first."""
    return (
        Correction.objects.visible_to(user)
        .select_related(
            "submission__unit", "submission__period", "submission__form", "submission__period_unit__unit", "indicator",
            "section", "reason", "waits_at__unit", "prepared_by",
        )
        .order_by("-prepared_at", "-pk")
    )  # fmt: skip


def chosen_corrections(user: Any, chosen: Mapping[str, str]) -> CorrectionQuerySet:
    """The list narrowed by what the filter says: ky, tinh_trang, loai (1 material, 0 not), q (unit, cell)."""
    rows = corrections_for(user)
    if chosen.get("ky"):
        rows = rows.filter(submission__period__code=chosen["ky"])
    if chosen.get("tinh_trang"):
        rows = rows.filter(status=chosen["tinh_trang"])
    if chosen.get("loai"):
        rows = rows.filter(reason__material=chosen["loai"] == "1")
    for word in search_words(chosen.get("q", "")):
        rows = rows.filter(
            Q(submission__unit__name_fold__contains=word)
            | Q(submission__unit__code__icontains=word)
            | Q(indicator__code__icontains=word)
        )
    return rows


def periods_with_corrections(user: Any) -> list[tuple[str, str]]:
    """(code, name) of periods for the filter, the newest first."""
    rows = Period.objects.filter(submissions__corrections__in=Correction.objects.visible_to(user))
    return list(rows.distinct().order_by("-ends_on", "-pk").values_list("code", "name"))


def waiting_for(user: Any, unit: Unit) -> CorrectionQuerySet:
    """Corrections whose turn it is at the unit, the oldest first; empty for who does not receive reports there."""
    rows = corrections_for(user).pending()
    if not holds_any(user, *RECEIVER_ROLES, at=unit):
        return rows.none()
    ended_below = Q(waits_at__unit__ended_on__isnull=False, waits_at__parent__unit=unit)
    mine = rows.filter(Q(waits_at__unit=unit) | ended_below).exclude(prepared_by=user)
    return mine.order_by("prepared_at", "pk")


# --- one correction


@dataclass(frozen=True)
class PathStep:
    """One level of the path as the page shows it."""

    step: CorrectionStep
    unit: Unit
    current: bool


def path_of(correction: Correction) -> list[PathStep]:
    rows = correction.steps.select_related("place__unit", "place__period", "decided_by").order_by("order")
    return [PathStep(one, acting_unit(one.place), one.place_id == correction.waits_at_id) for one in rows]


@dataclass(frozen=True)
class ShownVersion:
    """One link of the chain: what stood, since when, by which correction."""

    version: FigureVersion
    words: str


def chain_of(correction: Correction) -> list[ShownVersion]:
    """Every version of the cell or text, the reported one first; empty before the first approval."""
    rows = FigureVersion.objects.filter(submission=correction.submission_id, breakdown=correction.breakdown)
    rows = rows.filter(indicator=correction.indicator_id, section=correction.section_id)
    found = rows.select_related("indicator", "correction").order_by("number")
    return [ShownVersion(version, version_words(version)) for version in found]


def version_words(version: FigureVersion) -> str:
    if version.indicator is None:
        return version.text
    entry = Entry(version.state, version.value, version.base) if version.state else None
    return entry_words(version.indicator, entry)


def settled_with(correction: Correction) -> list[str]:
    """Titles of the corrections that were settled together with this one, because the boxes have to be equal."""
    if correction.status != CorrectionStatus.APPROVED:
        return []
    note = f"Duyệt cùng lúc với đính chính {correction.title}."
    rows = Correction.objects.approved().filter(submission=correction.submission_id)
    same = rows.filter(moves__step="settle", moves__note=note, decided_at__gte=correction.prepared_at)
    return [*rows.filter(pk__in=same.values("pk")).order_by("pk").values_list("title", flat=True)]


def papers_of(correction: Correction) -> list[Amendment]:
    rows = correction.amendments.select_related("document__issuer", "paper", "entry")
    return list(rows.order_by("document_id", "pk"))


def effect_rows(totals: Iterable[TotalEffect], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Totals before and after as rows of text, the breakdown in words."""
    return [named(one.as_json(), names) for one in totals]


def named(row: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {**row, "part": names.get(row["breakdown"], row["breakdown"])}


# --- marks on other pages


@dataclass(frozen=True)
class CellMark:
    """What a page says beside a cell: as reported, and a correction that waits."""

    reported: str = ""
    correction: int | None = None
    pending: int | None = None
    wanted: str = ""


Marks = dict[Key | str, CellMark]
UNMARKED = CellMark()


def marks_of(submission: Submission) -> Marks:
    """Cell, or code of a text's section, → its mark; three queries."""
    found: Marks = {}
    stands = {
        (figure.indicator_id, figure.breakdown): Entry(figure.state, figure.value, figure.base)
        for figure in Figure.objects.filter(submission=submission)
    }
    for key, first, last in _chains(submission):
        if last.indicator is not None:
            now = stands.get((last.indicator.pk, last.breakdown))
            if now != Entry(last.state, last.value, last.base):
                continue  # reopened and entered anew since
        found[key] = CellMark(reported=version_words(first), correction=last.correction_id)
    pending = list(submission.corrections.pending().select_related("indicator", "section"))
    for key, row, words in _touched(pending):
        mark = found.get(key, UNMARKED)
        found[key] = CellMark(mark.reported, mark.correction, row.pk, words)
    for row in pending:
        key = (
            (row.indicator.code, row.breakdown) if row.indicator else row.section.code if row.section else ""
        )
        mark = found.get(key, UNMARKED)
        wanted = (
            entry_words(row.indicator, Entry(row.new_state, row.new_value, row.new_base))
            if row.indicator
            else ""
        )
        found[key] = CellMark(mark.reported, mark.correction, row.pk, wanted)
    return found


def _touched(pending: Iterable[Correction]) -> Iterator[tuple[Key, Correction, str]]:
    """Boxes that would follow a waiting correction, computed from the corrected one, with what they would become."""
    by_code = rules().by_code
    for row in pending:
        for (code, breakdown), (_before, after) in from_json(row.moves_of_totals).items():
            indicator = by_code[code]
            value = shown_value(indicator, after.value, after.base)
            yield (code, breakdown), row, "" if value is None else write.number(value, 2)


def marks_before(submission: Submission) -> Marks:
    """The same for the unit's report of the same period last year."""
    if submission.period.previous_id is None:
        return {}
    rows = Submission.objects.filter(unit=submission.unit_id, period=submission.period.previous_id)
    earlier = rows.first()
    return marks_of(earlier) if earlier else {}


def _chains(submission: Submission) -> list[tuple[Key | str, FigureVersion, FigureVersion]]:
    """(key, first version, last version) of everything that was corrected."""
    chains: dict[Key | str, list[FigureVersion]] = {}
    rows = FigureVersion.objects.filter(submission=submission).select_related("indicator", "section")
    for row in rows.order_by("number", "pk"):
        key = (
            (row.indicator.code, row.breakdown) if row.indicator else row.section.code if row.section else ""
        )
        chains.setdefault(key, []).append(row)
    return [(key, links[0], links[-1]) for key, links in chains.items()]


def corrections_of_report(report: CompiledReport) -> list[Correction]:
    """Corrections of reports a compiled report was made from: approved after it was compiled, or waiting. One query."""
    version = report.current_version
    if version is None:
        return []
    done = {int(one["correction"]) for one in version.content.get("corrections", [])}
    after = Q(status="pending") | Q(status="approved", decided_at__gt=report.compiled_at or report.created_at)
    rows = Correction.objects.filter(
        after, submission__period_unit__in=PeriodUnit.objects.below(report.period_unit)
    )
    rows = rows.exclude(pk__in=done).select_related(
        "submission__period_unit", "indicator", "section", "reason"
    )
    included = set(version.content["included"])
    return [one for one in rows.order_by("prepared_at", "pk") if one.submission_id in included]


def restatement_notes(place: PeriodUnit | None) -> list[str]:
    """A sentence for each correction in the restated totals of a place: for the foot of a comparison with it."""
    if place is None:
        return []
    restated = {code for code, part in restatements(place) if not part}
    if not restated:
        return []
    rows = Correction.objects.approved().filter(
        indicator__code__in=restated, submission__period_unit__in=PeriodUnit.objects.below(place)
    )
    found = rows.select_related("submission__period_unit", "submission__period", "indicator", "reason")
    return [
        f"{row.indicator.code} {row.submission.period.name} lấy theo số đã đính chính ngày {write.date(row.decided_at)}: "
        f"{correction_words(row)}"
        for row in found.order_by("decided_at", "pk")
        if row.indicator
    ]
