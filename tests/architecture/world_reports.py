"""Rows of the world about reports: being entered, accepted, received, on paper, as a workbook."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from reporting.models import AcceptRun, Exemption, Holiday, Period
from reporting.services import take_step as take_report_step
from tests import factories
from tests.reporting.factories import WHOLE_UPPER, accepted, enter, opened, paper_report
from tests.reporting.workbooks.books import made, sent_in
from units.models import Role, Unit


def reports(world: Any) -> None:
    """The reporter's report is being entered, the sister's is accepted, the upper unit's own is sent."""
    world.period = opened(world.province, year=timezone.localdate().year)
    sister = factories.person(Role.GRASSROOTS, world.sister, "Đỗ Văn Nam")
    enter(report_of(world, world.base), world["reporter"], {("LD01", ""): "120", ("TT01", ""): "3"})
    accepted(report_of(world, world.sister), sister, world["upper"])
    own = enter(report_of(world, world.upper), world["upper"], WHOLE_UPPER)
    for step, who in (("submit", "upper"), ("receive", "office")):
        take_report_step(own, step, by=world[who])
    entered = report_of(world, world.base)
    file = sent_in(entered, world["reporter"], made(entered, world["reporter"]))
    preparing = Period.objects.create(
        regime=world.period.regime, code="nam-sau", name="Kỳ năm sau", year=2030,
        starts_on=dt.date(2029, 12, 1), ends_on=dt.date(2030, 5, 31),
    )  # fmt: skip
    words = {"code": "TT01"}
    run = AcceptRun.objects.create(by=world["office"], once=uuid.uuid4(), scope="clean")
    exemption = Exemption.objects.create(
        place=world.period.places.get(unit=world.province), reason="Mới thành lập", decided_by="Ban Thường vụ",
        recorded_by=world["office"],
    )  # fmt: skip
    world.objects |= {
        "paper report": {"pk": paper_report(report_of(world, world.sister), world["upper"]).pk},
        "upload of a workbook": {"pk": file.upload_id, "file": file.pk},
        "exemption": {"pk": exemption.pk}, "regime": {"pk": world.period.regime_id},
        "run of acceptances": {"pk": run.pk},
        "day off": {"pk": Holiday.objects.first().pk},
        "period": {"pk": world.period.pk}, "period in preparation": {"pk": preparing.pk},
        "report being entered": words | {"pk": report_of(world, world.base).pk},
        "accepted report": words | {"pk": report_of(world, world.sister).pk},
        "received report": words | {"pk": report_of(world, world.upper).pk},
    }  # fmt: skip


def report_of(world: Any, unit: Unit) -> Any:
    return world.period.submissions.select_related("period", "unit", "form", "period_unit__parent__unit").get(
        unit=unit
    )
