"""Creating, moving, renaming, ending units."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from units import catalogue, queries
from units.models import AuditEntry, Placement, Seat, Unit, UnitKind, UnitName
from units.paths import path_of
from units.services import (
    UnitError,
    UnitRow,
    bulk_create_units,
    change_unit_facts,
    create_unit,
    end_unit,
    move_unit,
    rename_unit,
)

ON = dt.date(2025, 7, 1)
pytestmark = pytest.mark.django_db


def _fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


# --- create


def test_new_unit_gets_path_counts_heading_and_placement(union):
    unit = create_unit(
        code="BAC-3", kind="grassroots_union", name="CĐCS Nhà máy Nước", parent=union.north, from_on=ON
    )
    assert unit.path == union.north.path + path_of("", unit.pk)
    assert (unit.depth, _fresh(union.north).child_count) == (4, 3)
    heading = queries.heading_of(unit, on=ON)
    assert (heading.parent_authority, heading.issuing_body) == (
        "CÔNG ĐOÀN PHƯỜNG ĐỒI BẮC",
        "CĐCS NHÀ MÁY NƯỚC",
    )
    assert heading.symbol == "CĐCS"
    assert Placement.objects.get(unit=unit).from_on == ON
    assert queries.broken_paths() == []


@pytest.mark.parametrize(
    ("kind", "name", "symbol"),
    [
        ("commune_union", "Công đoàn phường Đồi Đông", "CĐP"),
        ("commune_union", "Công đoàn xã Suối Mơ", "CĐX"),
        ("commune_union", "Công đoàn đặc khu Đảo Xa", "CĐĐK"),
        ("civil_servant_union", "Công đoàn Viên chức tỉnh", "CĐVC"),
    ],
)
def test_symbol_follows_kind_and_name(union, kind, name, symbol):
    unit = create_unit(code="X", kind=kind, name=name, parent=union.province)
    assert unit.names.get().symbol == symbol


def test_province_without_upper_unit_heads_with_the_confederation(kinds):
    unit = create_unit(code="P", kind="provincial_federation", name="Liên đoàn Lao động tỉnh X", parent=None)
    assert unit.names.get().parent_authority == "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"code": "BAC-1"}, "code", "đã được dùng"),
        ({"code": "A B"}, "code", "không hợp lệ"),
        ({"code": "a/b"}, "code", "không hợp lệ"),
        ({"code": " "}, "code", "Hãy nhập mã"),
        ({"name": "  "}, "name", "chưa có tên"),
        ({"kind": "nothing"}, "kind", "Không có loại"),
        ({"parent": "KHONG-CO"}, "parent", "Không tìm thấy"),
        ({"parent": "BAC-1", "kind": "commune_union"}, "parent", "cấp thấp hơn"),
        ({"member_count": -1}, "member_count", "âm"),
        ({"sector": "xyz"}, "sector", "khu vực"),
    ],
)
def test_wrong_new_unit_is_refused_at_its_field(union, change, field, words):
    given = {"code": "Z", "kind": "grassroots_union", "name": "CĐCS Z", "parent": "BAC"} | change
    before = Unit.objects.count()
    with pytest.raises(UnitError, match=words) as error:
        create_unit(**given)
    assert error.value.field == field
    assert Unit.objects.count() == before


def test_bulk_takes_children_before_parents_and_writes_all_or_nothing(kinds):
    rows = [
        UnitRow(code="C", kind="grassroots_union", name="CĐCS C", parent="B"),
        UnitRow(code="B", kind="commune_union", name="Công đoàn xã B", parent="A"),
        UnitRow(code="A", kind="provincial_federation", name="LĐLĐ A"),
    ]
    bulk_create_units(rows)
    assert queries.broken_paths() == []
    assert [unit.code for unit in Unit.objects.order_by("path")] == ["A", "B", "C"]
    rows = [
        {"code": "D", "kind": "grassroots_union", "name": "CĐCS D", "parent": "E"},
        {"code": "E", "kind": "grassroots_union", "name": "CĐCS E", "parent": "D"},
    ]
    with pytest.raises(UnitError, match="vòng tròn"):
        bulk_create_units(rows)
    assert Unit.objects.count() == 3


def test_bulk_needs_as_many_queries_for_ten_as_for_thirty(union, django_assert_num_queries):
    def rows(first, count):
        numbers = range(first, first + count)
        return [
            UnitRow(code=f"N{n}", kind="grassroots_union", name=f"CĐCS {n}", parent="BAC") for n in numbers
        ]

    with CaptureQueriesContext(connection) as few:
        bulk_create_units(rows(0, 10))
    with django_assert_num_queries(len(few)):
        bulk_create_units(rows(10, 30))


# --- move


def test_move_takes_the_whole_subtree_along(union):
    moved = move_unit(union.north, parent=union.confederation, on=ON, decision="12/QĐ-TLĐ", by=None)
    assert (moved.parent, moved.depth) == (union.confederation, 2)
    below = Unit.objects.below(moved)
    assert {unit.code for unit in below} == {"BAC", "BAC-1", "BAC-2"}
    assert {unit.depth for unit in below} == {2, 3}
    assert _fresh(union.province).child_count == 2
    assert _fresh(union.confederation).child_count == 2
    assert queries.broken_paths() == []


def test_move_keeps_where_the_unit_stood_before(union):
    move_unit(union.north_1, parent=union.south, on=ON, decision="12/QĐ-LĐLĐ", by=None)
    rows = list(union.north_1.placements.values_list("parent__code", "from_on", "to_on", "decision"))
    assert rows == [
        ("BAC", dt.date(2020, 1, 1), dt.date(2025, 6, 30), ""),
        ("NAM", ON, None, "12/QĐ-LĐLĐ"),
    ]
    assert queries.unit_as_of(union.north_1, dt.date(2025, 6, 30)).parent == union.north
    assert queries.unit_as_of(union.north_1, ON).parent == union.south
    assert not queries.unit_as_of(union.north_1, dt.date(2019, 1, 1)).exists


def test_moved_unit_heads_its_papers_with_the_new_upper_unit(union):
    move_unit(union.north_1, parent=union.south, on=ON)
    assert queries.heading_of(_fresh(union.north_1), on=ON).parent_authority == "CÔNG ĐOÀN XÃ ĐỒNG NAM"
    before = queries.heading_of(_fresh(union.north_1), on=dt.date(2025, 6, 30))
    assert before.parent_authority == "CÔNG ĐOÀN PHƯỜNG ĐỒI BẮC"


def test_heading_line_written_by_hand_survives_a_move(union):
    rename_unit(
        union.north_1, name=union.north_1.name, parent_authority="LĐLĐ TỈNH MẪU SƠN", on=dt.date(2024, 1, 1)
    )
    move_unit(union.north_1, parent=union.south, on=ON)
    assert queries.heading_of(_fresh(union.north_1), on=ON).parent_authority == "LĐLĐ TỈNH MẪU SƠN"


def test_move_below_itself_is_refused(union):
    with pytest.raises(UnitError, match="vào chính đơn vị cấp dưới của nó"):
        move_unit(union.north, parent=union.north_1, on=ON)
    with pytest.raises(UnitError, match="vào chính nó"):
        move_unit(union.north, parent=union.north, on=ON)
    assert queries.broken_paths() == []


def test_move_on_an_impossible_day_is_refused(union):
    with pytest.raises(UnitError, match="hôm nay"):
        move_unit(union.north_1, parent=union.south, on=timezone.localdate() + dt.timedelta(days=1))
    with pytest.raises(UnitError, match="01/01/2020"):
        move_unit(union.north_1, parent=union.south, on=dt.date(2019, 12, 31))


def test_move_under_a_lower_tier_or_the_same_parent_is_refused(union):
    with pytest.raises(UnitError, match="cấp thấp hơn"):
        move_unit(union.north, parent=union.south_1, on=ON)
    with pytest.raises(UnitError, match="rồi"):
        move_unit(union.north, parent=union.province, on=ON)


def test_second_move_on_one_day_replaces_the_first(union):
    move_unit(union.north_1, parent=union.south, on=ON)
    move_unit(union.north_1, parent=union.province, on=ON)
    assert list(union.north_1.placements.values_list("parent__code", flat=True)) == ["BAC", "MS"]
    assert queries.broken_paths() == []


# --- rename


def test_rename_keeps_the_old_name_with_its_dates(union):
    unit = rename_unit(union.north, name="Công đoàn phường Đồi Gió", on=ON, decision="9/QĐ-LĐLĐ")
    assert queries.heading_of(unit, on=dt.date(2025, 6, 30)).name == "Công đoàn phường Đồi Bắc"
    assert queries.heading_of(unit, on=ON).issuing_body == "CÔNG ĐOÀN PHƯỜNG ĐỒI GIÓ"
    assert list(Unit.objects.search("doi gio")) == [unit]
    assert not Unit.objects.filter(name_fold__contains="doi bac").exists()


def test_rename_reaches_the_first_heading_line_of_units_below(union):
    rename_unit(union.north, name="Công đoàn phường Đồi Gió", on=ON)
    heads = {
        queries.heading_of(unit, on=ON).parent_authority for unit in Unit.objects.filter(parent=union.north)
    }
    assert heads == {"CÔNG ĐOÀN PHƯỜNG ĐỒI GIÓ"}
    old = queries.heading_of(_fresh(union.north_1), on=dt.date(2025, 6, 30))
    assert old.parent_authority == "CÔNG ĐOÀN PHƯỜNG ĐỒI BẮC"
    assert queries.heading_of(_fresh(union.south_1), on=ON).parent_authority == "CÔNG ĐOÀN XÃ ĐỒNG NAM"


def test_only_one_name_is_open(union):
    rename_unit(union.north, name="Một", on=ON)
    rename_unit(union.north, name="Hai", on=ON)
    assert UnitName.objects.filter(unit=union.north, to_on__isnull=True).count() == 1
    assert union.north.names.count() == 2


# --- end, facts


def test_unit_with_active_units_below_does_not_end(union):
    with pytest.raises(UnitError, match="Còn 2 đơn vị"):
        end_unit(union.north, on=ON)


def test_ended_unit_leaves_the_tree_of_today_and_stays_readable(union):
    person = union.person("leader", union.north_1, "chutich")
    end_unit(union.north_1, on=ON, decision="1/QĐ")
    assert _fresh(union.north).child_count == 1
    assert union.north_1 not in Unit.objects.active()
    assert queries.heading_of(_fresh(union.north_1), on=timezone.localdate()).name == union.north_1.name
    assert not Seat.objects.current().filter(user=person).exists()
    assert queries.broken_paths() == []
    for change in (
        lambda: move_unit(union.north_1, parent=union.south, on=ON),
        lambda: rename_unit(union.north_1, name="X", on=ON),
        lambda: end_unit(union.north_1, on=ON),
        lambda: change_unit_facts(union.north_1, phone="1"),
        lambda: create_unit(code="Q", kind="union_group", name="Tổ 1", parent=_fresh(union.north_1)),
    ):
        with pytest.raises(UnitError, match="đã kết thúc"):
            change()


def test_change_of_facts_is_recorded_with_before_and_after(union, admin):
    change_unit_facts(union.north, by=admin, member_count=120, phone="0203 000")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.by, entry.action) == (admin, "unit.change")
    assert (entry.before, entry.after) == (
        {"member_count": 0, "phone": ""},
        {"member_count": 120, "phone": "0203 000"},
    )
    count = AuditEntry.objects.count()
    change_unit_facts(union.north, by=admin, member_count=120)
    assert AuditEntry.objects.count() == count
    with pytest.raises(TypeError):
        change_unit_facts(union.north, by=admin, path="x")


# --- check of the tree, kinds


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ({"path": "zzzzz"}, "đường dẫn"),
        ({"depth": 9}, "độ sâu"),
        ({"child_count": F("child_count") + 1}, "số đơn vị trực thuộc"),
    ],
)
def test_check_tree_finds_damage(union, damage, words, capsys):
    call_command("check_tree")
    Unit.objects.filter(pk=union.south_1.pk).update(**damage)
    with pytest.raises(CommandError):
        call_command("check_tree")
    assert f"NAM-1: {words}" in capsys.readouterr().err


def test_check_tree_finds_a_placement_that_disagrees(union):
    Placement.objects.filter(unit=union.south_1).update(parent=union.north)
    assert [fault.code for fault in queries.broken_paths()] == ["NAM-1"]


def test_loading_kinds_twice_changes_nothing_and_keeps_own_kinds(kinds):
    UnitKind.objects.create(code="own", name="Loại riêng", tier=2)
    assert catalogue.load() == 13
    assert UnitKind.objects.count() == 14
    assert UnitKind.objects.get(code="grassroots_union").collective == "BAN CHẤP HÀNH"
