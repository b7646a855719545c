"""Rules about citations: in full the first time, then only type and number (NĐ 30/2020, Phụ lục I, II.6.b)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.linter.document import Reading
from plans.linter.findings import HINT, WARNING, Finding, Passage, Rule
from plans.linter.symbols import Symbol, symbols

SOURCE = "NĐ 30/2020, Phụ lục I, II.6"
INCOMPLETE = Rule("citation.incomplete", WARNING, SOURCE)
REPEATED = Rule("citation.repeated", HINT, SOURCE)

_LINKS = r"[\s,]*"
_DATE = re.compile(
    rf"{_LINKS}(?:ngày\s*\d{{1,2}}(?:/\d{{1,2}}/\d{{4}}|\s*tháng\s*\d{{1,2}}\s*năm\s*\d{{4}})|\(\d{{1,2}}/\d{{1,2}}/\d{{4}}\))"
)
# "ký ngày", "được … ban hành" and the like stand between date and issuer in older papers.
_ISSUER = re.compile(rf"{_LINKS}(?:được\s+|do\s+|của\s+)(?=\S)")
_SUBJECT = re.compile(
    r"\b(?:về|quy định|ban hành|phê duyệt|phát động|triển khai|thực hiện|hướng dẫn|sửa đổi|công bố|thành lập|giao|tổ chức|"
    r"đẩy mạnh|tăng cường|nâng cao|tiếp tục|công nhận|kiện toàn|xây dựng|phối hợp)\b|[“\"]",
    re.IGNORECASE,
)
_END = re.compile(r"[;\n]|[.](?=\s|$)")
_REACH = 400
_LONG_CLAUSE = 16  # words: the issuer's name alone is shorter


def check(reading: Reading) -> Iterator[Finding]:
    """Incomplete first mentions; dates said again. Tables are short by nature and the abstract is not a citation."""
    seen: set[str] = set()
    for symbol in symbols(reading.abstract.text):
        if not _missing(reading.abstract.text, symbol):
            seen.add(symbol.key)
    # The opening says again what the abstract names, as papers of the field do.
    in_text: set[str] = set()
    for passage in (*reading.body, *reading.notes):
        if passage.level == "table":
            continue
        for symbol in symbols(passage.text):
            yield from _of_mention(passage, symbol, seen, in_text)
            seen.add(symbol.key)
            in_text.add(symbol.key)


def _of_mention(passage: Passage, symbol: Symbol, seen: set[str], in_text: set[str]) -> Iterator[Finding]:
    after = _rest(passage.text, symbol)
    if symbol.key in seen:
        dated = _DATE.match(after)
        if dated and symbol.key in in_text and passage.field == "blocks":
            message = _("Văn bản này đã viện dẫn đầy đủ ở trên; từ đây chỉ cần tên loại và số, ký hiệu.")
            end = symbol.end + dated.end()
            yield passage.finding(REPEATED, symbol.start, end, message, fix=symbol.tight)
        return
    missing = _missing(passage.text, symbol)
    if missing:
        message = _("Lần đầu viện dẫn còn thiếu: %(parts)s.") % {"parts": ", ".join(missing)}
        yield passage.finding(INCOMPLETE, symbol.start, symbol.end, message)


def _rest(text: str, symbol: Symbol) -> str:
    """What follows the symbol up to the end of its clause or to the next symbol."""
    rest = text[symbol.end : symbol.end + _REACH]
    stop = _END.search(rest)
    return rest[: stop.start()] if stop else rest


def _missing(text: str, symbol: Symbol) -> list[str]:
    rest = _rest(text, symbol)
    following = next((s.start for s in symbols(rest)), len(rest))
    dated = _DATE.match(rest)
    place = dated.end() if dated else 0
    issued = _ISSUER.match(rest, place)
    parts = []
    if not dated:
        parts.append(_("ngày ban hành"))
    if not issued:
        parts.append(_("cơ quan ban hành"))
    subject = _SUBJECT.search(rest, issued.end() if issued else place)
    told = subject is not None and subject.start() <= following
    if not told and len(rest[place:following].split()) < _LONG_CLAUSE:
        parts.append(_("trích yếu"))
    return parts
