"""What a unit's papers carry when nobody says otherwise: symbol and heading lines (DOMAIN 1.7)."""

from __future__ import annotations

from core.vietnamese import fold
from units.models import UnitKind

CONFEDERATION = "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"
# A commune, a ward and a special zone are one kind but sign differently.
_COMMUNE_SYMBOLS = (("dac khu", "CĐĐK"), ("phuong", "CĐP"), ("xa", "CĐX"))


def default_symbol(kind: UnitKind, name: str) -> str:
    """The symbol behind the number of a paper, e.g. LĐLĐ, CĐVC, CĐX, CĐCS."""
    if kind.code == "commune_union":
        words = f" {fold(name)} "
        for word, symbol in _COMMUNE_SYMBOLS:
            if f" {word} " in words:
                return symbol
    return kind.symbol or "CĐ"


def default_authority(kind: UnitKind, parent_name: str) -> str:
    """First heading line: the upper unit's name in capitals; a province without an upper unit heads with TLĐ."""
    if parent_name:
        return parent_name.upper()
    return CONFEDERATION if kind.tier == 1 else ""


def default_body(name: str) -> str:
    """Second heading line: the unit's own name in capitals."""
    return name.upper()
