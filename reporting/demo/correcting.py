"""One number corrected after a report went out: restated above, the issued report of the upper unit gets its đính chính."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from reporting.checks.cells import CellInput
from reporting.corrections.services import propose, take_step
from reporting.demo.calendar import DemoYear
from reporting.demo.people import Cast
from reporting.demo.reports import the_period
from reporting.models import Correction, CorrectionReason, Figure
from reporting.models.submissions import COUNTED

CELL = ("TK02", "")
ROUNDED = Decimal(100_000)  # đồng


def correct_one_number(cast: Cast, demo: DemoYear) -> None:
    """A grassroots union rounds its members' dues; its upper unit agrees before the province compiles."""
    if Correction.objects.exists():
        return
    upper = cast.uppers[0]
    figures = Figure.objects.filter(
        indicator__code=CELL[0], breakdown=CELL[1], value__gt=0, submission__period=the_period(demo),
        submission__period_unit__parent__unit=upper, submission__status__in=COUNTED,
    )  # fmt: skip
    figure = figures.select_related("submission__unit__kind").order_by("submission__unit__code").first()
    if figure is None:
        return
    submission = figure.submission
    value = (Decimal(figure.value or 0) // ROUNDED + 1) * ROUNDED
    with transaction.atomic():
        correction = propose(
            submission, by=cast.reporter(submission.unit), cell=CELL, typed=CellInput(value_text=f"{value:f}"),
            reason=CorrectionReason.objects.get(code="lam-tron"),
            explanation="Ghi tròn theo sổ thu đã quyết toán của công đoàn cơ sở.", asked_by="unit",
            asked_on=timezone.localdate(),
        )  # fmt: skip
        take_step(correction, "settle", by=cast.leader(upper))
