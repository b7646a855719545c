"""One text of a unit read: its paragraphs as they may be shown, their counts, themes, and copies of last year."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reporting.narratives import numbers, similarity, themes
from reporting.report.narrative import paragraphs

NEXT_PERIOD = "IV."  # headings that tell plans: their numbers are not this period's figures
Facts = list[dict[str, Any]]


@cache
def edition() -> str:
    """Changes with the rules, so that every text is read again."""
    made_of = (
        numbers.RULES_FILE,
        themes.THEMES_FILE,
        *(Path(m.__file__ or "") for m in (numbers, similarity, themes)),
    )
    return hashlib.sha256(
        b"".join(path.read_bytes() for path in made_of) + Path(__file__).read_bytes()
    ).hexdigest()


def digest_of(code: str, title: str, text: str, before: Sequence[str]) -> str:
    """SHA-256 (hex) of all that `read` looks at."""
    return hashlib.sha256("\x1f".join((edition(), code, title, text, *before)).encode()).hexdigest()


def read(code: str, title: str, text: str, before: Sequence[str]) -> Facts:
    """The paragraphs of the text under the heading; `before`: what the unit wrote there a year ago."""
    shown = themes.without_names if themes.is_opinion(title) else str
    hard = themes.is_difficulty(title)
    earlier = [similarity.shingles(similarity.plain(each)) for whole in before for each in paragraphs(whole)]
    return [
        {
            "text": shown(each),
            "counts": [] if code.startswith(NEXT_PERIOD) else [
                [count.indicator, str(count.value), count.about] for count in numbers.counts(each)
            ],
            "themes": sorted(themes.themes_of(each, all_hard=hard)),
            "copied": bool(earlier) and _near(each, earlier),
        }
        for each in paragraphs(text)
    ]  # fmt: skip


def _near(text: str, earlier: Sequence[similarity.Shingles]) -> bool:
    own = similarity.shingles(similarity.plain(text))
    return any(similarity.alike(own, other) for other in earlier)


def counts_in(facts: dict[str, Any]) -> list[numbers.Count]:
    return [numbers.Count(code, Decimal(value), about) for code, value, about in facts["counts"]]
