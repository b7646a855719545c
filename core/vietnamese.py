"""Vietnamese text: one form of it, search without accents, dictionary order, numbers as people type them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_BASE = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_MARKS_OF_LETTERS = {"\u0306", "\u0302", "\u031b"}
# Two ASCII characters a letter keep the byte order of the key equal to the alphabet's order.
_LETTER_KEY = {letter: chr(ord("A") + i // 26) + chr(ord("a") + i % 26) for i, letter in enumerate(_BASE)}


def nfc(text: str) -> str:
    """The text in Unicode NFC with no-break and zero-width characters made plain."""
    return (
        unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    )


def fold(text: str) -> str:
    """Lower case without tones and marks, đ as d: what searches compare."""
    return " ".join(text.casefold().translate(_PLAIN_LETTERS).split())


class _PlainLetters(dict[int, str]):
    """Table for str.translate, letter → letter without its marks; it fills itself as letters are met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code).replace("đ", "d"))
        plain = self[code] = "".join(part for part in parts if not unicodedata.combining(part))
        return plain


_PLAIN_LETTERS = _PlainLetters()


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
