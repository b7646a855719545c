"""Templates as people fill them in: made by the portal, changed with another program, sent back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from reporting.workbooks import layout as at
from reporting.workbooks.decisions import decide
from reporting.workbooks.layout import file_name
from reporting.workbooks.queries import submissions_for
from reporting.workbooks.services import receiving, storing
from reporting.workbooks.services.templates import template

Change = Callable[[Any], None]


def made(report: Any, by: Any) -> bytes:
    return template(submissions_for(by).get(pk=report.pk), by=by).getvalue()


def changed(content: bytes, change: Change) -> bytes:
    """The workbook after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row_of(book: Any, name: str) -> int:
    """The row of a box, counted from 1."""
    sheet = book[at.NUMBERS]
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, at.ID + 1).value == name)


def typed(values: dict[str, Any], column: int = at.VALUE) -> Change:
    """Box → what is typed into the column."""

    def change(book: Any) -> None:
        for name, value in values.items():
            book[at.NUMBERS].cell(row_of(book, name), column + 1).value = value

    return change


def uploaded(by: Any, *files: tuple[str, bytes]) -> Any:
    upload = receiving.receive([SimpleUploadedFile(name, content) for name, content in files], by=by)
    return upload


def sent_in(report: Any, by: Any, content: bytes, name: str = "") -> Any:
    """The file of an upload of one workbook."""
    return uploaded(by, (name or file_name(report), content)).files.get()


def stored(file: Any, by: Any, **decided: Any) -> Any:
    """The file after its good cells were stored; `decided` as reporting.workbooks.decisions.decide takes it."""
    storing.store(file.upload, {file.pk: decide(file, **decided)}, by=by)
    file.refresh_from_db()
    return file
