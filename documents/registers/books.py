"""A register as it is read, printed and exported: title, the decree's ten columns, lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.formats import write
from documents.models import IncomingDocument, RegisterEntry

Cell = str | int | dt.date | None

# Nghị định 30/2020/NĐ-CP, Phụ lục IV.
OUTGOING_COLUMNS = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
INCOMING_COLUMNS = (
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)


@dataclass(frozen=True)
class Book:
    """Widths are those of a spreadsheet's columns; the lines may be read once."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Iterable[tuple[Cell, ...]]

    def printed(self) -> Iterator[list[str]]:
        """The lines as words."""
        return ([written(cell) for cell in row] for row in self.rows)


def outgoing_book(entries: Iterable[RegisterEntry], *, year: str = "") -> Book:
    return Book(
        _title("SỔ ĐĂNG KÝ VĂN BẢN ĐI", year), OUTGOING_COLUMNS, (18, 13, 48, 22, 40, 20, 10, 13, 14, 26),
        (outgoing_cells(entry) for entry in entries),
    )  # fmt: skip


def incoming_book(incoming: Iterable[IncomingDocument], *, year: str = "") -> Book:
    return Book(
        _title("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", year), INCOMING_COLUMNS, (13, 9, 30, 18, 13, 48, 26, 13, 14, 26),
        (incoming_cells(row) for row in incoming),
    )  # fmt: skip


def outgoing_cells(entry: RegisterEntry) -> tuple[Cell, ...]:
    """The ten cells of one line; a void number says why, a reserved one for whom."""
    remark = entry.remark
    if entry.is_open:
        remark = " ".join(filter(None, (f"Giữ số cho {entry.reserved_for}.", remark)))
    if entry.void_reason:
        remark = f"Hủy số: {entry.void_reason}"
    return (
        entry.doc_code, entry.issued_on, entry.title, entry.signed_by, entry.sent_to, entry.archived_by, entry.copies,
        entry.sent_on, entry.received_mark, remark,
    )  # fmt: skip


def incoming_cells(row: IncomingDocument) -> tuple[Cell, ...]:
    return (
        row.arrived_on, row.arrival, row.issuer_name, row.code, row.dated_on, row.abstract, row.recipient, row.sent_on,
        row.received_mark, row.remark,
    )  # fmt: skip


def written(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return write.date(cell)
    return write.number(cell) if isinstance(cell, int) else cell or ""


def _title(name: str, year: str) -> str:
    return f"{name} NĂM {year}" if year else name
