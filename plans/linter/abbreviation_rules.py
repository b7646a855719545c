"""Abbreviations are explained where they first stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.official import document_types
from plans.linter.document import Reading
from plans.linter.findings import WARNING, Finding, Passage, Rule
from plans.linter.lists import words
from plans.linter.symbols import symbols
from plans.numbering import from_roman

UNEXPLAINED = Rule(
    "abbreviation.unexplained", WARNING, "NĐ 30/2020, Phụ lục I, II.6 (viết tắt sau lần viết đầy đủ)"
)

_TOKEN = re.compile(r"(?<![\w/&.-])[A-ZĐƯÂÔ]{2,}(?:&[A-ZĐ]{1,6})?(?:-[A-ZĐ]{1,6})?(?![\w&]|/[A-ZĐ])")
_EXPLAINED = re.compile(
    r"[(:“\"]\s*(?:(?:sau đây )?(?:gọi tắt là|viết tắt là|viết tắt|gọi là)\s*:?\s*)?[“\"]?$", re.IGNORECASE
)
_CLOSES = re.compile(r"[”\"]?\s*[);,]|[”\"]")
_LONG_FORM_AFTER = re.compile(r"\s*\(\s*(?P<first>[^\W\d_])[^\W\d_]*(?:\s+[^\W\d_]+)+")
# An emphasised word is not an abbreviation: it can be read as a syllable.
_SYLLABLE = re.compile(
    r"(?:NGH|CH|GH|GI|KH|NG|NH|PH|QU|TH|TR|[BCDĐGHKLMNPQRSTVX])?[AEIOUYĂÂÊÔƠƯ]{1,3}(?:CH|NG|NH|[CMNPT])?",
    re.IGNORECASE,
)
_MOST_LETTERS = 12


def check(reading: Reading) -> Iterator[Finding]:
    """The first use of every abbreviation that nobody has explained before; once each."""
    known = set(words("known_abbreviations")) | {code.upper() for code in document_types()}
    told: set[str] = set()
    explained = _explained(reading)
    for passage in reading.body:
        if _is_capitals(passage.text):
            continue
        inside = [(symbol.start, symbol.end) for symbol in symbols(passage.text)]
        for found in _TOKEN.finditer(passage.text):
            short = found[0]
            if short in known or short in told or any(a <= found.start() < b for a, b in inside):
                continue
            if _explains(passage.text, found):
                known.add(short)
            elif _is_abbreviation(passage.text, found):
                told.add(short)
                yield _finding(passage, found, short in explained)


def _finding(passage: Passage, found: re.Match[str], later: bool) -> Finding:
    message = (
        _("Chữ viết tắt dùng trước khi được giải thích; hãy viết đầy đủ ở lần đầu.")
        if later
        else _("Chữ viết tắt chưa được giải thích; hãy viết đầy đủ ở lần đầu, kèm chữ tắt trong ngoặc.")
    )
    return passage.finding(UNEXPLAINED, found.start(), found.end(), message)


def _explains(text: str, found: re.Match[str]) -> bool:
    """ "người lao động (NLĐ)", "(sau đây gọi tắt là NLĐ)", "NLĐ (người lao động)"."""
    before, after = text[max(found.start() - 40, 0) : found.start()], text[found.end() : found.end() + 60]
    bracketed = bool(_EXPLAINED.search(before)) and bool(_CLOSES.match(after))
    long_form = _LONG_FORM_AFTER.match(after)
    return bracketed or (long_form is not None and long_form["first"].upper() == found[0][0])


def _explained(reading: Reading) -> frozenset[str]:
    """Every abbreviation that is explained somewhere."""
    return frozenset(
        found[0]
        for passage in reading.body
        for found in _TOKEN.finditer(passage.text)
        if _explains(passage.text, found)
    )


def _is_abbreviation(text: str, found: re.Match[str]) -> bool:
    short = found[0]
    if len(short) > _MOST_LETTERS or from_roman(short) is not None or _SYLLABLE.fullmatch(short):
        return False
    return not (
        _is_capital_word(text[: found.start()].split()[-1:])
        or _is_capital_word(text[found.end() :].split()[:1])
    )


def _is_capital_word(near: list[str]) -> bool:
    """A neighbour in capitals: a title or a cry inside the text, not an abbreviation."""
    word = near[0].strip(".,;:()“”\"'!") if near else ""
    return len(word) > 1 and word.isupper() and bool(_SYLLABLE.fullmatch(_plain(word)))


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)
