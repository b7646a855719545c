"""Regimes and periods: set up, prepare, open (which freezes the tree), close."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from reporting.designing.queries import form_in_force
from reporting.models import Form, Period, PeriodUnit, Regime, RegimeForm, Submission
from reporting.regimes.calendar import Moved, working_days
from reporting.regimes.patterns import AD_HOC, OF_FREQUENCY, dates_of, name_of, pattern_of, patterns
from units import audit
from units.models import STEP, Role, Unit, User
from units.scope import holds_any

OWNER_ROLES = (Role.ADMIN, Role.UPPER_UNIT)
BATCH = 2000
# Union forms 1-HĐCĐ and 2-HĐCĐ (DOMAIN 2.2); due days are custom, changed per regime.
DUE_DAYS = {"3": 5, "2": 10, "1": 15}
FORM_OF_TIER = {1: "2-HĐCĐ", 2: "2-HĐCĐ", 3: "1-HĐCĐ"}


class PeriodError(Exception):
    """The regime or period cannot be set up or opened; str() is the Vietnamese message."""


def _must_own(owner: Unit, by: User | None) -> None:
    if by is not None and not (by.is_superuser or holds_any(by, *OWNER_ROLES, at=owner)):
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được lập và mở kỳ báo cáo."
        )


@transaction.atomic
def create_regime(
    owner: Unit, *, by: User | None, frequency: str = Regime.Frequency.HALF_YEAR, code: str = "", name: str = "",
    due_days: dict[str, int] | None = None, grace_days: int = 0, pattern: str = "",
) -> Regime:  # fmt: skip
    """A reporting regime of `owner` with the days of its pattern and the newest delivered forms per tier.

    `due_days` maps tier ("3", "2", "1") to days after the cut-off. Raises PermissionDenied, PeriodError (forms missing,
    regime already there).
    """
    _must_own(owner, by)
    follows = patterns()[pattern or OF_FREQUENCY.get(Regime.Frequency(frequency), AD_HOC)]
    label = Regime.Frequency(follows.frequency).label
    kept = follows.frequency if follows.code in OF_FREQUENCY.values() else follows.code
    code = code or f"{owner.code}-{kept}".lower().replace("_", "-")
    if Regime.objects.filter(code=code).exists():
        raise PeriodError("Đơn vị đã có chế độ báo cáo định kỳ này.")
    regime = Regime.objects.create(
        owner=owner, code=code, frequency=follows.frequency, pattern=follows.code,
        name=name or f"Báo cáo hoạt động công đoàn – {label.lower()}",
        start_month_day=follows.parts[0].start, cutoff_month_day=follows.parts[0].cutoff,
        due_days=due_days or DUE_DAYS, grace_days=grace_days,
    )  # fmt: skip
    RegimeForm.objects.bulk_create(
        [RegimeForm(regime=regime, tier=tier, form=_newest_form(code)) for tier, code in FORM_OF_TIER.items()]
    )
    audit.record(
        "reporting.regime.create", regime, by=by, unit=owner, after={"code": code, "pattern": follows.code}
    )
    return regime


def _newest_form(code: str) -> Form:
    form = Form.objects.filter(code=code, status=Form.Status.PUBLISHED).order_by("-version").first()
    if form is None:
        raise PeriodError(f"Chưa có biểu {code}. Hãy nạp danh mục (manage.py load_catalogue) rồi làm lại.")
    return form


@transaction.atomic
def create_period(
    regime: Regime, *, year: int, by: User | None, name: str = "", starts_on: dt.date | None = None,
    ends_on: dt.date | None = None, code: str = "", part: int = 1, **own: Any,
) -> Period:  # fmt: skip
    """A period that is not open yet; dates come from the regime unless given. Raises PermissionDenied, PeriodError.

    `part`: which period of the year (quarter, month). `own`: form, due_on, asked of this period alone (a call).
    """
    _must_own(regime.owner, by)
    first, cutoff = dates_of(regime, year, part)
    starts_on, ends_on = starts_on or first, ends_on or cutoff
    code = code or f"{regime.code}-{year}{f'-{part}' if len(pattern_of(regime).parts) > 1 else ''}"
    if len(pattern_of(regime).parts) > 1 and part not in {one.number for one in pattern_of(regime).parts}:
        raise PeriodError(
            f"Chế độ này một năm có {len(pattern_of(regime).parts)} kỳ, không có kỳ thứ {part}."
        )
    if ends_on <= starts_on:
        raise PeriodError("Ngày chốt số liệu phải sau ngày bắt đầu lấy số liệu.")
    if Period.objects.filter(Q(code=code) | Q(regime=regime, year=year, part=part)).exists():
        raise PeriodError(f"“{name_of(regime, year, part)}” của chế độ này đã được lập.")
    period = Period.objects.create(
        regime=regime, code=code, year=year, part=part, starts_on=starts_on, ends_on=ends_on,
        name=name or name_of(regime, year, part),
        previous=Period.objects.filter(regime=regime, year=year - 1, part=part).first(), **own,
    )  # fmt: skip
    audit.record("reporting.period.create", period, by=by, unit=regime.owner, after={"code": code})
    return period


@transaction.atomic
def open_period(period: Period, *, by: User | None) -> Period:
    """Freeze today's tree at and below the regime's owner and give every obliged unit an empty report.

    Raises PermissionDenied, PeriodError (already open, no unit obliged).
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("regime__owner").get(pk=period.pk)
    owner = period.regime.owner
    _must_own(owner, by)
    if period.status != Period.Status.PREPARING:
        raise PeriodError(f"Kỳ “{period.name}” đã được mở trước đó.")
    places = _freeze_tree(period)
    obliged = [(place, place.form_id) for place in places if place.form_id]
    if not obliged:
        raise PeriodError("Không có đơn vị nào phải báo cáo: chế độ chưa gắn biểu mẫu cho cấp nào.")
    Submission.objects.bulk_create(
        [Submission(period_unit=p, period=period, unit_id=p.unit_id, form_id=form) for p, form in obliged],
        batch_size=BATCH,
    )
    period.status = Period.Status.OPEN
    period.opened_at = timezone.now()
    period.counting = period.regime.counting
    period.save(update_fields=["status", "opened_at", "counting"])
    audit.record(
        "reporting.period.open",
        period,
        by=by,
        unit=owner,
        after={"units": len(places), "obliged": len(obliged)},
    )
    return period


@dataclass(frozen=True)
class _Opening:
    """What every unit of the period is judged by, read once."""

    period: Period
    forms: dict[int, int]
    due: dict[int, Moved]
    below: tuple[str, ...]

    @classmethod
    def of(cls, period: Period) -> _Opening:
        asked = period.regime.forms.select_related("form")
        forms = {one.tier: form_in_force(one.form, period.ends_on).pk for one in asked}
        paths = Unit.objects.filter(pk__in=period.asked.get("below", [])).values_list("path", flat=True)
        return cls(period, forms, due_days_of(period), tuple(paths))

    def form_of(self, unit: Unit) -> int | None:
        """The form the unit fills in; None: it owes nothing."""
        form = self.period.form_id or self.forms.get(unit.kind.tier)
        return form if self._is_asked(unit) else None

    def _is_asked(self, unit: Unit) -> bool:
        """By tier, kind and branch together; units named one by one are asked whatever they are."""
        asked = self.period.asked
        if not asked or unit.pk in asked.get("units", []):
            return True
        classes = [
            unit.kind.tier in asked["tiers"] if asked.get("tiers") else None,
            unit.kind_id in asked["kinds"] if asked.get("kinds") else None,
            unit.path.startswith(self.below) if self.below else None,
        ]
        said = [answer for answer in classes if answer is not None]
        return bool(said) and all(said)


def _freeze_tree(period: Period) -> list[PeriodUnit]:
    """Level by level, so that every place knows its parent; units below an ended one hang under the next above."""
    opening = _Opening.of(period)
    units = (
        Unit.objects.active()
        .below(period.regime.owner)
        .filter(Q(started_on__isnull=True) | Q(started_on__lte=period.ends_on))
        .select_related("kind")
        .order_by("depth", "path")
    )
    by_path: dict[str, PeriodUnit] = {}
    level: list[PeriodUnit] = []
    for unit in units:
        if level and level[0].depth != unit.depth:
            _save_level(level, by_path)
            level = []
        level.append(_place(opening, unit, by_path))
    _save_level(level, by_path)
    period.places.freeze_members()
    return list(by_path.values())


def _save_level(level: list[PeriodUnit], by_path: dict[str, PeriodUnit]) -> None:
    PeriodUnit.objects.bulk_create(level, batch_size=BATCH)
    by_path.update({place.path: place for place in level})


def _place(opening: _Opening, unit: Unit, by_path: dict[str, PeriodUnit]) -> PeriodUnit:
    tier = unit.kind.tier
    above = (by_path.get(unit.path[:i]) for i in range(len(unit.path) - STEP, 0, -STEP))
    form, due = opening.form_of(unit), opening.due.get(tier)
    return PeriodUnit(
        period=opening.period, unit=unit, parent=next((place for place in above if place), None), path=unit.path,
        depth=unit.depth, tier=tier, sector=unit.sector, kind_code=unit.kind_id, name=unit.name,
        sort_key=unit.sort_key, form_id=form, obliged=form is not None, due_on=due.day if due else None,
        due_why=due.words if due else "",
    )  # fmt: skip


def due_days_of(period: Period) -> dict[int, Moved]:
    """Tier → cut-off day plus the tier's days, or the period's own due day, on a working day. One query."""
    if period.due_on is not None:
        tiers, counted = [1, 2, 3, 4], [period.due_on] * 4
    else:
        tiers = [int(tier) for tier in period.regime.due_days]
        counted = [period.ends_on + dt.timedelta(days=int(n)) for n in period.regime.due_days.values()]
    return dict(zip(tiers, working_days(counted), strict=True))


def held_status(period_id: int) -> str:
    """The period's status, which stays as it is until the transaction ends; those who save side by side do not wait."""
    with connection.cursor() as cursor:
        # Key share meets only the lock of who opens or closes; SQLite lets one writer in at a time anyway.
        lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
        cursor.execute(f"SELECT status FROM reporting_period WHERE id = %s{lock}", [period_id])
        return str(cursor.fetchone()[0])


@transaction.atomic
def close_period(period: Period, *, by: User | None) -> Period:
    """Lock the period: no report is entered, returned or reopened any more. Waits for what is being saved right now.

    Raises PermissionDenied, PeriodError.
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("regime__owner").get(pk=period.pk)
    _must_own(period.regime.owner, by)
    if period.status != Period.Status.OPEN:
        raise PeriodError("Chỉ khóa được kỳ đang mở.")
    period.status = Period.Status.CLOSED
    period.save(update_fields=["status"])
    audit.record("reporting.period.close", period, by=by, unit=period.regime.owner)
    return period
