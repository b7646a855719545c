"""The công văn đính chính and the thông báo thu hồi as documents of the portal: their words, and how they are printed.

Their version's content is {"paragraphs": [str, …]}; no child table stands behind them.
"""

from __future__ import annotations

import json
from typing import Any

from documents import pages
from documents.models import AmendmentKind, Document, RecipientRole
from documents.official import LETTER, document_types

# NĐ 30/2020, Điều 18.2 names the công văn; a recall is a notice.
TYPE_OF = {AmendmentKind.CORRECT: LETTER, AmendmentKind.RECALL: "TB"}
KEY = "paragraphs"


def named(document: Document) -> str:
    """ "Kế hoạch số 05/KH-LĐLĐ ngày 05/01/2026"."""
    type_name = document_types().get(document.type, document.type)
    return f"{type_name} số {document.doc_code} ngày {document.issued_on:%d/%m/%Y}"


def first_words(document: Document, kind: str, *, reason: str, details: str) -> list[str]:
    """The paragraphs proposed to the drafter."""
    issuer, paper = document.issuer.name, named(document)
    if kind == AmendmentKind.RECALL:
        return [
            f"{issuer} thu hồi {paper} “{document.abstract}”.",
            f"Lý do: {reason.rstrip('.')}.",
            "Các đơn vị đang giữ văn bản ngừng sử dụng, gửi trả bản giấy, hủy bản điện tử và xác nhận trên cổng thông tin.",
        ]
    return [
        f"{issuer} đã ban hành {paper} “{document.abstract}”.",
        f"Lý do đính chính: {reason.rstrip('.')}. Nội dung đính chính như sau:",
        *(line.strip() for line in details.splitlines() if line.strip()),
        f"Các nội dung khác của {paper} giữ nguyên. {issuer} thông báo để các đơn vị biết và thực hiện.",
    ]


def paragraphs_of(document: Document) -> list[str] | None:
    """The words of such a paper; None for any other document."""
    content = document.current_version.content if document.current_version else {}
    found = content.get(KEY)
    return found if isinstance(found, list) else None


def pages_of(document: Document, frame: dict[str, Any]) -> pages.Paper:
    """The paper in its form; a letter says to whom it goes, first of all."""
    lines = (
        pages.Line(f"doan{n:04d}", "paragraph", "", text)
        for n, text in enumerate(paragraphs_of(document) or ())
    )
    to = _addressees(document) if document.type == LETTER else ()
    return pages.Paper(**frame, addressees=to, lines=tuple(lines))


def _addressees(document: Document) -> tuple[str, ...]:
    """Those who have to act on it; where it is published or filed stands below only (NĐ 30/2020, Phụ lục I, II.9.a)."""
    lines = document.recipients.exclude(role=RecipientRole.WEBSITE)
    return tuple(line.text for line in lines)


def data_of(document: Document) -> bytes:
    """What travels inside the PDF."""
    return json.dumps({KEY: paragraphs_of(document)}, ensure_ascii=False).encode()
