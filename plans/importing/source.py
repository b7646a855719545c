"""The source of an import as one string of characters, and the account of where each of them went."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from plans.block_fields import Mark

BOLD, ITALIC, UNDERLINE = 1, 2, 4
MARK_KINDS = {BOLD: "b", ITALIC: "i", UNDERLINE: "u"}
# A plan has a hundred thousand letters at most; far above, the file is something else.
MAX_LETTERS = 2_000_000

_PLAIN = {"\u00a0": " ", "\t": " "}

Spans = tuple[tuple[int, int], ...]


class ImportFailed(Exception):
    """The file cannot be read as a plan; str() is the Vietnamese message saying what to do."""


@dataclass(frozen=True)
class Line:
    """A line (or a Word paragraph, or a table) at [start, end) of the source; `gap`: set off from the line before."""

    start: int
    end: int
    number: int
    gap: bool
    rows: tuple[tuple[Spans, ...], ...] = ()
    anchor: str = ""  # bookmark of a paragraph that left through our own export
    label: int = 0  # letters of Word's own number at the start
    heading_rows: int = 0

    @property
    def spans(self) -> Spans:
        if self.rows:
            return tuple(span for row in self.rows for cell in row for span in cell)
        return ((self.start, self.end),)


@dataclass
class Source:
    """All characters, their format bits, those hidden from the text (with the reason), and the ledger."""

    text: str
    lines: list[Line]
    formats: bytearray = field(default_factory=bytearray)
    hidden: dict[int, str] = field(default_factory=dict)
    carried: dict[str, Any] = field(default_factory=dict)  # what our own export put beside the text
    _placed: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.formats = self.formats or bytearray(len(self.text))
        self._placed = bytearray(len(self.text))
        for place, letter in enumerate(self.text):
            if unicodedata.category(letter) in {"Cf", "Cc", "Cs"} and not letter.isspace():
                self.hidden[place] = "ký tự vô hình hoặc ký tự điều khiển của tệp nguồn"

    def pieces(self, spans: Spans) -> tuple[str, list[int]]:
        """The text of the spans, blanks collapsed, with the place of each letter in the source."""
        letters: list[str] = []
        places: list[int] = []
        for start, end in spans:
            for place in range(start, end):
                if place in self.hidden:
                    continue
                letter = self.text[place]
                if not letter.isspace():
                    letters.append(letter)
                    places.append(place)
                elif letters and letters[-1] != " ":
                    letters.append(" ")
                    places.append(place)
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(end)
        if letters and letters[-1] == " ":
            letters.pop()
            places.pop()
        return "".join(letters), places

    def visible(self, spans: Spans) -> str:
        return self.pieces(spans)[0]

    def part(self, spans: Spans, start: int, end: int | None = None) -> Spans:
        """The spans of visible(spans)[start:end]."""
        _text, places = self.pieces(spans)
        chosen = places[start:end]
        if not chosen:
            return ()
        first, last = chosen[0], chosen[-1] + 1
        cut = ((max(first, low), min(last, high)) for low, high in spans)
        return tuple((low, high) for low, high in cut if low < high)

    def exact(self, spans: Spans) -> tuple[str, list[int]]:
        """Like `pieces`, but with the blanks and line ends as they are."""
        places = [p for start, end in spans for p in range(start, end) if p not in self.hidden]
        while places and self.text[places[0]].isspace():
            places.pop(0)
        while places and self.text[places[-1]].isspace():
            places.pop()
        return "".join(_PLAIN.get(self.text[place], self.text[place]) for place in places), places

    def marks(self, spans: Spans) -> tuple[Mark, ...]:
        """Bold, italic and underlined runs of visible(spans)."""
        return self.marks_at(self.pieces(spans)[1])

    def marks_at(self, places: list[int]) -> tuple[Mark, ...]:
        """Bold, italic and underlined runs of a text whose letters stand at these places."""
        found = []
        for bit, kind in MARK_KINDS.items():
            runs = groupby(enumerate(places), key=lambda entry: self._has(entry[1], bit))
            for has, run in runs:
                indexes = [index for index, _place in run]
                if has:
                    found.append(Mark(indexes[0], indexes[-1] + 1, kind))
        return tuple(sorted(found))

    def _has(self, place: int, bit: int) -> bool:
        return place < len(self.formats) and bool(self.formats[place] & bit)

    def is_all(self, spans: Spans, bit: int) -> bool:
        """Whether every letter of the spans is bold (italic, underlined)."""
        text, places = self.pieces(spans)
        return bool(text) and all(
            self.formats[place] & bit for letter, place in zip(text, places, strict=True) if letter != " "
        )

    def hide(self, places: Iterable[int], reason: str) -> None:
        """Take characters out of the text; they are listed as unplaced with the reason."""
        for place in places:
            self.hidden.setdefault(place, reason)

    def claim(self, spans: Spans) -> None:
        """Record that the letters of the spans stand in the result. Each may be claimed once."""
        for start, end in spans:
            for place in range(start, end):
                if place in self.hidden or self.text[place].isspace():
                    continue
                if self._placed[place]:
                    raise AssertionError(f"character {place} of the source was placed twice")
                self._placed[place] = 1

    @property
    def letter_count(self) -> int:
        """Non-blank characters of the source."""
        return sum(not letter.isspace() for letter in self.text)

    @property
    def placed_count(self) -> int:
        return sum(self._placed)

    def unplaced(self) -> Iterator[tuple[str, str, int]]:
        """(text, reason, line) of everything not placed: first what nobody knew, then hidden characters by reason."""
        for line in self.lines:
            left = [
                (place, self.text[place])
                for start, end in line.spans
                for place in range(start, end)
                if not self._placed[place] and place not in self.hidden
            ]
            text = "".join(letter for _place, letter in left).strip()
            if text:
                yield text, "không nhận ra phần này của văn bản", line.number
        yield from self._hidden_by_line()

    def _hidden_by_line(self) -> Iterator[tuple[str, str, int]]:
        for (number, reason), group in groupby(
            sorted(self._hidden_letters()), key=lambda entry: (entry[0], entry[1])
        ):
            yield "".join(self.text[place] for _number, _reason, place in group), reason, number

    def _hidden_letters(self) -> Iterator[tuple[int, str, int]]:
        numbers = {}
        for line in self.lines:
            for start, end in line.spans:
                numbers.update(dict.fromkeys(range(start, end), line.number))
        for place, reason in self.hidden.items():
            if not self.text[place].isspace():
                yield numbers.get(place, 0), reason, place
