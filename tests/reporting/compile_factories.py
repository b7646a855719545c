"""A period with its frozen tree, reports and figures, made straight in the tables."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from reporting import catalogue
from reporting.models import (
    Figure,
    Form,
    Indicator,
    Narrative,
    NarrativeSection,
    Period,
    PeriodUnit,
    Regime,
    Submission,
    SubmissionStatus,
)
from tests import factories
from units.models import Unit, UnitKind

KIND_OF_TIER = {1: "provincial_federation", 2: "commune_union", 3: "grassroots_union"}


def make_period(owner: Unit, *, code: str = "6t-2026", year: int = 2026, **fields: Any) -> Period:
    """An open half-year period with no places yet; loads the catalogue."""
    if not Indicator.objects.exists():
        catalogue.load()
    regime, _made = Regime.objects.get_or_create(
        code="thong-ke",
        defaults={"name": "Báo cáo thống kê công đoàn", "owner": owner, "frequency": "half_year"},
    )
    fields.setdefault("name", f"6 tháng đầu năm {year}")
    fields.setdefault("starts_on", dt.date(year - 1, 12, 1))
    fields.setdefault("ends_on", dt.date(year, 5, 31))
    return Period.objects.create(regime=regime, code=code, year=year, status=Period.Status.OPEN, **fields)


def freeze_tree(period: Period) -> dict[int, Submission]:
    """A place and an empty report for every unit of the tree; unit id → its submission."""
    forms = {1: "2-HĐCĐ", 2: "2-HĐCĐ", 3: "1-HĐCĐ"}
    submissions: dict[int, Submission] = {}
    places: dict[int, PeriodUnit] = {}
    for unit in Unit.objects.active().select_related("kind").order_by("path"):
        form = Form.objects.get(code=forms[unit.kind.tier], version=1)
        place = PeriodUnit.objects.create(
            period=period,
            unit=unit,
            parent=places.get(unit.parent_id or 0),
            path=unit.path,
            depth=unit.depth,
            tier=unit.kind.tier,
            sector=unit.sector,
            kind_code=unit.kind_id,
            name=unit.name,
            sort_key=unit.sort_key,
            form=form,
            obliged=True,
            due_on=period.ends_on + dt.timedelta(days=15),
        )
        places[unit.pk] = place
        submissions[unit.pk] = Submission.objects.create(
            period_unit=place, period=period, unit=unit, form=form
        )
    period.places.freeze_members()
    return submissions


def kind(tier: int) -> UnitKind:
    names = {1: "Liên đoàn Lao động tỉnh", 2: "Công đoàn xã, phường, đặc khu", 3: "Công đoàn cơ sở"}
    symbols = {1: "LĐLĐ", 2: "CĐX", 3: "CĐCS"}
    return UnitKind.objects.get_or_create(
        code=KIND_OF_TIER[tier], defaults={"name": names[tier], "tier": tier, "symbol": symbols[tier]}
    )[0]


class Country:
    """One province with an upper unit (two grassroots) and a grassroots union directly under the province."""

    def __init__(self) -> None:
        self.province = factories.province()
        self.upper = factories.upper_unit(self.province, "Công đoàn xã Suối Mơ", sector="hcsn")
        self.other_upper = factories.upper_unit(self.province, "Công đoàn xã Đồi Chè", sector="hcsn")
        self.school = factories.grassroots(self.upper, "CĐCS Trường THCS Suối Mơ", sector="hcsn")
        self.factory = factories.grassroots(self.upper, "CĐCS Công ty May Bình Minh", sector="fdi")
        self.mill = factories.grassroots(self.other_upper, "CĐCS Nhà máy Chè Đồi Xanh", sector="nnn")
        self.direct = factories.grassroots(self.province, "CĐCS Công ty Điện lực Mẫu Sơn", sector="dnnn")
        for unit in Unit.objects.select_related("kind"):
            Unit.objects.filter(pk=unit.pk).update(kind=kind(unit.kind.tier))
        self.period = make_period(self.province)
        self.reports = freeze_tree(self.period)

    def report(self, unit: Unit) -> Submission:
        return self.reports[unit.pk]

    def place(self, unit: Unit) -> PeriodUnit:
        return PeriodUnit.objects.get(period=self.period, unit=unit)


def accept(
    submission: Submission, cells: dict[str, Any] | None = None, *, status: str = "accepted"
) -> Submission:
    """Fill cells and set the status. Keys "TC05" or "TC05|n.nu"; values a number, (value, base) or a state."""
    for key, given in (cells or {}).items():
        code, _, breakdown = key.partition("|")
        value, base, state = None, None, "value"
        if isinstance(given, str):
            state = given
        elif isinstance(given, tuple):
            value, base = given
        else:
            value = given
        Figure.objects.create(
            submission=submission,
            indicator=Indicator.objects.get(code=code),
            breakdown=breakdown,
            state=state,
            value=None if value is None else Decimal(str(value)),
            base=None if base is None else Decimal(str(base)),
        )
    Submission.objects.filter(pk=submission.pk).update(
        status=status,
        submitted_at=timezone.now(),
        last_submitted_at=timezone.now(),
        accepted_at=timezone.now()
        if status in {SubmissionStatus.ACCEPTED, SubmissionStatus.COMPILED}
        else None,
    )
    submission.refresh_from_db()
    return submission


def narrate(submission: Submission, section: str, text: str) -> Narrative:
    return Narrative.objects.create(
        submission=submission,
        section=NarrativeSection.objects.get(form=submission.form, code=section),
        text=text,
    )
