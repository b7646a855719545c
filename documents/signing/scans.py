"""A scan of a paper with wet signature and seal: is it this document, all its pages, readable?

The file comes from outside: Poppler draws it page by page in processes of its own, with limits.
"""

from __future__ import annotations

import io
import re
import subprocess
from typing import Any

import zxingcpp
from PIL import Image

SECONDS_A_PAGE = 15
DPI = 200  # what the decree asks of a scan; the QR symbol of 14 mm has then about 3 px a module
MOST_PIXELS = 40_000_000
QR: Any = zxingcpp.BarcodeFormat.QRCode
_PAGES = re.compile(r"^Pages:\s+(\d+)$", re.M)


class BadScan(ValueError):
    """The scan is refused; str() is the Vietnamese message."""


def check_scan(content: bytes, *, pages: int, code: str) -> None:
    """Raises BadScan unless the PDF has this many pages, each with the QR symbol of the document with this code.

    The portal may have moved to another address since the paper was printed, so only the end is compared.
    """
    count = page_count(content)
    if count != pages:
        raise BadScan(
            f"Bản quét có {count} trang, văn bản đã phát hành có {pages} trang. Hãy quét đủ, đúng thứ tự."
        )
    unread = []
    for number in range(1, pages + 1):
        codes = page_codes(content, number)
        if any(found.rstrip("/").endswith(f"/{code}") for found in codes):
            continue
        if codes:
            raise BadScan(f"Trang {number} mang mã QR của văn bản khác. Hãy kiểm tra lại tệp quét.")
        unread.append(number)
    if unread:
        raise BadScan(
            f"Không đọc được mã QR ở trang {', '.join(map(str, unread))}. Hãy quét lại màu, từ 200 dpi, đủ cả chân trang."
        )


def page_count(content: bytes) -> int:
    """Raises BadScan for what is no PDF."""
    shown = _run(["pdfinfo", "-"], content)
    match = _PAGES.search(shown.decode(errors="replace"))
    if match is None:
        raise BadScan("Tệp không phải PDF đọc được. Hãy quét lại và lưu dạng PDF.")
    return int(match[1])


def page_codes(content: bytes, number: int) -> set[str]:
    """The texts of the QR symbols on the page."""
    page = ["-f", str(number), "-l", str(number)]
    # As wide as an A4 page at 200 dpi whatever size the file claims.
    drawn = _run(["pdftoppm", "-gray", "-scale-to", str(round(297 / 25.4 * DPI)), *page, "-"], content)
    try:
        with Image.open(io.BytesIO(drawn)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadScan(f"Trang {number} quá lớn. Hãy quét khổ A4, 200 đến 300 dpi.")
            return {found.text for found in zxingcpp.read_barcodes(image, formats=QR)}
    except OSError as error:
        raise BadScan(f"Không đọc được trang {number}. Hãy quét lại trang này.") from error


def _run(command: list[str], content: bytes) -> bytes:
    try:
        done = subprocess.run(command, input=content, capture_output=True, check=True, timeout=SECONDS_A_PAGE)
    except FileNotFoundError as missing:
        raise BadScan("Máy chủ chưa cài poppler-utils nên chưa kiểm tra được bản quét.") from missing
    except (subprocess.SubprocessError, OSError) as error:
        raise BadScan("Tệp không phải PDF đọc được. Hãy quét lại và lưu dạng PDF.") from error
    return done.stdout
