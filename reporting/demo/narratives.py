"""What units write under the headings of the report (texts/narratives.toml): by kind of workplace, some nearly the same."""

from __future__ import annotations

import random

from reporting.demo.names import dice
from reporting.demo.texts import read
from reporting.demo.tree import UPPERS
from units.models import Unit

OFTEN = 0.3  # of the headings a grassroots union writes under
NOTHING = "Trong kỳ đơn vị không phát sinh hoạt động do tạm dừng sản xuất, chờ sắp xếp lại."
_POOLS = {spec.code: spec.pool for spec in UPPERS}


def narratives_for(unit: Unit, codes: list[str], *, year: int, nil: bool = False) -> dict[str, str]:
    """Section code → text, for some of the sections the form has."""
    if nil:
        return {"II.1": NOTHING} if "II.1" in codes else {}
    rng = dice(unit.code, "narratives", year)
    if unit.kind.tier < 3:
        upper = read("narratives")["upper"]
        return {code: _text(upper[code], unit, rng) for code in codes if code in upper}
    own = read("narratives")[_POOLS.get(unit.parent.code if unit.parent else "", "direct")]
    common = read("narratives")["common"]
    pool = {code: [*own.get(code, ()), *common.get(code, ())] for code in codes}
    return {code: _text(pool[code], unit, rng) for code in codes if pool[code] and rng.random() < OFTEN}


def _text(sentences: list[str], unit: Unit, rng: random.Random) -> str:
    return rng.choice(sentences).format(c=unit.child_count, n=f"{rng.randint(2, 9):02d}")
