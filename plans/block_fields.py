"""Reading the fields of a block from JSON: what is allowed, and the message when it is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.vietnamese import DIRECTIONS

MAX_TEXT = 20_000
MAX_REASON = 1_000
MAX_ROWS = 1_000
MAX_COLUMNS = 20
MAX_CELL = 4_000
MAX_MARKS = 2_000
MAX_NOTES = 100
MAX_NOTE = 2_000
BLOCK_ID = re.compile(r"[a-z0-9]{6,12}")
_NOT_PRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = str.maketrans(
    {"\u00a0": " ", "\t": " ", "\u200b": None, "\ufeff": None, "\u00ad": None} | dict.fromkeys(DIRECTIONS)
)


class Mark(NamedTuple):
    """A run of letters of the text, from start up to end (not included): b bold, i italic, u underlined."""

    start: int
    end: int
    kind: str


class Note(NamedTuple):
    """A footnote whose number stands before the letter at `place` of the text; the number itself is never stored."""

    place: int
    text: str


class Fault(NamedTuple):
    """One thing wrong with the input: where (block_index None: outside the blocks) and what to do."""

    block_index: int | None
    block_id: str
    field: str
    message: str


class OutlineError(ValueError):
    """The JSON of a plan cannot be taken; `faults` names every place."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.message for fault in faults))


class FieldError(ValueError):
    """One field cannot be taken; the message is for the user."""


def clean_text(text: str) -> str:
    """NFC, plain spaces, one kind of line end, nothing invisible, no blanks at either end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES)
    return unicodedata.normalize("NFC", plain).strip()


def has_control_characters(text: str) -> bool:
    """Letters of the categories Cc and Cs; a line end is none."""
    return _NOT_PRINTED.search(text) is not None


def read_text(value: Any, *, limit: int = MAX_TEXT) -> str:
    """A cleaned text of at most `limit` letters. Raises FieldError."""
    if not isinstance(value, str):
        raise FieldError(_("phải là chữ"))
    text = clean_text(value)
    if has_control_characters(text):
        raise FieldError(_("có ký tự điều khiển không in được; hãy gõ lại đoạn này"))
    if len(text) > limit:
        raise FieldError(
            _("dài %(length)d ký tự, chỉ được tối đa %(limit)d") % {"length": len(text), "limit": limit}
        )
    return text


def read_id(value: Any) -> str:
    if not isinstance(value, str) or not BLOCK_ID.fullmatch(value):
        raise FieldError(_("mã khối phải gồm 6 đến 12 chữ thường hoặc chữ số"))
    return value


def read_origin(value: Any) -> str:
    return read_id(value) if value else ""


def read_choice(value: Any, choices: Any) -> str:
    if not isinstance(value, str) or value not in choices:
        raise FieldError(_("giá trị “%(value)s” không có trong danh sách") % {"value": value})
    return value


def read_marks(value: Any, raw_text: str, text: str) -> tuple[Mark, ...]:
    """Marks from [[start, end, "b"], …] over the raw text, moved to the cleaned text. Raises FieldError."""
    if not isinstance(value, (list, tuple)) or len(value) > MAX_MARKS:
        raise FieldError(_("danh sách định dạng chữ không hợp lệ"))
    marks = []
    for mark in value:
        if not _is_mark(mark, len(raw_text)):
            raise FieldError(_("định dạng chữ nằm ngoài đoạn văn"))
        start, end = (_moved(raw_text, place, len(text)) for place in mark[:2])
        if start < end:
            marks.append(Mark(start, end, mark[2]))
    return tuple(marks)


def read_notes(value: Any, raw_text: str, text: str) -> tuple[Note, ...]:
    """Notes from [[place, "text"], …] over the raw text, moved to the cleaned text, in order. Raises FieldError."""
    if not isinstance(value, (list, tuple)) or len(value) > MAX_NOTES:
        raise FieldError(_("phải là danh sách tối đa %(most)d chú thích") % {"most": MAX_NOTES})
    notes = []
    for number, note in enumerate(value, start=1):
        if not _is_note(note, len(raw_text)):
            raise FieldError(_("thứ %(number)d nằm ngoài đoạn văn") % {"number": number})
        try:
            words = read_text(note[1], limit=MAX_NOTE)
        except FieldError as error:
            raise FieldError(_("thứ %(number)d %(why)s") % {"number": number, "why": error}) from None
        if not words:
            raise FieldError(
                _("thứ %(number)d chưa có chữ; hãy ghi nội dung hoặc bỏ đi") % {"number": number}
            )
        notes.append(Note(_moved(raw_text, note[0], len(text)), words))
    return tuple(sorted(notes, key=lambda note: note.place))


def with_notes_inline(text: str, notes: Sequence[Note], form: str = " [{}]") -> str:
    """The text with the words of each note written where it is called: for places that hold no notes."""
    for note in reversed(notes):
        text = text[: note.place] + form.format(note.text) + text[note.place :]
    return text


def _is_note(note: Any, length: int) -> bool:
    return (
        isinstance(note, (list, tuple)) and len(note) == 2 and type(note[0]) is int and 0 <= note[0] <= length
    )


def _is_mark(mark: Any, length: int) -> bool:
    if not isinstance(mark, (list, tuple)) or len(mark) != 3 or mark[2] not in ("b", "i", "u"):
        return False
    start, end = mark[:2]
    return type(start) is int and type(end) is int and 0 <= start < end <= length


def _moved(raw: str, place: int, length: int) -> int:
    cleaned = clean_text(raw[:place] + "x")
    return min(len(cleaned) - 1, length)


def read_rows(value: Any) -> tuple[tuple[str, ...], ...]:
    """The cells of a table, every row as wide as the widest. Raises FieldError."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, (list, tuple)) for row in value):
        raise FieldError(_("bảng phải là danh sách các hàng"))
    width = max((len(row) for row in value), default=0)
    if len(value) > MAX_ROWS or width > MAX_COLUMNS:
        limits = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
        raise FieldError(_("bảng quá lớn: tối đa %(rows)d hàng, %(columns)d cột") % limits)
    return tuple(_read_row(number, row, width) for number, row in enumerate(value, start=1))


def _read_row(number: int, row: Any, width: int) -> tuple[str, ...]:
    try:
        cells = [read_text(cell, limit=MAX_CELL) for cell in row]
    except FieldError as error:
        raise FieldError(_("hàng %(row)d: ô %(why)s") % {"row": number, "why": error}) from None
    return tuple(cells + [""] * (width - len(cells)))


def read_count(value: Any, *, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise FieldError(_("phải là số nguyên từ 0 đến %(most)d") % {"most": most})
    return value
