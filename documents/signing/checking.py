"""Is a signed PDF what it says? Integrity, coverage, chain of trust, time. Knows nothing of documents and seats."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel as Coverage

from documents.signing import certificates, limits, same_pages
from documents.signing.sealing import Trust, wait_for

MOST_SECONDS = 60
CLOCKS_DIFFER = dt.timedelta(minutes=5)


class Fault(StrEnum):
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    TAMPERED = "tampered"
    CHANGED_AFTER = "changed_after_signing"
    UNTRUSTED = "untrusted"
    WRONG_TIME = "wrong_time"
    WRONG_SIGNER = "wrong_signer"
    FOREIGN = "foreign"


MESSAGES = {
    Fault.UNREADABLE: "Tệp không phải PDF đọc được, hoặc đã bị hỏng, bị sửa.",
    Fault.UNSIGNED: "Tệp không mang chữ ký số.",
    Fault.TAMPERED: "Nội dung tệp đã bị thay đổi sau khi ký: chữ ký không còn khớp.",
    Fault.CHANGED_AFTER: "Tệp đã bị thêm nội dung sau khi ký, chữ ký không bao trùm phần thêm.",
    Fault.UNTRUSTED: "Chứng thư của chữ ký không do tổ chức chứng thực mà cổng tin cậy cấp, đã hết hạn hoặc đã bị thu hồi.",
    Fault.WRONG_TIME: "Thời gian ký nằm ngoài thời hạn của chứng thư, hoặc ở sau hiện tại.",
}


@dataclass(frozen=True)
class FoundSignature:
    """A signature inside the file; `fault` is empty when it is good."""

    field: str
    holder: str
    serial: str
    issuer: str
    signed_at: dt.datetime | None
    fault: str = ""


@dataclass(frozen=True)
class Checked:
    """`fault` is empty when every signature is good and nothing was added behind them."""

    fault: str
    signatures: tuple[FoundSignature, ...] = ()
    stamped_at: dt.datetime | None = None
    pages: int = 0

    @property
    def message(self) -> str:
        return MESSAGES[Fault(self.fault)] if self.fault else ""


def check_pdf(content: bytes, *, trust: Trust, moment: dt.datetime | None = None) -> Checked:
    """What the signatures of the file are worth at the moment (now). Never raises for what the file holds."""
    try:
        with limits.seconds(MOST_SECONDS):
            return _check(content, trust, moment)
    except (
        Exception,
        limits.TooLong,
    ):  # whatever a hostile file breaks in the parser, it is not a valid file
        return Checked(Fault.UNREADABLE)


def _check(content: bytes, trust: Trust, moment: dt.datetime | None) -> Checked:
    reader = PdfFileReader(io.BytesIO(content))
    pages = int(reader.root["/Pages"]["/Count"])
    if not reader.embedded_regular_signatures:
        return Checked(Fault.UNSIGNED, pages=pages)
    found = tuple(_signature(one, content, trust, moment) for one in reader.embedded_regular_signatures)
    fault = next((one.fault for one in found if one.fault), "")
    if not fault and max(_end(one) for one in reader.embedded_signatures) < len(content.rstrip()):
        fault = Fault.CHANGED_AFTER
    stamped_at = None if fault else _stamped_at(reader, trust, moment)
    return Checked(fault, found, stamped_at, pages)


def _end(embedded: Any) -> int:
    """Where the bytes end that the signature covers."""
    _first, _length, start, length = (int(number) for number in embedded.byte_range)
    return start + length


def _signature(embedded: Any, content: bytes, trust: Trust, moment: dt.datetime | None) -> FoundSignature:
    holder = embedded.signer_cert
    return FoundSignature(
        field=str(embedded.field_name), holder=certificates.common_name(holder),
        serial=format(holder.serial_number, "x"), issuer=str(holder.issuer.native.get("common_name", "")),
        signed_at=embedded.self_reported_timestamp, fault=_fault(embedded, content, trust, moment),
    )  # fmt: skip


def _fault(embedded: Any, content: bytes, trust: Trust, moment: dt.datetime | None) -> str:
    try:
        # pyHanko's own comparison of revisions walks the tag tree: seconds for ten pages, minutes for a hundred.
        work = async_validate_pdf_signature(embedded, trust.context(moment), skip_diff=True)
        status = wait_for(work)
        if not (status.intact and status.valid):
            return Fault.TAMPERED
        if status.coverage < Coverage.ENTIRE_REVISION:
            return Fault.CHANGED_AFTER
        if not status.trusted or trust.revoked(embedded.signer_cert):
            return Fault.UNTRUSTED
        signed_at, now = embedded.self_reported_timestamp, moment or dt.datetime.now(dt.UTC)
        if signed_at and (
            signed_at > now + CLOCKS_DIFFER or not certificates.valid_at(embedded.signer_cert, signed_at)
        ):
            return Fault.WRONG_TIME
        end = _end(embedded)
        if end < len(content):
            same_pages.compare(content[:end], content)
    except same_pages.OtherPages:
        return Fault.CHANGED_AFTER
    except Exception:
        return Fault.TAMPERED
    return ""


def _stamped_at(reader: PdfFileReader, trust: Trust, moment: dt.datetime | None) -> dt.datetime | None:
    stamps = []
    for one in reader.embedded_timestamp_signatures:
        status = wait_for(async_validate_pdf_timestamp(one, trust.context(moment), skip_diff=True))
        if status.intact and status.valid and status.trusted:
            stamps.append(status.timestamp)
    return max(stamps, default=None)
