"""Drawing up papers of an award dossier from results; afterwards people word them, the leader signs, the registry issues.

The version's content: bases, addressees, opening, closing (lists of text), `body` and each annex a list of blocks
{"level": heading | paragraph | bullet | table, "text", "rows", "header_rows", "widths"}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.awards.dossier_models import DossierPaper
from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc
from core.workflow import StepRefused
from documents.models import DocumentVersion
from documents.official import symbol_for
from documents.services import save_version
from documents.services.rows import keep, locked
from documents.workflow import drafter
from units import audit
from units.models import Unit
from units.queries import heading_of

_Kind = DossierPaper.Kind
TYPE_OF = {
    _Kind.SUBMISSION: "TTr", _Kind.MINUTES: "BB", _Kind.ACHIEVEMENT: "BC", _Kind.RESULTS: "TB", _Kind.DECISION: "QĐ",
    _Kind.SUMMARY: "BC", _Kind.INVITATION: "GM",
}  # fmt: skip
ABSTRACT = 500
MOST_ROWS = 20_000
LONGEST_CELL = 1_000
LONGEST_URL = 200


@dataclass(frozen=True)
class Heading:
    """Numbered 1., 2., … when it is printed."""

    text: str


@dataclass(frozen=True)
class Table:
    """`widths`: per cent a column, worked out from the text when empty."""

    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    caption: str = ""
    widths: Sequence[int] = ()


@dataclass(frozen=True)
class Annex:
    """A list behind the paper, on pages of its own."""

    title: str
    body: Sequence[Heading | str | Table]
    landscape: bool = False


# A str is a paragraph; one that begins with "- " is an item of a list.
Block = Heading | str | Table


def draw_up(
    kind: str,
    *,
    issuer: Unit,
    abstract: str,
    body: Sequence[Block],
    by: Any,
    annexes: Sequence[Annex] = (),
    addressees: Sequence[str] = (),
    bases: Sequence[str] = (),
    opening: Sequence[str] = (),
    closing: Sequence[str] = (),
    source_name: str = "",
    source_url: str = "",
    source_key: str = "",
) -> DossierPaper:
    """A draft of the unit: `kind` is one of DossierPaper.Kind, `source_*` the page and key it was drawn up from.

    It is worded at `campaigns:dossier_edit`, goes through review, number, signature and delivery as every document, and
    opens at `documents:document_preview`. `by` None is the portal itself. Raises CampaignError, StepRefused.
    """
    if kind not in TYPE_OF:
        raise CampaignError("Không có loại hồ sơ này.", "kind")
    words = " ".join(nfc(abstract).split())
    if not words:
        raise CampaignError("Hãy ghi trích yếu của văn bản.", "abstract")
    content = {
        "addressees": _texts(addressees), "bases": _texts(bases), "opening": _texts(opening), "closing": _texts(closing),
        "body": _blocks(body),
        "annexes": [
            {"title": nfc(annex.title), "landscape": annex.landscape, "body": _blocks(annex.body)} for annex in annexes
        ],
    }  # fmt: skip
    type = TYPE_OF[_Kind(kind)]
    paper = DossierPaper(
        kind=kind, type=type, issuer=issuer, abstract=words[:ABSTRACT], place_name=issuer.place_name,
        symbol=symbol_for(type, heading_of(issuer, on=timezone.localdate()).symbol), created_by=by,
        source_name=nfc(source_name)[:200], source_url=source_url[:200], source_key=source_key[:60],
    )  # fmt: skip
    if by is not None and (reason := drafter(by, paper)):
        raise StepRefused(reason)
    with transaction.atomic():
        paper.save(force_insert=True)
        save_version(paper, content=content, base=0, by=by)
        audit.record(
            "dossier.draw_up", paper, by=by, unit=issuer, after={"kind": kind, "abstract": words, "source": source_key}
        )  # fmt: skip
    return paper


def papers_about(source_key: str, user: Any) -> list[DossierPaper]:
    """Papers drawn up from one thing that the person may see, newest first."""
    seen = DossierPaper.objects.visible_to(user) if source_key else DossierPaper.objects.none()
    return list(seen.filter(source_key=source_key).select_related("issuer"))


def save_words(
    paper: DossierPaper, *, abstract: str, addressees: str, bases: str, text: str, base: int, by: Any
) -> DocumentVersion:
    """Save what people wrote: paragraphs of the body in their order; tables and annexes stay as they were drawn up.

    Raises CampaignError, and what `documents.services.save_version` raises.
    """
    words = " ".join(nfc(abstract).split())
    if not words or not text.strip():
        raise CampaignError("Hãy ghi trích yếu và nội dung.", "text" if words else "abstract")
    if len(words) > ABSTRACT:
        raise CampaignError(f"Trích yếu dài quá {ABSTRACT} ký tự. Hãy rút bớt.", "abstract")
    with transaction.atomic():
        row = locked(paper)
        before = row.current_version.content if row.current_version else {}
        content = {
            **before, "addressees": _lines(addressees), "bases": _lines(bases),
            "body": read_words(text, before.get("body", [])),
        }  # fmt: skip
        version = save_version(row, content=content, base=base, by=by)
        if row.abstract != words:
            row.abstract = words
            keep(row, "abstract")
    return version


# --- the body as people word it


def as_words(body: list[dict[str, Any]]) -> str:
    """One block a line: "# " a heading, "- " an item, "[Bảng 1]" where a table stands."""
    tables = 0
    lines = []
    for block in body:
        if block["level"] == "table":
            tables += 1
            lines.append(f"[Bảng {tables}]")
        else:
            lines.append(f"{_MARKS.get(block['level'], '')}{block['text']}")
    return "\n".join(lines)


def read_words(text: str, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks people wrote; tables keep what was drawn up. Raises CampaignError for one that is missing or doubled."""
    tables = [block for block in before if block["level"] == "table"]
    places = {f"[Bảng {n}]".casefold(): n for n in range(1, len(tables) + 1)}
    body, placed = [], []
    for line in _lines(text):
        if (at := places.get(line.casefold())) is not None:
            placed.append(at)
            body.append(tables[at - 1])
        else:
            body.append(_text_block(line))
    wrong = [n for n in places.values() if placed.count(n) != 1]
    if wrong:
        named = ", ".join(f"[Bảng {n}]" for n in wrong)
        raise CampaignError(
            f"Mỗi bảng phải đứng trên một dòng riêng, đúng một lần. Hãy xem lại {named}.", "text"
        )
    return body


_MARKS = {"heading": "# ", "bullet": "- "}


def _text_block(line: str) -> dict[str, Any]:
    for level, mark in _MARKS.items():
        if line.startswith(mark):
            return {"level": level, "text": line.removeprefix(mark).strip()}
    return {"level": "paragraph", "text": line}


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for block in blocks:
        if isinstance(block, Heading):
            made.append({"level": "heading", "text": " ".join(nfc(block.text).split())})
        elif isinstance(block, Table):
            made.append(_table(block))
        elif text := " ".join(nfc(block).split()):
            made.append(_text_block(text))
    return made


def _table(table: Table) -> dict[str, Any]:
    if len(table.rows) > MOST_ROWS:
        raise CampaignError(f"Bảng có quá {write.number(MOST_ROWS)} dòng. Hãy tách danh sách.", "rows")
    rows = [[_cell(cell) for cell in row] for row in (table.header, *table.rows)]
    return {
        "level": "table", "text": nfc(table.caption), "rows": rows, "header_rows": 1, "widths": list(table.widths)
    }  # fmt: skip


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    text = write.number(cell) if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)
    return " ".join(nfc(text).split())[:LONGEST_CELL]


def _texts(lines: Sequence[str]) -> list[str]:
    return [found for line in lines if (found := " ".join(nfc(line).split()))]


def _lines(text: str) -> list[str]:
    return _texts(nfc(text).splitlines())
