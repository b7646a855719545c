"""A correction in words: its two values, the sentence of a paper, the line of a list."""

from __future__ import annotations

from collections.abc import Mapping

from core.formats import write
from reporting.checks.cells import Entry
from reporting.corrections.models import Correction, FigureVersion
from reporting.models import FigureState, Indicator
from reporting.queries.totals import breakdown_names


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


def followed_notes(correction: Correction) -> list[dict[str, str]]:
    """As `note_of`, for the computed rows that changed with a settled correction; two queries."""
    rows, names = followed(correction)
    return [
        {
            **note_of(correction), "title": _title(version, names), "old": _version_words(version.previous),
            "new": _version_words(version), "reason": f"tính lại theo {correction.title}",
        }
        for version in rows
    ]  # fmt: skip


def followed(correction: Correction) -> tuple[list[FigureVersion], dict[str, str]]:
    """Links of the computed rows that changed with a settled correction, and the words of breakdowns."""
    rows = correction.versions.exclude(indicator=correction.indicator, breakdown=correction.breakdown)
    rows = rows.exclude(indicator=None).select_related("indicator", "previous__indicator").order_by("pk")
    found = list(rows)
    return found, breakdown_names() if any(row.breakdown for row in found) else {}


def _title(version: FigureVersion, names: Mapping[str, str]) -> str:
    """ "TC06 Đoàn viên kết nạp mới, nữ"."""
    name = f"{version.indicator.code} {version.indicator.name}" if version.indicator else str(version.section)
    return f"{name}, {names[version.breakdown].lower()}" if version.breakdown in names else name


def whole_words(correction: Correction) -> str:
    """`correction_words` with the computed rows that changed: "… Kéo theo TC09 …: 10 thành 12." – for a paper."""
    rows, names = followed(correction)
    told = [
        f"{_title(version, names)}: {_version_words(version.previous)} thành {_version_words(version)}"
        for version in rows
    ]
    return correction_words(correction) + (f" Kéo theo {'; '.join(told)}." if told else "")


def entry_of(version: FigureVersion | None) -> Entry | None:
    return Entry(version.state, version.value, version.base) if version and version.state else None


def _version_words(version: FigureVersion | None) -> str:
    return entry_words(version.indicator, entry_of(version)) if version and version.indicator else ""


def note_of(correction: Correction) -> dict[str, str]:
    """One line of the list of corrections that a replacement report carries."""
    old, new = said(correction)
    return {
        "unit": correction.submission.period_unit.name, "title": correction.title, "old": old, "new": new,
        "reason": correction.reason.name, "asked_on": write.date(correction.asked_on), "correction": str(correction.pk),
    }  # fmt: skip
