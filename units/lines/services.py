"""Setting and ending the second line of a unit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from units import audit
from units.lines.models import SecondLine
from units.models import Unit
from units.services import UnitError


@transaction.atomic
def set_second_line(
    unit: Unit, *, upper: Unit | None, on: dt.date, decision: str = "", by: Any = None
) -> SecondLine | None:
    """From the day `on` the unit also belongs to `upper`; None ends the line that is open. One line at a time.

    Raises UnitError: ended unit, a unit of its own line of report (it is counted there already), date.
    """
    now = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if now.ended_on:
        raise UnitError(f"“{now.name}” đã kết thúc hoạt động, không thể thay đổi.")
    before = SecondLine.objects.filter(unit=now, to_on__isnull=True).select_related("upper").first()
    if upper is not None:
        goal = Unit.objects.get(pk=upper.pk)
        if goal.ended_on or now.is_under(goal) or goal.is_under(now):
            raise UnitError(
                f"“{goal.name}” đã ở tuyến gửi báo cáo của “{now.name}” hoặc đã kết thúc. Hãy chọn đơn vị khác.",
                "upper",
            )
    if before is not None:
        if on <= before.from_on:
            raise UnitError(
                f"Ngày hiệu lực phải sau {before.from_on:%d/%m/%Y}, ngày bắt đầu tuyến hiện nay.", "on"
            )
        before.to_on = on - dt.timedelta(days=1)
        before.save(update_fields=["to_on"])
    made = None
    if upper is not None:
        made = SecondLine.objects.create(unit=now, upper=upper, from_on=on, decision=decision)
    audit.record(
        "unit.second_line", now, by=by, unit=now, before={"upper": before.upper.code if before else ""},
        after={"upper": upper.code if upper else "", "on": on.isoformat(), "decision": decision},
    )  # fmt: skip
    return made
