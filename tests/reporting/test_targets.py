"""What figure a target asks for, and what is said of the one that was reached. No database."""

from decimal import Decimal

import pytest

from plans.models import Target
from reporting.report.targets import planned, verdict


def target(value, unit="người", comparator="gte", **more):
    return Target(value=Decimal(value), unit_of_measure=unit, comparator=comparator, **more)


FEWER = {"change": "decrease", "base_year": 2025}
MORE = {"change": "increase", "base_year": 2025}


@pytest.mark.parametrize(
    ("asked", "aim"),
    [
        (target(5, "tỷ đồng"), 5_000_000_000),
        (target(5, "%", **FEWER, base_value=200), 190),
        (target(10, "%", **MORE, base_value=200), 220),
        (target(30, **MORE, base_value=200), 230),
        (target(1, "triệu đồng", **MORE, base_value=2), 3_000_000),
    ],
)
def test_aim_is_in_the_unit_of_figures(asked, aim):
    assert asked.aim() == aim


def test_figure_of_the_base_year_may_come_from_its_reports():
    assert target(10, "%", **MORE).aim(Decimal(50)) == 55
    assert target(10, "%", **MORE).aim() is None


@pytest.mark.parametrize(
    ("asked", "achieved", "said"),
    [
        (target(5, "%", **FEWER, base_value=200), 190, "đạt"),
        (target(5, "%", **FEWER, base_value=200), 195, "đang thực hiện"),
        (target(5, "%", comparator="lte", **MORE, base_value=100), 105, "đạt"),
        (target(5, "%", comparator="lte", **MORE, base_value=100), 106, "đang thực hiện"),
        (target(10, "%", **MORE, base_value=100), 121, "vượt"),
        (target(10, "%", **MORE), 121, "chưa có số liệu"),
        (target(5, "vụ", comparator="lte"), 5, "đạt"),
    ],
)
def test_what_is_said_of_a_figure(asked, achieved, said):
    assert verdict(asked, Decimal(achieved), asked.aim()) == said


def test_planned_change_names_its_year():
    assert planned(target(5, "%", **FEWER, base_value=200)) == "giảm ít nhất 5% so với năm 2025 (200)"
