"""What a unit writes into its report beside the numbers from its log: plausible, in line with the checks."""

from __future__ import annotations

import random
from decimal import Decimal

from core.formats.write import number
from reporting.demo.activities import women_share
from reporting.demo.names import dice
from reporting.models import Submission
from reporting.prefill import prefill_of
from reporting.queries.layout import FormLayout, Key
from reporting.services import CellInput
from units.models import Unit

# Average monthly wage in đồng by sector, most and least.
WAGES = {
    "hcsn": (7_600_000, 11_200_000),
    "dnnn": (8_800_000, 13_500_000),
    "nnn": (6_500_000, 9_800_000),
    "fdi": (7_200_000, 10_900_000),
}
BUSINESS = frozenset({"nnn", "fdi", "dnnn"})
MEAL = (18_000, 32_000)
NIL = CellInput(state="nil")
UNKNOWN = CellInput(state="unknown")
NOT_APPLICABLE = CellInput(state="na")
Values = dict[Key, Decimal | int]
Cells = dict[Key, CellInput]
PEOPLE_SPLIT = (("v.tai_chinh_cd", 0.7), ("v.nsdld", 0.22), ("v.xa_hoi_hoa", 0.08))


def cells_for(submission: Submission, layout: FormLayout, *, growth: float = 1.0, nil: bool = False) -> Cells:
    """Every box of the report. `growth` scales what the log does not give (last year: below 1)."""
    unit = submission.unit
    rng = dice(unit.code, "figures", submission.period.year)
    values: Values = {key: found.value for key, found in prefill_of(submission).items()}
    if unit.kind.tier == 3:
        _own_facts(values, unit, rng, growth)
    if not nil:
        if unit.kind.tier == 3:
            _minutes(values, unit, rng, growth)
        _events(values, unit, rng, growth)
        _helped(values, unit, rng)
    _close_rows(values, layout)
    cells: Cells = {
        key: CellInput(value_text=number(value)) for key, value in values.items() if key in layout.cells
    }
    _averages(cells, unit, rng, growth)
    _states(cells, layout, unit, rng, nil=nil)
    return cells


def _own_facts(values: Values, unit: Unit, rng: random.Random, growth: float) -> None:
    """Stocks of a grassroots union: people at work, members, insurance, collective agreement."""
    women = women_share(unit)
    members = round(unit.member_count * growth)
    people = round(members / rng.uniform(0.84, 0.995))
    joined = round(members * rng.uniform(0.0, 0.09 if unit.sector in {"fdi", "nnn"} else 0.03))
    introduced = round(members * rng.uniform(0.0, 0.022))
    values.update({
        ("LD01", ""): people, ("LD01", "n.nu"): round(people * women),
        ("LD02", ""): round(people * rng.uniform(0, 0.012)), ("LD03", ""): round(people * rng.uniform(0, 0.008)),
        ("LD05", ""): round(people * rng.uniform(0.94, 1.0)),
        ("LD08", ""): (signed := round(people * rng.uniform(0.95, 1.0))),
        ("LD09", ""): (insured := round(signed * rng.uniform(0.95, 1.0))), ("LD09", "n.nu"): round(insured * women),
        ("LD10", ""): insured, ("LD11", ""): round(insured * rng.uniform(0.97, 1.0)),
        ("TC05", ""): members, ("TC05", "n.nu"): round(members * women),
        ("TC06", ""): joined, ("TC06", "n.nu"): round(joined * women),
        ("TC07", ""): round(members * rng.uniform(0.0, 0.03)),
        ("TC12", ""): (staff := max(3, round(members * 0.02) + rng.randint(0, 6))), ("TC12", "n.nu"): round(staff * women),
        ("TC15", ""): introduced, ("TC15", "n.nu"): round(introduced * women),
        ("TC16", ""): (admitted := round(introduced * rng.uniform(0.3, 0.8))), ("TC16", "n.nu"): round(admitted * women),
        ("TC21", ""): round(members * rng.uniform(0.62, 1.0)), ("TT11", ""): rng.randint(1, 3),
        ("TT18", ""): round(people * rng.uniform(0.74, 1.0)),
        ("TK02", ""): round(members * rng.uniform(48_000, 72_000) * 6 / 1000) * 1000,
    })  # fmt: skip
    if unit.sector in BUSINESS:
        values["DB01", ""] = 1
        values["DB02", ""] = 1 if rng.random() < 0.12 else 0
    else:
        values["DB06", ""] = 1


# Counted from minutes where nobody logged it: code, how many units of 1, size (a number, or per member below 900).
MINUTES = (
    ("TT03", 0.3, "0.5"), ("TT05", 0.25, 6), ("TT07", 0.2, "6"), ("TT08", 0.25, 4), ("CL11", 0.22, 1), ("DB08", 0.45, 1.4),
    ("DB07", 0.55, 1), ("NC02", 0.2, 1), ("TT24", 0.1, 1), ("TT26", 0.2, 1.3),
)  # fmt: skip


def _minutes(values: Values, unit: Unit, rng: random.Random, growth: float) -> None:
    """What the unit did without logging it; last year (growth below 1) there was no log at all, so more of it."""
    base = max(20, min(unit.member_count, 900)) * growth
    for code, chance, size in MINUTES:
        wanted = rng.random() < chance * (1 if growth == 1.0 else 1.2)
        amount = (float(size) * base if isinstance(size, str) else size) * rng.uniform(0.7, 1.25)
        fits = code != "DB07" or unit.sector in BUSINESS
        if wanted and fits and (code, "") not in values:
            values[code, ""] = 1 if code in {"CL11", "DB07"} else max(1, round(amount))
    if ("NC02", "") in values:
        values.setdefault(("NC02b", ""), round(base * 0.3))
    if ("TT24", "") in values:
        values.setdefault(("TT25", ""), round(base * 0.15) + 2)
    if ("CL03", "") not in values and rng.random() < 0.35:
        gifts = round(base * rng.uniform(0.3, 0.9))
        values["CL03", ""], values["CL04", ""] = gifts, gifts * 400_000
        _split(values, "CL04", (("v.tai_chinh_cd", 0.5), ("v.nsdld", 0.5)))


def _events(values: Values, unit: Unit, rng: random.Random, growth: float) -> None:
    """What happened and was not logged one by one."""
    base = max(30, unit.member_count) * growth
    telling = max(1, round(rng.uniform(1, 4)))
    # The form asks every unit for its propaganda sessions; who logged none counts from its minutes.
    if ("TT01", "") not in values:
        values["TT01", ""], values["TT01", "h.truc_tiep"] = telling, telling
    if ("TT02", "") not in values:
        listeners = round(min(base, 900) * rng.uniform(0.4, 0.9))
        values["TT02", ""] = values["TT02", "h.truc_tiep"] = listeners
        values["TT02", "n.nu"] = round(listeners * women_share(unit))
    if unit.kind.tier == 3:
        asked = rng.randint(0, 7)
        values["DB18", ""], values["DB19", ""] = asked, round(asked * rng.uniform(0.6, 1.0))
        values["DB09", ""] = 1 if rng.random() < 0.1 else 0
        values["TD12", ""] = rng.randint(0, 4)
        if unit.sector in BUSINESS and unit.member_count > 250:
            values["LD18", ""] = rng.choice((0, 0, 0, 1))
            values["LD15", ""] = values["LD16", ""] = stopped = 1 if rng.random() < 0.06 else 0
            values["LD17", ""] = stopped * rng.randint(30, 90)
        if ("TD03", "") not in values and rng.random() < 0.5:
            values["TD03", ""] = rng.randint(1, 6)
        if values.get(("TD03", "")):
            ideas = int(values["TD03", ""])
            values["TD03", "n.nu"] = round(ideas * women_share(unit))
            values["TD04", ""] = ideas * rng.randint(4, 30) * 1_000_000
        values["CL13", ""] = round(base * rng.uniform(0, 0.05))
        values["CL16", ""] = rng.randint(0, 2)
    else:
        _upper_events(values, rng)


def _upper_events(values: Values, rng: random.Random) -> None:
    staff = rng.randint(3, 9)
    values.update({
        ("TC11", ""): staff, ("TC11", "n.nu"): round(staff * 0.5), ("TT12", ""): rng.randint(8, 30),
        ("TT13", ""): rng.randint(5, 20), ("DB15", ""): rng.randint(1, 5), ("KT02", ""): 1, ("KT03", ""): rng.randint(2, 8),
        ("KT04", ""): 0, ("KT04b", ""): 0, ("CL05", ""): 1, ("TD01", ""): 1, ("DB21", ""): rng.randint(0, 2),
    })  # fmt: skip
    built, repaired = rng.randint(0, 2), rng.randint(0, 2)
    spent = built * 60_000_000 + repaired * 30_000_000
    values.update(
        {("CL07", ""): built, ("CL08", ""): repaired, ("CL09", ""): spent, ("CL09", "v.tai_chinh_cd"): spent}
    )


def _helped(values: Values, unit: Unit, rng: random.Random) -> None:
    """Help in need and at Tết: the unit's own money beside what the log says."""
    if ("CL01", "") not in values:
        values["CL01", ""] = max(1, round(max(unit.member_count, 40) * rng.uniform(0.01, 0.05)))
    if ("CL02", "") not in values:
        values["CL02", ""] = int(values["CL01", ""]) * rng.choice((300_000, 500_000, 500_000, 1_000_000))
        values["CL02", "v.tai_chinh_cd"] = values["CL02", ""]
    for code, split in (("CL01", PEOPLE_SPLIT), ("CL03", (("v.tai_chinh_cd", 0.55), ("v.nsdld", 0.45)))):
        if (code, "") in values:
            _split(values, code, split)
    values["CL01", "n.nu"] = round(int(values["CL01", ""]) * women_share(unit))


def _split(values: Values, code: str, split: tuple[tuple[str, float], ...]) -> None:
    left = int(values[code, ""])
    whole = left
    for breakdown, part in split[1:]:
        values[code, breakdown] = round(whole * part)
        left -= round(whole * part)
    values[code, split[0][0]] = left


def _close_rows(values: Values, layout: FormLayout) -> None:
    """Parts of an exhaustive breakdown that nobody filled are 0 where the others already make the total."""
    for row in layout.rows.values():
        code = row.indicator.code
        if (code, "") not in values:
            continue
        for name in {part.disaggregation for part in row.parts if part.exhaustive}:
            parts = [part.key for part in row.parts if part.disaggregation == name]
            known = [values[key] for key in parts if key in values]
            if known and sum(known) == values[code, ""]:
                values.update({key: 0 for key in parts if key not in values})
            elif known and sum(known) != values[code, ""]:
                values[parts[0]] = values.get(parts[0], 0) + values[code, ""] - sum(known)
                values.update({key: 0 for key in parts if key not in values})


def _averages(cells: Cells, unit: Unit, rng: random.Random, growth: float) -> None:
    if unit.kind.tier != 3:
        return
    least, most = WAGES[unit.sector or "nnn"]
    cells["LD04", ""] = CellInput(
        value_text=number(round(rng.uniform(least, most) * (0.5 + growth / 2) / 1000) * 1000)
    )
    if unit.sector in BUSINESS and unit.member_count > 80:
        portions = round(unit.member_count * rng.uniform(120, 150))
        price = round(rng.uniform(*MEAL) / 500) * 500
        cells["DB12", ""] = CellInput(value_text=number(price), base_text=number(portions))
    else:
        cells["DB12", ""] = NOT_APPLICABLE


def _states(cells: Cells, layout: FormLayout, unit: Unit, rng: random.Random, *, nil: bool) -> None:
    """A number that is 0 is "không phát sinh"; what the unit does not know or does not have says so; little is blank."""
    flows = {key for key, spec in layout.cells.items() if spec.indicator.kind == "F"}
    for key, cell in list(cells.items()):
        if cell.value_text == "0" and not key[1]:
            cells[key] = NIL
    for key, spec in layout.cells.items():
        if key in cells or key[1]:
            continue
        if nil and key in flows:
            cells[key] = NIL
        elif spec.indicator.code == "QT06":
            cells[key] = CellInput(value_text=str(rng.choices((2, 3, 4), (2, 5, 3))[0]))
        elif spec.required or rng.random() < 0.75:
            cells[key] = NIL if spec.indicator.kind == "F" or spec.required else UNKNOWN
    if nil:
        for key in list(cells):
            if key in flows and key[1]:
                del cells[key]
            elif key in flows:
                cells[key] = NIL
