"""Workbooks as they really come back: each is told at its place, none breaks the reader, nothing is guessed."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from reporting.models import UploadedWorkbook
from reporting.workbooks import layout as at
from reporting.workbooks.reading import read_workbook
from reporting.workbooks.services.receiving import UploadRefused
from tests.reporting.factories import WHOLE, country, enter
from tests.reporting.workbooks.books import changed, made, row_of, sent_in, stored, typed, uploaded
from units.importing.faults import UnreadableFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return country()


@pytest.fixture
def report(here):
    report = here.report(here.bases[0])
    enter(report, here.chair, WHOLE)
    return report


@pytest.fixture
def template(here, report):
    return made(report, here.chair)


def whole(template, how):
    """The words about a file that is refused as a whole."""
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(how(template), "bao-cao.xlsx")
    return str(refused.value)


def repacked(content, *, add=(), drop=()):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in drop:
                new.writestr(entry.filename, old.read(entry))
        for name, data in add:
            new.writestr(name, data)
    return target.getvalue()


def many_rows(_template):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(100_000):
            sheet.write_number(row, 2, row)
    return target.getvalue()


def other_unit(book):
    book[at.NUMBERS].cell(at.UNIT_PLACE[0] + 1, at.UNIT_PLACE[1] + 1).value = "KHAC-01"


def other_ids(book):
    for row in range(1, 8):
        if book[at.IDS].cell(row, 1).value == "don_vi":
            book[at.IDS].cell(row, 2).value = "KHAC-01"


def renamed(book):
    del book[at.NUMBERS]


def plain_book(book):
    for name in (at.IDS,):
        del book[name]


REFUSED = {
    "empty": (lambda _t: b"", "Tệp trống"),
    "truncated": (lambda t: t[: len(t) // 2], "hỏng hoặc tải lên chưa trọn vẹn"),
    "encrypted or old": (lambda _t: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mật khẩu"),
    "macro": (lambda t: repacked(t, add=[("xl/vbaProject.bin", b"x")]), "macro"),
    "bomb": (lambda t: repacked(t, add=[("xl/media/a.bin", b"\0" * 45_000_000)]), "quá lớn"),
    "a picture": (lambda _t: b"\x89PNG", "không phải là tệp Excel"),
    "100 000 rows": (many_rows, "nhiều dòng hoặc cột hơn biểu mẫu"),
    "somebody's own table": (lambda t: changed(t, plain_book), "không phải là mẫu"),
    "sheet of numbers gone": (lambda t: changed(t, renamed), "không còn trang “Số liệu”"),
    "unit on the sheet": (lambda t: changed(t, other_unit), "ghi mã đơn vị “KHAC-01”"),
    "unit in the hidden ids": (lambda t: changed(t, other_ids), "đã bị sửa"),
}


def test_file_that_cannot_be_taken_is_refused_with_its_reason(template):
    told = {name: whole(template, how) for name, (how, _words) in REFUSED.items()}
    assert {name: words for name, (_how, words) in REFUSED.items() if words not in told[name]} == {}


def test_50_mb_is_not_read(settings, template):
    settings.UPLOAD_MAX_BYTES = 1024
    assert "lớn hơn" in whole(template, lambda t: t)


def test_two_files_named_for_each_other_are_refused(here, report, template):
    name = f"{here.period.code}__{here.bases[1].code} (1).xlsx"
    file = sent_in(report, here.chair, template, name)
    assert file.status == "refused"
    assert here.bases[1].code in file.faults[0]["rule"]


def test_every_odd_cell_is_told_by_sheet_and_cell(here, report, template):
    def odd(book):
        sheet = book[at.NUMBERS]
        value = at.VALUE + 1
        typed({"LD02": True, "LD03": dt.datetime(2026, 3, 1), "LD05": "=SUM(1,2)", "LD07": -5})(book)
        typed({"LD08": "có lẽ"}, at.STATE)(book)
        merged = row_of(book, "LD10"), row_of(book, "LD11")
        sheet.cell(merged[0], value).value = 9
        sheet.merge_cells(start_row=merged[0], end_row=merged[1], start_column=value, end_column=value)
        sheet.cell(row_of(book, "DB12"), value).value = 25_000
        sheet.cell(sheet.max_row + 1, value).value = 77
        copy = row_of(book, "LD17")
        sheet.cell(copy, at.ID + 1).value = "LD16"

    file = sent_in(report, here.chair, changed(template, odd))
    book = openpyxl.load_workbook(io.BytesIO(template))
    told = {one["cell"]: one["rule"] for one in file.faults}
    wanted = {
        "LD02": "Đúng/Sai", "LD03": "ngày, giờ", "LD05": "công thức chưa được tính", "LD07": "số âm",
        "LD10": "bị gộp", "LD11": "bị gộp", "LD17": "trùng chỉ tiêu",
    }  # fmt: skip
    assert {name: told.get(f"F{row_of(book, name)}", "") for name, words in wanted.items()
            if words not in told.get(f"F{row_of(book, name)}", "")} == {}  # fmt: skip
    assert "tình trạng này" in told[f"E{row_of(book, 'LD08')}"]
    assert "mẫu số" in told[f"G{row_of(book, 'DB12')}"] or "quyền số" in told[f"G{row_of(book, 'DB12')}"]
    assert "không có mã chỉ tiêu" in next(one["rule"] for one in file.faults if one["value"] == "77")
    assert {one["sheet"] for one in file.faults} == {at.NUMBERS}
    before = report.figures.count()
    stored(file, here.chair)
    assert report.figures.count() == before


def test_calculated_formula_and_hidden_row_are_read_and_told(here, report, template):
    target = io.BytesIO()
    book = openpyxl.load_workbook(io.BytesIO(template))
    row = row_of(book, "LD02")
    book[at.NUMBERS].row_dimensions[row].hidden = True
    book[at.NUMBERS].cell(row, at.VALUE + 1).value = "=3+4"
    book.save(target)
    with zipfile.ZipFile(io.BytesIO(target.getvalue())) as archive:
        part = "xl/worksheets/sheet2.xml"
        xml = archive.read(part).replace(b"<f>3+4</f><v></v>", b"<f>3+4</f><v>7</v>").replace(
            b"<f>3+4</f><v />", b"<f>3+4</f><v>7</v>"
        )  # fmt: skip
    file = sent_in(report, here.chair, repacked(target.getvalue(), drop=[part], add=[(part, xml)]))
    assert [(one["cell"], one["new"]) for one in file.changes] == [(f"F{row}", "7")]
    assert any("bị ẩn" in note for note in file.notes)
    assert any("là công thức" in note for note in file.notes)


def test_error_value_is_not_a_blank(here, report, template):
    file = sent_in(report, here.chair, changed(template, typed({"LD01": "#REF!"})))
    assert file.changes == []
    assert "#REF!" in file.faults[0]["rule"] + file.faults[0]["value"]


def test_renamed_and_added_sheets_do_not_matter(here, report, template):
    def change(book):
        typed({"LD02": 7})(book)
        book[at.NUMBERS].title = "Sheet1"
        book.create_sheet("Nháp", 0)["A1"] = "1 + 1"

    file = sent_in(report, here.chair, changed(template, change))
    assert [one["new"] for one in file.changes] == ["7"]
    assert file.notes == ["Bỏ qua trang “Nháp”: không thuộc mẫu."]


def test_damaged_archive_keeps_nothing(here, template):
    with pytest.raises(UploadRefused, match="bị hỏng"):
        uploaded(here.chair, ("a.xlsx", template), ("b.zip", b"PK\x03\x04hong"))
    assert not UploadedWorkbook.objects.exists()


@pytest.mark.parametrize(
    "name", ["6t-2026__MS-01.xlsx", "6t-2026__MS-01 (2).xlsx", "6t-2026__MS-01 - Copy.xlsx"]
)
def test_unit_code_with_a_dash_is_read_whole_from_the_name(name):
    assert at.FILE_NAME.match(name)["unit"] == "MS-01"
