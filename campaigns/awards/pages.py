"""A paper of a dossier as it is printed, and what its review asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from campaigns.awards.dossier_models import DossierPaper
from core.formats import write
from documents.official import document_types
from documents.pages import Appendix, Line, Paper
from documents.papers import PaperSource, frame_of
from documents.review.hooks import ReviewHooks

# Rows from which the file goes without tags (LIBRARIES 2.8).
LONG_TABLE = 400
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def dossier_paper(paper: DossierPaper) -> PaperSource:
    """The paper with its lists; the attached data are what it was drawn up from."""
    content = paper.current_version.content if paper.current_version else {}
    annexes = content.get("annexes", [])
    made = Paper(
        **frame_of(paper), addressees=tuple(content.get("addressees", ())), bases=tuple(content.get("bases", ())),
        opening=tuple(content.get("opening", ())), closing=tuple(content.get("closing", ())),
        lines=tuple(_lines(content.get("body", []), "b")),
        appendices=tuple(
            Appendix(
                number=ROMAN[at] if len(annexes) > 1 else "", title=annex["title"], landscape=annex["landscape"],
                attached_to=_attached_to(paper), lines=tuple(_lines(annex["body"], f"p{at}x")),
            )
            for at, annex in enumerate(annexes[: len(ROMAN)])
        ),
    )  # fmt: skip
    rows = sum(len(block.get("rows", ())) for annex in annexes for block in annex["body"])
    rows += sum(len(block.get("rows", ())) for block in content.get("body", ()))
    data = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return PaperSource(made, data, "ho-so-khen-thuong.json", tagged=rows <= LONG_TABLE)


def _attached_to(paper: DossierPaper) -> str:
    said = document_types()[paper.type]
    if paper.number is None:
        return f"Kèm theo {said} của {paper.issuer.name}"
    return f"Kèm theo {said} số {paper.doc_code} ngày {write.date(paper.issued_on)} của {paper.issuer.name}"


def _lines(blocks: list[dict[str, Any]], prefix: str) -> Iterator[Line]:
    heading = 0
    for at, block in enumerate(blocks):
        name, level = f"{prefix}{at:05d}", block["level"]
        if level == "table":
            yield Line(
                name, "table", "", "", rows=tuple(tuple(row) for row in block["rows"]), caption=block["text"],
                header_rows=block["header_rows"], column_widths=tuple(block["widths"]),
            )  # fmt: skip
        elif level == "heading":
            heading += 1
            yield Line(name, "section", f"{heading}.", block["text"], titled=True)
        else:
            yield Line(name, level, "-" if level == "bullet" else "", block["text"])


def _missing(paper: DossierPaper) -> list[tuple[str, str]]:
    mended = reverse("documents:recipients_edit", args=[paper.pk])
    lacks = []
    if not paper.signer_id:
        lacks.append(("Hãy chọn người ký.", mended))
    if not paper.recipients.exists():
        lacks.append(("Hãy chọn ít nhất một nơi nhận.", mended))
    return lacks


REVIEW = ReviewHooks(missing=_missing)
