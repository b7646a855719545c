"""Rules about the end of the paper: recipients, the copy that is kept, the lines above the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.linter.document import Reading
from plans.linter.findings import ERROR, WARNING, Finding, Passage, Rule

RECIPIENTS = "NĐ 30/2020, Phụ lục I, II.9"
NO_ARCHIVE = Rule("recipients.no_archive", ERROR, RECIPIENTS)
ARCHIVE_FORM = Rule("recipients.archive_form", WARNING, RECIPIENTS)
BRACKETS = Rule("recipients.brackets", WARNING, RECIPIENTS)
NO_AUTHORITY = Rule("signature.no_authority", ERROR, "NĐ 30/2020, Phụ lục I, II.7")
AUTHORITY_SPACE = Rule("signature.spacing", WARNING, "NĐ 30/2020, Phụ lục I, II.7")

MAX_LINE = 300
_ARCHIVE = re.compile(r"\s*[-–]?\s*Lưu\b(?P<colon>\s*:)?\s*(?P<rest>.*?)\s*[.;]?\s*", re.IGNORECASE)
_CLERK = re.compile(r"(?:VT|VP|Văn thư|Văn phòng)\b", re.IGNORECASE)
# T/M., K/T. are right in Party papers and are left alone (DOMAIN 1.9).
_JOINED = re.compile(r"\s*(?P<short>TM|KT|TL|TUQ|Q)\.(?=\S)")


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about recipients and signature, where they are known."""
    context = reading.context
    if context.recipients and not context.archive_line.strip():
        message = _("Nơi nhận thiếu dòng “Lưu: VT, …”.")
        yield Passage("", "recipients", line=len(context.recipients)).whole(
            NO_ARCHIVE, message, fix="Lưu: VT."
        )
    if context.archive_line.strip():
        yield from _archive(Passage(context.archive_line, "archive_line"))
    for place, line in enumerate(context.recipients):
        brace = re.search(r"[{}]", line)
        if brace:
            passage = Passage(line, "recipients", line=place)
            message = _("Ngoặc gộp dòng của tệp cũ; mỗi nơi nhận ghi một dòng, mục đích trong ngoặc đơn.")
            yield passage.finding(BRACKETS, brace.start(), brace.end(), message)
    yield from _signature(reading)


def _archive(passage: Passage) -> Iterator[Finding]:
    found = _ARCHIVE.fullmatch(passage.text) if len(passage.text) <= MAX_LINE else None
    if found is None:
        return
    rest = found["rest"]
    if found["colon"] and _CLERK.match(rest):
        return
    kept = rest if _CLERK.match(rest) else f"VT, {rest}" if rest else "VT"
    message = _("Dòng lưu ghi “Lưu: VT, …”: có dấu hai chấm và nơi lưu bản chính.")
    yield passage.whole(ARCHIVE_FORM, message, fix=f"Lưu: {kept}.")


def _signature(reading: Reading) -> Iterator[Finding]:
    context = reading.context
    if context.signer_name and not context.signature_lines:
        message = _("Trên tên người ký thiếu quyền hạn và chức vụ (ví dụ TM. BAN THƯỜNG VỤ, CHỦ TỊCH).")
        yield Passage(context.signer_name, "signature").whole(NO_AUTHORITY, message)
    for place, line in enumerate(context.signature_lines):
        joined = _JOINED.match(line)
        if joined and not context.party:
            message = _("Sau “%(short)s.” có một khoảng trắng.") % {"short": joined["short"]}
            passage = Passage(line, "signature", line=place)
            yield passage.finding(AUTHORITY_SPACE, 0, joined.end(), message, fix=f"{joined['short']}. ")
