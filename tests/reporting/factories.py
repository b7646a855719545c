"""A small province in an open period, people with roles, and reports that are filled in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from reporting.catalogue import load
from reporting.models import PaperReport, Period, Regime, Submission
from reporting.queries.layout import Key
from reporting.services import CellInput, create_period, create_regime, open_period, save_figures, take_step
from tests.factories import grassroots, person, province, upper_unit
from units.models import Role, Unit, User

YEAR = 2026
# Enough for a grassroots report that can be sent.
WHOLE = {
    ("LD01", ""): "120", ("LD01", "n.nu"): "80", ("TC01", ""): "1", ("TC05", ""): "100", ("TC05", "n.nu"): "70",
    ("TC06", ""): "5", ("TC06", "n.nu"): "3", ("TC07", ""): "0", ("TT01", ""): "3", ("TT01", "h.truc_tiep"): "2",
    ("TT01", "h.truc_tuyen"): "1", ("TT02", ""): "250", ("TT02", "n.nu"): "150", ("CL01", ""): "10",
    ("CL02", ""): "5.000.000",
}  # fmt: skip
WHOLE_UPPER = {
    ("TT01", ""): "2", ("TT02", ""): "300", ("CL01", ""): "4", ("CL02", ""): "2.000.000",
}  # fmt: skip


@dataclass
class Country:
    """One federation, two upper units, three grassroots unions, and who works there."""

    top: Unit
    uppers: list[Unit]
    bases: list[Unit]
    admin: User
    officer: User
    chair: User
    period: Period

    def report(self, unit: Unit) -> Submission:
        return Submission.objects.select_related("period", "unit", "form", "period_unit__parent__unit").get(
            period=self.period, unit=unit
        )


def regime(owner: Unit, **fields: Any) -> Regime:
    load()
    return create_regime(owner, by=None, **fields)


def opened(owner: Unit, year: int = YEAR, *, of: Regime | None = None) -> Period:
    """An open half-year period of the whole tree below the owner."""
    return open_period(create_period(of or regime(owner), year=year, by=None), by=None)


def country() -> Country:
    top = province()
    uppers = [upper_unit(top), upper_unit(top)]
    bases = [
        grassroots(uppers[0], sector="nnn", member_count=100), grassroots(uppers[0], sector="hcsn"),
        grassroots(uppers[1], sector="fdi"),
    ]  # fmt: skip
    return Country(
        top=top, uppers=uppers, bases=bases, admin=person(Role.UPPER_UNIT, top), officer=person(Role.UPPER_UNIT, uppers[0]),
        chair=person(Role.GRASSROOTS, bases[0]), period=opened(top),
    )  # fmt: skip


def typed(values: dict[Key, str]) -> dict[Key, CellInput]:
    """Boxes as typed: "" blank, "nil" / "unknown" / "na" a state, "3/4" a value with its base, else a number."""
    return {key: _cell(text) for key, text in values.items()}


def _cell(text: str) -> CellInput:
    if text in {"nil", "unknown", "na"}:
        return CellInput(state=text)
    value, _, base = text.partition("/")
    return CellInput(value_text=value, base_text=base)


def enter(submission: Submission, by: User, values: dict[Key, str], **fields: Any) -> Submission:
    """Save boxes on top of what is there."""
    submission.refresh_from_db()
    return save_figures(submission, cells=typed(values), base=submission.version, by=by, **fields)


def sent(submission: Submission, by: User, values: dict[Key, str] | None = None) -> Submission:
    enter(submission, by, {**WHOLE, **(values or {})})
    return take_step(submission, "submit", by=by)


def accepted(
    submission: Submission, by: User, upper: User, values: dict[Key, str] | None = None
) -> Submission:
    return take_step(sent(submission, by, values), "accept", by=upper)


def paper_report(submission: Submission, by: User) -> PaperReport:
    """A paper report that came in today, with its scan."""
    return PaperReport.objects.create(
        submission=submission, reason="Gửi báo cáo giấy", received_on=timezone.localdate(), by=by,
        scan=ContentFile(b"%PDF-1.4", "bao-cao.pdf"),
    )  # fmt: skip


def day(text: str) -> dt.date:
    """31/5/2026 → date."""
    date, month, year = (int(part) for part in text.split("/"))
    return dt.date(year, month, date)
