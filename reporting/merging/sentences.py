"""Lines of a text as sentences, and the key by which a sentence is known again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.vietnamese import fold

CONTINUES, PARAGRAPH, BULLET = "", "p", "-"
ALIKE = 0.5  # shared words of two sentences, of all their words: one is the other put in other words
_END = re.compile(
    r"(?<=[.!?…])(?<!\bTP\.)(?<!\bTh\.)(?<!\bTS\.)(?<!\bQ\.)(?<!\bP\.)(?<!\bst\.)\s+(?=[^\W\d_a-z]|\d|[“\"(])"
)
_TAG = re.compile(r"\s*\([^()]+\)(?=\s*[.;!?]*\s*$)")


@dataclass(frozen=True)
class Sentence:
    """`kind`: how it starts, as a bullet, a paragraph or behind the one before it."""

    kind: str
    text: str


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of a text whose lines are paragraphs; "- " in front makes a bullet."""
    found = []
    for line in text.splitlines():
        bare = re.sub(r"^[-–•]\s+", "", line.strip())
        kind = BULLET if bare != line.strip() else PARAGRAPH
        for piece in _END.split(bare):
            if piece.strip():
                found.append(Sentence(kind, piece.strip()))
                kind = CONTINUES
    return found


def text_of(sentences: Iterable[Sentence]) -> str:
    """The lines again: what `sentences_of` took apart."""
    lines: list[str] = []
    for each in sentences:
        words = " ".join(each.text.split())
        if not words:
            continue
        if each.kind == CONTINUES and lines:
            lines[-1] += f" {words}"
        else:
            lines.append(f"- {words}" if each.kind == BULLET else words)
    return "\n".join(lines)


def key_of(text: str) -> str:
    """The same for the same words and numbers, whatever their accents, capitals and marks."""
    return hashlib.sha256(" ".join(_words(text)).encode()).hexdigest()[:32]


def printed_key(text: str) -> str:
    """The key of a sentence of the report: the units named in brackets behind it are not its words."""
    return key_of(_TAG.sub("", text))


def nearest(text: str, among: Sequence[str], *, least: float = ALIKE) -> int | None:
    """The place of the sentence most like the text; None when none shares enough words."""
    own = frozenset(_words(_TAG.sub("", text)))
    best, place = least, None
    for at, other in enumerate(among):
        words = frozenset(_words(_TAG.sub("", other)))
        likeness = len(own & words) / len(own | words) if own | words else 0.0
        if likeness >= best and (place is None or likeness > best):
            best, place = likeness, at
    return place


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
