"""The units of the example: one federation, upper units of mixed kinds, grassroots unions of uneven number and size."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from reporting.demo import names
from units.models import Unit
from units.services import UnitRow, bulk_create_units

PROVINCE_CODE = "MS"
PROVINCE = "Liên đoàn Lao động tỉnh Mẫu Sơn"
FOUNDED = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Size:
    """How much of the example is made; the tests make less."""

    uppers: int = 8
    direct: int = 6
    below: int = 160
    activities: float = 1.0
    photos: int = 16


@dataclass(frozen=True)
class UpperSpec:
    code: str
    login: str
    kind: str
    name: str
    short_name: str
    symbol: str
    place: str
    share: int
    pool: str


# `share` is the number of grassroots unions at full size; together 160.
UPPERS = (
    UpperSpec(
        "MS-VC",
        "cdvc",
        "civil_servant_union",
        "Công đoàn Viên chức tỉnh Mẫu Sơn",
        "CĐVC tỉnh",
        "CĐVC",
        "Mẫu Sơn",
        22,
        "office",
    ),
    UpperSpec(
        "MS-HS",
        "cdhosen",
        "commune_union",
        "Công đoàn phường Hồ Sen",
        "CĐ phường Hồ Sen",
        "CĐP",
        "Hồ Sen",
        18,
        "commune",
    ),
    UpperSpec(
        "MS-K1",
        "cdkcn1",
        "industrial_zone_union",
        "Công đoàn các Khu công nghiệp Đồi Chè",
        "CĐ KCN Đồi Chè",
        "CĐKCN",
        "Đồi Chè",
        28,
        "zone",
    ),
    UpperSpec(
        "MS-GD",
        "cdgd",
        "sector_union",
        "Công đoàn ngành Giáo dục tỉnh Mẫu Sơn",
        "CĐ Giáo dục tỉnh",
        "CĐGD",
        "Mẫu Sơn",
        35,
        "school",
    ),
    UpperSpec(
        "MS-YT",
        "cdyt",
        "sector_union",
        "Công đoàn ngành Y tế tỉnh Mẫu Sơn",
        "CĐ Y tế tỉnh",
        "CĐYT",
        "Mẫu Sơn",
        13,
        "health",
    ),
    UpperSpec(
        "MS-K2",
        "cdkcn2",
        "industrial_zone_union",
        "Công đoàn Khu công nghiệp Cửa Rừng",
        "CĐ KCN Cửa Rừng",
        "CĐKCN",
        "Cửa Rừng",
        22,
        "zone",
    ),
    UpperSpec(
        "MS-BD",
        "cdbenda",
        "commune_union",
        "Công đoàn phường Bến Đá",
        "CĐ phường Bến Đá",
        "CĐP",
        "Bến Đá",
        14,
        "commune",
    ),
    UpperSpec(
        "MS-SM",
        "cdsuoimo",
        "commune_union",
        "Công đoàn xã Suối Mơ",
        "CĐ xã Suối Mơ",
        "CĐX",
        "Suối Mơ",
        8,
        "commune",
    ),
)
# People at work: least, most; the larger end is rarer.
WORKFORCE = {
    "office": (18, 140),
    "commune": (12, 260),
    "zone": (90, 3600),
    "school": (24, 96),
    "health": (30, 640),
    "direct": (140, 760),
}


@dataclass(frozen=True)
class Workplace:
    name: str
    sector: str
    pool: str


def upper_specs(size: Size) -> tuple[UpperSpec, ...]:
    return UPPERS[: size.uppers]


def plant(size: Size) -> None:
    """Make all units of the example in one go."""
    bulk_create_units([_province(), *_uppers(size), *_direct(size), *_below(size)])


def province() -> Unit:
    """The example's federation. Raises Unit.DoesNotExist before `plant`."""
    return Unit.objects.select_related("kind").get(code=PROVINCE_CODE)


def grassroots_codes(size: Size) -> list[str]:
    return [f"CS{number:03d}" for number in range(1, size.direct + size.below + 1)]


def _province() -> UnitRow:
    return UnitRow(
        code=PROVINCE_CODE, kind="provincial_federation", name=PROVINCE, short_name="LĐLĐ tỉnh Mẫu Sơn", sector="hcsn",
        place_name="Mẫu Sơn", from_on=FOUNDED,
    )  # fmt: skip


def _uppers(size: Size) -> Iterator[UnitRow]:
    for spec in upper_specs(size):
        yield UnitRow(
            code=spec.code, kind=spec.kind, name=spec.name, short_name=spec.short_name, symbol=spec.symbol, sector="hcsn",
            parent=PROVINCE_CODE, place_name=spec.place, from_on=FOUNDED,
        )  # fmt: skip


def _direct(size: Size) -> Iterator[UnitRow]:
    for number, (name, sector) in enumerate(names.DIRECT[: size.direct], start=1):
        yield _grassroots(number, PROVINCE_CODE, Workplace(name, sector, "direct"), "Mẫu Sơn")


def _below(size: Size) -> Iterator[UnitRow]:
    number = size.direct
    rng = names.dice("workplaces")
    pools = {"zone": _zone_workplaces(rng), "commune": _commune_workplaces(rng)}
    for spec, count in zip(upper_specs(size), counts_below(size), strict=True):
        pool = pools.get(spec.pool) or _listed_workplaces(spec.pool)
        for _n in range(count):
            number += 1
            place = spec.place if spec.pool == "commune" else "Mẫu Sơn"
            yield _grassroots(number, spec.code, _placed(next(pool), place), place)


def counts_below(size: Size) -> list[int]:
    """Grassroots unions of each upper unit: uneven as in UPPERS, together exactly `size.below`."""
    shares = [spec.share for spec in upper_specs(size)]
    counts = [max(1, size.below * share // sum(shares)) for share in shares]
    counts[0] += size.below - sum(counts)
    return counts


def _placed(work: Workplace, place: str) -> Workplace:
    return Workplace(work.name.replace("{place}", place), work.sector, work.pool)


def _listed_workplaces(pool: str) -> Iterator[Workplace]:
    listed = {"office": names.CIVIL_SERVICE, "school": names.EDUCATION, "health": names.HEALTH}[pool]
    for name in listed:
        yield Workplace(name, "nnn" if "tư nhân" in name else "hcsn", pool)


def _zone_workplaces(rng: random.Random) -> Iterator[Workplace]:
    foreign = [Workplace(f"Công ty TNHH {name}", "fdi", "zone") for name in names.FOREIGN]
    local = [Workplace(f"Công ty {_form(rng)} {name}", "nnn", "zone") for name in names.PRIVATE]
    foreign += [Workplace(f"{w.name} - Nhà máy 2", "fdi", "zone") for w in foreign[:8]]
    mixed = foreign + local
    rng.shuffle(mixed)
    yield from mixed


def _commune_workplaces(rng: random.Random) -> Iterator[Workplace]:
    sold = [
        "Xăng dầu",
        "Thương mại",
        "Xây lắp",
        "Vật liệu xây dựng",
        "Nông sản",
        "Gỗ mỹ nghệ",
        "Cơ khí",
        "Điện nước",
        "Dịch vụ",
    ]
    brands = [
        "Thuận An",
        "Hưng Thịnh",
        "Kim Sơn",
        "Việt Bắc",
        "Phúc Lộc",
        "Anh Dũng",
        "Tân Tiến",
        "Hoàng Gia",
        "Đông Á",
        "Sao Khuê",
    ]
    combined = [f"Công ty {_form(rng)} {trade} {brand}" for trade in sold for brand in brands]
    rng.shuffle(combined)
    while True:
        for pattern in names.COMMUNE:
            sector = "hcsn" if "Chợ" in pattern else "nnn"
            yield Workplace(pattern, sector, "commune")
            yield Workplace(combined.pop(), "nnn", "commune")
            yield Workplace(combined.pop(), "nnn", "commune")


def _form(rng: random.Random) -> str:
    return rng.choice(("TNHH", "TNHH", "Cổ phần"))


def _grassroots(number: int, parent: str, work: Workplace, place: str) -> UnitRow:
    code = f"CS{number:03d}"
    members = round(workforce(code, work.pool) * names.dice(code, "joined").uniform(0.82, 0.99))
    return UnitRow(
        code=code, kind="grassroots_union", name=f"CĐCS {work.name}", sector=work.sector, parent=parent, place_name=place,
        member_count=members, from_on=FOUNDED,
    )  # fmt: skip


def workforce(code: str, pool: str) -> int:
    """People at work in the unit."""
    least, most = WORKFORCE[pool]
    return round(
        least + (most - least) * names.dice(code, "workforce").random() ** (3 if pool == "zone" else 1.6)
    )
