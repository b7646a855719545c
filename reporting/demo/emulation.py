"""An emulation movement of the year that is being scored, and the classes of the year before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.emulation import services
from campaigns.emulation.models import (
    EmulationCriterion,
    EmulationGrade,
    EmulationRegistration,
    Movement,
    ScoreSheet,
)
from campaigns.emulation.services import NewPerson
from campaigns.models import Campaign
from documents.evidence import read_link
from reporting.demo.calendar import DemoYear
from reporting.demo.names import dice
from reporting.demo.people import Cast

LEVEL = ScoreSheet.Level
SCORED = 12
PLEDGE = (
    "1. Hoàn thành các tiêu chí đã đăng ký; mỗi tổ công đoàn có ít nhất một sáng kiến.\n"
    "2. Không để xảy ra tai nạn lao động nặng, ngừng việc tập thể.\n"
    "3. Tự chấm điểm trung thực, có minh chứng, gửi đúng hạn."
)


def hold_the_movement(cast: Cast, demo: DemoYear) -> None:
    """Criteria in force, a movement that was launched in January, units that registered, some of them scored."""
    top, drafter, leader = cast.top, cast.drafter(cast.top), cast.leader(cast.top)
    made = services.create_criteria(
        owner=top, name="Tiêu chí xếp loại công đoàn cơ sở", year=demo.year, by=drafter,
        basis="Hướng dẫn số 1294/HD-TLĐ ngày 14 tháng 8 năm 2019",
    )  # fmt: skip
    EmulationGrade.objects.filter(criteria_set=made, order=1).update(award="giay_khen")
    criteria = services.take_criteria_step(made, "issue", by=leader)
    today = timezone.localdate()
    movement = services.create_movement(
        owner=top, by=drafter, name="Lao động giỏi, lao động sáng tạo", kind=Movement.Kind.YEARLY, year=demo.year,
        slogan="Mỗi đoàn viên một sáng kiến, mỗi công đoàn cơ sở một việc làm mới", pledge=PLEDGE, criteria=criteria,
        content="Thi đua nâng cao năng suất, chất lượng; chăm lo đời sống đoàn viên, người lao động; xây dựng công đoàn "
        "cơ sở vững mạnh; phát huy sáng kiến, cải tiến kỹ thuật.",
        campaign=Campaign.objects.filter(owner=top).first(), plan=None, starts_on=demo.day(1, 15),
        ends_on=demo.day(12, 15), register_until=today, score_until=today + dt.timedelta(days=30),
    )  # fmt: skip
    movement = services.take_step(movement, "launch", by=leader)
    _register(cast, demo, movement)
    services.split_by_upper_unit(movement, by=drafter)
    movement = services.take_step(movement, "score", by=drafter)
    _score(cast, movement)
    services.note_year_grades(
        top, demo.year - 1,
        [(unit.code, 1 + at % 3, GRADES[at % 3]) for at, unit in enumerate(cast.bases[:60])], by=drafter,
    )  # fmt: skip


GRADES = ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ")


def _register(cast: Cast, demo: DemoYear, movement: Movement) -> None:
    rng = dice("emulation", "register")
    for at, unit in enumerate(cast.bases[:60]):
        people = rng.randint(2, 25)
        named = [
            NewPerson("Nguyễn Thị Thu Hương", "Tổ trưởng tổ công đoàn", "Lao động tiên tiến", female=True)
        ]
        services.register(
            movement, unit, goal=GRADES[at % 2], people=people, women=people // 2, named=named if at % 5 == 0 else (),
            signed_by="Chủ tịch công đoàn cơ sở", by=None,
        )  # fmt: skip
    # They did it at the time of the example, not while it is set up.
    Movement.objects.filter(pk=movement.pk).update(launched_on=demo.day(1, 15))
    movement.registrations.update(registered_on=demo.day(2, 10))


def _score(cast: Cast, movement: Movement) -> None:
    """Some units were scored by the level above, a few have scored themselves with evidence first."""
    rng = dice("emulation", "score")
    found = list(
        EmulationCriterion.objects.filter(group__criteria_set=movement.criteria_id).select_related("group")
    )
    rows = EmulationRegistration.objects.filter(movement=movement).select_related("unit__parent", "cluster")
    for at, one in enumerate(rows.order_by("pk")[:SCORED]):
        one.movement = movement
        good = rng.random()
        points = {
            c.pk: c.max_points if rng.random() < 0.4 + good * 0.6 else c.max_points * Decimal("0.75") // 1
            for c in found
        }
        if at % 4 == 0:
            _send(one, LEVEL.SELF, points, found, by=cast.reporter(one.unit))
        lower = {
            pk: max(Decimal(0), value - (1 if rng.random() < 0.2 else 0)) for pk, value in points.items()
        }
        _send(one, LEVEL.UPPER, lower, [], by=cast.leader(one.unit.parent or cast.top))


def _send(one: Any, level: int, points: dict[int, Decimal], shown: list[Any], *, by: Any) -> None:
    for criterion in shown:
        if criterion.evidence_needed:
            link = read_link(f"https://congdoan.example.vn/minh-chung/{one.unit.code}/{criterion.pk}")
            services.add_evidence(one, criterion, link, by=by)
    sheet = services.save_scores(one, level, points=points, by=by)
    sheet.registration = one
    services.take_sheet_step(sheet, "send", by=by)
