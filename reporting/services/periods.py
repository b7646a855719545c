"""Regimes and periods: set up, prepare, open (which freezes the tree), close."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from reporting.designing.queries import form_in_force
from reporting.models import Form, Period, PeriodUnit, Regime, RegimeForm, Submission
from units import audit
from units.models import STEP, Role, Unit, User
from units.scope import holds_any

OWNER_ROLES = (Role.ADMIN, Role.UPPER_UNIT)
BATCH = 2000
# Union forms 1-HĐCĐ and 2-HĐCĐ: figures to 31 May (DOMAIN 2.2); due days are custom, changed per regime.
FIRST_DAY = "01-12"
CUT_OFF = {Regime.Frequency.HALF_YEAR: "31-05", Regime.Frequency.YEAR: "30-11"}
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
    due_days: dict[str, int] | None = None, grace_days: int = 0,
) -> Regime:  # fmt: skip
    """A reporting regime of `owner` with the union's cut-off days and the newest delivered forms per tier.

    `due_days` maps tier ("3", "2", "1") to days after the cut-off. Raises PermissionDenied, PeriodError (forms missing,
    regime already there).
    """
    _must_own(owner, by)
    label = Regime.Frequency(frequency).label
    code = code or f"{owner.code}-{frequency}".lower().replace("_", "-")
    if Regime.objects.filter(code=code).exists():
        raise PeriodError("Đơn vị đã có chế độ báo cáo định kỳ này.")
    regime = Regime.objects.create(
        owner=owner, code=code, frequency=frequency, name=name or f"Báo cáo hoạt động công đoàn – {label.lower()}",
        start_month_day=FIRST_DAY, cutoff_month_day=CUT_OFF[Regime.Frequency(frequency)],
        due_days=due_days or DUE_DAYS, grace_days=grace_days,
    )  # fmt: skip
    RegimeForm.objects.bulk_create(
        [RegimeForm(regime=regime, tier=tier, form=_newest_form(code)) for tier, code in FORM_OF_TIER.items()]
    )
    audit.record(
        "reporting.regime.create", regime, by=by, unit=owner, after={"code": code, "frequency": frequency}
    )
    return regime


def _newest_form(code: str) -> Form:
    form = Form.objects.filter(code=code, status=Form.Status.PUBLISHED).order_by("-version").first()
    if form is None:
        raise PeriodError(f"Chưa có biểu {code}. Hãy nạp danh mục (manage.py load_catalogue) rồi làm lại.")
    return form


def dates_of(regime: Regime, year: int) -> tuple[dt.date, dt.date]:
    """First day and cut-off day of the regime's period that ends in `year` (01-12 of the year before to 31-05)."""
    cutoff = _day(regime.cutoff_month_day, year)
    start = _day(regime.start_month_day, year)
    return (start if start < cutoff else _day(regime.start_month_day, year - 1)), cutoff


def _day(day_month: str, year: int) -> dt.date:
    day, month = (int(part) for part in day_month.split("-"))
    return dt.date(year, month, day)


@transaction.atomic
def create_period(
    regime: Regime, *, year: int, by: User | None, name: str = "", starts_on: dt.date | None = None,
    ends_on: dt.date | None = None, code: str = "",
) -> Period:  # fmt: skip
    """A period that is not open yet; dates come from the regime unless given. Raises PermissionDenied, PeriodError."""
    _must_own(regime.owner, by)
    first, cutoff = dates_of(regime, year)
    starts_on, ends_on = starts_on or first, ends_on or cutoff
    half = regime.frequency == Regime.Frequency.HALF_YEAR
    code = code or f"{regime.code}-{year}"
    if ends_on <= starts_on:
        raise PeriodError("Ngày chốt số liệu phải sau ngày bắt đầu lấy số liệu.")
    if Period.objects.filter(Q(code=code) | Q(regime=regime, year=year)).exists():
        raise PeriodError(f"Kỳ báo cáo năm {year} của chế độ này đã được lập.")
    period = Period.objects.create(
        regime=regime, code=code, year=year, starts_on=starts_on, ends_on=ends_on,
        name=name or (f"Báo cáo 6 tháng đầu năm {year}" if half else f"Báo cáo năm {year}"),
        previous=Period.objects.filter(regime=regime, year=year - 1).first(),
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
    period.save(update_fields=["status", "opened_at"])
    audit.record(
        "reporting.period.open",
        period,
        by=by,
        unit=owner,
        after={"units": len(places), "obliged": len(obliged)},
    )
    return period


def _freeze_tree(period: Period) -> list[PeriodUnit]:
    """Level by level, so that every place knows its parent; units below an ended one hang under the next above."""
    regime = period.regime
    forms = {
        asked.tier: form_in_force(asked.form, period.ends_on).pk
        for asked in regime.forms.select_related("form")
    }
    units = (
        Unit.objects.active()
        .below(regime.owner)
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
        level.append(_place(period, unit, forms, by_path))
    _save_level(level, by_path)
    period.places.freeze_members()
    return list(by_path.values())


def _save_level(level: list[PeriodUnit], by_path: dict[str, PeriodUnit]) -> None:
    PeriodUnit.objects.bulk_create(level, batch_size=BATCH)
    by_path.update({place.path: place for place in level})


def _place(period: Period, unit: Unit, forms: dict[int, int], by_path: dict[str, PeriodUnit]) -> PeriodUnit:
    tier = unit.kind.tier
    above = (by_path.get(unit.path[:i]) for i in range(len(unit.path) - STEP, 0, -STEP))
    return PeriodUnit(
        period=period, unit=unit, parent=next((place for place in above if place), None), path=unit.path,
        depth=unit.depth, tier=tier, sector=unit.sector, kind_code=unit.kind_id, name=unit.name,
        sort_key=unit.sort_key, form_id=forms.get(tier), obliged=tier in forms, due_on=due_on(period, tier),
    )  # fmt: skip


def due_on(period: Period, tier: int) -> dt.date | None:
    """Cut-off day plus the tier's days, moved to Monday when it falls on Saturday or Sunday; None: no due day."""
    days = period.regime.due_days.get(str(tier))
    if days is None:
        return None
    day = period.ends_on + dt.timedelta(days=int(days))
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


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
