"""Print-ready pieces of a campaign: banner, poster, leaflet, share card. Vectors from one template, in the unit's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from fontTools.ttLib import TTFont

from campaigns.models import Campaign, Message
from core.formats import write
from documents.pdf import STATIC, piece_pdf
from documents.qr import qr_svg
from documents.sheets import page_picture
from units.models import Unit

FONTS = STATIC / "vendor" / "be-vietnam-pro"
BANNER_CHANNEL = "bang_ron"
CARD = "the-chia-se"
CARD_DPI = 96  # 1200 × 630 pixels, what networks ask for
LINE_HEIGHT = 1.25
# Letters of the measured face are a little narrower than what a printer's fallback draws.
SAFETY = 0.97


@dataclass(frozen=True)
class Format:
    """Width and height in mm; `box`: the room of the slogan as shares of both; `largest` letter in mm."""

    code: str
    name: str
    width: float
    height: float
    layout: str
    box: tuple[float, float]
    largest: float


FORMATS = {
    one.code: one
    for one in (
        Format("bang-ron-4x1", "Băng rôn 4 × 1 m (tệp 1:10)", 400, 100, "banner", (0.9, 0.56), 40),
        Format("bang-ron-6x1", "Băng rôn 6 × 1 m (tệp 1:10)", 600, 100, "banner", (0.9, 0.56), 44),
        Format("ap-phich-a3", "Áp phích A3", 297, 420, "poster", (0.84, 0.42), 40),
        Format("ap-phich-a4", "Áp phích A4", 210, 297, "poster", (0.84, 0.42), 28),
        Format(CARD, "Thẻ ảnh để chia sẻ (PNG)", 317.5, 166.6875, "card", (0.86, 0.44), 26),
    )
}  # fmt: skip
LEAFLET = Format("to-roi-a4", "Tờ rơi A4", 210, 297, "leaflet", (0.86, 0.12), 11)


def piece_of(message: Message, format: Format, unit: Unit) -> bytes:
    """The message on paper (PDF) or as a card (PNG), signed with the unit's name. Raises NoSheets, TimeoutError."""
    text = message.text
    if format.layout == "banner":
        own = next((v.text for v in message.variants.all() if v.channel_id == BANNER_CHANNEL), "")
        text = " ".join((own or text).split())
    made = _pdf(message.campaign, format, unit, text, [])
    return page_picture(made, dpi=CARD_DPI) if format.code == CARD else made


def leaflet_of(campaign: Campaign, messages: Iterable[Message], unit: Unit) -> bytes:
    """Theme, introduction and messages on one A4 page (more when they are many). Raises TimeoutError."""
    return _pdf(campaign, LEAFLET, unit, campaign.theme or campaign.name, [row.text for row in messages])


def public_address(campaign: Campaign) -> str:
    """Where anybody reads the campaign's approved text; "" before it was opened."""
    code = campaign.public_code
    return f"{settings.SITE_URL}{reverse('campaigns:public', args=[code])}" if code else ""


def _pdf(campaign: Campaign, format: Format, unit: Unit, text: str, lines: list[str]) -> bytes:
    address = public_address(campaign)
    across, down = format.box
    letter, slogan = fitting(text, format.width * across, format.height * down, largest=format.largest)
    context = {
        "campaign": campaign, "unit": unit, "text": text, "slogan": slogan, "lines": lines, "layout": format.layout,
        "days": f"{write.date(campaign.starts_on)} – {write.date(campaign.ends_on)}",
        "qr": qr_svg(address, label="Mã QR mở trang của chiến dịch") if address else "", "address": address,
    }  # fmt: skip
    sizes = (
        f"@page {{ size: {format.width}mm {format.height}mm; margin: 0 }}"
        f"html {{ font-size: {min(format.width, format.height) / 60:.3f}mm }}"
        f".slogan {{ font-size: {letter:.2f}mm }}"
    )
    return piece_pdf(render_to_string("campaigns/piece.html", context), sizes=sizes)


# --- how large the letters may be


def fitting(text: str, width: float, height: float, *, largest: float) -> tuple[float, list[str]]:
    """The largest letter size in mm, at most `largest`, at which the text stands in the box, and its lines, alike in length.

    Never smaller than a tenth of the largest.
    """
    size = largest
    while size > largest / 10:
        lines = _lines(text, width * SAFETY / size)
        if lines and len(lines) * size * LINE_HEIGHT <= height:
            break
        size *= 0.95
    room = width * SAFETY / size
    lines = _lines(text, room) or [text]
    while (narrower := _lines(text, room * 0.97)) and len(narrower) == len(lines):
        room, lines = room * 0.97, narrower
    return size, lines


def _lines(text: str, width: float) -> list[str]:
    """The lines of `width` em the words take; [] when one word is wider."""
    lines: list[str] = []
    at, blank = width + 1, _width(" ")
    for word in text.split():
        long = _width(word)
        if long > width:
            return []
        if at + blank + long > width:
            lines.append(word)
            at = long
        else:
            lines[-1] += f" {word}"
            at += blank + long
    return lines


def _width(word: str) -> float:
    widths = _widths()
    return sum(widths.get(ord(char), 0.62) for char in word)


@cache
def _widths() -> dict[int, float]:
    """Character → width in em, of the bold face."""
    found: dict[int, float] = {}
    for part in ("vietnamese", "latin"):
        font = TTFont(FONTS / f"be-vietnam-pro-{part}-600.woff2")
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        found |= {code: advances[name][0] / em for code, name in font.getBestCmap().items()}
    return found
