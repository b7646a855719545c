"""The parts of the .docx and how they hang together."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from documents.docx import footnotes, frame
from documents.docx.body import Body, with_added
from documents.docx.remarks import Remarks, RemarkWriter
from documents.docx.styles import styles_xml
from documents.docx.xml import (
    ADDED,
    DECLARATION,
    R_SPACE,
    W_SPACE,
    Bookmarks,
    paragraph,
    run,
    twips,
)
from documents.html import listed
from documents.layout import Profile, printing_profile
from documents.pages import Appendix, Line, Paper

A4 = (twips(210), twips(297))
FIRST_YEAR = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip knows: equal papers, equal bytes
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx_bytes(
    paper: Paper,
    *,
    anchors: Mapping[str, str] | None = None,
    data: bytes = b"",
    remarks: Remarks | None = None,
) -> bytes:
    """The paper as a Word file.

    `anchors`: block id → bookmark name put around that block; the keys "abstract", "base 1", "opening 1",
    "closing 1" … name what stands outside the blocks. `data`: XML that travels as a custom part. `remarks`: what
    people say beside the text. Raises LayoutError for a profile that does not print.
    """
    profile = printing_profile(paper.profile)
    writer = _Writer(paper, profile, anchors or {}, remarks or Remarks())
    parts = {
        "word/document.xml": writer.document(),
        "word/numbering.xml": writer.body.numberer.xml(twips(profile.first_indent_mm)),
        "word/styles.xml": styles_xml(profile),
        "word/footnotes.xml": writer.body.footnotes.xml(),
        "word/settings.xml": _SETTINGS,
        "word/header1.xml": _header(_PAGE),
        "word/header2.xml": _header(""),
        "docProps/core.xml": _core(paper),
    }
    said = writer.body.remarks.parts()
    parts |= said
    if data:
        parts |= {"customXml/item1.xml": data.decode(), "customXml/_rels/item1.xml.rels": _ITEM_RELATIONS}
        parts["customXml/itemProps1.xml"] = _ITEM_PROPERTIES
    return _zipped(parts, with_data=bool(data), with_comments=bool(said))


class _Writer:
    def __init__(self, paper: Paper, profile: Profile, anchors: Mapping[str, str], remarks: Remarks) -> None:
        self.paper, self.profile, self.anchors = paper, profile, anchors
        self.bookmarks = Bookmarks()
        appended = [line for appendix in paper.appendices for line in appendix.lines]
        said = RemarkWriter(remarks)
        width = self._width(landscape=False)
        indent = twips(profile.first_indent_mm)
        self.body = Body([*paper.lines, *appended], anchors, self.bookmarks, said, width, indent)

    def document(self) -> str:
        pieces = [
            frame.heading(self.paper, self.profile),
            frame.GAP,
            frame.title(
                self.paper, self.profile, self.bookmarks, self.anchors.get("abstract", ""), self._width()
            ),
            self._on_the_paper(),
            frame.addressees(listed(self.paper.addressees)),
            *self._bases(),
            *self._lines(),
            frame.BEFORE_END,
            frame.ending(self.paper, self.profile, self._width()),
            *self._appendices(),
        ]
        last = self.paper.appendices[-1] if self.paper.appendices else None
        sections = self._section(landscape=bool(last and last.landscape), appendix=last is not None)
        return (
            f'{DECLARATION}<w:document xmlns:w="{W_SPACE}" xmlns:r="{R_SPACE}"><w:body>{"".join(pieces)}'
            f"{frame.GAP}{sections}</w:body></w:document>"
        )

    def _on_the_paper(self) -> str:
        """The comments on the paper as a whole, below its title, in a line of no height."""
        signs = "".join(sign for _place, sign in self.body.remarks.between("", 0))
        return paragraph(signs, "NCGap") if signs else ""

    def _bases(self) -> list[str]:
        bases = [text for text in self.paper.bases if text.strip()]
        found = []
        for place, (original, printed) in enumerate(zip(bases, listed(bases), strict=True), start=1):
            own, added = with_added(original, printed)
            content = self.bookmarks.around(self.anchors.get(f"base {place}", ""), run(own))
            found.append(paragraph(content + run(added, style=ADDED), "NCBasis"))
        return found

    def _lines(self) -> list[str]:
        """Opening, blocks and closing, the last one with the end mark."""
        lines = [
            *_plain("opening", self.paper.opening),
            *self.paper.lines,
            *_plain("closing", self.paper.closing),
        ]
        ends = self.paper.ends_with_mark
        if ends and (not lines or lines[-1].level in {"table", "figure"}):
            lines.append(Line("", "paragraph", "", ""))
        last = len(lines) - 1
        found = []
        added = self.body.remarks.said.added
        for place, line in enumerate(lines):
            if place == len(self.paper.opening):
                found += [self.body.added(*new) for new in added.get("", ())]
            found.append(self.body.line(line, last=place == last, end_mark=ends and place == last))
            found += [self.body.added(*new) for new in added.get(line.block_id, ()) if line.block_id]
        return found

    def _appendices(self) -> list[str]:
        """Each begins a section of its own: the properties of the section before stand in its last paragraph."""
        found, landscape, before = [], False, False
        for appendix in self.paper.appendices:
            section = self._section(landscape=landscape, appendix=before)
            found += [paragraph("", "NCGap", section), *self._appendix(appendix)]
            landscape, before = appendix.landscape, True
        return found

    def _appendix(self, appendix: Appendix) -> list[str]:
        title = self.profile.cased("appendix-title", appendix.title)
        head = [
            paragraph(run(f"Phụ lục {appendix.number}".strip()), "NCAppendix"),
            paragraph(run(title), "NCAppendixTitle"),
        ]
        if appendix.attached_to:
            head.append(paragraph(run(f"({appendix.attached_to.strip().strip('()')})"), "NCAttachedTo"))
        self.body.width = self._width(landscape=appendix.landscape)
        return [*head, *(self.body.line(line) for line in appendix.lines)]

    def _width(self, *, landscape: bool = False) -> int:
        margins = self.profile.margins
        return (A4[1] if landscape else A4[0]) - twips(margins.left) - twips(margins.right)

    def _section(self, *, landscape: bool, appendix: bool) -> str:
        margins = self.profile.margins
        size = (
            f'w:w="{A4[1]}" w:h="{A4[0]}" w:orient="landscape"'
            if landscape
            else f'w:w="{A4[0]}" w:h="{A4[1]}"'
        )
        return (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
            f'<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="{twips(margins.top)}" '
            f'w:right="{twips(margins.right)}" w:bottom="{twips(margins.bottom)}" w:left="{twips(margins.left)}" '
            f'w:header="{twips(margins.top / 2)}" w:footer="{twips(margins.bottom / 2)}" w:gutter="0"/>'
            f"{_RESTART if appendix else ''}<w:titlePg/></w:sectPr>"
        )


_RESTART = '<w:pgNumType w:start="1"/>'


def _plain(name: str, texts: Sequence[str]) -> list[Line]:
    return [Line(f"{name} {place}", "paragraph", "", text) for place, text in enumerate(texts, start=1)]


def _header(content: str) -> str:
    return f'{DECLARATION}<w:hdr xmlns:w="{W_SPACE}">{paragraph(content, "Header")}</w:hdr>'


_PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t/></w:r></w:fldSimple>'
_SETTINGS = (
    f'{DECLARATION}<w:settings xmlns:w="{W_SPACE}">{footnotes.SETTINGS}<w:compat><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
_ITEM_ID = "{6E686970-6361-7500-9A11-6B65686F6163}"
_ITEM_PROPERTIES = (
    f'{DECLARATION}<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{_ITEM_ID}"/>'
)


def _relations(*targets: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, kind, to in targets)
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


_ITEM_RELATIONS = _relations(("rId1", f"{_OFFICE}/customXmlProps", "itemProps1.xml"))
_DATA = ("rId6", f"{_OFFICE}/customXml", "../customXml/item1.xml")
_PARTS = (
    ("rId1", f"{_OFFICE}/styles", "styles.xml"),
    ("rId2", f"{_OFFICE}/numbering", "numbering.xml"),
    ("rId3", f"{_OFFICE}/header", "header1.xml"),
    ("rId4", f"{_OFFICE}/header", "header2.xml"),
    ("rId5", f"{_OFFICE}/settings", "settings.xml"),
    ("rId7", f"{_OFFICE}/footnotes", "footnotes.xml"),
)
_ROOT = _relations(
    ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
    ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)
_TYPES = (
    ("/word/document.xml", f"{_WORDS}.document.main+xml"),
    ("/word/styles.xml", f"{_WORDS}.styles+xml"),
    ("/word/numbering.xml", f"{_WORDS}.numbering+xml"),
    ("/word/settings.xml", f"{_WORDS}.settings+xml"),
    ("/word/footnotes.xml", f"{_WORDS}.footnotes+xml"),
    ("/word/header1.xml", f"{_WORDS}.header+xml"),
    ("/word/header2.xml", f"{_WORDS}.header+xml"),
    ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
)
_COMMENTS = (
    ("rId8", f"{_OFFICE}/comments", "comments.xml"),
    (
        "rId9",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        "commentsExtended.xml",
    ),
)
_COMMENT_TYPES = (
    ("/word/comments.xml", f"{_WORDS}.comments+xml"),
    ("/word/commentsExtended.xml", f"{_WORDS}.commentsExtended+xml"),
)
_DATA_TYPE = (
    "/customXml/itemProps1.xml",
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
)


def _content_types(with_data: bool, with_comments: bool) -> str:
    types = (*_TYPES, *((_DATA_TYPE,) if with_data else ()), *(_COMMENT_TYPES if with_comments else ()))
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _core(paper: Paper) -> str:
    title = escape(" ".join(f"{paper.document_type} {paper.abstract}".split()))
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>{paper.lang}</dc:language></cp:coreProperties>"
    )


def _zipped(parts: Mapping[str, str], *, with_data: bool, with_comments: bool) -> bytes:
    beside = (*((_DATA,) if with_data else ()), *(_COMMENTS if with_comments else ()))
    whole = {
        "[Content_Types].xml": _content_types(with_data, with_comments),
        "_rels/.rels": _ROOT,
        "word/_rels/document.xml.rels": _relations(*_PARTS, *beside),
        **parts,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in whole.items():
            package.writestr(zipfile.ZipInfo(name, FIRST_YEAR), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
