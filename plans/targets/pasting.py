"""A column copied from Excel → numbers by unit. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from core.formats import write
from core.vietnamese import NumberError, fold, nfc, parse_number
from plans.targets.measures import refusal

MOST_SHOWN = 10


class Named(NamedTuple):
    """A unit as a pasted line may call it."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True)
class Pasted:
    """Numbers by unit, or what is wrong, line by line; never both."""

    values: dict[int, Decimal | None]
    faults: list[str]


def read_column(text: str, units: Sequence[Named], measure: str = "") -> Pasted:
    """Lines "mã hoặc tên đơn vị ⇥ số", or numbers alone in the order of the list.

    Numbers are Vietnamese (1.234,5); a blank number leaves the unit without one. A unit named twice, an unknown or
    ambiguous name, a word instead of a number and a number the measure does not allow are faults with their line.
    """
    lines = [line for line in (nfc(raw).strip("\r ") for raw in text.split("\n")) if line.strip()]
    if not lines:
        return Pasted({}, ["Chưa có dòng nào. Hãy chép cột số trong Excel rồi dán vào ô."])
    if all("\t" not in line for line in lines):
        return _in_order(lines, units, measure)
    return _named(lines, units, measure)


def _in_order(lines: list[str], units: Sequence[Named], measure: str) -> Pasted:
    if len(lines) != len(units):
        return Pasted(
            {},
            [
                f"Có {write.number(len(lines))} dòng số nhưng danh sách có {write.number(len(units))} đơn vị. "
                "Hãy chép thêm cột mã hoặc tên đơn vị, hoặc đủ số dòng theo đúng thứ tự."
            ],
        )
    faults: list[str] = []
    values = {
        unit.pk: _number(line, place, faults, measure)
        for place, (line, unit) in enumerate(zip(lines, units, strict=True), 1)
    }
    return Pasted({}, _short(faults)) if faults else Pasted(values, [])


def _named(lines: list[str], units: Sequence[Named], measure: str) -> Pasted:
    known = _known(units)
    values: dict[int, Decimal | None] = {}
    first: dict[int, int] = {}
    faults: list[str] = []
    for place, line in enumerate(lines, 1):
        called, *_between, number = line.split("\t")
        found = known.get(fold(called), [])
        if len(found) != 1:
            why = "không có trong danh sách" if not found else "trùng tên, hãy dùng mã đơn vị"
            faults.append(f"Dòng {place}: đơn vị “{called.strip()[:60]}” {why}.")
        elif found[0] in values:
            faults.append(
                f"Dòng {place}: đơn vị “{called.strip()[:60]}” đã có ở dòng {first[found[0]]}, không giao hai lần."
            )
        else:
            first[found[0]] = place
            values[found[0]] = _number(number, place, faults, measure)
    return Pasted({}, _short(faults)) if faults else Pasted(values, [])


def _known(units: Sequence[Named]) -> dict[str, list[int]]:
    known: dict[str, list[int]] = {}
    for unit in units:
        for name in {fold(unit.code), fold(unit.name)}:
            known.setdefault(name, []).append(unit.pk)
    return known


def _number(text: str, place: int, faults: list[str], measure: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        value = parse_number(text.strip())
    except NumberError as error:
        faults.append(f"Dòng {place}: “{text.strip()[:40]}”. {error}")
        return None
    if why := refusal(value, measure):
        faults.append(f"Dòng {place}: “{text.strip()[:40]}”. {why}")
    return value


def _short(faults: list[str]) -> list[str]:
    more = len(faults) - MOST_SHOWN
    return [*faults[:MOST_SHOWN], f"… và {more} dòng khác."] if more > 0 else faults
