"""Difficulties by theme (themes.csv), and persons' names hidden where people's opinions are told."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.vietnamese import fold, nfc
from reporting.narratives.numbers import sentences

THEMES_FILE = Path(__file__).with_name("themes.csv")
DIFFICULT = re.compile(r"\b(?:kho khan|han che|vuong mac|thieu|cham)\b")
OPINIONS = ("tu tuong", "du luan")
_UPPER = "".join(char for char in map(chr, range(0x1F00)) if char.isupper())
_PLACES = "Rịa|Nà|Tô|Đen|Chiểu"  # “Bà Rịa”, “Cô Tô” are places
_PERSON = re.compile(
    r"\b(?P<title>[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Đđ]ồng chí|[Đđ]/c)\s+"
    rf"(?!(?:{_PLACES})\b)[{_UPPER}]\w*(?:\s+[{_UPPER}]\w*){{0,5}}"
)


@dataclass(frozen=True)
class Theme:
    code: str
    name: str
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, ...]:
    with THEMES_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Theme(row["code"], row["name"], re.compile(rf"\b(?:{fold(row['keywords'])})\b"))
            for row in csv.DictReader(file)
        )


def is_difficulty(text: str) -> bool:
    return bool(DIFFICULT.search(fold(text)))


def themes_of(text: str, *, all_hard: bool = False) -> frozenset[str]:
    """Codes of the themes that a sentence of the text names together with a word of difficulty.

    `all_hard`: the heading itself says difficulty (“Hạn chế, tồn tại”), so its sentences need not.
    """
    hard = [folded for folded in map(fold, sentences(text)) if all_hard or DIFFICULT.search(folded)]
    return frozenset(theme.code for theme in themes() if any(theme.words.search(each) for each in hard))


def is_opinion(title: str) -> bool:
    return any(words in fold(title) for words in OPINIONS)


def without_names(text: str) -> str:
    """“ông Nguyễn Văn A” → “ông …”."""
    return _PERSON.sub(lambda found: f"{found['title']} …", nfc(text))
