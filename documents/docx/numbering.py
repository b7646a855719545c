"""numbering.xml, and what Word will print before each line: real numbering where both agree, typed text elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.docx.xml import DECLARATION, W_SPACE
from documents.pages import Line

LADDER = ("part", "section", "subsection", "subsubsection", "point", "bullet", "plus")
_FORMS = (
    ("upperRoman", "%1.", "Heading1"),
    ("decimal", "%2.", "Heading2"),
    ("decimal", "%2.%3.", "Heading3"),
    ("decimal", "%2.%3.%4.", "Heading4"),
    ("lowerLetter", "%5)", "NCPoint"),
    ("bullet", "-", "NCBullet"),
    ("bullet", "+", "NCPlus"),
)
MAIN_LIST = 1
# Up to here the letters of Word and of the Vietnamese alphabet are the same.
SHARED_LETTERS = ("a)", "b)", "c)", "d)")
_ITEM = re.compile(r"\((\d+)\)")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Numberer:
    """Counts along as Word does, line by line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._counts = [0] * len(LADDER)
        self._typed_points = _longer_lists(lines)
        self._items = 0
        self._list = MAIN_LIST

    def list_of(self, line: Line) -> tuple[int, int] | None:
        """(list, level) that makes Word print exactly the line's number; None when it has to be typed."""
        if line.level == "item":
            return self._item(line.number)
        if line.level not in LADDER or line.block_id in self._typed_points:
            return None
        depth = LADDER.index(line.level)
        counts = [*self._counts[:depth], self._counts[depth] + 1, *[0] * (len(LADDER) - depth - 1)]
        if _printed(counts, depth) != line.number:
            return None
        self._counts = counts
        return MAIN_LIST, depth

    def _item(self, number: str) -> tuple[int, int] | None:
        found = _ITEM.fullmatch(number)
        if found is None:
            return None
        value = int(found[1])
        if value == 1:
            self._list += 1
        elif value != self._items + 1:
            return None
        self._items = value
        return self._list, 0

    def xml(self, indent: int) -> str:
        """The whole part, once all lines were counted; `indent` of the first line in twips."""
        lists = [f'<w:num w:numId="{MAIN_LIST}"><w:abstractNumId w:val="0"/></w:num>']
        lists += [
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for number in range(MAIN_LIST + 1, self._list + 1)
        ]
        return f'{DECLARATION}<w:numbering xmlns:w="{W_SPACE}">{_abstracts(indent)}{"".join(lists)}</w:numbering>'


def _longer_lists(lines: Sequence[Line]) -> set[str]:
    """Ids of the points of lists that go past d)."""
    lists: list[list[Line]] = []
    for line in lines:
        if line.level == "point":
            if line.number == SHARED_LETTERS[0] or not lists:
                lists.append([])
            lists[-1].append(line)
    longer = [points for points in lists if any(point.number not in SHARED_LETTERS for point in points)]
    return {point.block_id for points in longer for point in points}


def _printed(counts: Sequence[int], depth: int) -> str:
    """What Word prints at this depth; "" when a number above it is missing, where Word would invent a 1."""
    form, pattern, _style = _FORMS[depth]
    if form == "bullet":
        return pattern
    needed = [int(place) - 1 for place in re.findall(r"%(\d)", pattern)]
    if not all(counts[place] for place in needed):
        return ""
    return re.sub(r"%(\d)", lambda found: _figure(int(found[1]) - 1, counts), pattern)


def _figure(place: int, counts: Sequence[int]) -> str:
    form, value = _FORMS[place][0], counts[place]
    if form == "lowerLetter":
        return chr(ord("a") + value - 1)
    return _roman(value) if form == "upperRoman" else str(value)


def _roman(value: int) -> str:
    digits = ""
    for size, letters in _ROMAN:
        while value >= size:
            digits, value = digits + letters, value - size
    return digits


_LETTERS = (
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/></w:rPr>'
)


def _abstracts(indent: int) -> str:
    main = "".join(_level(depth, indent, *form) for depth, form in enumerate(_FORMS))
    return (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{main}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>'
        f"{_level(0, indent, 'decimal', '(%1)')}</w:abstractNum>"
    )


def _level(depth: int, indent: int, form: str, pattern: str, style: str = "") -> str:
    tied = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{tied}<w:suff w:val="space"/>'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="{indent}"/></w:pPr>{_LETTERS}</w:lvl>'
    )
