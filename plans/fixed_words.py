"""Fixed words of a template: derived from the unit that drafts, each may be said otherwise by hand (DOMAIN 3.4)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from plans.outline import Block, Outline, PlanContent, new_block_id
from plans.records import NOT_TAKEN
from plans.rewording import Word, reworded
from units.models import Unit

# Placeholder → what the drafter reads beside the field.
WORDS = {
    "don_vi": _("Tên đơn vị"),
    "tap_the": _("Tập thể ban hành"),
    "cap_tren": _("Cấp trên"),
    "dia_danh": _("Địa danh"),
    "nam": _("Năm"),
    "doi_tuong": _("Đối tượng"),
}
CONFEDERATION = "Tổng Liên đoàn Lao động Việt Nam"  # above a province that has no upper unit in the tree
_AUDIENCES = Path(__file__).parent / "catalogue" / "audiences.csv"
_PLACEHOLDER = re.compile(r"\{(" + "|".join(WORDS) + r")\}")


@cache
def _audiences() -> dict[str, str]:
    """Kind of unit → who its plans speak to; "" is the line for every other kind."""
    with _AUDIENCES.open(encoding="utf-8", newline="") as lines:
        return {row["kind"]: row["audience"] for row in csv.DictReader(lines)}


def derived_words(unit: Unit, *, year: int) -> dict[str, str]:
    """The fixed words as the unit's kind, name and place give them."""
    audiences = _audiences()
    upper = unit.parent.name if unit.parent else CONFEDERATION
    return {
        "don_vi": unit.name,
        "tap_the": collective_name(unit.kind.collective),
        "cap_tren": upper,
        "dia_danh": unit.place_name or unit.name,
        "nam": str(year),
        "doi_tuong": audiences.get(unit.kind_id, audiences[""]),
    }


def collective_name(capitals: str) -> str:
    """ "BAN THƯỜNG VỤ" → "Ban Thường vụ": in a text the first two words carry a capital (NĐ 30/2020, Phụ lục II)."""
    words = capitals.lower().split()
    return " ".join(word.capitalize() if place < 2 else word for place, word in enumerate(words))


def chosen_words(unit: Unit, *, year: int, said: Mapping[str, str]) -> dict[str, str]:
    """The derived words with those said by hand in their place; an empty one means the derived word."""
    derived = derived_words(unit, year=year)
    return {name: " ".join(said.get(name, "").split()) or word for name, word in derived.items()}


def fill(content: PlanContent, words: Mapping[str, str]) -> PlanContent:
    """The text with its placeholders filled and fresh block ids; bold and italic move with their letters."""
    return _changed(content, _PLACEHOLDER, lambda found: words[found[1]])


def unfill(content: PlanContent, unit: Unit) -> PlanContent:
    """The text of the unit's plan as a skeleton: its own and its upper unit's name become placeholders.

    The collective only where it stands before the unit's name: "Ban Thường vụ Tỉnh ủy" is somebody else.
    """
    names: dict[str, str] = {}
    if unit.parent:
        names |= {name: "{cap_tren}" for name in (unit.parent.name, unit.parent.short_name) if name}
    names |= {name: "{don_vi}" for name in (unit.name, unit.short_name) if name}
    collective = collective_name(unit.kind.collective)
    names |= {
        f"{collective} {own}": "{tap_the} " + word for own, word in list(names.items()) if word == "{don_vi}"
    }
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
    return _changed(content, pattern, lambda found: names[found[1]])


def _changed(content: PlanContent, pattern: re.Pattern[str], word: Word) -> PlanContent:
    def say(text: str) -> str:
        return pattern.sub(word, text)

    blocks = [_changed_block(b, pattern, word) for b in content.outline.blocks if b.adoption != NOT_TAKEN]
    return replace(
        content,
        abstract=say(content.abstract),
        bases=tuple(map(say, content.bases)),
        opening=tuple(map(say, content.opening)),
        outline=Outline(tuple(blocks)),
        closing=tuple(map(say, content.closing)),
    )


def _changed_block(block: Block, pattern: re.Pattern[str], word: Word) -> Block:
    said = reworded(block, pattern, word)
    return replace(
        said,
        id=new_block_id(),
        notes=tuple(note._replace(text=pattern.sub(word, note.text)) for note in said.notes),
        rows=tuple(tuple(pattern.sub(word, cell) for cell in row) for row in block.rows),
        source="",
        origin="",
        adoption="",
        adoption_reason="",
    )
