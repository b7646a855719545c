"""Rules about names: the body against the title, the issuing collective against the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.vietnamese import fold
from plans.linter.document import Reading
from plans.linter.findings import ERROR, WARNING, Finding, Passage, Rule
from plans.linter.lists import words

DRIFT = Rule("title.drift", WARNING, "NĐ 30/2020, Phụ lục I, II.5 (trích yếu phản ánh nội dung văn bản)")
AUTHORITY = Rule("authority.mismatch", ERROR, "NĐ 30/2020, Điều 13 và Phụ lục I, II.7")
ISSUER = Rule("authority.issuer", ERROR, "NĐ 30/2020, Điều 13 và Phụ lục I, II.7")
SIGNER = Rule("authority.signer", ERROR, "NĐ 30/2020, Điều 13")
DEPUTY = Rule("authority.deputy", WARNING, "NĐ 30/2020, Phụ lục I, II.7 (KT. khi cấp phó ký thay cấp trưởng)")
FINAL_DOT = Rule("abstract.final_dot", WARNING, "NĐ 30/2020, Phụ lục I, II.5")

_NAMED = (
    re.compile(r"\bTrên đây là (?:nội dung )?(?i:kế hoạch)\s+(?P<name>[^,;:.\n]{1,400})"),
    re.compile(
        r"\b(?:ban hành|xây dựng) (?i:kế hoạch)\s+(?P<name>[^;:.\n]{1,400}?),?\s+(?:cụ thể )?như sau\b"
    ),
)
# What the writer says of the plan is not part of its name.
_TAIL = re.compile(
    r"\s+(?:của (?:Liên đoàn|LĐLĐ|Công đoàn|CĐ|Ban |Ủy ban|Tổng Liên đoàn|đơn vị)|yêu cầu|đề nghị|để các"
    r"|với (?:các|những) nội dung|trên địa bàn|do |trong (?:toàn|hệ thống|các cấp)|đến các|tới các).*$"
)
_WORD = re.compile(r"[^\W_]+")
_COLLECTIVES = "Ban Chấp hành|Ban Thường vụ|Đoàn Chủ tịch|Ban Thường trực"
_ISSUED_BY = re.compile(
    rf"(?:^|[.;,]\s+)(?P<body>{_COLLECTIVES})\b(?P<who>[^.;:,\n]{{0,80}}?)\s(?:ban hành|xây dựng|yêu cầu|đề nghị)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"\b(?:Trung ương|Tổng Liên đoàn|Tỉnh ủy|Thành ủy|Đảng)\b", re.IGNORECASE)
_THOSE_BELOW = re.compile(r"\s*(?:các|công đoàn cơ sở|CĐCS|công đoàn cấp)\b", re.IGNORECASE)
# A collective, and what the name of a unit that has it holds.
_COLLECTIVE_OF = (
    ("doan chu tich", ("tong lien doan",)),
    ("uy ban nhan dan", ("uy ban nhan dan", "ubnd")),
    ("hoi dong nhan dan", ("hoi dong nhan dan", "hdnd")),
)
# Bodies under one head, who signs for himself.
_ONE_HEAD = ("phong ", "so ")
# "K/T" of Party papers is left alone.
_FOR_HEAD = re.compile(r"\s*KT\s*\.\s*(?P<post>\S.*)", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\s*T\s*/?\s*M\s*\.\s*(?P<body>.+)", re.IGNORECASE)


def check(reading: Reading) -> Iterator[Finding]:
    """Title drift, a full stop after the title, the collective that issues against the one that signs."""
    yield from _final_dot(reading.abstract)
    for passage in reading.opening + reading.closing:
        yield from _drift(passage, reading.abstract.text)
    yield from _authority(reading)
    yield from _issuer(reading)
    yield from _deputy(reading)
    if reading.context.signer_refused:
        yield Passage("", "signature").whole(SIGNER, reading.context.signer_refused)


def _final_dot(abstract: Passage) -> Iterator[Finding]:
    if abstract.text.endswith(".") and not abstract.text.endswith(".."):
        end = len(abstract.text)
        yield abstract.finding(FINAL_DOT, end - 1, end, _("Trích yếu không có dấu chấm ở cuối."), fix="")


def _drift(passage: Passage, abstract: str) -> Iterator[Finding]:
    """The body may name the plan shorter than the title does, not with other words."""
    known = {word.casefold() for word in _WORD.findall(abstract)}
    if not known:
        return
    for pattern in _NAMED:
        for found in pattern.finditer(passage.text):
            name = _TAIL.sub("", f" {found['name']}").removeprefix(" ")
            strange = [word for word in _WORD.findall(name) if not _is_known(word, known)]
            if strange:
                message = _("Tên kế hoạch ở đây khác trích yếu: “%(words)s” không có trong trích yếu.") % {
                    "words": " ".join(strange[:8])
                }
                start = found.start("name")
                yield passage.finding(DRIFT, start, start + len(name), message)


def _is_known(word: str, known: set[str]) -> bool:
    plain = word.casefold()
    # An abbreviation stands for words of the title that cannot be compared.
    short = word.isupper() and not word.isdigit()
    return short or plain in known or plain in words("title_words")


def _authority(reading: Reading) -> Iterator[Finding]:
    behalf = next((m for line in reading.context.signature_lines if (m := _ON_BEHALF.fullmatch(line))), None)
    if behalf is None:
        return
    signed = behalf["body"].strip(" .")
    if not re.match(_COLLECTIVES, signed, re.IGNORECASE):
        return
    for passage in reading.opening + reading.closing:
        for found in _ISSUED_BY.finditer(passage.text):
            if fold(signed).startswith(fold(found["body"])) or _is_another(found["who"], passage.field):
                continue
            message = _("Trong bài là “%(body)s” ban hành, nhưng ký “TM. %(signed)s”.") % {
                "body": found["body"], "signed": signed,
            }  # fmt: skip
            yield passage.finding(AUTHORITY, found.start("body"), found.end("body"), message)


def _is_another(who: str, field: str) -> bool:
    """The words behind "Ban Chấp hành" name a body above, or, in the closing, the ones that are asked."""
    return bool(_OF_OTHERS.search(who)) or (field == "closing" and bool(_THOSE_BELOW.match(who)))


def _issuer(reading: Reading) -> Iterator[Finding]:
    """The collective of the authority line is one that the issuing unit has."""
    issuer = fold(reading.context.issuer)
    for place, line in enumerate(reading.context.signature_lines if issuer else ()):
        behalf = _ON_BEHALF.fullmatch(line)
        signed = fold(behalf["body"]) if behalf else ""
        wrong = any(signed.startswith(body) and not _names(issuer, of) for body, of in _COLLECTIVE_OF)
        if signed and (wrong or issuer.startswith(_ONE_HEAD)):
            message = _("“%(line)s” không phải thẩm quyền của %(issuer)s, cơ quan ban hành văn bản này.") % {
                "line": line, "issuer": reading.context.issuer,
            }  # fmt: skip
            yield Passage(line, "signature", line=place).whole(ISSUER, message)


def _names(issuer: str, words: tuple[str, ...]) -> bool:
    return any(word in issuer for word in words)


def _deputy(reading: Reading) -> Iterator[Finding]:
    """Below "KT. CHỦ TỊCH" stands the deputy's own post."""
    lines = reading.context.signature_lines
    for place, line in enumerate(lines):
        found = _FOR_HEAD.fullmatch(line)
        if found and (place + 1 == len(lines) or not fold(lines[place + 1]).startswith("pho ")):
            fix = f"PHÓ {found['post'].upper()}"
            message = _("Ký thay (KT.) thì dòng dưới ghi chức danh cấp phó, ví dụ “%(post)s”.") % {
                "post": fix
            }
            yield Passage(line, "signature", line=place).whole(DEPUTY, message)
