"""Paragraphs that say nearly the same: word 3-shingles of the folded text, Jaccard from ALIKE.

Digits do not matter: a copied sentence with another number is still a copy. The search is exact: two sets that
are alike share one of the rarest few shingles of each, so only those are compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from core.vietnamese import fold

ALIKE = 0.8
WIDTH = 3  # words of a shingle
Shingles = frozenset[tuple[str, ...]]


def plain(text: str) -> str:
    """The words compared: folded, without punctuation, every number as #."""
    return " ".join(re.findall(r"[^\W_]+|#", re.sub(r"\d+(?:[.,]\d+)*", "#", fold(text))))


def shingles(words: str) -> Shingles:
    """The runs of three words of a plain text; the whole of a shorter one."""
    each = words.split()
    return frozenset(tuple(each[at : at + WIDTH]) for at in range(max(1, len(each) - WIDTH + 1)))


def alike(one: Shingles, other: Shingles) -> bool:
    return len(one & other) >= ALIKE * len(one | other)


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """Positions of texts that say nearly the same as the first of their group; groups in the order met."""
    same: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        same[plain(text)].append(at)
    sets = [shingles(words) for words in same]
    common = Counter(shingle for found in sets for shingle in found)
    groups: list[list[int]] = []
    kept: list[Shingles] = []
    marked: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for found, members in zip(sets, same.values(), strict=True):
        few = len(found) - ceil(ALIKE * len(found)) + 1
        marks = sorted(found, key=lambda shingle: (common[shingle], shingle))[:few]
        near = sorted({group for mark in marks for group in marked[mark]})
        twin = next((group for group in near if alike(found, kept[group])), None)
        if twin is not None:
            groups[twin] += members
            continue
        for mark in marks:
            marked[mark].append(len(groups))
        groups.append(list(members))
        kept.append(found)
    return groups
