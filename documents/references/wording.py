"""How a paper is cited: in full the first time, then by type and number (NĐ 30/2020, Phụ lục I, II.6.b)."""

from __future__ import annotations

import datetime as dt

from documents.references.models import LAWS, LegalReference, ReferenceStatus

_LEADING = {"về", "quy", "ban", "phê", "hướng", "sửa", "triển", "thực"}


def citation_text(reference: LegalReference, *, first: bool = True) -> str:
    """ "Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về …"; later "Chỉ thị số 23-CT/TW".

    A law is cited by its name; the first time its number says which law of that name is meant.
    """
    if reference.type in LAWS and reference.title:
        name = f"{reference.type} {reference.title}"
        return f"{name} số {reference.number}" if first else name
    short = f"{reference.type} số {reference.number}"
    if not first:
        return short
    issuer = f" của {reference.issuer}" if reference.issuer else ""
    return f"{short} ngày {short_date(reference.issued_on)}{issuer}{_subject(reference.title)}"


def _subject(title: str) -> str:
    """ " về công tác văn thư"; a title that begins with a verb of its own stays without "về"."""
    if not title:
        return ""
    if title.split()[0].lower() in _LEADING:
        return f" {title[0].lower()}{title[1:]}"
    return f" về {title}"


def short_date(day: dt.date) -> str:
    """ "05/3/2020": days below 10 and the months 1 and 2 carry a zero (NĐ 30/2020, Phụ lục I, II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def standing(reference: LegalReference) -> str:
    """What became of the paper, as the end of a sentence: "đã được thay thế bằng …", "đã hết hiệu lực"."""
    if reference.status == ReferenceStatus.EXPIRED:
        return "đã hết hiệu lực"
    if reference.status == ReferenceStatus.REPLACED:
        newer = reference.replaced_by
        if newer is None:
            return "đã được thay thế"
        return f"đã được thay thế bằng {newer} ngày {short_date(newer.issued_on)}"
    return "còn hiệu lực"
