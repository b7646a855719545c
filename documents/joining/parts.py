"""What a long paper is cut into, and the hash each part is kept by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pydyf
import weasyprint

from documents.html import appendices_html, numbers_html
from documents.pages import Appendix, Heading, Line, Paper, SignatureBlock

NUMBERS_AT_ONCE = 25
_HERE = Path(__file__).resolve().parent.parent
_ROOT = _HERE.parent
# Whatever changes one of these draws every part again.
_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
_MAKERS = (
    *(
        _HERE / name
        for name in ("html.py", "tables.py", "layout.py", "pages.py", "joining/parts.py", "joining/ruled.py")
    ),
    *(_ROOT / f"templates/documents/{name}.html" for name in ("appendices", "_appendix", "_line", "_table")),
    _ROOT / "templates/documents/page_numbers.html",
    *(_ROOT / f"static/css/{name}.css" for name in ("paper", "paper_profiles", "paper_print")),
    *(_ROOT / f"static/fonts/LiberationSerif-{style}.ttf" for style in _STYLES),
)
_NOBODY = Paper("PHỤ LỤC", "", Heading("", "", None, "", "", None), (), SignatureBlock(()))


@dataclass(frozen=True)
class Part:
    """Pages that are drawn together: a run of an appendix, or a run of page numbers (`first` > 0)."""

    profile: str
    landscape: bool
    appendix: Appendix | None = None
    first: int = 0
    lang: str = "vi"

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything the pages depend on."""
        return hashlib.sha256(f"{makers()}\n{self!r}".encode()).hexdigest()

    @property
    def work(self) -> int:
        """About how much there is to draw: cells of tables."""
        if self.appendix is None:
            return NUMBERS_AT_ONCE
        return sum(len(row) for line in self.appendix.lines for row in line.rows)

    @property
    def name(self) -> str:
        """What stands in the table of contents of the file."""
        if self.appendix is None:
            return ""
        if self.appendix.title:
            return f"Phụ lục {self.appendix.number}. {self.appendix.title}"
        first = self.appendix.lines[0] if self.appendix.lines else None
        return f"{first.number} {first.text}".strip() if first and first.titled else ""

    def html(self) -> str:
        if self.appendix is None:
            return numbers_html(
                self.profile, landscape=self.landscape, first=self.first, count=NUMBERS_AT_ONCE
            )
        paper = replace(_NOBODY, profile=self.profile, lang=self.lang, appendices=(self.appendix,))
        return appendices_html(paper, blind=True)


@cache
def makers() -> str:
    """SHA-256 (hex) of the templates, style sheets, fonts and the PDF maker."""
    digest = hashlib.sha256(f"{weasyprint.__version__} {pydyf.__version__}".encode())
    for path in _MAKERS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def parts_of(paper: Paper) -> list[list[Part]]:
    """The parts of each appendix in their order."""
    return [list(_runs(appendix, paper)) for appendix in paper.appendices]


def _runs(appendix: Appendix, paper: Paper) -> Iterator[Part]:
    head = replace(
        appendix, attached_to=appendix.room_for or appendix.attached_to, apart=(), apart_note="", room_for=""
    )
    yield Part(paper.profile, appendix.landscape, head, lang=paper.lang)
    for lines in appendix.apart:
        yield apart(lines, landscape=appendix.landscape, profile=paper.profile, lang=paper.lang)


def apart(
    lines: tuple[Line, ...], *, landscape: bool, profile: str = Paper.profile, lang: str = Paper.lang
) -> Part:
    """A further run of an appendix, the same in every paper that holds it."""
    return Part(profile, landscape, Appendix("", "", "", lines, landscape=landscape), lang=lang)


def numbers(profile: str, number: int, *, landscape: bool) -> Part:
    """The run of page numbers that holds this one; every paper shares them."""
    return Part(profile, landscape, first=number - (number - 1) % NUMBERS_AT_ONCE)


def frame_html(paper: Paper) -> str:
    """One page for each appendix with its heading, then an upright and a lying page: with all that stands on every
    page, without page numbers."""
    blank = (Line("", "paragraph", "", " "),)
    heads = [replace(each, lines=blank, apart=(), apart_note="") for each in paper.appendices]
    plain = [Appendix("", "", "", blank, landscape=landscape) for landscape in (False, True)]
    return appendices_html(replace(paper, lines=(), appendices=(*heads, *plain)), framed=True)
