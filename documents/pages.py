"""What is printed: frozen dataclasses between the rows of the database and the paper.

They know no model and no library. `documents.html` turns a `Paper` into HTML, `documents.pdf` into bytes.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """Boxes 1-4 of the decree's layout."""

    parent_authority: str  # "" when there is none
    issuing_body: str  # may hold \n for several lines
    number: int | None  # None leaves the number blank
    symbol: str  # "KH-LĐLĐ"
    place_name: str
    issued_on: date | None  # None leaves day and month blank
    draft_year: int | None = None  # the year printed while `issued_on` is not known


@dataclass(frozen=True)
class Line:
    """One block of the body as it is printed."""

    block_id: str
    level: str  # part section subsection subsubsection point bullet plus item paragraph table figure
    number: str  # "I." "1." "1.1." "a)" "-" "+" "(1)" ""
    text: str
    marks: tuple[tuple[int, int, str], ...] = ()  # (start, end, "b" or "i") in characters of `text`
    notes: tuple[tuple[int, str], ...] = ()  # (place in characters of `text`, footnote)
    titled: bool = False  # a title without body text
    rows: tuple[tuple[str, ...], ...] = ()  # level "table"
    header_rows: int = 0
    column_widths: tuple[int, ...] = ()  # per cent; worked out from the text when empty
    align: tuple[str, ...] = ()  # "l" "c" "r" per column; numbers go right when empty
    strong_rows: tuple[int, ...] = ()  # body rows in bold; one with only its first cell runs across the table
    across_rows: tuple[
        int, ...
    ] = ()  # body rows whose first cell runs across the table, kept with the row above
    svg: str = ""  # a vector chart of documents.charts, printed instead of the text
    strips: tuple[str, ...] = ()  # the rest of a chart that may go on on the next page
    caption: str = ""


@dataclass(frozen=True)
class SignatureBlock:
    """Boxes 7a-7c: authority and post, room to sign, name."""

    authority_lines: tuple[str, ...]  # ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH")
    second_post: str = ""
    name: str = ""
    post_above_name: bool = False  # where the second post stands


@dataclass(frozen=True)
class Recipient:
    text: str
    purpose: str = ""  # printed "- text (purpose);"


@dataclass(frozen=True)
class Appendix:
    number: str  # Roman; "" when it is the only one
    title: str
    attached_to: str  # "Kèm theo Kế hoạch số …"; "" for none
    lines: tuple[Line, ...]
    landscape: bool = False
    apart: tuple[tuple[Line, ...], ...] = ()  # further runs, each from a new page on; in print only
    apart_note: str = ""  # on the screen, instead of them
    room_for: str = (
        ""  # the longest `attached_to` there may be: what is drawn before the number is known leaves its room
    )


@dataclass(frozen=True)
class Paper:
    """One official document, ready to print."""

    document_type: str  # "KẾ HOẠCH"
    abstract: str
    heading: Heading
    lines: tuple[Line, ...]
    signature: SignatureBlock
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    ends_with_mark: bool = True
    recipients: tuple[Recipient, ...] = ()
    archive_line: str = ""  # "Lưu: VT, BTG."
    appendices: tuple[Appendix, ...] = ()
    profile: str = "nd30"
    urgency: str = ""  # "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"
    verification_code: str = ""
    verification_url: str = ""
    draft_mark: bool = False
    lang: str = "vi"
