"""Rules about numbers and symbols inside the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.official import document_types
from plans.linter.document import Reading
from plans.linter.findings import ERROR, WARNING, Finding, Passage, Rule
from plans.linter.symbols import Symbol, symbols

SPACING = Rule("symbol.spacing", ERROR, "NĐ 30/2020, Phụ lục I, II.3")
GUIDELINE = Rule("symbol.guideline", ERROR, "NĐ 30/2020, Phụ lục III (HD: Hướng dẫn, HĐ: Hợp đồng)")
PARTY_ORDER = Rule("symbol.party_order", ERROR, "Quy định 66-QĐ/TW (số-loại/cơ quan, ví dụ 33-NQ/TW)")
UNION_ORDER = Rule("symbol.union_order", WARNING, "NĐ 30/2020, Phụ lục I, II.3")
OTHER_TYPE = Rule("symbol.other_type", WARNING, "NĐ 30/2020, Phụ lục III")
ZERO = Rule("symbol.zero", WARNING, "NĐ 30/2020, Phụ lục I, II.3")

_PARTY_BODIES = frozenset({"TW", "TƯ", "TU"})
_PARTY_TYPES = frozenset({"NQ", "CT", "KL", "QĐ", "HD", "TB", "KH", "CTr", "BC", "QC"})
_UNION_BODIES = frozenset({"LĐLĐ", "TLĐ", "CĐCS", "CĐVC", "CĐN"})
# "Thông báo kết luận số 45/TB-…", a statute issued by a decision: the symbol is that of the paper around it.
_COVERED = {("KL", "TB"), ("QyĐ", "QĐ"), ("QC", "QĐ"), ("ĐA", "QĐ"), ("CTr", "QĐ"), ("KH", "QĐ")}
_BEFORE = 60
_NAMES = {name.casefold(): code for code, name in document_types().items()}
_TYPE_BEFORE = re.compile(
    rf"\b(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\s+(?:hành động\s+|phối hợp\s+)?(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about every number and symbol of the text."""
    for passage in reading.passages:
        for symbol in symbols(passage.text):
            yield from _of_symbol(passage, symbol)


def _of_symbol(passage: Passage, symbol: Symbol) -> Iterator[Finding]:
    if symbol.party:
        yield from _spacing(passage, symbol)
        yield from _union_in_party_order(passage, symbol)
        return
    if symbol.groups[-1] in _PARTY_BODIES and len(symbol.groups) == 1 and symbol.type in _PARTY_TYPES:
        message = _("Văn bản của Đảng viết số, gạch nối, loại, gạch chéo, cơ quan.")
        fix = f"{symbol.number}-{symbol.type}/{symbol.groups[-1]}"
        yield passage.finding(PARTY_ORDER, symbol.start, symbol.end, message, fix=fix)
        return
    yield from _type_beside_symbol(passage, symbol)
    yield from _spacing(passage, symbol)
    if symbol.tight == symbol.written and len(symbol.number) == 1:
        message = _("Số nhỏ hơn 10 phải có số 0 phía trước.")
        yield passage.finding(ZERO, symbol.start, symbol.end, message, fix=_padded(symbol))


def _spacing(passage: Passage, symbol: Symbol) -> Iterator[Finding]:
    if symbol.tight != symbol.written:
        message = _("Bỏ khoảng trắng bên trong số, ký hiệu.")
        fix = symbol.tight if symbol.party else _padded(symbol)
        yield passage.finding(SPACING, symbol.start, symbol.end, message, fix=fix)


def _padded(symbol: Symbol) -> str:
    return f"0{symbol.tight}" if len(symbol.number) == 1 else symbol.tight


def _union_in_party_order(passage: Passage, symbol: Symbol) -> Iterator[Finding]:
    if symbol.groups[0] not in _UNION_BODIES:
        return
    message = _("Văn bản công đoàn viết số, gạch chéo, loại, gạch nối, cơ quan.")
    fix = f"{symbol.number}/{symbol.type}-{symbol.groups[0]}"
    yield passage.finding(UNION_ORDER, symbol.start, symbol.end, message, fix=fix)


def _type_beside_symbol(passage: Passage, symbol: Symbol) -> Iterator[Finding]:
    """The word before the number against the abbreviation in the symbol: "Hướng dẫn số 58/HĐ-…"."""
    before = _TYPE_BEFORE.search(passage.text[max(symbol.start - _BEFORE, 0) : symbol.start])
    if before is None:
        return
    code = _NAMES[before["name"].casefold()]
    if code in {symbol.type, "CV"} or symbol.type not in document_types() or (code, symbol.type) in _COVERED:
        return
    rule = GUIDELINE if {code, symbol.type} == {"HD", "HĐ"} else OTHER_TYPE
    message = _("“%(name)s” viết tắt là %(code)s, trong ký hiệu đang là %(written)s.") % {
        "name": document_types()[code], "code": code, "written": symbol.type,
    }  # fmt: skip
    fix = symbol.tight.replace(f"/{symbol.type}-", f"/{code}-", 1)
    yield passage.finding(rule, symbol.start, symbol.end, message, fix=fix)
