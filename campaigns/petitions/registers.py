"""The register of petitions as it is exported and printed: no sender, no full text."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.petitions.models import Petition
from documents.registers.books import Book, Cell

COLUMNS = (
    "Mã biên nhận", "Ngày nhận", "Đơn vị tiếp nhận", "Nhóm vấn đề; tóm tắt", "Người kiến nghị", "Nơi phải trả lời", "Hạn",
    "Kết quả", "Ngày trả lời", "Đã báo",
)  # fmt: skip
WIDTHS = (15, 12, 34, 48, 16, 34, 12, 22, 13, 13)


def petition_book(rows: Iterable[Petition], *, title: str = "SỔ THEO DÕI KIẾN NGHỊ") -> Book:
    return Book(title, COLUMNS, WIDTHS, (cells(row) for row in rows))


def cells(row: Petition) -> tuple[Cell, ...]:
    people = str(row.get_sender_kind_display())
    if row.people > 1:
        people = f"{people} ({row.people} người)"
    outcome = row.get_outcome_display() if row.outcome else row.get_status_display()
    words = f"{row.topic.name}: {row.subject}" if row.subject else row.topic.name
    return (
        row.code, row.received_on, row.unit.name, words, people, target_of(row), row.due_on, str(outcome), row.answered_on,
        row.told_on,
    )  # fmt: skip


def target_of(row: Petition) -> str:
    """Who must answer, in words."""
    if row.outside_body:
        return row.outside_body
    return row.holder.name if row.body else ""
