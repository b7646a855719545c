"""Vietnamese text: one form of it, search without accents, dictionary order, numbers as people type them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_WORDS = 12  # of a search
_BASE = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS_OF_LETTERS = {"\u0306", "\u0302", "\u031b"}
# Two ASCII characters a letter keep the byte order of the key equal to the alphabet's order.
_LETTER_KEY = {letter: chr(ord("A") + i // 26) + chr(ord("a") + i % 26) for i, letter in enumerate(_BASE)}


# Orders to the reading direction: a name that reads otherwise than it is stored.
DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]
# What no paper prints and what a database, XML or a spreadsheet may refuse.
UNPRINTED = frozenset([*_CONTROLS, *DIRECTIONS, *map(chr, range(0xD800, 0xE000))])
# Word's soft line end comes as a vertical tab.
_LINE_ENDS = dict.fromkeys("\v\f\x85\u2028\u2029", "\n")
_PLAIN_TEXT = str.maketrans(
    {char: None for char in UNPRINTED} | _LINE_ENDS | {"\u00a0": " ", "\u200b": None, "\ufeff": None}
)


def nfc(text: str) -> str:
    """The text in Unicode NFC as it may be stored and printed.

    No-break and zero-width characters are made plain, soft line ends are line ends, what is not printed
    (control characters, orders to the reading direction, halves of characters) is left out.
    """
    return unicodedata.normalize("NFC", text.translate(_PLAIN_TEXT))


def fold(text: str) -> str:
    """Lower case without tones and marks, đ as d: what searches compare."""
    return " ".join(nfc(text).casefold().translate(_PLAIN_LETTERS).split())


class _PlainLetters(dict[int, str]):
    """Table for str.translate, letter → letter without its marks; it fills itself as letters are met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code).replace("đ", "d"))
        plain = self[code] = "".join(part for part in parts if not unicodedata.combining(part))
        return plain


_PLAIN_LETTERS = _PlainLetters()


def search_words(text: str) -> list[str]:
    """The words a search compares, folded: at most MOST_WORDS, since each costs a condition in SQL."""
    return fold(text[:400]).split()[:MOST_WORDS]


def sort_key(text: str) -> str:
    """ASCII key whose byte order is the Vietnamese dictionary order: letters first, tones second."""
    letters: list[str] = []
    tones: list[str] = []
    for word in text.casefold().split():
        tone = "0"
        for char in word:
            base, tone_here = _split_letter(char)
            if base in _LETTER_KEY:
                letters.append(_LETTER_KEY[base])
            elif base.isdigit():
                letters.append("0" + base)
            tone = tone_here if tone_here != "0" else tone
        letters.append(" ")
        tones.append(tone)
    return ("".join(letters).rstrip() + "!" + "".join(tones))[:400]


def _split_letter(char: str) -> tuple[str, str]:
    tone, kept = "0", ""
    for part in unicodedata.normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        elif part in _MARKS_OF_LETTERS or not unicodedata.combining(part):
            kept += part
    return unicodedata.normalize("NFC", kept), tone


class NumberError(ValueError):
    """str() is the Vietnamese message for the field."""


_ID = re.compile(r"[0-9]{1,18}")


def parse_id(text: Any) -> int:
    """The id of a row as an address or a hidden field gives it; 0, which no row has, for anything else."""
    return int(text) if _ID.fullmatch(str(text)) else 0


_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$")
_PLAIN = re.compile(r"^-?\d+(,\d+)?$")
_FOREIGN_GROUPS = re.compile(r"^-?\d{1,3}(,\d{3})+$")


def parse_number(text: str) -> Decimal:
    """1.234,5 → Decimal("1234.5"): dot groups thousands, comma starts the decimals.

    Raises NumberError for letters, for 1.23 (is it 123 or 1,23?) and for 1,234,567.
    """
    compact = nfc(text).strip().replace(" ", "")
    if _GROUPED.match(compact) or _PLAIN.match(compact):
        try:
            return Decimal(compact.replace(".", "").replace(",", "."))
        except InvalidOperation as error:  # pragma: no cover
            raise NumberError(f"“{text}” không phải là số.") from error
    if _FOREIGN_GROUPS.match(compact) or re.match(r"^-?\d+\.\d+$", compact):
        raise NumberError(
            f"“{text}” viết chưa rõ: dùng dấu chấm để phân cách hàng nghìn (1.234) "
            "và dấu phẩy cho phần thập phân (12,5)."
        )
    raise NumberError(f"“{text}” không phải là số. Chỉ nhập chữ số, ví dụ 1.234 hoặc 12,5.")


# What the operating system says in English when a file cannot be opened.
_FILE_ERRORS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "không tìm thấy tệp hoặc thư mục"),
    (PermissionError, "không có quyền truy cập"),
    (IsADirectoryError, "đây là thư mục, không phải tệp"),
    (NotADirectoryError, "một phần của đường dẫn không phải thư mục"),
)


def file_fault(error: OSError) -> str:
    """Why a file cannot be read or written, in words for the end of a message."""
    words = next((text for kind, text in _FILE_ERRORS if isinstance(error, kind)), "")
    return words or f"hệ thống báo lỗi số {error.errno}"
