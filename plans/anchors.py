"""Names of the bookmarks by which the blocks of a plan find their way through Word and back.

Bookmarks are kept by Word and by LibreOffice, follow their paragraph when it is moved, and go when it is deleted.
`_nc_<id>_<kind>_<level><shape>`: hidden by the underscore in Word's dialogue, within its 40 letters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from plans.blocks import KINDS, Block

PREFIX = "_nc_"
CAPTION = "_c"
# Word's ids of paragraphs, which it keeps: those of a comment, and of a suggestion that is told as a comment.
COMMENT_NAMES, SUGGESTION_NAMES = 0x4E000000, 0x4F000000
_NAMES_EACH = SUGGESTION_NAMES - COMMENT_NAMES
LEVELS = {
    "part": "pa",
    "section": "se",
    "subsection": "su",
    "subsubsection": "ss",
    "point": "po",
    "bullet": "bu",
    "plus": "pl",
    "item": "it",
    "paragraph": "pg",
    "table": "tb",
}
_LEVEL_OF = {code: level for level, code in LEVELS.items()}
_SHAPES = (
    ("r", re.compile(r"[IVXLCDM]+\.")),
    ("1", re.compile(r"\d+\.")),
    ("2", re.compile(r"\d+\.\d+\.")),
    ("3", re.compile(r"\d+\.\d+\.\d+\.")),
    ("l", re.compile(r"[a-zđ]+\)")),
    ("d", re.compile(r"[-–•]")),
    ("p", re.compile(r"[+◦]")),
    ("i", re.compile(r"\(\d+\)")),
    ("n", re.compile("")),
)
# What a number of that shape is when somebody changed the level in Word.
LEVEL_OF_SHAPE = {
    "r": "part",
    "1": "section",
    "2": "subsection",
    "3": "subsubsection",
    "l": "point",
    "d": "bullet",
    "p": "plus",
    "i": "item",
    "n": "paragraph",
}
_BLOCK = re.compile(rf"{PREFIX}([a-z0-9]{{6,12}})_([a-z]+)_([a-z]{{2}})([a-z0-9])({CAPTION})?")
_OUTSIDE = re.compile(rf"{PREFIX}(abstract|base|opening|closing)(?:_\d+)?")


class Anchor(NamedTuple):
    """What a bookmark says. `part`: abstract, base, opening, closing, block, caption (of a table)."""

    part: str
    id: str = ""
    kind: str = ""
    level: str = ""
    shape: str = ""


def shape_of(number: str) -> str:
    """The class of a printed number, one letter: "1.1." → "2", "" → "n", "o" for any other."""
    return next((code for code, pattern in _SHAPES if pattern.fullmatch(number)), "o")


def block_anchor(block: Block, number: str) -> str:
    """The bookmark's name of a block that is printed with this number."""
    return f"{PREFIX}{block.id}_{block.kind}_{LEVELS[block.level]}{shape_of(number)}"


def outside_anchor(part: str, place: int) -> str:
    """The bookmark's name of the abstract or of a line of the bases, the opening, the closing."""
    return f"{PREFIX}{part}_{place}"


def read_anchor(name: str) -> Anchor | None:
    """What the bookmark says; None for one that is not ours, or damaged."""
    outside = _OUTSIDE.fullmatch(name)
    if outside:
        return Anchor(outside[1])
    found = _BLOCK.fullmatch(name)
    if found is None or found[2] not in KINDS or found[3] not in _LEVEL_OF:
        return None
    return Anchor("caption" if found[5] else "block", found[1], found[2], _LEVEL_OF[found[3]], found[4])


def read_name(name: str) -> int:
    """The key of a comment that left through our own export, below zero that of a suggestion; 0 for any other."""
    try:
        number = int(name, 16)
    except ValueError:
        return 0
    if COMMENT_NAMES < number < SUGGESTION_NAMES:
        return number - COMMENT_NAMES
    return SUGGESTION_NAMES - number if SUGGESTION_NAMES < number < SUGGESTION_NAMES + _NAMES_EACH else 0
