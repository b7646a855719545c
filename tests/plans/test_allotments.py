"""Giao chỉ tiêu: sums, proposals from below, decisions that hold, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.vietnamese import parse_number
from core.workflow import StepRefused
from plans.models import Allotment, Target
from plans.services import create_plan
from plans.targets import queries
from plans.targets.forms import PasteForm
from plans.targets.measures import refusal
from plans.targets.pasting import Named, read_column
from plans.targets.reminding import asked_lines, people_asked
from plans.targets.services import (
    AllotmentRefused,
    Line,
    agree,
    answer,
    ask_units,
    fill_sheet,
    issue_allotments,
    propose,
    save_lines,
)
from plans.targets.splitting import split
from tests.factories import person, province, upper_unit
from units.models import Role

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def place(db):
    return province()


@pytest.fixture
def drafter(place):
    return person(Role.DRAFTER, place)


@pytest.fixture
def units(place):
    return [upper_unit(place, f"Công đoàn phường {name}") for name in ("An Bình", "Bến Nghé", "Cửa Nam")]


@pytest.fixture
def target(place, drafter, units):
    plan = create_plan(
        issuer=place, abstract="Phát triển đoàn viên", by=drafter, starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 31),
    )  # fmt: skip
    return Target.objects.create(
        plan=plan, block_id="aaaaaa", text="Kết nạp 1.000 đoàn viên", name="Đoàn viên kết nạp", value=1000,
        unit_of_measure="người", basis="term",
    )  # fmt: skip


def given(target):
    return queries.given_of(target.plan, [target], 0)[0]


def fill(target, drafter, units, *values):
    numbers = dict(zip([unit.pk for unit in units], map(Decimal, values), strict=True))
    return fill_sheet(target, year=0, values=numbers, by=drafter)


def test_parts_add_up_to_the_total_exactly():
    assert split(Decimal(100), {1: Decimal(1), 2: Decimal(1), 3: Decimal(1)}) == {1: 34, 2: 33, 3: 33}
    assert split(Decimal(10), {1: Decimal(7), 2: Decimal(0), 3: Decimal(2)}, decimals=1) == {
        1: Decimal("7.8"),
        2: 0,
        3: Decimal("2.2"),
    }


NAMED = [Named(1, "X1", "Công đoàn phường An Bình"), Named(2, "X2", "Công đoàn phường Bến Nghé")]


def test_column_is_read_by_code_by_name_or_in_order():
    read = read_column("x2\t1.234,5\nCông đoàn phường an bình\t20", NAMED)
    assert read.values == {2: Decimal("1234.5"), 1: Decimal(20)}
    assert read_column("5\n\n7\n", NAMED).values == {1: 5, 2: 7}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("X1\t5\nX1\t6", "đã có ở dòng 1, không giao hai lần"),
        ("X9\t5", "không có trong danh sách"),
        ("X1\tnăm", "không phải là số"),
        ("1\n2\n3", "3 dòng số nhưng danh sách có 2 đơn vị"),
    ],
)
def test_column_with_a_fault_gives_nothing_but_its_line(text, said):
    read = read_column(text, NAMED)
    assert not read.values and said in read.faults[0]


def test_sum_is_checked_against_the_total(target, drafter, units):
    fill(target, drafter, units, 500, 300, 100)
    assert (given(target).gap, given(target).state[0]) == (-100, "Giao thiếu")
    fill(target, drafter, units, 500, 300, 200)
    assert given(target).state[0] == "Khớp"


def test_each_unit_has_to_reach_the_mark(target, drafter, units):
    Target.objects.filter(pk=target.pk).update(value=90, unit_of_measure="%", allocation="each")
    target.refresh_from_db()
    fill(target, drafter, units, 90, 95, 85)
    assert (given(target).beyond, given(target).gap) == (1, None)


def test_target_is_given_once_to_a_unit(target, units):
    Allotment.objects.create(target=target, unit=units[0], value=5)
    twin = Allotment(target=target, unit=units[0], value=6)
    with pytest.raises(ValidationError, match="đã giao cho đơn vị này rồi"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_number_changed_by_somebody_else_is_not_overwritten(target, drafter, units):
    fill(target, drafter, units, 1, 2, 3)
    with pytest.raises(AllotmentRefused) as refused:
        save_lines(target, year=0, lines={units[0].pk: Line(Decimal(9), seen=None)}, by=drafter)
    assert refused.value.faults[units[0].pk] == "Vừa được sửa thành 1 ở nơi khác."
    assert Allotment.objects.get(unit=units[0]).value == 1


def test_unit_elsewhere_gets_no_line(target, drafter, units):
    stranger = upper_unit(province("Liên đoàn Lao động tỉnh Hạ Đông"))
    with pytest.raises(AllotmentRefused, match="không trực thuộc"):
        save_lines(target, year=0, lines={stranger.pk: Line(Decimal(9))}, by=drafter)


def test_unit_proposes_is_answered_and_agrees(target, drafter, units):
    chair = person(Role.LEADER, units[0])
    line = Allotment.objects.create(target=target, unit=units[0], value=500)
    with pytest.raises(AllotmentRefused, match="chưa lấy ý kiến"):
        propose(line, value=Decimal(400), reason="Ít doanh nghiệp mới", by=chair)
    assert not Allotment.objects.visible_to(chair).exists()
    ask_units(target.plan, answers_due_on=None, by=drafter)
    propose(line, value=Decimal(400), reason="Ít doanh nghiệp mới", by=chair)
    with pytest.raises(AllotmentRefused, match="lý do"):
        answer(line, value=Decimal(450), note="", by=drafter)
    answer(line, value=Decimal(450), note="Có khu công nghiệp mới", by=drafter)
    agree(line, by=chair)
    line.refresh_from_db()
    assert (line.value, line.asked) == (450, None)
    assert [(m.step, m.value, m.by) for m in line.moves.all()] == [
        ("asked", 400, chair),
        ("countered", 450, drafter),
        ("agreed", 450, chair),
    ]
    with pytest.raises(StepRefused):
        propose(line, value=Decimal(1), reason="x", by=person(Role.LEADER, units[1]))


def test_what_was_decided_holds_until_the_next_decision(target, drafter, units):
    fill(target, drafter, units, 500, 300, 100)
    with pytest.raises(AllotmentRefused, match="giao thiếu"):
        issue_allotments(target.plan, decision="25/QĐ-LĐLĐ", decided_on=DAY, by=drafter)
    fill(target, drafter, units, 500, 300, 200)
    issue_allotments(target.plan, decision="25/QĐ-LĐLĐ", decided_on=DAY, by=drafter)
    fill(target, drafter, units, 600, 200, 200)
    assert Allotment.objects.get(unit=units[0]).official == 500
    second = issue_allotments(target.plan, decision="80/QĐ-LĐLĐ", decided_on=DAY, by=drafter)
    line = Allotment.objects.get(unit=units[0])
    assert line.official == 600
    assert [(v.decision.number, v.before, v.value) for v in line.decided_values.all()] == [
        (1, None, 500),
        (2, 500, 600),
    ]
    assert second.values_given.count() == 2
    with pytest.raises(AllotmentRefused, match="Không có mức giao nào mới"):
        issue_allotments(target.plan, decision="81/QĐ-LĐLĐ", decided_on=DAY, by=drafter)


def test_unit_that_ended_before_the_plan_has_no_line(target, units):
    units[0].ended_on = dt.date(2025, 6, 30)
    units[0].save()
    units[1].ended_on = dt.date(2026, 6, 30)
    units[1].save()
    assert [u.name for u in queries.allotted_units(target.plan)] == [units[1].name, units[2].name]
    assert queries.proposed_split(target.plan, target) == {units[2].pk: 1000}


def test_pasted_column_leaves_out_what_cannot_be_printed():
    form = PasteForm({"column": "MS-AB\t\x005\r\nMS-BN\t7"})
    assert form.is_valid()
    assert read_column(
        form.cleaned_data["column"], [Named(1, "MS-AB", "A"), Named(2, "MS-BN", "B")]
    ).values == {
        1: 5,
        2: 7,
    }


def test_units_are_asked_for_a_single_year_only_where_a_number_was_entered(target, drafter, units):
    target.plan.ends_on = dt.date(2027, 12, 31)
    target.plan.save()
    fill_sheet(target, year=2027, values={units[0].pk: Decimal(300)}, by=drafter)
    ask_units(target.plan, answers_due_on=None, by=drafter)
    assert {row.year for row in Allotment.objects.filter(unit=units[2])} == {0, 2027}


@pytest.mark.parametrize(
    ("number", "measure", "said"),
    [
        ("1,5", "người", "số nguyên"),
        ("1,5", "đoàn viên", "số nguyên"),
        ("2,5", "cuộc", "số nguyên"),
        ("2,5", "CĐCS", "số nguyên"),
        ("2,5", "lượt người", "số nguyên"),
        ("2,5", "%", ""),
        ("2,5", "điểm %", ""),
        ("2,5", "triệu đồng", ""),
        ("2,5", "", ""),
        ("-1", "người", "số âm"),
        ("-1", "%", "số âm"),
        ("12345678901234567", "triệu đồng", "quá lớn"),
        ("0,00001", "%", "sau dấu phẩy"),
        ("12", "người", ""),
    ],
)
def test_numbers_a_measure_allows(number, measure, said):
    why = refusal(parse_number(number), measure)
    assert (said in why) if said else not why


def test_half_a_person_is_refused_at_its_box(client, target, drafter, units):
    client.force_login(drafter)
    url = reverse("plans:allotment_column", args=[target.plan_id, target.pk])
    boxes = {f"{box}-{unit.pk}": "" for unit in units for box in "vbo"}
    page = client.post(url, boxes | {f"v-{units[0].pk}": "2,5", f"v-{units[1].pk}": "-3"})
    words = page.content.decode()
    assert page.status_code == 422 and not Allotment.objects.exists()
    assert f'id="loi-{units[0].pk}">Đơn vị tính “người” đếm bằng số nguyên' in words
    assert f'id="loi-{units[1].pk}">Số -3 là số âm' in words
    with pytest.raises(AllotmentRefused, match="số nguyên"):
        fill_sheet(target, year=0, values={units[0].pk: Decimal("0.5")}, by=drafter)
    read = read_column("1\n2,5\n3", [Named(u.pk, u.code, u.name) for u in units], "người")
    assert read.faults == ["Dòng 2: “2,5”. Đơn vị tính “người” đếm bằng số nguyên, không ghi phần lẻ."]


def test_asked_unit_sees_it_on_its_first_page_and_in_its_letter_until_it_answers(
    client, target, drafter, units
):
    chair = person(Role.LEADER, units[0])
    today = timezone.localdate()
    assert not list(asked_lines(chair, today))
    ask_units(target.plan, answers_due_on=today + dt.timedelta(days=7), by=drafter)
    assert chair.pk in set(people_asked(today))
    (line,) = asked_lines(chair, today)
    assert line.rings and "1 chỉ tiêu" in line.text
    client.force_login(chair)
    assert "Chỉ tiêu chờ đơn vị cho ý kiến" in client.get("/").content.decode()
    assert target.name in client.get(line.url).content.decode()
    propose(Allotment.objects.get(unit=units[0]), value=Decimal(300), reason="Ít doanh nghiệp", by=chair)
    assert not list(asked_lines(chair, today))
    assert target.name not in client.get(line.url).content.decode()
