"""Finding the blocks of a plan again in a file that lost its bookmarks: the same words are the same block."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from difflib import SequenceMatcher

from core.vietnamese import fold
from plans.importing.result import ImportedBlock, ImportedPlan
from plans.outline import Outline

ALIKE = 0.85
MAX_COMPARED = 400  # texts compared word by word; above, only equal ones are found
_CARRIED = ("origin", "adoption", "adoption_reason", "source")


def with_known_ids(imported: ImportedPlan, outline: Outline) -> ImportedPlan:
    """The proposal with id, kind and origin of the outline's blocks where a text is the same, or nearly, in order.

    Blocks that have an id of the outline keep it.
    """
    here = {block.id for block in imported.blocks}
    missing = {block.id: _plain(block.text, block.rows) for block in outline if block.id not in here}
    new = {block.id: _plain(block.text, block.rows) for block in imported.blocks if block.id not in outline}
    pairs = _equal(new, missing)
    pairs |= _alike(_without(new, pairs), _without(missing, pairs.values()))
    return replace(
        imported,
        blocks=tuple(
            _adopted(block, outline, pairs[block.id]) if block.id in pairs else block
            for block in imported.blocks
        ),
    )


def _plain(text: str, rows: tuple[tuple[str, ...], ...]) -> str:
    cells = " ".join(cell for row in rows for cell in row)
    return " ".join(fold(cells or text).split())


def _without(texts: dict[str, str], gone: object) -> dict[str, str]:
    left = set(gone)  # type: ignore[call-overload]
    return {key: text for key, text in texts.items() if key not in left}


def _equal(new: dict[str, str], missing: dict[str, str]) -> dict[str, str]:
    """New id → known id of the same text; the first takes the first."""
    places: dict[str, list[str]] = defaultdict(list)
    for known, text in missing.items():
        places[text].append(known)
    return {key: places[text].pop(0) for key, text in new.items() if text and places.get(text)}


def _alike(new: dict[str, str], missing: dict[str, str]) -> dict[str, str]:
    """New id → known id of the text most like it."""
    if len(new) * len(missing) > MAX_COMPARED * MAX_COMPARED:
        return {}
    pairs: dict[str, str] = {}
    for key, text in new.items():
        matcher = SequenceMatcher(None, b=text, autojunk=False)
        best, found = ALIKE, ""
        for known in missing.keys() - pairs.values():
            matcher.set_seq1(missing[known])
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, found = matcher.ratio(), known
        if found:
            pairs[key] = found
    return pairs


def _adopted(block: ImportedBlock, outline: Outline, known: str) -> ImportedBlock:
    before = outline[known]
    carried = {name: getattr(before, name) for name in _CARRIED}
    return replace(block, id=known, kind=before.kind, kind_confidence=0.9, carried=carried)
