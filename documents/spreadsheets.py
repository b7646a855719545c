"""Lists as XLSX: the register in the decree's ten columns, the outgoing documents."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from core.formats import write
from documents.models import Delivery, Document
from documents.official import document_types
from documents.references.models import LegalReference
from documents.registers.books import Book, Cell

DOCUMENT_COLUMNS = (
    "Số, ký hiệu", "Ngày ban hành", "Loại văn bản", "Trích yếu", "Đơn vị ban hành", "Người ký", "Trạng thái",
)  # fmt: skip
DOCUMENT_WIDTHS = (18, 14, 16, 60, 36, 24, 18)
RECEIVER_COLUMNS = (
    "Mã", "Đơn vị", "Vai trò", "Gửi lúc", "Mở lúc", "Người mở", "Xác nhận lúc", "Người xác nhận", "Nhắc gần nhất",
    "Kết thúc hoạt động",
)  # fmt: skip
RECEIVER_WIDTHS = (16, 48, 14, 18, 18, 24, 18, 24, 14, 14)
REFERENCE_COLUMNS = (
    "Tên loại", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Hiệu lực", "Thay thế bởi", "Ghi chú",
)  # fmt: skip
REFERENCE_WIDTHS = (14, 18, 14, 30, 60, 18, 18, 30)


def register_file(book: Book) -> IO[bytes]:
    """The register as XLSX, landscape, columns numbered (1)…(10) as in the decree's sample; written line by line."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    _write_book(target, book.title, book.columns, book.widths, book.rows, numbered=True)
    target.seek(0)
    return target


def documents_workbook(documents: Iterable[Document], *, title: str) -> bytes:
    """The list of outgoing documents as XLSX."""
    names = document_types()
    rows = (
        (
            d.doc_code.strip(), d.issued_on, names.get(d.type, d.type), d.abstract, d.issuer.name,
            d.signer.user.full_name if d.signer else "", str(d.get_status_display()),
        )
        for d in documents
    )  # fmt: skip
    return list_workbook(title, DOCUMENT_COLUMNS, DOCUMENT_WIDTHS, rows)


def references_workbook(references: Iterable[LegalReference], *, title: str) -> bytes:
    """The register of cited papers as XLSX, in the columns that `import_references` reads."""
    rows = (
        (
            r.type, r.number, r.issued_on, r.issuer, r.title, str(r.get_status_display()),
            r.replaced_by.number if r.replaced_by else "", r.note,
        )
        for r in references
    )  # fmt: skip
    return list_workbook(title, REFERENCE_COLUMNS, REFERENCE_WIDTHS, rows)


def receivers_workbook(deliveries: Iterable[Delivery], *, title: str) -> bytes:
    """Who got a paper, opened it, confirmed it, was reminded, as XLSX."""
    rows = (
        (
            row.unit.code, row.unit.name, str(row.get_role_display()), write.datetime(row.sent_at),
            write.datetime(row.opened_at), str(row.opened_by or ""), write.datetime(row.acknowledged_at),
            str(row.acknowledged_by or ""), row.reminded_on, row.unit.ended_on,
        )
        for row in deliveries
    )  # fmt: skip
    return list_workbook(title, RECEIVER_COLUMNS, RECEIVER_WIDTHS, rows)


def list_workbook(
    title: str, columns: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """Any list as XLSX: title, columns with their widths in characters, one row of cells a line."""
    target = io.BytesIO()
    _write_book(target, title, columns, widths, rows)
    return target.getvalue()


def _write_book(
    target: IO[bytes],
    title: str,
    columns: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Cell]],
    *,
    numbered: bool = False,
) -> None:
    # Text that starts with "=" stays text: nobody's abstract is a formula.
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Danh sách")
    looks = _looks(book)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, looks["title"])
    head = 2
    for at, (name, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(head, at, name, looks["head"])
    for at in range(len(columns) if numbered else 0):
        sheet.write_string(head + 1, at, f"({at + 1})", looks["head"])
    first = head + 2 if numbered else head + 1
    sheet.repeat_rows(head, first - 1)
    sheet.freeze_panes(first, 0)
    for line, cells in enumerate(rows, start=first):
        for at, cell in enumerate(cells):
            _write(sheet, line, at, cell, looks)
    book.close()


def _looks(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format(
            {**base, "bold": True, "font_size": 14, "align": "center", "text_wrap": False}
        ),
        "head": book.add_format({**base, "bold": True, "align": "center", "valign": "vcenter", "border": 1}),
        "text": book.add_format({**base, "border": 1}),
        "date": book.add_format({**base, "border": 1, "num_format": "dd/mm/yyyy", "align": "center"}),
        "number": book.add_format({**base, "border": 1, "num_format": "#,##0", "align": "right"}),
    }


def _write(sheet: Any, line: int, at: int, cell: Cell, looks: dict[str, Any]) -> None:
    if cell is None or cell == "":
        sheet.write_blank(line, at, None, looks["text"])
    elif isinstance(cell, dt.date):
        sheet.write_datetime(line, at, dt.datetime.combine(cell, dt.time()), looks["date"])
    elif isinstance(cell, int):
        sheet.write_number(line, at, cell, looks["number"])
    else:
        sheet.write_string(line, at, cell, looks["text"])
