"""How a report's workbook is laid out: sheets, columns, the hidden ids that lead every cell back to its box."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer

from reporting.checks.cells import STATE_LABELS
from reporting.entry.cumulative import IN_PERIOD, Earlier
from reporting.models import Figure, FigureState, Submission
from reporting.queries.layout import CellSpec, FormLayout

SUMMARY, NUMBERS, TEXTS, IDS = "Tổng quan", "Số liệu", "Phần lời", "nc_ma"
# Stands in A1: a sheet is known by it, whatever it is called after a person renamed it.
NUMBERS_MARK, TEXTS_MARK, IDS_MARK = "nhip-cau:so-lieu", "nhip-cau:phan-loi", "nhip-cau:ma"
SOURCES_MARK = "nhip-cau:nguon"
EDITION = "1"

# Columns of the sheet of numbers, counted from 0.
ID, CODE, NAME, MEASURE, STATE, VALUE, BASE, BEFORE, NOTE, CHECK, ANSWERED = range(11)
HEAD_ROW, FIRST_ROW = 5, 6
UNIT_PLACE, NIL_PLACE = (1, VALUE), (3, VALUE)
NIL_ID = "~nil"
YES, NO = "Có", "Không"
# Columns of the sheet of texts.
TEXT_ID, TEXT_TITLE, TEXT_PROMPT, TEXT_BODY = range(4)
TEXT_FIRST_ROW = 3
IDS_FIRST_ROW = 12

STATE_WORDS: dict[str, str] = {
    str(value): label for value, label in STATE_LABELS if value != FigureState.VALUE
}
HAS_VALUE = dict(STATE_LABELS)[FigureState.VALUE]
FILE_NAME = re.compile(
    r"^(?P<period>[^_].*?)__(?P<unit>[^_].*?)(\s*\(\d+\))?(\s+-\s.*)?\.xlsx$", re.IGNORECASE
)

Row = tuple[str, str, str, str]  # state, value, base, note as text
BLANK: Row = ("", "", "", "")


@dataclass(frozen=True)
class Ids:
    """What the hidden sheet says: whose template this is, of which form, made when the report was saved how often."""

    period: str
    unit: str
    form: str
    form_version: int
    base: int

    @classmethod
    def of(cls, submission: Submission, base: int | None = None) -> Ids:
        form = submission.form
        saved = submission.version if base is None else base
        return cls(submission.period.code, submission.unit.code, form.code, form.version, saved)

    def pairs(self) -> list[tuple[str, str]]:
        return [
            ("mau", EDITION), ("ky", self.period), ("don_vi", self.unit), ("bieu", self.form),
            ("phien_ban", str(self.form_version)), ("lan_luu", str(self.base)),
        ]  # fmt: skip


def signature(ids: Ids, originals: Mapping[str, Row], texts: Mapping[str, str]) -> str:
    """Seals the ids and what the template was filled with: an id changed by hand is told from a mistake."""
    told = repr((ids.pairs(), sorted(originals.items()), sorted(texts.items())))
    return Signer(salt="reporting.workbooks").signature(hashlib.sha256(told.encode()).hexdigest())


def is_sealed(given: str, ids: Ids, originals: Mapping[str, Row], texts: Mapping[str, str]) -> bool:
    told = repr((ids.pairs(), sorted(originals.items()), sorted(texts.items())))
    try:
        Signer(salt="reporting.workbooks").unsign(f"{hashlib.sha256(told.encode()).hexdigest()}:{given}")
    except BadSignature:
        return False
    return True


def file_name(submission: Submission) -> str:
    """6t-2026__LDLD-01.xlsx: what reads a workbook compares it with the ids inside."""
    return f"{submission.period.code}__{submission.unit.code}.xlsx"


def place_name(row: int, column: int) -> str:
    """(row, column) counted from 0 → B12."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def stored_row(figure: Figure | None) -> Row:
    """A figure as the hidden sheet keeps it; plain decimals, so that the same figure is always the same text."""
    if figure is None:
        return BLANK
    return figure.state, plain(figure.value), plain(figure.base), figure.note


def plain(value: Any) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if value else "0"


@dataclass(frozen=True)
class Filled:
    """One unit's report as its workbook shows it; `shown` is False where the reader may not see the figures.

    `figures` are as the unit types them: since the beginning of the year where `earlier` asks so. `typed` puts back what
    a file held (by row id), `faults` marks (row id, column) with its words.
    """

    submission: Submission
    layout: FormLayout
    figures: Mapping[tuple[str, str], Figure]
    previous: Mapping[tuple[str, str], Figure]
    texts: Mapping[str, str]
    typed: Mapping[str, tuple[Any, Any, Any, Any]] | None = None
    typed_texts: Mapping[str, str] | None = None
    faults: Mapping[tuple[str, int], str] | None = None
    earlier: Earlier = IN_PERIOD
    sources: Sequence[Sequence[str]] = ()

    def originals(self) -> dict[str, Row]:
        """Row id → what stands in the portal, for every box that is answered."""
        return {
            spec.name: stored_row(self.figures[spec.key]) for spec in self.layout if spec.key in self.figures
        }

    def raw(self, spec: CellSpec) -> tuple[Any, Any, Any, Any]:
        """State, value, base and note as they stand in the cells."""
        if self.typed and spec.name in self.typed:
            return self.typed[spec.name]
        figure = self.figures.get(spec.key)
        if figure is None:
            return "", "", "", ""
        if figure.state != FigureState.VALUE:
            return STATE_WORDS[figure.state], "", "", figure.note
        value: Any = figure.value
        if spec.choices:
            value = dict(spec.choices).get(f"{figure.value:.0f}", "")
        return "", value, figure.base if figure.base is not None else "", figure.note
