"""Rules about letters and words: misread letters, marks of conversion, `./.` inside the text, capitals, NFC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _

from plans.linter.document import Reading
from plans.linter.findings import ERROR, HINT, WARNING, Finding, Passage, Rule
from plans.linter.lists import Pair, pairs

LOOKALIKE = Rule("word.lookalike", ERROR, "Danh sách chữ dễ nhầm khi quét, gõ")
STRAY_END = Rule("word.stray_end", ERROR, "Danh sách chữ dễ nhầm khi quét, gõ")
END_MARK = Rule("end_mark.inside", ERROR, "NĐ 30/2020, Phụ lục III (mẫu trình bày: kết thúc bằng ./.)")
NO_END = Rule("end_mark.missing", WARNING, "NĐ 30/2020, Phụ lục III (mẫu trình bày: kết thúc bằng ./.)")
NFC = Rule("unicode.nfc", ERROR, "NĐ 30/2020, Phụ lục I, I.2 (TCVN 6909:2001)")
MARKUP = Rule("word.markup", WARNING, "Dấu định dạng còn lại khi chuyển từ tệp khác")
CAPITAL = Rule("capital.name", HINT, "NĐ 30/2020, Phụ lục II")
SENTENCE = Rule("capital.sentence", HINT, "NĐ 30/2020, Phụ lục II, I")

_STRAY_END = re.compile(r"(?:\./\.|(?<=[^\W\d_A-ZĐ])\.)(?P<stray>[A-ZĐ][a-zđ]?)\s*$")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?] (?P<letter>[^\W\d_])(?=[^\W\d_]|\s)")
_LISTED = frozenset({"bullet", "plus", "point", "part", "section", "subsection", "subsubsection"})
# Names that are written with a small first letter.
_SMALL_NAMES = re.compile(r"(?:facebook|fanpage|zalo|iphone|email|e-mail|website|internet)\b", re.IGNORECASE)


def check(reading: Reading) -> Iterator[Finding]:
    """Findings letter by letter, the passages in order."""
    end = next((p for p in reversed((reading.abstract, *reading.body)) if p.text.strip()), None)
    for passage in reading.passages:
        yield from _nfc(passage)
        yield from _lookalikes(passage)
        yield from _end_mark(passage, is_last=passage is end)
        yield from _markup(passage)
        yield from _capitals(passage)
    if end and not reading.context.end_mark:
        message = _("Văn bản chưa kết thúc bằng “./.”; khi in từ hệ thống dấu này được tự ghi.")
        yield end.finding(NO_END, len(end.text), len(end.text), message)
    if reading.context.recipients_label:
        yield from _lookalikes(Passage(reading.context.recipients_label, "recipients"))
    if reading.context.decomposed:
        message = _("Tệp viết dấu rời (NFD); hãy đổi sang dựng sẵn (NFC) để tìm kiếm và in đúng.")
        yield Passage(reading.context.decomposed, "file").whole(NFC, message)


def _nfc(passage: Passage) -> Iterator[Finding]:
    if not unicodedata.is_normalized("NFC", passage.text):
        message = _("Chữ viết dấu rời (NFD); hãy gõ lại bằng bảng mã Unicode dựng sẵn.")
        yield passage.whole(NFC, message, fix=unicodedata.normalize("NFC", passage.text))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    longest_first = sorted(pairs(name), key=lambda pair: len(pair.wrong), reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_alternative, longest_first))})(?!\w)")


def _alternative(pair: Pair) -> str:
    unless = "|".join(map(re.escape, pair.not_before))
    return re.escape(pair.wrong) + (rf"(?!\s+(?:{unless})\b)" if unless else "")


def _listed(passage: Passage, rule: Rule, name: str, message: str) -> Iterator[Finding]:
    right = {pair.wrong: pair.right for pair in pairs(name)}
    for found in _pattern(name).finditer(passage.text):
        yield passage.finding(rule, found.start(), found.end(), message, fix=right[found[0]])


def _lookalikes(passage: Passage) -> Iterator[Finding]:
    """Letters that scanners and quick fingers confuse: only words that Vietnamese does not have in this place."""
    yield from _listed(passage, LOOKALIKE, "lookalikes", _("Có thể quét hoặc gõ nhầm chữ."))


def _end_mark(passage: Passage, *, is_last: bool) -> Iterator[Finding]:
    for found in re.finditer(r"\./\.", passage.text):
        if not is_last or passage.text[found.end() :].strip():
            message = _("“./.” chỉ đứng ở cuối văn bản; khi in hệ thống tự ghi.")
            yield passage.finding(END_MARK, found.start(), found.end(), message, fix=".")
    stray = _STRAY_END.search(passage.text)
    if stray:
        message = _("Chữ thừa sau dấu chấm cuối đoạn.")
        yield passage.finding(STRAY_END, stray.start("stray"), stray.end("stray"), message)


def _markup(passage: Passage) -> Iterator[Finding]:
    found = None if passage.level == "table" else _MARKUP.search(passage.text)
    if found:
        yield passage.finding(
            MARKUP, found.start(), found.end(), _("Dấu định dạng còn sót trong chữ; hãy xóa.")
        )


def _capitals(passage: Passage) -> Iterator[Finding]:
    """Hints only: papers of the field write capitals freely."""
    if passage.level == "table":
        return
    yield from _listed(passage, CAPITAL, "capitals", _("Cách viết hoa thường dùng khác."))
    text = passage.text
    if passage.level in _LISTED and text[:1].islower() and not _SMALL_NAMES.match(text):
        yield passage.finding(SENTENCE, 0, 1, _("Đầu đoạn viết hoa."), fix=text[:1].upper())
    for found in _SENTENCE.finditer(text):
        if found["letter"].islower() and not _SMALL_NAMES.match(text, found.start("letter")):
            start = found.start("letter")
            yield passage.finding(
                SENTENCE, start, start + 1, _("Sau dấu chấm viết hoa."), fix=found["letter"].upper()
            )
