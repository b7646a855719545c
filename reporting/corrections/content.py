"""The content of a replacement report: that of the issued one, with the corrected cell carried through every table."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reporting.corrections.models import Correction
from reporting.corrections.parts import from_json, moved_cells
from reporting.corrections.words import entry_of, followed_notes, note_of
from reporting.models import CompiledReport, PeriodUnit, Submission
from reporting.models.submissions import COUNTED
from reporting.narratives.themes import is_opinion, without_names
from reporting.queries.totals import earlier_place
from reporting.report import annexes, charting, every_unit, like, narrative, targets
from reporting.report.content import data_code, gathered_text, raw_totals, raw_units
from reporting.report.figures import Figures, figures_of
from reporting.report.sentences import filled, templates
from reporting.rollups import Branch, TotalsBelow
from reporting.rollups.alike import Alike
from reporting.rollups.live import Cell, merged
from reporting.rollups.parts import Coverage, Parts, all_of
from reporting.rollups.restated import restated_cells
from reporting.rollups.rules import Rules, rules


def restated_content(
    report: CompiledReport, correction: Correction, *, base: dict[str, Any]
) -> dict[str, Any]:
    """A copy of `base` with the correction in it. Only what the correction touches differs: nobody else's report,
    accepted since or not, comes in. Call it after the restated totals were written."""
    content: dict[str, Any] = json.loads(json.dumps(base))
    place, catalogue = report.period_unit, rules()
    notes = [note_of(correction), *followed_notes(correction)]
    content["corrections"] = [*content.get("corrections", []), *notes]
    if correction.section is not None:
        _new_words(content, correction)
    else:
        figures = replace(
            figures_of(place), cells=restated_cells(place), both=_like_units(content, place, correction)
        )
        below = _below(place, content, correction, catalogue)
        _new_numbers(content, place, figures, below)
        _new_line(content, correction, figures)
    content["data_code"] = data_code(content)
    return content


def _new_numbers(content: dict[str, Any], place: PeriodUnit, figures: Figures, below: TotalsBelow) -> None:
    rows = [row.as_json() for row in targets.target_rows(place, figures)]
    content["targets"], content["targets_summary"] = rows, targets.summary(rows)
    content["annexes"]["figures"]["rows"] = [
        *annexes.figure_rows(figures), *annexes.target_counts(figures, rows),
    ]  # fmt: skip
    # How many reports and members each line comes from is not changed by a correction.
    units = content["annexes"]["units"]
    units["rows"] = [
        [*now[:2], then[2], *now[3:]]
        for now, then in zip(annexes.unit_rows(below), units["rows"], strict=True)
    ]
    content["chart"], content["comparison"] = annexes.chart(below), charting.comparison(figures)
    content["verdicts"] = charting.verdicts(rows)
    content["totals"], content["units"] = raw_totals(figures), raw_units(below)
    for section in narrative.sections_of(content):
        sentences = [filled(sentence, figures.words) for sentence in templates().get(section["code"], ())]
        _reworded(section, figures=[sentence for sentence in sentences if sentence])


def _like_units(content: dict[str, Any], place: PeriodUnit, correction: Correction) -> Alike | None:
    """The units of both periods as the issued report had them, with the change where the corrected unit is one of them."""
    both, earlier = like.from_json(content.get("like", {})), earlier_place(place)
    if both is None or both.same or earlier is None:
        return both
    before = Submission.objects.filter(
        unit=correction.submission.unit_id,
        status__in=COUNTED,
        period_unit__in=PeriodUnit.objects.below(earlier),
    )
    if before.exists():
        both = replace(both, cells_now=moved_cells(both.cells_now, from_json(correction.moves_of_totals)))
        content["like"] = like.as_json(both)
    return both


def _new_line(content: dict[str, Any], correction: Correction, figures: Figures) -> None:
    """The unit's cells in the annex of every unit: the corrected one and those computed from it."""
    codes = [code for code in every_unit.KEY_CODES if code in figures.indicators]
    rows = [row for run in content.get("every_unit", {}).get("runs", []) for row in run["rows"]]
    changed = []
    for version in correction.versions.filter(breakdown="").select_related("indicator", "previous"):
        if version.indicator and version.indicator.code in codes:
            old, new = (
                every_unit.cell_words(version.indicator, one.state, one.value, one.base) if one else ""
                for one in (entry_of(version.previous), entry_of(version))
            )
            changed.append((3 + codes.index(version.indicator.code), old, new))
    name = correction.submission.period_unit.name
    for row in rows if changed else ():
        # Two units may share a name: the one that still says the old values is meant.
        if row[1] == name and all(row[column] == old for column, old, _new in changed):
            for column, _old, new in changed:
                row[column] = new
            return


def _reworded(section: dict[str, Any], **fields: Any) -> None:
    """New sources of a section; words that people had edited stay and are marked for another look."""
    if all(section[name] == value for name, value in fields.items()):
        return
    section.update(fields)
    if section["edited"]:
        section["changed"] = True
    else:
        section["text"] = gathered_text(section)


def _new_words(content: dict[str, Any], correction: Correction) -> None:
    code = correction.section.code if correction.section else ""
    opinion = correction.section is not None and is_opinion(correction.section.title)
    old, new = (
        narrative.paragraphs(without_names(text) if opinion else text)
        for text in (correction.old_text, correction.new_text)
    )
    taken_out, put_in = set(old) - set(new), [text for text in new if text not in old]
    unit = correction.submission.period_unit.name
    for section in narrative.sections_of(content):
        if section["code"] == code:
            kept = [
                one for one in section["gathered"] if not (one["text"] in taken_out and unit in one["units"])
            ]
            _reworded(
                section,
                gathered=[
                    *kept,
                    *(
                        {"text": text, "units": [unit], "reports": [correction.submission_id]}
                        for text in put_in
                    ),
                ],
            )


# --- the units one level below, from what the report says of them


def _below(
    place: PeriodUnit, content: dict[str, Any], correction: Correction, catalogue: Rules
) -> TotalsBelow:
    """As rollups.totals_below, read from the content and with the change in the branch of the corrected unit."""
    at = correction.submission.period_unit
    codes = [told["code"] for told in content["units"]]
    found = PeriodUnit.objects.filter(period=place.period_id, unit__code__in=codes).select_related("unit")
    places = {one.unit.code: one for one in found}
    branches = []
    for told in content["units"]:
        branch_at = places[told["code"]]
        # How many units gave a figure is not in the report; a leaf is one, a branch never runs empty.
        cells = _cells(told["figures"], units=1 if branch_at.pk == at.pk else 2)
        mine = at.pk == place.pk if told["own"] else at.path.startswith(branch_at.path)
        if mine:
            cells = moved_cells(cells, from_json(correction.moves_of_totals))
        coverage = Coverage(told["counted"], told["expected"])
        branches.append(Branch(branch_at, told["own"], cells, coverage))
    return TotalsBelow(
        place=place, branches=tuple(branches), total=merged(branch.cells for branch in branches),
        coverage=all_of(branch.coverage for branch in branches), indicators=catalogue.indicators,
    )  # fmt: skip


def _cells(figures: dict[str, list[str]], *, units: int) -> dict[Cell, Parts]:
    """ "TC06|n.nu" → (code, breakdown)."""
    found = {}
    for key, (value, base) in figures.items():
        code, _, breakdown = key.partition("|")
        found[code, breakdown] = Parts(_number(value), _number(base), units)
    return found


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
