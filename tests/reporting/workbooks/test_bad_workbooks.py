"""Workbooks as they really come back: each is told at its place, none breaks the reader, nothing is guessed."""

import datetime as dt
import io
import re
import secrets
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import jobs
from reporting.models import UploadedWorkbook
from reporting.workbooks import layout as at
from reporting.workbooks.layout import file_name
from reporting.workbooks.reading import read_workbook
from reporting.workbooks.services import receiving
from reporting.workbooks.services.receiving import UploadRefused
from tests.reporting.factories import WHOLE, country, enter
from tests.reporting.workbooks.books import changed, made, row_of, sent_in, stored, typed, uploaded
from units.importing.faults import UnreadableFile

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
SHEET_OF_NUMBERS = "xl/worksheets/sheet2.xml"


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


def repacked(content, *, add=(), drop=(), packed=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in drop:
                new.writestr(entry.filename, old.read(entry))
        for name, data in add:
            new.writestr(name, data, packed)
    return target.getvalue()


def many_rows(_template):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(100_000):
            sheet.write_number(row, 2, row)
    return target.getvalue()


def filled_down(template):
    """The last figure dragged down to row 100 000."""
    rows = "".join(f'<row r="{row}"><c r="F{row}"><v>1</v></c></row>' for row in range(900, 100_001))
    return with_part(
        template, SHEET_OF_NUMBERS, lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    )


def with_part(content, name, change):
    """The workbook with one file inside it changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = change(archive.read(name))
    return repacked(content, drop=[name], add=[(name, part)])


def compound(*streams):
    """The container Office keeps old and encrypted workbooks in: header, one sector of chains, one of names."""
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    chains = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    names = b"".join(
        struct.pack("<64sHBBIII36xIQ", name.encode("utf-16-le"), 2 * len(name) + 2, kind, 1, *([0xFFFFFFFF] * 3), 0, 0)
        for name, kind in [("Root Entry", 5), *((one, 2) for one in streams)]
    )  # fmt: skip
    return header + struct.pack("<109I", 0, *([0xFFFFFFFF] * 108)) + chains + names.ljust(512, b"\0")


def two_sheets(book):
    book.copy_worksheet(book[at.NUMBERS])


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
    "encrypted": (lambda _t: compound("EncryptionInfo", "EncryptedPackage"), "có mật khẩu mở"),
    "old Excel": (lambda _t: (FILES / "old.xls").read_bytes(), "kiểu cũ (.xls)"),
    "OpenDocument": (lambda _t: (FILES / "sheet.ods").read_bytes(), "không phải là tệp Excel (.xlsx) mà là"),
    "CSV under another name": (lambda _t: "Mã;Số liệu\nLD01;12\n".encode(), "không phải là tệp Excel"),
    "macro": (lambda t: repacked(t, add=[("xl/vbaProject.bin", b"x")]), "macro"),
    "bomb": (lambda t: repacked(t, add=[("xl/media/a.bin", b"\0" * 45_000_000)]), "quá lớn"),
    "a picture": (lambda _t: b"\x89PNG", "không phải là tệp Excel"),
    "100 000 rows": (many_rows, "nhiều dòng hoặc cột hơn biểu mẫu"),
    "somebody's own table": (lambda t: changed(t, plain_book), "không phải là mẫu"),
    "sheet of numbers gone": (lambda t: changed(t, renamed), "không còn trang “Số liệu”"),
    "sheet of numbers twice": (lambda t: changed(t, two_sheets), "2 trang giống nhau của mẫu"),
    "100 000 rows in the template": (filled_down, "nhiều dòng hoặc cột hơn biểu mẫu"),
    "unit on the sheet": (lambda t: changed(t, other_unit), "ghi mã đơn vị “KHAC-01”"),
    "unit in the hidden ids": (lambda t: changed(t, other_ids), "đã bị sửa"),
}


def test_file_that_cannot_be_taken_is_refused_with_its_reason(template):
    told = {name: whole(template, how) for name, (how, _words) in REFUSED.items()}
    assert {name: words for name, (_how, words) in REFUSED.items() if words not in told[name]} == {}


@pytest.fixture
def heavy(template):
    """The template with a picture of 50 MB."""
    picture = ("xl/media/anh.bin", secrets.token_bytes(50 * 1024 * 1024))
    return repacked(template, add=[picture], packed=zipfile.ZIP_STORED)


def test_real_50_mb_is_refused_at_its_field_and_not_kept(here, report, heavy, client):
    client.force_login(here.chair)
    file = SimpleUploadedFile(file_name(report), heavy)
    answer = client.post(reverse("reporting:workbook_uploads"), {"files": [file]})
    assert answer.status_code == 422
    assert "lớn hơn 20 MB. Hãy chia thành nhiều tệp" in answer.content.decode()
    assert not UploadedWorkbook.objects.exists()
    assert "lớn hơn 20 MB" in whole(heavy, lambda content: content)


def test_50_mb_inside_an_archive_is_refused_by_its_name(here, report, heavy):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(file_name(report), heavy)
    upload = uploaded(here.chair, ("nhieu.zip", target.getvalue()))
    jobs.run(upload.job_id)
    file = upload.files.get()
    assert (file.name, file.status) == (file_name(report), "refused")
    assert "lớn hơn 20 MB" in file.faults[0]["rule"] and file.faults[0]["fix"]


def test_archive_of_a_whole_province_may_be_larger_than_one_workbook(
    here, report, template, client, settings, monkeypatch
):
    """The limits a hundred times smaller: a file of 0.2 MB, an archive of 1 MB, six workbooks."""
    settings.UPLOAD_MAX_BYTES, settings.ARCHIVE_MAX_BYTES = 200_000, 1_000_000
    monkeypatch.setattr(receiving, "MOST_FILES", 6)
    client.force_login(here.chair)

    def sent(name, count, padding=0):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for number in range(count):
                archive.writestr(f"{number}-{file_name(report)}", template)
            archive.writestr("doc-truoc.txt", bytes(padding))
        return client.post(
            reverse("reporting:workbook_uploads"), {"files": [SimpleUploadedFile(name, target.getvalue())]}
        )

    assert sent("tinh.zip", 6, padding=300_000).status_code == 302
    assert UploadedWorkbook.objects.count() == 6
    for answer in (sent("tinh.zip", 7), sent("tinh.zip", 1, padding=1_000_000)):
        assert answer.status_code == 422
        assert "Hãy chia thành nhiều tệp ZIP, ví dụ mỗi công đoàn cấp trên một tệp" in answer.content.decode()
    assert "lớn hơn 0 MB. Hãy chia thành nhiều tệp nhỏ hơn" in client.post(
        reverse("reporting:workbook_uploads"), {"files": [SimpleUploadedFile("a.xlsx", bytes(200_001))]}
    ).content.decode()  # fmt: skip
    assert UploadedWorkbook.objects.count() == 6


def test_ids_of_two_units_swapped_store_nothing(here, report, template):
    """The hidden sheet of one unit in the workbook of another, sealed as it is."""
    other = here.report(here.bases[1])
    theirs = openpyxl.load_workbook(io.BytesIO(made(other, here.admin)))

    def swap(book):
        for row in book[at.IDS].iter_rows():
            for cell in row:
                cell.value = None
        for row in theirs[at.IDS].iter_rows():
            for cell in row:
                book[at.IDS][cell.coordinate].value = cell.value

    file = sent_in(report, here.chair, changed(template, swap))
    assert file.status == "refused"
    fault = file.faults[0]
    assert f"ghi mã đơn vị “{report.unit.code}” nhưng tệp là mẫu của “{other.unit.code}”" in fault["rule"]
    assert fault["sheet"] == at.NUMBERS and "mẫu của từng đơn vị" in fault["fix"]


def test_sorted_rows_are_told_and_no_figure_goes_to_another_box(here, report, template):
    """The visible columns were sorted, the hidden ids stayed."""

    def sort(book):
        sheet = book[at.NUMBERS]
        one, two = row_of(book, "LD02"), row_of(book, "LD03")
        for column in range(at.CODE + 1, at.NOTE + 2):
            cells = sheet.cell(one, column), sheet.cell(two, column)
            cells[0].value, cells[1].value = cells[1].value, cells[0].value
        sheet.cell(one, at.VALUE + 1).value = 5

    file = sent_in(report, here.chair, changed(template, sort))
    assert file.changes == []
    assert [one["rule"][:38] for one in file.faults] == [
        "Dòng này là của “LD02” trong mẫu nhưng", "Dòng này là của “LD03” trong mẫu nhưng",
    ]  # fmt: skip


def test_inline_strings_of_other_programs_are_read(here, report, template):
    """Google Sheets and report writers keep words in the cell, not in the shared table."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    row = row_of(book, "LD02")
    cell = f'<c r="F{row}" t="inlineStr"><is><t>1.234</t></is></c>'.encode()
    there = re.compile(rf'<c r="F{row}"[^>]*?/>'.encode())
    content = with_part(template, SHEET_OF_NUMBERS, lambda xml: there.sub(cell, xml, count=1))
    assert content != template
    assert [one["new"] for one in sent_in(report, here.chair, content).changes] == ["1.234"]


def test_every_fault_names_sheet_cell_value_rule_and_fix(here, report, template):
    texts = {"LD02": "12 người", "LD03": "1.234,5", "LD07": -5, "CL02": "5 triệu", "LD08": "khoảng 40"}
    file = sent_in(report, here.chair, changed(template, typed(texts)))
    assert {one["value"] for one in file.faults} == set(map(str, texts.values()))
    assert all(one["sheet"] and one["cell"] and one["rule"] and one["fix"] for one in file.faults)


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
