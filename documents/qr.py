"""QR codes as inline SVG: one black path, no style, the same text for the same input."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 2  # modules; the white paper around it gives the rest of the four


def qr_svg(content: str, *, label: str = "Mã QR kiểm tra văn bản") -> SafeString:
    """The QR code of `content` (a URL) as an <svg>; its size is set by the style sheet."""
    matrix = segno.make(content, error="m", micro=False, boost_error=False).matrix
    size = len(matrix) + 2 * QUIET_ZONE
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
        '<path fill="none" stroke="#000000" stroke-width="1" d="{2}"/></svg>',
        str(size),
        label,
        mark_safe("".join(_runs(matrix))),
    )


def _runs(matrix):
    """One line, a module thick, for each run of dark modules of a row: a third of the steps of outlines."""
    for y, row in enumerate(matrix, start=QUIET_ZONE):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                yield f"M{x + QUIET_ZONE} {y}.5h{width}"
            x += width or 1
