"""The font files hold every Vietnamese letter: the 1.07 series of the same fonts lacks most of them."""

from unicodedata import combining, normalize

import pytest
from fontTools.ttLib import TTFont

from documents.pdf import STATIC

STYLES = ["Regular", "Bold", "Italic", "BoldItalic"]
BASES = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LOWER = {normalize("NFC", base + tone) for base in BASES for tone in TONES} | set("bcdđghklmnpqrstvxfjwz")
LETTERS = LOWER | {letter.upper() for letter in LOWER}
SIGNS = set("0123456789.,;:!?/-–—“”‘’()%≥≤…₫§°+=&@#*")


@pytest.mark.parametrize("style", STYLES)
def test_font_has_every_vietnamese_letter(style):
    assert not any(combining(char) for letter in LETTERS for char in letter)
    with TTFont(STATIC / "fonts" / f"LiberationSerif-{style}.ttf") as font:
        assert {char for char in LETTERS | SIGNS if ord(char) not in font.getBestCmap()} == set()
        assert font["OS/2"].fsType == 0


def test_the_licence_stands_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / "LICENSE-OFL-1.1.txt").read_text()
