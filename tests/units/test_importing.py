"""Unit lists from files: every bad row is named, nothing is written half."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from units import catalogue, queries
from units.importing.formulas import lacks_result
from units.importing.writing import check_file, import_file
from units.models import AuditEntry, Placement, Unit
from units.spreadsheets import units_workbook

pytestmark = pytest.mark.django_db
HEAD = "ma,ten,loai,cap_tren,khu_vuc,ngay_thanh_lap,so_doan_vien"
GOOD = f"{HEAD}\nX1,CĐCS Một,grassroots_union,BAC,nnn,01/02/2021,1.234\n"


def _csv(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def _xlsx(*sheets: tuple[str, list[list]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
    return buffer.getvalue()


def _faults(content: bytes, name: str = "don_vi.csv") -> list[tuple[int, str, str, str]]:
    checked = import_file(content, name)
    assert not checked.ok
    return [(fault.row, fault.column, fault.value, fault.reason) for fault in checked.faults]


def _only_fault(content: bytes, name: str = "don_vi.csv") -> tuple[int, str, str, str]:
    before = Unit.objects.count()
    faults = _faults(content, name)
    assert len(faults) == 1, faults
    assert Unit.objects.count() == before
    return faults[0]


# --- files that come in


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_comes_in(union, encoding, delimiter):
    checked = import_file(GOOD.replace(",", delimiter).encode(encoding), "don_vi.csv")
    assert checked.faults == []
    unit = Unit.objects.get(code="X1")
    assert (unit.parent, unit.member_count, unit.sector) == (union.north, 1234, "nnn")
    assert unit.started_on == dt.date(2021, 2, 1)
    assert queries.broken_paths() == []


def test_headings_with_accents_and_names_for_kind_and_sector_are_understood(union):
    head = "Mã đơn vị;Tên đơn vị;Loại đơn vị;Mã cấp trên;KHU VỰC;Ngày thành lập;Số đoàn viên;Địa danh;Quyết định;Ghi chú"
    line = "X1;CĐCS Một;Công đoàn cơ sở;bac;Ngoài nhà nước;2021-02-01;12;Suối Mơ;15/QĐ-LĐLĐ;gì đó"
    checked = import_file(_csv(line, head=head), "a.csv")
    assert checked.faults == []
    assert checked.notes == ["Bỏ qua cột “Ghi chú”: không có trong mẫu."]
    unit = Unit.objects.get(code="X1")
    assert (unit.kind_id, unit.sector, unit.place_name, unit.parent) == (
        "grassroots_union",
        "nnn",
        "Suối Mơ",
        union.north,
    )
    assert Placement.objects.get(unit=unit).decision == "15/QĐ-LĐLĐ"


def test_decomposed_letters_are_stored_composed(union):
    import unicodedata

    import_file(unicodedata.normalize("NFD", GOOD).encode(), "a.csv")
    assert Unit.objects.get(code="X1").name == "CĐCS Một"


def test_xlsx_comes_in_below_a_title_with_numbers_and_dates_as_cells(union):
    rows = [
        ["DANH SÁCH CÔNG ĐOÀN CƠ SỞ"],
        [],
        ["Mã", "Tên", "Loại", "Cấp trên", "Ngày thành lập", "Số đoàn viên"],
        [101, "CĐCS Một", "grassroots_union", "BAC", dt.datetime(2021, 2, 1), 1234],
        [102, "Tổ Một", "union_group", 101, "", "1.500"],
    ]
    checked = import_file(_xlsx(("Danh sách", rows), ("Hướng dẫn", [["Điền vào trang đầu"]])), "a.xlsx")
    assert checked.faults == []
    assert checked.notes == ["Bỏ qua trang “Hướng dẫn” vì không có tiêu đề của danh sách đơn vị."]
    assert Unit.objects.get(code="101").started_on == dt.date(2021, 2, 1)
    assert (Unit.objects.get(code="102").parent.code, Unit.objects.get(code="102").member_count) == (
        "101",
        1500,
    )


def test_export_comes_in_again_as_the_same_tree(union):
    rows = Unit.objects.values_list(
        "code", "name", "kind", "parent__code", "member_count", "started_on", "place_name"
    )
    before, content = sorted(rows, key=str), units_workbook(Unit.objects.all())
    AuditEntry.objects.all().delete()
    for unit in Unit.objects.order_by("-path"):
        unit.delete()
    checked = import_file(content, "danh-sach-don-vi.xlsx")
    assert checked.faults == []
    assert sorted(rows.all(), key=str) == before
    assert queries.broken_paths() == []


def test_export_writes_a_formula_as_text(union):
    Unit.objects.filter(pk=union.south_1.pk).update(name="=1+1")
    from units.importing.reading import read_table

    lines = read_table(units_workbook(Unit.objects.all()), "a.xlsx").lines
    assert "=1+1" in {line.cells["ten"] for line in lines}


# --- cells that are wrong


@pytest.mark.parametrize(
    ("line", "column", "value", "words"),
    [
        ("X1,CĐCS,grassroots_union,XYZ,,,", "Cấp trên", "XYZ", "Không tìm thấy đơn vị cấp trên"),
        ("X1,CĐCS,hop_tac_xa,BAC,,,", "Loại", "hop_tac_xa", "Không có loại đơn vị này"),
        ("X1,CĐCS,,BAC,,,", "Loại", "", "Thiếu loại"),
        ("X1,,grassroots_union,BAC,,,", "Tên", "", "Thiếu tên"),
        (",CĐCS,grassroots_union,BAC,,,", "Mã", "", "Thiếu mã"),
        ("X 1,CĐCS,grassroots_union,BAC,,,", "Mã", "X 1", "Mã không hợp lệ"),
        ("BAC-1,CĐCS,grassroots_union,BAC,,,", "Mã", "BAC-1", "đã được dùng cho “CĐCS Công ty May Đẩy Mạnh”"),
        ("bac-1,CĐCS,grassroots_union,BAC,,,", "Mã", "bac-1", "đã được dùng"),
        ("X1,CĐCS,grassroots_union,BAC,ngoài,,", "Khu vực", "ngoài", "Không có khu vực"),
        ("X1,CĐCS,grassroots_union,BAC,,31/02/2021,", "Ngày thành lập", "31/02/2021", "ngày có thật"),
        ("X1,CĐCS,grassroots_union,BAC,,hôm qua,", "Ngày thành lập", "hôm qua", "ngày có thật"),
        ("X1,CĐCS,grassroots_union,BAC,,01/01/2999,", "Ngày thành lập", "01/01/2999", "tương lai"),
        ("X1,CĐCS,grassroots_union,BAC,,01/01/1901,", "Ngày thành lập", "01/01/1901", "1929"),
        ("X1,CĐCS,grassroots_union,BAC,,,12 người", "Số đoàn viên", "12 người", "không phải là số"),
        ("X1,CĐCS,grassroots_union,BAC,,,-5", "Số đoàn viên", "-5", "không được âm"),
        ('X1,CĐCS,grassroots_union,BAC,,,"1,234"', "Số đoàn viên", "1,234", "số nguyên"),
        ('X1,CĐCS,grassroots_union,BAC,,,"1,234,567"', "Số đoàn viên", "1,234,567", "chưa rõ"),
        ("X1,CĐCS,commune_union,BAC-1,,,", "Cấp trên", "BAC-1", "cấp thấp hơn"),
        (f"X1,{'dài ' * 60},grassroots_union,BAC,,,", "Tên", ("dài " * 60)[:80].strip(), "tối đa 200"),
    ],
)
def test_bad_cell_is_named_with_row_column_value_and_reason(union, line, column, value, words):
    fault = _only_fault(_csv("OK,CĐCS Tốt,grassroots_union,BAC,,,", line))
    assert fault[:2] == (3, column)
    assert fault[2].strip() == value
    assert words in fault[3]
    assert not Unit.objects.filter(code="OK").exists()


def test_twice_the_same_code_in_the_file_names_the_first_row(union):
    fault = _only_fault(_csv("X1,A,grassroots_union,BAC,,,", "x1,B,grassroots_union,BAC,,,"))
    assert fault == (3, "Mã", "x1", "Mã trùng với dòng 2.")


def test_circle_in_the_file_is_shown_at_each_of_its_rows(union):
    lines = (
        "X1,A,union_group,X3,,,",
        "X2,B,union_group,X1,,,",
        "X3,C,union_group,X2,,,",
        "X4,D,union_group,X1,,,",
    )
    faults = _faults(_csv(*lines))
    assert [fault[0] for fault in faults] == [2, 3, 4]
    assert all("quay vòng: X1 → X3 → X2 → X1" in fault[3] for fault in faults)


def test_unit_above_itself_is_a_circle(union):
    assert "quay vòng" in _only_fault(_csv("X1,A,union_group,X1,,,"))[3]


def test_ended_upper_unit_is_refused(union):
    from units.services import end_unit

    end_unit(union.direct, on=dt.date(2025, 1, 1))
    assert "đã kết thúc" in _only_fault(_csv("X1,Tổ,union_group,TT-1,,,"))[3]


def test_every_bad_row_is_reported_in_one_go(union):
    lines = [f"X{n},,nothing,XYZ,,32/1/2020,abc" for n in range(50)]
    faults = _faults(_csv(*lines))
    assert len(faults) == 250
    assert {fault[0] for fault in faults} == set(range(2, 52))


def test_near_misses_are_suggested(union):
    faults = import_file(_csv("X1,CĐCS,Công đoàn cơ xở,TT-11,,,"), "a.csv").faults
    assert [fault.fix for fault in faults] == ["Có phải là “Công đoàn cơ sở”?", "Có phải là mã “TT-1”?"]


def test_faults_in_a_workbook_name_the_sheet(union):
    head = ["Mã", "Tên", "Loại", "Cấp trên"]
    content = _xlsx(
        ("Xã", [head, ["X1", "A", "commune_union", "MS"]]),
        ("Cơ sở", [head, ["X1", "B", "grassroots_union", "X1"], ["X3", "C", "grassroots_union", "X9"]]),
    )
    faults = import_file(content, "a.xlsx").faults
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [
        ("Cơ sở", 2, "Mã"),
        ("Cơ sở", 3, "Cấp trên"),
    ]
    assert "trang “Xã”" in faults[0].reason
    assert Unit.objects.filter(code__startswith="X").count() == 0


def test_formula_no_spreadsheet_has_calculated_is_no_empty_cell(union):
    book = openpyxl.Workbook()
    book.active.title = "Cơ sở"
    book.active.append(["Mã", "Tên", "Loại", "Cấp trên", "Số đoàn viên"])
    book.active.append(["X1", "CĐCS Một", "grassroots_union", "BAC", "=40+2"])
    book.active.append(["X2", '="CĐCS "&A3', "grassroots_union", "BAC", 7])
    buffer = io.BytesIO()
    book.save(buffer)
    faults = import_file(buffer.getvalue(), "a.xlsx").faults
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [
        ("Cơ sở", 2, "Số đoàn viên"),
        ("Cơ sở", 3, "Tên"),
    ]
    assert "LibreOffice, lưu lại" in faults[0].fix
    assert not Unit.objects.filter(code__startswith="X").exists()


def test_calculated_formula_counts_as_its_result(union):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mã", "Tên", "Loại", "Cấp trên", "Số đoàn viên"])
        sheet.write_row(1, 0, ["X1", "CĐCS Một", "grassroots_union", "BAC"])
        sheet.write_formula(1, 4, "=40+2", value=42)
    assert import_file(buffer.getvalue(), "a.xlsx").faults == []
    assert Unit.objects.get(code="X1").member_count == 42


@pytest.mark.parametrize(
    ("cell", "lacking"),
    [
        ("<c r='A1'><f>1+1</f></c>", True),
        ("<c r='A1'><f>1+1</f><v/></c>", True),
        ("<c r='A1'><f>1+1</f><v>0</v></c>", False),
        ("<c r='A1' t='str'><f>IF(B1,1,T(0))</f><v></v></c>", False),
        ("<c r='A1'/>", False),
    ],
)
def test_only_a_formula_without_any_result_is_uncalculated(cell, lacking):
    assert lacks_result(ElementTree.fromstring(cell)) is lacking


# --- files that are wrong as a whole


def _renamed_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("anh.txt", "không phải bảng tính")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "Tệp trống"),
        (b"  \n\n", "a.csv", "Tệp trống"),
        (HEAD.encode() + b"\n", "a.csv", "chỉ có dòng tiêu đề"),
        ("Tên,Địa chỉ\nA,B\n".encode(), "a.csv", "Không tìm thấy dòng tiêu đề"),
        ("ma,ten,loai\nX1,Công đoàn".encode("utf-16"), "a.csv", "UTF-16"),
        ("ma,ten,loai\nX1,C\xf4ng".encode("latin-1"), "a.csv", "không theo bảng mã UTF-8"),
        (_renamed_zip(), "a.xlsx", "đã đổi tên"),
        (b"PK\x03\x04 broken", "a.xlsx", "bị hỏng"),
        (b"not a workbook", "a.xlsx", "không phải là tệp Excel"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "a.xls", "kiểu cũ"),
        (b"\x00\x01\x02\x03", "a.csv", "không phải là văn bản"),
    ],
)  # fmt: skip
def test_unreadable_file_is_refused_with_what_to_do(union, content, name, words):
    before = Unit.objects.count()
    checked = import_file(content, name)
    assert [words in fault.reason for fault in checked.faults] == [True], checked.faults
    assert checked.faults[0].fix
    assert Unit.objects.count() == before


def test_wrong_encoding_says_in_which_row(union):
    fault = import_file("ma,ten,loai\nX1,A,b\nX2,C\xf4ng,c\n".encode("latin-1"), "a.csv").faults[0]
    assert fault.row == 3


def test_missing_column_is_named(union):
    fault = _only_fault(_csv("X1,CĐCS,BAC", head="ma,ten,cap_tren"))
    assert fault == (1, "Loại", "", "Thiếu cột “Loại”.")


def test_csv_cut_inside_quotes_is_refused_with_its_row(union):
    content = _csv("X1,CĐCS,grassroots_union,BAC,,,") + 'X2,"CĐCS Công ty'.encode()
    assert "cắt cụt" in _only_fault(content)[3]
    assert import_file(content, "a.csv").faults[0].row == 3


def test_short_and_long_rows_are_refused(union):
    faults = _faults(
        _csv("X1,CĐCS,grassroots_union", "X2,CĐCS,grassroots_union,BAC,,,,,", "X3,A,grassroots_union,BAC,,,")
    )
    assert [(row, "cắt cụt" in reason, "thừa" in reason) for row, _c, _v, reason in faults] == [
        (2, True, False),
        (3, False, True),
    ]


def test_file_above_the_limit_is_refused(union, settings):
    settings.UPLOAD_MAX_BYTES = 1024
    assert "lớn hơn" in _only_fault(_csv(*["X,CĐCS,grassroots_union,BAC,,,"] * 100))[3]


# --- the command


def test_command_checks_writes_and_says_so(union, tmp_path, capsys):
    file = tmp_path / "don_vi.csv"
    file.write_text(GOOD)
    call_command("import_units", str(file), "--dry-run")
    assert not Unit.objects.filter(code="X1").exists()
    call_command("import_units", str(file))
    assert Unit.objects.filter(code="X1").exists()
    assert "Đã thêm 1 đơn vị" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Có 1 lỗi"):
        call_command("import_units", str(file))
    assert "dòng 2, cột “Mã”" in capsys.readouterr().err
    with pytest.raises(CommandError, match=r"Không đọc được.*: không tìm thấy tệp"):
        call_command("import_units", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="đây là thư mục"):
        call_command("import_units", str(tmp_path))


def test_checking_costs_the_same_queries_for_many_rows(union, django_assert_max_num_queries):
    lines = [f"X{n},CĐCS {n},grassroots_union,BAC,,," for n in range(500)]
    with django_assert_max_num_queries(3):
        assert check_file(_csv(*lines), "a.csv").ok


def test_first_import_into_an_empty_portal_brings_its_own_root(db):
    catalogue.load()
    assert import_file(
        _csv("P,LĐLĐ tỉnh X,provincial_federation,,,,", "C,CĐCS Y,grassroots_union,P,,,"), "a.csv"
    ).ok
    assert Unit.objects.get(code="C").depth == 2
