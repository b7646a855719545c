"""A correction in words: its two values, the sentence of a paper, the line of a list."""

from __future__ import annotations

from core.formats import write
from reporting.checks.cells import Entry
from reporting.corrections.models import Correction
from reporting.models import FigureState, Indicator


def old_entry(correction: Correction) -> Entry | None:
    if not correction.old_state:
        return None
    return Entry(correction.old_state, correction.old_value, correction.old_base)


def new_entry(correction: Correction) -> Entry | None:
    if not correction.new_state:
        return None
    return Entry(correction.new_state, correction.new_value, correction.new_base)


def entry_words(indicator: Indicator, entry: Entry | None) -> str:
    """1.234; 45/50; Khá; Không phát sinh; (để trống)."""
    if entry is None:
        return "(để trống)"
    if entry.state != FigureState.VALUE:
        return str(FigureState(entry.state).label)
    base = f"/{write.number(entry.base)}" if entry.base is not None else ""
    return f"{write.number(entry.value)}{base}"


def said(correction: Correction) -> tuple[str, str]:
    """Old and new as people read them."""
    indicator = correction.indicator
    if indicator is None:
        return correction.old_text, correction.new_text
    return entry_words(indicator, old_entry(correction)), entry_words(indicator, new_entry(correction))


def correction_words(correction: Correction) -> str:
    """ "CĐCS A, TC06 Kết nạp mới: 4 sửa thành 6 (nhập sai số)." – what a paper says of one correction."""
    unit = correction.submission.period_unit.name
    reason = correction.reason.name[:1].lower() + correction.reason.name[1:]
    old, new = said(correction)
    if correction.indicator is None:
        old, new = f"“{old}”", f"“{new}”"
    return f"{unit}, {correction.title}: {old} sửa thành {new} ({reason})."


def note_of(correction: Correction) -> dict[str, str]:
    """One line of the list of corrections that a replacement report carries."""
    old, new = said(correction)
    return {
        "unit": correction.submission.period_unit.name, "title": correction.title, "old": old, "new": new,
        "reason": correction.reason.name, "asked_on": write.date(correction.asked_on), "correction": str(correction.pk),
    }  # fmt: skip
