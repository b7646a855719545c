"""Pictures of hand signatures and seals: checked when somebody uploads one, drawn as a specimen for a demonstration."""

from __future__ import annotations

import io
import math
import random
import warnings

from PIL import Image, ImageDraw, ImageFont

from documents.pdf import STATIC

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 4_000_000
FONT = STATIC / "fonts" / "LiberationSerif-Bold.ttf"
BLUE, RED = (0, 48, 156), (214, 26, 33)
SCALE = 3


class BadPicture(ValueError):
    """Not a usable PNG; str() is the Vietnamese message."""


def checked_png(content: bytes) -> bytes:
    """The picture written anew as PNG with transparency, nothing else of the file kept. Raises BadPicture."""
    if len(content) > MOST_BYTES:
        raise BadPicture("Ảnh lớn quá 1 MB. Hãy dùng ảnh PNG nhỏ hơn.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadPicture("Ảnh có quá nhiều điểm ảnh. Hãy thu nhỏ dưới 2000 × 2000.")
                made = image.convert("RGBA")
    except BadPicture:
        raise
    except Exception as error:
        raise BadPicture("Tệp không phải ảnh PNG đọc được. Hãy dùng ảnh PNG nền trong suốt.") from error
    if made.getchannel("A").getextrema()[0] == 255:
        raise BadPicture("Ảnh không có nền trong suốt. Hãy xóa nền trắng rồi lưu lại dạng PNG.")
    return _png(made)


def specimen_signature(name: str) -> bytes:
    """A blue stroke that differs from name to name."""
    chance = random.Random(name)
    image = Image.new("RGBA", (540 * SCALE, 210 * SCALE))
    draw = ImageDraw.Draw(image)
    loops, lean, high = chance.randint(3, 5), chance.uniform(0.15, 0.4), chance.uniform(55, 80)
    points = []
    for step in range(260):
        along = step / 259
        swing = math.sin(along * loops * 2 * math.pi) * high * (1 - along * 0.6)
        x = 40 + along * 420 + math.cos(along * loops * 2 * math.pi) * 34 - lean * swing
        points.append((x * SCALE, (105 - swing + 30 * (along - 0.5)) * SCALE))
    draw.line(points, fill=BLUE, width=5 * SCALE, joint="curve")
    draw.line(
        [(60 * SCALE, 178 * SCALE), (500 * SCALE, (150 + lean * 40) * SCALE)], fill=BLUE, width=4 * SCALE
    )
    return _png(image.resize((540, 210), Image.Resampling.LANCZOS))


def specimen_seal(name: str) -> bytes:
    """A red round seal that says in its middle that it is a specimen."""
    size = 425 * 2
    image = Image.new("RGBA", (size, size))
    draw = ImageDraw.Draw(image)
    for inset, width in ((6, 10), (130, 5)):
        draw.ellipse((inset, inset, size - inset, size - inset), outline=RED, width=width)
    letters = f"★ {name.upper()} "
    font = ImageFont.truetype(str(FONT), min(64, 2000 // len(letters)))
    for at, letter in enumerate(letters):
        turn = 90 + 360 * at / len(letters)
        tile = Image.new("RGBA", (110, 110))
        ImageDraw.Draw(tile).text((55, 55), letter, fill=RED, font=font, anchor="mm")
        tile = tile.rotate(-turn - 90, resample=Image.Resampling.BICUBIC)
        x, y = (size / 2 + math.cos(math.radians(turn)) * 358, size / 2 + math.sin(math.radians(turn)) * 358)
        image.alpha_composite(tile, (round(x - 55), round(y - 55)))
    big = ImageFont.truetype(str(FONT), 120)
    draw.text((size / 2, size / 2 - 60), "MẪU", fill=RED, font=big, anchor="mm")
    draw.text((size / 2, size / 2 + 70), "THỬ", fill=RED, font=big, anchor="mm")
    return _png(image.resize((425, 425), Image.Resampling.LANCZOS))


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
