"""Dividing a total among units so that the parts add up to it exactly. No database."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal


def split(total: Decimal, weights: Mapping[int, Decimal], *, decimals: int = 0) -> dict[int, Decimal]:
    """Unit id → its part, in proportion to the weights, rounded to `decimals`.

    What rounding leaves over goes to the largest remainders, equal ones to the larger weight, then to the first named.
    Units without weight get 0; without any weight nobody gets anything.
    """
    whole = sum(weights.values(), Decimal(0))
    if whole <= 0:
        return {}
    step = Decimal(1).scaleb(-decimals)
    exact = {unit: total * weight / whole for unit, weight in weights.items()}
    parts = {unit: value.quantize(step, rounding=ROUND_FLOOR) for unit, value in exact.items()}
    left = int((total - sum(parts.values(), Decimal(0))) / step)
    order = sorted(exact, key=lambda unit: (parts[unit] - exact[unit], -weights[unit]))
    for unit in order[:left]:
        parts[unit] += step
    return parts
