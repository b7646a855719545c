"""What a signature shows: hand signature in blue, seal in red, the mark on a separate appendix (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import io
import uuid
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from PIL import Image
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment as Align
from pyhanko.pdf_utils.layout import BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from documents.pdf import stamp_pdf
from documents.signing import places
from documents.signing.places import Box

HAND_MM, SEAL_MM = 40.0, 36.0
# Stands for the picture of somebody who gave none, when the seal is placed.
NO_PICTURE = (3, 1)


@dataclass(frozen=True)
class Look:
    """Where a signature stands and the one-page PDF that it shows there."""

    box: Box
    page: bytes

    def style(self) -> StaticStampStyle:
        """A new one for each file: a style keeps what it imported into the first."""
        whole = SimpleBoxLayoutRule(Align.ALIGN_MID, Align.ALIGN_MID, margins=Margins.uniform(0))
        return StaticStampStyle(
            background=_PageInMemory(self.page),
            background_layout=whole,
            background_opacity=1.0,
            border_width=0,
        )


def hand_signature(pdf: bytes, *, picture: bytes, name: str, at: dt.datetime) -> Look:
    """The signer's: the picture between post and name, name and time below it; without a picture the words alone."""
    room = places.signature_room(pdf)
    words = [f"Người ký: {name}", f"Thời gian ký: {shown_time(at)}"]
    if not picture:
        return _look(room, "plain", words=words)
    place = places.picture_box(room, picture_size(picture), HAND_MM)
    # Only as wide as needed: a signature box lies above the text and takes the clicks.
    wide = max(place.width, 130.0)
    box = Box(room.page, room.middle[0] - wide / 2, room.low, room.middle[0] + wide / 2, room.high)
    return _look(box, "hand", picture=picture, size=(place.width, place.height), words=words)


def seal(
    pdf: bytes, *, picture: bytes, name: str, at: dt.datetime, hand: tuple[int, int] = NO_PICTURE
) -> Look:
    """The organisation's: the seal in its real size over a third of the hand signature (its size in px: `hand`)."""
    box = places.seal_box(places.picture_box(places.signature_room(pdf), hand, HAND_MM), SEAL_MM)
    if not picture:
        return _look(box, "plain", words=[name, shown_time(at)])
    return _look(box, "seal", picture=picture, size=(box.width, box.height))


def appendix_mark(pdf: bytes, *, doc_code: str, at: dt.datetime) -> Look:
    """Number, symbol and time, without a picture, on the first page of an appendix in a file of its own."""
    return _look(places.appendix_mark(pdf), "mark", words=[doc_code, shown_time(at)])


def shown_time(at: dt.datetime) -> str:
    """ "20/11/2026 08:30:00 +07:00": date, hour, and the zone as in ISO 8601."""
    local = timezone.localtime(at)
    zone = local.strftime("%z")
    return f"{local:%d/%m/%Y %H:%M:%S} {zone[:3]}:{zone[3:]}"


def picture_size(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        return image.size


def _look(
    box: Box, kind: str, *, picture: bytes = b"", size: tuple[float, float] = (0, 0), words: list[str] | None = None
) -> Look:  # fmt: skip
    left, low, right, high = box.corners
    context = {
        "kind": kind,
        "picture": f"data:image/png;base64,{base64.b64encode(picture).decode()}" if picture else "",
        "words": words or [],
    }
    html = render_to_string("documents/signature_stamp.html", context)
    return Look(box, stamp_pdf(html, width=right - left, height=high - low, picture=size))


class _PageInMemory(PdfContent):
    """pyHanko's ImportedPdfPage for a page that stands in no file."""

    def __init__(self, page: bytes) -> None:
        self.page = page
        super().__init__()

    def render(self) -> bytes:
        writer: Any = self._ensure_writer
        drawn = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.page)))
        name = b"/Import" + binascii.hexlify(uuid.uuid4().bytes)
        self.resources.xobject[name.decode("ascii")] = drawn
        left, low, right, high = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return name + b" Do"
