"""Compiled report → Word file for the last words by hand; every line carries a bookmark by which it finds its way back.

Bookmarks are those of plans (plans.anchors), which Word and LibreOffice keep; the one of the opening also tells the
report and the version the file was made of.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from documents.docx import docx_bytes
from documents.pages import Line, Paper
from plans.anchors import LEVELS, outside_anchor, shape_of
from reporting.models import CompiledReport
from reporting.pages import report_paper

VERSIONS = 100_000  # more than a report ever has; the opening's number is report × this + version
SECTION_LINE = re.compile(r"s-([IVX]+(?:\.\d+)?)(?:-\d+)?")


def report_docx(report: CompiledReport) -> bytes:
    """The report as it is now. Raises ValueError when nothing was compiled, LayoutError for a foreign profile."""
    paper = word_paper(report)
    lines = [*paper.lines, *(line for appendix in paper.appendices for line in appendix.lines)]
    anchors = {line.block_id: anchor_of(line) for line in lines if line.block_id}
    version = report.current_version.number if report.current_version else 0
    anchors["opening 1"] = outside_anchor("opening", report.pk * VERSIONS + version)
    return docx_bytes(paper, anchors=anchors)


def word_paper(report: CompiledReport) -> Paper:
    """The paper without drawings (their captions say where they are) and without the runs of the last annex."""
    paper = report_paper(report).paper
    appendices = tuple(
        replace(
            appendix, apart=(), lines=tuple(_without_drawing(line) for line in appendix.lines)
        )
        for appendix in paper.appendices
    )  # fmt: skip
    return replace(paper, lines=tuple(_without_drawing(line) for line in paper.lines), appendices=appendices)


def _without_drawing(line: Line) -> Line:
    if not line.svg:
        return line
    return Line(line.block_id, "paragraph", "", f"[{line.caption}: in ở bản PDF]")


def anchor_id(block_id: str) -> str:
    """Ten letters for a block id of any length; the same for the same."""
    return hashlib.sha256(block_id.encode()).hexdigest()[:10]


def anchor_of(line: Line) -> str:
    level = line.level if line.level in LEVELS else "paragraph"
    return f"_nc_{anchor_id(line.block_id)}_text_{LEVELS[level]}{shape_of(line.number)}"


def docx_name(report: CompiledReport) -> str:
    """ "128-BC-LĐLĐ.docx"; a draft says so."""
    if report.number is None:
        return f"Du-thao-{report.symbol}-{report.period.code}.docx"
    return f"{report.number:02d}-{report.symbol}.docx"
