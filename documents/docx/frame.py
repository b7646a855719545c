"""What stands around the body: the two-column heading, the title, the two-column end."""

from __future__ import annotations

from documents import official
from documents.docx.xml import Bookmarks, cell, paragraph, row, run, table, twips
from documents.html import ABSTRACT_CHARS, ISSUER_CHARS, LETTER_TYPE, balanced, recipient_lines
from documents.layout import Profile
from documents.pages import Paper

GAP = paragraph("", "NCGap")
BEFORE_END = paragraph("", "NCGap", '<w:keepNext/><w:spacing w:before="240" w:line="40" w:lineRule="exact"/>')
SIGNATURE_ROOM_MM = 28
RECIPIENTS_SHARE = 0.48
RULED_SHARE = 0.4  # of the text above, as the decree asks for a third to a half
_RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="{space}" w:color="000000"/></w:pBdr>'
_BOX = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="{{color}}"/>'
    for side in ("top", "left", "bottom", "right")
)
# About the width of a letter in em, for the length of the rules.
CAPITAL, SMALL = 0.71, 0.44


def heading(paper: Paper, profile: Profile) -> str:
    """Boxes 1-4 as a table without lines."""
    widths = [twips(mm) for mm in profile.heading_columns_mm]
    rows = row(
        cell(_issuer(paper, profile, widths[0]), widths[0]) + cell(_state(profile, widths[1]), widths[1])
    )
    place = official.official_date(
        paper.heading.place_name, paper.heading.issued_on, paper.heading.draft_year
    )
    left = paragraph(run(official.number_line(paper.heading.number, paper.heading.symbol)), "NCCode")
    rows += row(
        cell(left + _below_number(paper, widths[0]), widths[0])
        + cell(paragraph(run(place), "NCPlaceDate"), widths[1])
    )
    return table(rows, widths, "NCFrame")


def _issuer(paper: Paper, profile: Profile, width: int) -> str:
    parent = profile.cased("parent", paper.heading.parent_authority)
    body = balanced(profile.cased("issuer", paper.heading.issuing_body), ISSUER_CHARS)
    lines = paragraph(run(balanced(parent, ISSUER_CHARS)), "NCParent") if parent else ""
    text = min(_width(max(body.split("\n"), key=len), profile.elements["issuer"].size), width)
    return lines + paragraph(run(body), "NCIssuer") + _rule(width, round(text * RULED_SHARE), space=3)


def _state(profile: Profile, width: int) -> str:
    length = _width(profile.motto, profile.elements["motto"].size)
    return (
        paragraph(run(profile.national_name), "NCNational")
        + paragraph(run(profile.motto), "NCMotto")
        + _rule(width, min(length, width), space=2)
    )


def _width(text: str, size: float) -> int:
    """About the width of bold text, in twips."""
    return round(sum(CAPITAL if letter.isupper() else SMALL for letter in text) * size * 20)


def _rule(width: int, length: int, *, space: int) -> str:
    """A line of that length in the middle of the column: the upper border of a paragraph almost without height."""
    side = max(0, (width - length) // 2)
    spacing = f'<w:spacing w:before="{space * 20}" w:line="40" w:lineRule="exact"/>'
    return paragraph(
        "", "NCGap", f'{_RULE.format(space=1)}{spacing}<w:ind w:left="{side}" w:right="{side}"/>'
    )


def _below_number(paper: Paper, width: int) -> str:
    found = ""
    if paper.document_type.upper() == LETTER_TYPE:
        found += paragraph(run(f"V/v {paper.abstract}"), "NCSubject")
    if paper.urgency:
        found += _boxed(paper.urgency.upper(), "NCUrgency", width, color="E00000")
    if paper.draft_mark:
        found += _boxed("DỰ THẢO", "NCDraft", width, color="000000")
    return found


def _boxed(text: str, style: str, width: int, *, color: str) -> str:
    side = max(0, (width - twips(32)) // 2)
    properties = f'<w:pBdr>{_BOX.format(color=color)}</w:pBdr><w:ind w:left="{side}" w:right="{side}"/>'
    return paragraph(run(text), style, properties)


def title(paper: Paper, profile: Profile, bookmarks: Bookmarks, name: str, width: int) -> str:
    """Type and abstract with the rule below; nothing for a letter, whose subject stands under its number."""
    if paper.document_type.upper() == LETTER_TYPE:
        return ""
    text = balanced(paper.abstract, ABSTRACT_CHARS)
    length = _width(max(text.split("\n"), key=len), profile.elements["abstract"].size)
    return (
        paragraph(run(profile.cased("type", paper.document_type)), "NCType")
        + paragraph(bookmarks.around(name, run(text)), "NCAbstract")
        + _rule(width, round(length * RULED_SHARE), space=3)
    )


def addressees(lines: list[str]) -> str:
    """ "Kính gửi": on one line, or one line each."""
    if len(lines) == 1:
        return paragraph(run(f"Kính gửi: {lines[0]}"), "NCAddressee")
    return "".join(
        paragraph(run(text), "NCAddressee")
        for text in (["Kính gửi:", *(f"- {line}" for line in lines)] if lines else [])
    )


def ending(paper: Paper, profile: Profile, width: int) -> str:
    """Recipients on the left, authority, room to sign and name on the right."""
    left_width = round(width * RECIPIENTS_SHARE)
    recipients = recipient_lines(paper)
    left = paragraph(run("Nơi nhận:"), "NCRecipientsTitle") if recipients else paragraph("", "NCRecipients")
    left += "".join(paragraph(run(f"- {line}"), "NCRecipients") for line in recipients)
    right = "".join(
        paragraph(run(profile.cased("authority", line)), "NCAuthority")
        for line in paper.signature.authority_lines
    )
    room = f'<w:spacing w:before="{twips(SIGNATURE_ROOM_MM)}"/>'
    below = [text for text in (paper.signature.name, paper.signature.second_post) if text] or [""]
    names = below[::-1] if paper.signature.post_above_name else below
    right += paragraph(run(names[0]), "NCSigner", room)
    right += "".join(paragraph(run(text), "NCSigner") for text in names[1:])
    widths = [left_width, width - left_width]
    return table(row(cell(left, widths[0]) + cell(right, widths[1])), widths, "NCFrame")
