"""Targets asked for, answered and given; what units told of one; a sheet on its way; states and a first review."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from documents.evidence import read_link
from documents.models import Status
from documents.review.proposing import proposed
from documents.review.services import submit
from plans.models import Plan, Target
from plans.services import take_plan_step
from plans.targets import queries
from plans.targets.services import agree, ask_units, fill_sheet, issue_allotments, propose
from reporting.demo.names import dice
from reporting.demo.people import Cast
from reporting.demo.planning import province_plan
from reporting.targets.services import freeze_review, tell_progress
from reporting.targets.standings import plans_followed, refresh_standings
from units.models import Unit

TOLD = 6  # units that told a number
LINK = "https://congdoan.example/hinh-anh"


def give_targets(cast: Cast) -> None:
    """The province's targets: asked, one unit with another number, the rest agreed, given by a decision."""
    plan, today = province_plan(cast), timezone.localdate()
    drafter = cast.drafter(cast.top)
    ask_units(plan, answers_due_on=today + dt.timedelta(days=5), by=drafter)
    targets = queries.targets_to_allot(plan)
    for target in targets[:3]:
        year = queries.years_of(target, plan)[0]
        fill_sheet(target, year=year, values=dict(queries.proposed_split(plan, target)), by=drafter)
        _answer(cast, target)
    issue_allotments(
        plan, decision="25/QĐ-LĐLĐ", decided_on=today, note="Giao theo kết quả lấy ý kiến.", uneven=True, by=drafter
    )  # fmt: skip
    own = next((one for one in plan.targets.order_by("order") if not one.indicator_code), None)
    if own is not None:
        _tell(cast, own, today)
    for pk in plans_followed(today):
        refresh_standings(Plan.objects.select_related("issuer").get(pk=pk))
    freeze_review(plan, kind="interim", name="Sơ kết 6 tháng đầu năm", by=drafter)
    _send_round(cast)


def _answer(cast: Cast, target: Target) -> None:
    rows = list(
        target.allotments.exclude(value=None).select_related("unit__kind").order_by("unit__sort_key")[:4]
    )
    for place, row in enumerate(rows):
        if place and row.value is not None:
            agree(row, by=cast.reporter(row.unit))
    if rows and rows[0].value:
        least = rows[0].value if rows[0].value == 1 else (rows[0].value * Decimal("0.8")).to_integral_value()
        propose(
            rows[0],
            value=least,
            reason="Hai doanh nghiệp lớn vừa thu hẹp sản xuất.",
            by=cast.reporter(rows[0].unit),
        )


def _tell(cast: Cast, target: Target, today: dt.date) -> None:
    evidence = read_link(LINK).described("Ảnh hoạt động", False)
    units = list(
        Unit.objects.filter(parent=cast.top, kind__tier=2).select_related("kind").order_by("sort_key")[:TOLD]
    )
    for unit in units:
        value = Decimal(dice("told", unit.code).randrange(2, 9))
        tell_progress(
            target,
            unit=unit,
            value=value,
            as_of=today,
            by=cast.reporter(unit),
            note="Tính cả đợt hè.",
            piece=evidence,
        )


def _send_round(cast: Cast) -> None:
    """A plan under review goes round anew on a composed sheet."""
    drafter = cast.drafter(cast.top)
    plan = Plan.objects.filter(issuer=cast.top, status=Status.IN_REVIEW).order_by("pk").first()
    if plan is None:
        return
    plan = take_plan_step(plan, "withdraw", by=drafter)
    submit(
        plan, proposed(plan, by=drafter), by=drafter, message="Kính trình, xin ý kiến trước khi phát hành."
    )
