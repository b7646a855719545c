"""Changing a regime, calling for a report of one theme, editing the days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from reporting.models import Form, Holiday, Period, Regime, RegimeForm
from reporting.regimes.models import HOLIDAY_REMOVED
from reporting.regimes.patterns import AD_HOC
from reporting.services.periods import OWNER_ROLES, PeriodError, create_period, create_regime
from units import audit
from units.models import Role, Unit, User
from units.scope import holds_any, sees_all, units_of

FIELDS = (
    "name", "start_month_day", "cutoff_month_day", "due_days", "grace_days", "department", "counting"
)  # fmt: skip


def may_change(user: Any, regime: Regime) -> bool:
    return sees_all(user) or holds_any(user, *OWNER_ROLES, at=regime.owner)


@transaction.atomic
def change_regime(
    regime: Regime, *, fields: Mapping[str, Any], forms: Mapping[int, Form | None], by: User
) -> Regime:
    """Store the regime's fields (FIELDS) and the form of each tier (None: the tier owes nothing).

    Periods that are open keep what they were opened with. Raises PermissionDenied.
    """
    now = Regime.objects.select_for_update(of=("self",)).select_related("owner").get(pk=regime.pk)
    if not may_change(by, now):
        raise PermissionDenied(
            "Chỉ quản trị hoặc cán bộ tổng hợp của đơn vị ban hành mới được sửa chế độ báo cáo."
        )
    before = {name: str(getattr(now, name)) for name in FIELDS}
    for name in FIELDS:
        setattr(now, name, fields[name])
    now.save(update_fields=[*FIELDS])
    known = {row.tier: row for row in now.forms.select_related("form")}
    before |= {f"form {tier}": str(row.form) for tier, row in known.items()}
    for tier, form in forms.items():
        if form is None:
            RegimeForm.objects.filter(regime=now, tier=tier).delete()
        else:
            RegimeForm.objects.update_or_create(regime=now, tier=tier, defaults={"form": form})
    after = {name: str(getattr(now, name)) for name in FIELDS}
    after |= {f"form {tier}": str(form or "") for tier, form in forms.items()}
    audit.record("reporting.regime.change", now, by=by, unit=now.owner, before=before, after=after)
    return now


@transaction.atomic
def call_reports(
    owner: Unit, *, name: str, form: Form, starts_on: dt.date, ends_on: dt.date, due_on: dt.date,
    asked: dict[str, list[Any]], by: User,
) -> Period:  # fmt: skip
    """A period of its own for one theme: its form, its days, the units asked; not open yet.

    `asked` as in Period.asked. Raises PermissionDenied, PeriodError (due before the cut-off, nobody asked).
    """
    if due_on < ends_on:
        raise PeriodError("Hạn gửi không thể trước ngày chốt số liệu.")
    if not any(asked.values()):
        raise PeriodError("Hãy chọn ít nhất một cấp, loại đơn vị, nhánh hoặc đơn vị phải báo cáo.")
    regime = Regime.objects.select_for_update().filter(owner=owner, pattern=AD_HOC).first()
    if regime is None:
        regime = create_regime(owner, by=by, pattern=AD_HOC, name="Báo cáo chuyên đề, đột xuất")
    last = regime.periods.filter(year=ends_on.year).aggregate(last=Max("part"))["last"] or 0
    return create_period(
        regime, year=ends_on.year, part=last + 1, by=by, name=name, starts_on=starts_on, ends_on=ends_on,
        code=f"cd-{regime.pk}-{ends_on.year}-{last + 1}", form=form, due_on=due_on, asked=asked,
    )  # fmt: skip


def may_change_holidays(user: Any) -> bool:
    """The administrators of the highest units here: the days off hold for everybody."""
    return sees_all(user) or any(unit.kind.tier <= 1 for unit in units_of(user, Role.ADMIN))


@transaction.atomic
def set_holiday(
    *, day: dt.date, name: str, off: bool, announced: bool, by: User, source: str = ""
) -> Holiday:
    """Add or change one day. Due days already given out stay. Raises PermissionDenied."""
    _must_change_holidays(by)
    holiday, _new = Holiday.objects.update_or_create(
        day=day, defaults={"name": name, "off": off, "announced": announced, "source": source}
    )
    audit.record(
        "reporting.holiday",
        holiday,
        by=by,
        after={"day": day.isoformat(), "off": off, "name": name, "source": source},
    )
    return holiday


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by: User) -> None:
    """Raises PermissionDenied."""
    _must_change_holidays(by)
    audit.record(HOLIDAY_REMOVED, holiday, by=by, before={"day": holiday.day.isoformat()})
    holiday.delete()


def _must_change_holidays(by: User) -> None:
    if not may_change_holidays(by):
        raise PermissionDenied("Chỉ quản trị của công đoàn cấp tỉnh mới sửa được danh sách ngày nghỉ.")
