"""The source of an import as one string of characters, and the account of where each of them went."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from plans.block_fields import Mark

BOLD, ITALIC, UNDERLINE = 1, 2, 4
MARK_KINDS = {BOLD: "b", ITALIC: "i", UNDERLINE: "u"}
# A plan has a hundred thousand letters at most; far above, the file is something else.
MAX_LETTERS = 2_000_000

INVISIBLE = "ký tự vô hình hoặc ký tự điều khiển của tệp nguồn"
NOTE_REASON = "chú thích ở phần không mang chú thích, hoặc quá dài; hãy thêm bằng tay nếu cần"
NOTE_SHOWN = "[Chú thích: {text}]"
_PLAIN = str.maketrans({"\u00a0": " ", "\t": " "})
_UNEVEN = re.compile(r"\s\s|[^\S ]")  # what collapsing changes: two blanks together, a blank that is no space
_HAS = {bit: bytes(int(bool(form & bit)) for form in range(256)) for bit in MARK_KINDS}

Spans = tuple[tuple[int, int], ...]
Places = Sequence[int]


class ImportFailed(Exception):
    """The file cannot be read as a plan; str() is the Vietnamese message saying what to do."""


class _Letters(dict[int, int]):
    """Table for str.translate: 0 for a blank, 1 for any other character; it fills itself as characters are met."""

    def __missing__(self, code: int) -> int:
        found = self[code] = int(not chr(code).isspace())
        return found


_LETTERS = _Letters()


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
    alone: bool = False  # never put together with the lines around it

    @property
    def spans(self) -> Spans:
        if self.rows:
            return tuple(span for row in self.rows for cell in row for span in cell)
        return ((self.start, self.end),)


@dataclass(frozen=True)
class Footnote:
    """The words at [start, end) of the source are called before the letter at `place`, on that line."""

    place: int
    start: int
    end: int
    line: int

    @property
    def spans(self) -> Spans:
        return ((self.start, self.end),)


@dataclass
class Remark:
    """A comment or a tracked change at [start, end) of the source; start -1: the file does not tie it to any letters.

    `kind` and `text` as in plans.importing.remarks.Said.
    """

    kind: str
    start: int
    end: int
    text: str
    author: str
    at: str
    key: str = ""
    answers: str = ""
    own: int = 0


@dataclass
class Source:
    """All characters, their format bits, those hidden from the text (with the reason), and the ledger.

    The ledger is two rows of bytes beside the text: letters that can be placed, and letters that are. A text of sixty
    pages is asked for the same spans many times, so what was cut out of it is remembered until something is hidden.
    """

    text: str
    lines: list[Line]
    formats: bytearray = field(default_factory=bytearray)
    hidden: dict[int, str] = field(default_factory=dict)
    carried: dict[str, Any] = field(default_factory=dict)  # what our own export put beside the text
    notes: list[str] = field(default_factory=list)  # what was done to the file on request, in words
    remarks: list[Remark] = field(
        default_factory=list
    )  # what people said beside the text, until a block takes it
    footnotes: list[Footnote] = field(default_factory=list)
    _placed: bytearray = field(default_factory=bytearray)
    _open: bytearray = field(default_factory=bytearray)
    _known: dict[Spans, tuple[str, Places]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        size = len(self.text)
        self.formats = self.formats or bytearray(size)
        self._placed, self._open = bytearray(size), bytearray(self.text.translate(_LETTERS), "latin-1")
        already, self.hidden = self.hidden, {}
        for place, reason in already.items():
            self.hide((place,), reason)
        for letter in set(self.text):
            if unicodedata.category(letter) in {"Cf", "Cc", "Cs"} and not letter.isspace():
                self.hide((found.start() for found in re.finditer(re.escape(letter), self.text)), INVISIBLE)

    def pieces(self, spans: Spans) -> tuple[str, Places]:
        """The text of the spans, blanks collapsed, with the place of each letter in the source."""
        found = self._known.get(spans)
        if found is None:
            found = self._known[spans] = self._plain_piece(spans) or self._collapsed(spans)
        return found

    def _plain_piece(self, spans: Spans) -> tuple[str, Places] | None:
        """One span with single blanks and nothing hidden inside, as nearly all are; None for others."""
        if len(spans) != 1:
            return None
        start, end = spans[0]
        raw = self.text[start:end]
        text = raw.strip()
        if not text:
            return "", ()
        start += len(raw) - len(raw.lstrip())
        end = start + len(text)
        if _UNEVEN.search(text) or (
            self.hidden and self._open.count(1, start, end) != len(text) - text.count(" ")
        ):
            return None
        return text, range(start, end)

    def _collapsed(self, spans: Spans) -> tuple[str, list[int]]:
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

    def exact(self, spans: Spans) -> tuple[str, Places]:
        """Like `pieces`, but with the blanks and line ends as they are."""
        places = [p for start, end in spans for p in range(start, end) if p not in self.hidden]
        first, last = 0, len(places)
        while first < last and self.text[places[first]].isspace():
            first += 1
        while last > first and self.text[places[last - 1]].isspace():
            last -= 1
        places = places[first:last]
        return "".join(self.text[place] for place in places).translate(_PLAIN), places

    def is_formatted(self, spans: Spans) -> bool:
        """Whether any character of the spans is bold, italic or underlined."""
        return any(self.formats.count(0, start, end) != end - start for start, end in spans)

    def marks(self, spans: Spans) -> tuple[Mark, ...]:
        """Bold, italic and underlined runs of visible(spans)."""
        return self.marks_at(self.pieces(spans)[1])

    def marks_at(self, places: Places) -> tuple[Mark, ...]:
        """Bold, italic and underlined runs of a text whose letters stand at these places."""
        formats = self._formats_at(places)
        if formats.count(0) == len(formats):
            return ()
        found = []
        for bit, kind in MARK_KINDS.items():
            runs = re.finditer(rb"\x01+", formats.translate(_HAS[bit]))
            found += [Mark(run.start(), run.end(), kind) for run in runs]
        return tuple(sorted(found))

    def _formats_at(self, places: Places) -> bytes:
        if isinstance(places, range):
            return bytes(self.formats[places.start : places.stop])
        return bytes(self.formats[place] if place < len(self.formats) else 0 for place in places)

    def is_all(self, spans: Spans, bit: int) -> bool:
        """Whether every letter of the spans is bold (italic, underlined)."""
        text, places = self.pieces(spans)
        formats = self._formats_at(places)
        return bool(text) and all(
            form & bit for letter, form in zip(text, formats, strict=True) if letter != " "
        )

    def shown_lines(self) -> tuple[tuple[int, str], ...]:
        """(number, text) of every line for people to read, what is hidden from the plan as well."""
        shown = [(line.number, self._shown(line)) for line in self.lines]
        shown += [
            (f.line, NOTE_SHOWN.format(text=self.text[f.start : f.end].strip())) for f in self.footnotes
        ]
        return tuple(sorted(shown, key=lambda entry: entry[0]))

    def _shown(self, line: Line) -> str:
        if not line.rows:
            return self.text[line.start : line.end].strip()
        rows = (" | ".join(self.visible(cell) for cell in row) for row in line.rows)
        return "\n".join(rows)

    def hide(self, places: Iterable[int], reason: str) -> None:
        """Take characters out of the text; they are listed as unplaced with the reason."""
        for place in places:
            self.hidden.setdefault(place, reason)
            self._open[place] = 0
        self._known.clear()

    def claim(self, spans: Spans) -> None:
        """Record that the letters of the spans stand in the result. Each may be claimed once."""
        for start, end in spans:
            wanted = int.from_bytes(self._open[start:end])
            placed = int.from_bytes(self._placed[start:end])
            if wanted & placed:
                twice = start + next(i for i, one in enumerate(self._placed[start:end]) if one)
                raise AssertionError(f"character {twice} of the source was placed twice")
            self._placed[start:end] = (wanted | placed).to_bytes(max(end - start, 0))

    @property
    def letter_count(self) -> int:
        """Non-blank characters of the source."""
        return sum(map(len, self.text.split()))

    @property
    def placed_count(self) -> int:
        return self._placed.count(1)

    def unplaced(self) -> Iterator[tuple[str, str, int]]:
        """(text, reason, line) of everything not placed: first what nobody knew, then hidden characters by reason."""
        for line in self.lines:
            if not any(self._left(start, end) for start, end in line.spans):
                continue
            left = [
                self.text[place]
                for start, end in line.spans
                for place in range(start, end)
                if not self._placed[place] and place not in self.hidden
            ]
            yield "".join(left).strip(), "không nhận ra phần này của văn bản", line.number
        for footnote in self.footnotes:
            if self._left(footnote.start, footnote.end):
                yield self.exact(footnote.spans)[0], NOTE_REASON, footnote.line
        yield from self._hidden_by_line()

    def _left(self, start: int, end: int) -> int:
        """Not 0 where a letter that can be placed is not."""
        return int.from_bytes(self._open[start:end]) & ~int.from_bytes(self._placed[start:end])

    def _hidden_by_line(self) -> Iterator[tuple[str, str, int]]:
        for (number, reason), group in groupby(
            sorted(self._hidden_letters()), key=lambda entry: (entry[0], entry[1])
        ):
            yield "".join(self.text[place] for _number, _reason, place in group), reason, number

    def _hidden_letters(self) -> Iterator[tuple[int, str, int]]:
        if not self.hidden:
            return
        numbers = sorted((*span, line.number) for line in self.lines for span in line.spans)
        starts = [start for start, _end, _number in numbers]
        for place, reason in self.hidden.items():
            if not self.text[place].isspace():
                index = bisect_right(starts, place) - 1
                inside = index >= 0 and place < numbers[index][1]
                yield numbers[index][2] if inside else 0, reason, place
