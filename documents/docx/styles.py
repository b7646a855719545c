"""styles.xml from the sizes of a layout profile: Times New Roman everywhere, no theme fonts or colours."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from documents.docx.numbering import LADDER
from documents.docx.xml import (
    ADDED,
    DECLARATION,
    FOOTNOTE_CALL,
    FOOTNOTE_TEXT,
    TYPED_NUMBER,
    W_SPACE,
    twips,
)
from documents.layout import Element, Profile

FONT = "Times New Roman"
# Word's single spacing of Times New Roman is 1.15 of the letter size.
SINGLE = 1.15
SPACED = 'w:line="{line}" w:lineRule="auto"'


@dataclass(frozen=True)
class Style:
    """A paragraph style: the element of the layout profile it takes its letters from, and how it stands."""

    id: str
    name: str
    element: str
    align: str = "center"
    before: float = 0  # pt
    indented: bool = False
    keep: bool = False  # with the next paragraph
    depth: int | None = None  # outline level of a heading
    numbered: str = ""  # level of the multilevel list
    colour: str = ""


FRAME = (
    Style("NCNational", "NC National name", "national"),
    Style("NCMotto", "NC Motto", "motto"),
    Style("NCParent", "NC Parent authority", "parent"),
    Style("NCIssuer", "NC Issuing body", "issuer"),
    Style("NCCode", "NC Number", "number", before=8),
    Style("NCPlaceDate", "NC Place and date", "place-date", before=8),
    Style("NCSubject", "NC Subject", "subject", before=6),
    Style("NCUrgency", "NC Urgency", "urgency", before=6, colour="E00000"),
    Style("NCDraft", "NC Draft mark", "draft", before=6),
    Style("NCType", "NC Type name", "type", before=16, keep=True),
    Style("NCAbstract", "NC Abstract", "abstract"),
    Style("NCAddressee", "NC Addressee", "addressee", before=6),
    Style("NCBasis", "NC Basis", "basis", "both", 6, indented=True),
    Style("NCAuthority", "NC Authority", "authority", keep=True),
    Style("NCSigner", "NC Signer", "signer"),
    Style("NCRecipientsTitle", "NC Recipients title", "recipients-title", "left"),
    Style("NCRecipients", "NC Recipients", "recipients", "left"),
    Style("NCAppendix", "NC Appendix", "appendix", keep=True),
    Style("NCAppendixTitle", "NC Appendix title", "appendix-title", keep=True),
    Style("NCAttachedTo", "NC Attached to", "attached-to"),
    Style("NCCaption", "NC Caption", "abstract", before=8, keep=True),
    Style(FOOTNOTE_TEXT, "footnote text", "footnote", "both"),
    Style("Header", "header", "page-number"),
)
BODY = (
    Style("BodyText", "Body Text", "body", "both", 6, indented=True),
    Style("Heading1", "heading 1", "part", "both", 6, True, True, 0, "part"),
    Style("Heading2", "heading 2", "title", "both", 6, True, True, 1, "section"),
    Style("Heading3", "heading 3", "title", "both", 6, True, True, 2, "subsection"),
    Style("Heading4", "heading 4", "title", "both", 6, True, True, 3, "subsubsection"),
    Style("NCPoint", "NC Point", "body", "both", 6, indented=True, numbered="point"),
    Style("NCBullet", "NC Bullet", "body", "both", 6, indented=True, numbered="bullet"),
    Style("NCPlus", "NC Plus", "body", "both", 6, indented=True, numbered="plus"),
    Style("NCItem", "NC Item", "body", "both", 6, indented=True),
)
CELLS = (
    Style("NCCell", "NC Cell", "table", "left"),
    Style("NCWideCell", "NC Wide cell", "wide-table", "left"),
)
TITLES = {"part": "Heading1", "section": "Heading2", "subsection": "Heading3", "subsubsection": "Heading4"}
LISTED = {"point": "NCPoint", "bullet": "NCBullet", "plus": "NCPlus", "item": "NCItem"}


def styles_xml(profile: Profile) -> str:
    """The whole part."""
    body = "".join(_paragraph_style(style, profile) for style in (*FRAME, *BODY, *CELLS))
    return f'{DECLARATION}<w:styles xmlns:w="{W_SPACE}">{_defaults(profile)}{body}{_CHARACTERS}{_TABLES}</w:styles>'


def _defaults(profile: Profile) -> str:
    size = round(profile.elements["body"].size * 2)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" '
        f'w:cs="{FONT}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        f"{_margins(twips(1.9))}</w:tblPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="NCGap"><w:name w:val="NC Gap"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:spacing w:line="40" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="4"/></w:rPr></w:style>'
    )


def _paragraph_style(style: Style, profile: Profile) -> str:
    line = round(240 * (profile.line_height if style.indented else SINGLE) / SINGLE)
    indent = f'<w:ind w:firstLine="{twips(profile.first_indent_mm)}"/>' if style.indented else ""
    properties = (
        ("<w:keepNext/>" if style.keep else "")
        + _number_properties(style)
        + f'<w:spacing w:before="{round(style.before * 20)}" w:after="0" {SPACED.format(line=line)}/>'
        + indent
        + f'<w:jc w:val="{style.align}"/>'
        + (f'<w:outlineLvl w:val="{style.depth}"/>' if style.depth is not None else "")
    )
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val={quoteattr(style.name)}/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{properties}</w:pPr>'
        f"<w:rPr>{_letters(profile.elements[style.element], style.colour)}</w:rPr></w:style>"
    )


def _number_properties(style: Style) -> str:
    if not style.numbered:
        return ""
    return f'<w:numPr><w:ilvl w:val="{LADDER.index(style.numbered)}"/><w:numId w:val="1"/></w:numPr>'


def _letters(element: Element, colour: str) -> str:
    size = round(element.size * 2)
    return (
        ("<w:b/><w:bCs/>" if element.bold else "")
        + ("<w:i/><w:iCs/>" if element.italic else "")
        + ("<w:caps/>" if element.caps else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _margins(side: int) -> str:
    return (
        f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


_CHARACTERS = (
    f'<w:style w:type="character" w:styleId="{ADDED}"><w:name w:val="NC Added"/></w:style>'
    f'<w:style w:type="character" w:styleId="{TYPED_NUMBER}"><w:name w:val="NC Typed number"/></w:style>'
    f'<w:style w:type="character" w:styleId="{FOOTNOTE_CALL}"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLES = (
    '<w:style w:type="table" w:styleId="NCFrame"><w:name w:val="NC Frame"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr>{_margins(0)}</w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="NCGrid"><w:name w:val="NC Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders>{_margins(twips(1.1))}</w:tblPr></w:style>"
)
