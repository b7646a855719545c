"""A note written by hand on the screen: a data URL from the canvas, kept as a PNG drawn anew."""

from __future__ import annotations

import base64
import binascii
import io

from PIL import Image

from documents.signing.pictures import BadPicture, checked_png

PREFIX = "data:image/png;base64,"
MOST_LETTERS = 1_000_000  # of the data URL: 750 kB of PNG, a full screen of handwriting is 60 kB
MARGIN = 12


class BadDrawing(ValueError):
    """str() is the Vietnamese message."""


def read_drawing(data_url: str) -> bytes:
    """The drawing cut to what is written, as PNG; b"" when nothing is written. Raises BadDrawing."""
    if not data_url:
        return b""
    if len(data_url) > MOST_LETTERS:
        raise BadDrawing("Phần viết tay lớn quá. Hãy xóa rồi viết gọn lại.")
    if not data_url.startswith(PREFIX):
        raise BadDrawing("Phần viết tay không đọc được. Hãy xóa rồi viết lại, hoặc gõ chữ.")
    try:
        content = checked_png(base64.b64decode(data_url[len(PREFIX) :], validate=True))
    except (binascii.Error, BadPicture) as error:
        raise BadDrawing("Phần viết tay không đọc được. Hãy xóa rồi viết lại, hoặc gõ chữ.") from error
    return _cut(content)


def _cut(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        written = image.getchannel("A").getbbox()
        if written is None:
            return b""
        left, top, right, bottom = written
        box = (max(left - MARGIN, 0), max(top - MARGIN, 0), min(right + MARGIN, image.width),
               min(bottom + MARGIN, image.height))  # fmt: skip
        file = io.BytesIO()
        image.crop(box).save(file, "PNG", optimize=True)
    return file.getvalue()
