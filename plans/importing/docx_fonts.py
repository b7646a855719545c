"""Which runs of a Word file are in an old Vietnamese encoding: told by their font, or by the words of the whole text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from plans.importing.docx_numbering import W, attribute, child
from plans.importing.docx_package import Package
from plans.importing.legacy import CONVERTED, NAMES, REFUSED, VNI, convert, font_encoding, recognise
from plans.importing.reading import Encoding
from plans.importing.source import ImportFailed

MAX_SAMPLE = 300  # pieces of text looked at to recognise the encoding of a file
Chain = Callable[[str | None], list[Any]]


class LegacyLetters:
    """Converts the text of runs when asked to. Raises ImportFailed naming the encoding when it was not asked."""

    def __init__(self, package: Package, chain: Chain, choice: Encoding) -> None:
        self._chain, self._choice = chain, choice
        self._default = _default_font(package.part("styles"))
        self._whole = None if package.has_legacy_fonts else _recognised(package.document)
        self._now: tuple[Encoding | None, bool] = (None, False)
        self._style: str | None = None
        self.found: set[Encoding] = set()
        self.is_needed = package.has_legacy_fonts or self._whole is not None

    def enter_paragraph(self, style: str | None) -> None:
        self._style = style

    def enter_run(self, properties: Any) -> None:
        """Look up the font of a run: its own, that of its style, of its paragraph's style, of the file."""
        font = _font(properties) or self._styled(attribute(properties, "rStyle")) or self._styled(self._style)
        encoding, capitals = font_encoding(font or self._default)
        self._now = (encoding or self._whole, capitals)

    @property
    def is_tcvn3(self) -> bool:
        """Whether the run is in TCVN3, where Word takes the letter ư for a soft hyphen."""
        return self._now[0] is Encoding.TCVN3

    def letters(self, before: str, text: str) -> tuple[bool, str]:
        """The text of the run in Unicode; True where its first mark belongs to the letter `before`, which is given back."""
        encoding, capitals = self._now
        if encoding is None or text.isascii():
            return False, text.upper() if capitals else text
        if self._choice is Encoding.REFUSE:
            raise ImportFailed(REFUSED.format(name=NAMES[encoding]))
        self.found.add(encoding)
        pulled = encoding is Encoding.VNI and bool(before) and before + text[0] in VNI
        whole = convert(before + text if pulled else text, encoding)
        return pulled, whole.upper() if capitals else whole

    def notes(self) -> list[str]:
        return [CONVERTED.format(name=NAMES[encoding]) for encoding in sorted(self.found)]

    def _styled(self, style: str | None) -> str:
        fonts = (_font(child(found, "rPr")) for found in self._chain(style))
        return next((font for font in fonts if font), "")


def _font(properties: Any) -> str:
    return attribute(properties, "rFonts", "ascii") or attribute(properties, "rFonts", "hAnsi") or ""


def _default_font(styles: Any) -> str:
    """The font of paragraphs without a style: that of the default paragraph style, else of the file."""
    for style in () if styles is None else styles.iterchildren(W + "style"):
        if style.get(W + "type") == "paragraph" and style.get(W + "default") == "1":
            font = _font(child(style, "rPr"))
            if font:
                return font
    return _font(child(child(child(styles, "docDefaults"), "rPrDefault"), "rPr"))


def _recognised(document: Any) -> Encoding | None:
    return recognise("".join(text.text or "" for text in islice(document.iter(W + "t"), MAX_SAMPLE)))
