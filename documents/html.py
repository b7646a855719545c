"""Page dataclass → HTML. The sheet on the screen and the sheet on paper are the same template."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents import layout, official
from documents.charts import clean_svg
from documents.pages import Appendix, Line, Paper
from documents.qr import qr_svg
from documents.tables import PrintedTable, printed_table

LETTER_TYPE = official.document_types()[official.LETTER].upper()
END_MARK = "./."
SIGNATURE_ROOM = "signature-room"  # id of the room between post and name
SIGNATURE_ROOM_END = "signature-room-end"  # id of a point in its lower right corner

# Characters that fit on one line of the left heading column and of the abstract, in their bold face.
ISSUER_CHARS, ABSTRACT_CHARS = 28, 58
EMPTY = SafeString("")
GLUE = "\u2060"  # stands for a blank while lines are broken

_HEADING_DEPTH = {"part": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_SPELLED_PART = re.compile(r"(phần|chương)\b", re.IGNORECASE)
_MARK_TAGS = {"b": "b", "i": "i"}


@dataclass(frozen=True)
class PrintedLine:
    """One block ready for the template; only `content` and `svg` are HTML."""

    tag: str
    classes: str
    block_id: str
    over: str  # "Phần I" on a line of its own above the title
    content: SafeString
    table: PrintedTable | None = None
    svg: SafeString = EMPTY
    strips: tuple[SafeString, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class PrintedAppendix:
    classes: str
    label: str
    title: str
    attached_to: str
    lines: tuple[PrintedLine, ...]
    apart: tuple[tuple[PrintedLine, ...], ...] = ()
    apart_note: str = ""
    blind: bool = False  # its heading leaves its room empty


class Footnotes:
    """Numbers the footnotes in the order in which the lines are written.

    In print the note stands in the text and the page takes it to its foot; on a screen all stand below the text.
    """

    def __init__(self, *, for_print: bool) -> None:
        self._for_print = for_print
        self.listed: list[str] = []

    def call(self, text: str) -> str:
        """The HTML of the next note, where it is called."""
        self.listed.append(text)
        number = len(self.listed)
        if self._for_print:
            return f'<span class="p-footnote" data-number="{number}">{escape(text)}</span>'
        return (
            f'<a class="p-call" id="goi-chu-thich-{number}" href="#chu-thich-{number}" role="doc-noteref" '
            f'data-number="{number}" aria-label="Chú thích {number}"></a>'
        )


def paper_html(paper: Paper, *, for_print: bool = True) -> str:
    """The whole page: for the PDF maker, or (`for_print=False`) a page of its own for the browser.

    Raises LayoutError for a profile that does not print, ChartError for a foreign drawing.
    """
    return render_to_string("documents/paper.html", _context(paper, for_print=for_print, heading=1))


def appendices_html(paper: Paper, *, blind: bool = False, framed: bool = False) -> str:
    """The pages of the appendices alone, without page numbers.

    `blind`: their headings leave their room empty. `framed`: with what stands on every page of the paper (code, draft).
    """
    profile = layout.printing_profile(paper.profile)
    footnotes = Footnotes(for_print=True)
    sides = tuple(appendix.landscape for appendix in paper.appendices)
    context = {
        "paper": paper,
        "profile_classes": " ".join(found.code for found in profile.lineage),
        "page_rules": mark_safe(layout.page_rules(profile, sides, numbered=False)),
        "title_tag": "h1",
        "for_print": True,
        "framed": framed,
        "appendices": [
            _appendix(appendix, index, profile, 1, footnotes, blind=blind)
            for index, appendix in enumerate(paper.appendices, start=1)
        ],
        "qr": qr_svg(paper.verification_url) if framed and paper.verification_url else EMPTY,
    }
    return render_to_string("documents/appendices.html", context)


def numbers_html(profile_code: str, *, landscape: bool, first: int, count: int) -> str:
    """`count` pages with nothing but their numbers from `first` on."""
    profile = layout.printing_profile(profile_code)
    rules = layout.page_rules(profile, (), landscape=landscape)
    rules += f"\n@page :first{{counter-reset:page {first};@top-center{{content:counter(page)}}}}"
    return render_to_string(
        "documents/page_numbers.html",
        {"page_rules": mark_safe(rules), "sheets": range(count), "for_print": True},
    )


def preview_fragment(paper: Paper) -> SafeString:
    """The sheet alone, to stand inside a portal page (which links paper.css, paper_profiles.css, paper_screen.css)."""
    return render_to_string("documents/_paper.html", _context(paper, for_print=False, heading=2))


def _context(paper: Paper, *, for_print: bool, heading: int) -> dict[str, object]:
    profile = layout.printing_profile(paper.profile)
    letter = paper.document_type.upper() == LETTER_TYPE
    footnotes = Footnotes(for_print=for_print)
    return {
        "paper": paper,
        "profile": profile,
        "profile_classes": " ".join(found.code for found in profile.lineage),
        "for_print": for_print,
        "page_rules": mark_safe(
            layout.page_rules(profile, tuple(appendix.landscape for appendix in paper.appendices))
        ),
        "page_title": " ".join(f"{paper.document_type} {paper.abstract}".split()),
        "title_tag": f"h{heading}",
        "letter": letter,
        "parent_authority": balanced(profile.cased("parent", paper.heading.parent_authority), ISSUER_CHARS),
        "issuer_lines": "\n".join(
            balanced(line, ISSUER_CHARS)
            for line in profile.cased("issuer", paper.heading.issuing_body).split("\n")
        ).split("\n"),
        "abstract": balanced(paper.abstract, ABSTRACT_CHARS),
        "number_line": _kept(official.number_line(paper.heading.number, paper.heading.symbol)),
        "place_date": _kept(
            official.official_date(
                paper.heading.place_name, paper.heading.issued_on, paper.heading.draft_year
            )
        ),
        "urgency": paper.urgency.upper(),
        "urgency_class": f"stamp-{layout.URGENCY_WIDTHS_MM.get(paper.urgency.upper(), 40)}",
        "document_type": profile.cased("type", paper.document_type),
        "addressees": listed(paper.addressees),
        "bases": listed(paper.bases),
        "lines": _body(paper, profile, heading, footnotes),
        "authority_lines": [profile.cased("authority", line) for line in paper.signature.authority_lines],
        "signature_room": SIGNATURE_ROOM,
        "signature_room_end": SIGNATURE_ROOM_END,
        "recipients": recipient_lines(paper),
        "appendices": [
            _appendix(appendix, index, profile, heading, footnotes, for_print=for_print)
            for index, appendix in enumerate(paper.appendices, start=1)
        ],
        "footnotes": () if for_print else footnotes.listed,
        "qr": qr_svg(paper.verification_url) if paper.verification_url else EMPTY,
    }


def _body(paper: Paper, profile: layout.Profile, heading: int, footnotes: Footnotes) -> list[PrintedLine]:
    """Opening, blocks and closing, the last one with the end mark."""
    lines = [
        *(Line("", "paragraph", "", text) for text in paper.opening),
        *paper.lines,
        *(Line("", "paragraph", "", text) for text in paper.closing),
    ]
    if not paper.ends_with_mark:
        return [_line(line, profile, heading, footnotes) for line in lines]
    if not lines or lines[-1].level in {"table", "figure"}:
        lines.append(Line("", "paragraph", "", ""))
    *before, last = lines
    return [
        *(_line(line, profile, heading, footnotes) for line in before),
        _line(last, profile, heading, footnotes, ends=True),
    ]


def _appendix(
    appendix: Appendix,
    index: int,
    profile: layout.Profile,
    heading: int,
    footnotes: Footnotes,
    *,
    for_print: bool = True,
    blind: bool = False,
) -> PrintedAppendix:
    def written(lines: Iterable[Line]) -> tuple[PrintedLine, ...]:
        return tuple(_line(line, profile, heading, footnotes, landscape=appendix.landscape) for line in lines)

    return PrintedAppendix(
        classes=f"appendix appendix-{index}" + (" landscape" if appendix.landscape else ""),
        label=f"Phụ lục {appendix.number}".strip() if appendix.number or appendix.title else "",
        title=profile.cased("appendix-title", appendix.title),
        attached_to=f"({appendix.attached_to.strip().strip('()')})" if appendix.attached_to else "",
        lines=written(appendix.lines),
        apart=tuple(written(lines) for lines in appendix.apart) if for_print else (),
        apart_note="" if for_print else appendix.apart_note,
        blind=blind,
    )


def _line(
    line: Line,
    profile: layout.Profile,
    heading: int,
    footnotes: Footnotes,
    *,
    ends: bool = False,
    landscape: bool = False,
) -> PrintedLine:
    if line.level == "table":
        table = printed_table(line, landscape=landscape)
        return PrintedLine("div", "p-grid", line.block_id, "", EMPTY, table=table)
    if line.svg:
        drawing = clean_svg(line.svg)
        strips = tuple(clean_svg(strip) for strip in line.strips)
        classes = "p-figure p-strips" if strips else "p-figure"
        return PrintedLine(
            "figure", classes, line.block_id, "", EMPTY, svg=drawing, strips=strips, caption=line.caption
        )
    element = _element(line)
    spelled = line.level == "part" and bool(_SPELLED_PART.match(line.number))
    text, marks = line.text.rstrip(), line.marks
    if ends:
        text = text.removesuffix(END_MARK).rstrip(" .;,")
    calls = [(place, footnotes.call(note)) for place, note in line.notes]
    inside = [(place, call) for place, call in calls if place < len(text)]
    at_end = "".join(call for _place, call in calls[len(inside) :])  # behind the end mark
    content = marked(text, marks, caps=profile.elements[element].caps, calls=inside)
    number = f"{escape(line.number)} " if line.number and not spelled else ""
    depth = _HEADING_DEPTH.get(line.level) if line.titled or line.level == "part" else None
    return PrintedLine(
        tag=f"h{heading + depth}" if depth else "p",
        classes=f"p-line p-{element} l-{line.level}" + (" spelled" if spelled else ""),
        block_id=line.block_id,
        over=line.number.rstrip(".") if spelled else "",
        content=mark_safe(f"{number}{content}{END_MARK if ends else ''}{at_end}"),
    )


def _element(line: Line) -> str:
    if line.level == "part":
        return "part"
    return "title" if line.titled else "body"


def marked(
    text: str,
    marks: Iterable[tuple[int, int, str]],
    *,
    caps: bool = False,
    calls: Iterable[tuple[int, str]] = (),
) -> SafeString:
    """`text` escaped, with <b> and <i> where the marks say; marks may overlap, outside the text they are cut off.

    `calls`: (place before the end of the text, HTML put in there).
    """
    known = [(max(0, start), min(end, len(text)), kind) for start, end, kind in marks if kind in _MARK_TAGS]
    edges = {0, len(text), *(edge for start, end, _ in known if start < end for edge in (start, end))}
    put_in: dict[int, str] = {}
    for place, html in calls:
        put_in[place] = put_in.get(place, "") + html
    pieces = []
    for start, end in pairwise(sorted(edges | put_in.keys())):
        piece = text[start:end]
        html = str(escape(piece.upper() if caps else piece))
        for kind in sorted({kind for first, last, kind in known if first <= start and end <= last}):
            html = f"<{_MARK_TAGS[kind]}>{html}</{_MARK_TAGS[kind]}>"
        pieces.append(put_in.get(start, "") + html)
    return mark_safe("".join(pieces))


def recipient_lines(paper: Paper) -> list[str]:
    """ "text (purpose)" for each, the archive last, with the decree's punctuation.

    Below a paper that says "Kính gửi" those it names are "Như trên" (NĐ 30/2020, Phụ lục I, II.9.b).
    """
    above = {bare(text) for text in paper.addressees}
    others = [to for to in paper.recipients if bare(to.text) not in above]
    named = [f"{bare(to.text)} ({to.purpose})" if to.purpose else to.text for to in others]
    if above:
        named.insert(0, "Như trên")
    return listed([*named, *([paper.archive_line] if paper.archive_line else [])])


def listed(items: Sequence[str]) -> list[str]:
    """Each item ending in ";", the last one in "."."""
    said = [bare(item) for item in items if item.strip()]
    return [f"{item}{'.' if index == len(said) else ';'}" for index, item in enumerate(said, start=1)]


def bare(item: str) -> str:
    """A line of such a list without its punctuation."""
    return item.strip().rstrip(";,.").rstrip()


def balanced(text: str, fits: int) -> str:
    """`text` with line breaks so that its lines are about equally long; a text with breaks of its own stays."""
    count = -(-len(text) // fits)
    if count < 2 or "\n" in text:
        return text
    glued = layout.KEPT_TOGETHER.sub(lambda phrase: phrase[0].replace(" ", GLUE), text)
    for width in range(-(-len(text) // count), fits + 1):
        lines = textwrap.wrap(glued, width, break_long_words=False, break_on_hyphens=False)
        if len(lines) <= count:
            return "\n".join(lines).replace(GLUE, " ")
    return text


def _kept(text: str) -> str:
    """Runs of blanks left for the pen must not shrink."""
    return re.sub(r" {2,}", lambda run: "\u00a0" * len(run[0]), text)
