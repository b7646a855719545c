"""Drawn pictures in the place of photos: a hall, people, a banner with the unit's name."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from reporting.demo.names import dice
from units.models import Unit

FONT = Path(__file__).resolve().parents[2] / "static/fonts/LiberationSerif-Bold.ttf"
SIZE = (1200, 800)
WALLS = ("#e8dcc4", "#d7e3e8", "#e3ddec", "#dfe8d7")
CLOTHES = ("#1d4f91", "#7a3b2e", "#3d6b47", "#5b4a83", "#b0752b", "#44545f")


def photo(unit: Unit, title: str) -> SimpleUploadedFile:
    """A JPEG as a phone would upload it; the same unit gives the same picture."""
    rng = dice(unit.code, "photo")
    image = Image.new("RGB", SIZE, rng.choice(WALLS))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, *SIZE), fill="#8a6f52")
    draw.rectangle((90, 60, 1110, 250), fill="#b3201f", outline="#f3d27a", width=6)
    _centred(draw, unit.name.upper()[:46], 96, 34)
    _centred(draw, title.upper()[:52], 160, 30)
    for row, y in enumerate((430, 520, 630)):
        scale = 0.8 + 0.25 * row
        for seat in range(9 - row):
            x = 80 + seat * (1080 // (9 - row)) + rng.randint(-12, 12)
            _person(draw, x, y, scale, rng.choice(CLOTHES))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return SimpleUploadedFile(
        f"IMG_{rng.randrange(10**4):04d}.jpg", buffer.getvalue(), content_type="image/jpeg"
    )


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, scale: float, colour: str) -> None:
    head, body = 26 * scale, 62 * scale
    draw.ellipse((x - body / 2, y, x + body / 2, y + 2.2 * body), fill=colour)
    draw.ellipse((x - head, y - 1.4 * head, x + head, y + 0.6 * head), fill="#e8bf9a")
    draw.pieslice((x - head, y - 1.5 * head, x + head, y + 0.3 * head), 180, 360, fill="#2a211c")


def _centred(draw: ImageDraw.ImageDraw, text: str, y: int, size: int) -> None:
    font = ImageFont.truetype(str(FONT), size)
    draw.text((SIZE[0] / 2, y), text, font=font, fill="#fdf3cf", anchor="ma")
