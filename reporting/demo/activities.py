"""What the units did in the half-year, written into their activity logs."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from campaigns.models import Campaign, Message
from campaigns.services import log_activity
from documents.evidence import NewEvidence, read_link, read_photo
from plans.models import Task
from reporting.demo.behaviour import Behaviour
from reporting.demo.calendar import DemoYear
from reporting.demo.names import dice
from reporting.demo.people import Cast
from reporting.demo.photos import photo
from reporting.demo.planning import province_plan, the_campaign
from reporting.demo.texts import read
from units.models import Unit

_NAMESPACE = uuid.UUID("6b1f7a30-53c1-4a53-9a64-60a9d1f7c0de")


@dataclass(frozen=True)
class Kind:
    """An activity that units hold: when it may be, how many come, what it leaves behind (texts/activities.toml)."""

    type: str
    titles: list[str]
    first: list[int]
    last: list[int]
    turnout: list[float]
    quantities: tuple[tuple[str, float, int], ...] = ()
    money: tuple[tuple[str, int], ...] = ()
    task: str = ""
    online: bool = False
    weight: float = 1.0
    sectors: tuple[str, ...] = ()


@lru_cache
def kinds() -> tuple[Kind, ...]:
    """All kinds of activities of the example."""
    return tuple(Kind(**row) for row in read("activities")["kind"])


@dataclass
class Setting:
    """What activities may refer to."""

    campaign: Campaign
    messages: list[Message]
    tasks: dict[str, Task]
    demo: DemoYear


def log_everything(cast: Cast, demo: DemoYear, plans: dict[str, Behaviour]) -> int:
    """Fill the logs of all units; gives the number of activities. A second call adds none (request keys)."""
    campaign = the_campaign(cast)
    messages = list(campaign.messages.exclude(approved_at=None))
    tasks = {task.block_id: task for task in province_plan(cast).tasks.all()}
    setting = Setting(campaign, messages, tasks, demo)
    photos = _photographed(cast)
    logged = 0
    for unit in [cast.top, *cast.uppers, *cast.bases]:
        behaviour = plans.get(unit.code)
        if behaviour and not behaviour.logs:
            continue
        logged += _log_unit(cast, unit, setting, with_photo=unit.code in photos)
    return logged


def _photographed(cast: Cast) -> set[str]:
    codes = [unit.code for unit in [*cast.uppers, *cast.bases]]
    return set(dice("photographed").sample(codes, min(cast.size.photos, len(codes))))


def _log_unit(cast: Cast, unit: Unit, setting: Setting, *, with_photo: bool) -> int:
    rng = dice(unit.code, "activities")
    wanted = _how_many(unit, rng, cast.size.activities)
    usual = [k for k in kinds() if not k.sectors or unit.sector in k.sectors]
    chosen = _weighted(usual, wanted, rng)
    if unit.kind.tier < 3:
        # What every upper unit owes: telling and helping.
        owed = [k for k in usual if k.type in {"tuyen_truyen_mieng", "tham_hoi_tro_cap"}]
        chosen = [*owed, *(k for k in chosen[len(owed) :] if k not in owed)]
    for number, kind in enumerate(chosen):
        evidence = _evidence(unit, kind, rng, with_photo=with_photo and number == 0)
        _log(cast, unit, kind, number, setting, rng, evidence)
    return len(chosen)


def _how_many(unit: Unit, rng: random.Random, scale: float) -> int:
    least, most = (5, 8) if unit.kind.tier < 3 else (1, 5) if unit.member_count > 60 else (1, 3)
    return max(2 if unit.kind.tier < 3 else 1, round(rng.randint(least, most) * scale))


def _weighted(usual: list[Kind], wanted: int, rng: random.Random) -> list[Kind]:
    """Different kinds, the usual ones more often."""
    left = list(usual)
    chosen: list[Kind] = []
    while left and len(chosen) < wanted:
        kind = rng.choices(left, [k.weight for k in left])[0]
        left.remove(kind)
        chosen.append(kind)
    return chosen


def _log(
    cast: Cast,
    unit: Unit,
    kind: Kind,
    number: int,
    setting: Setting,
    rng: random.Random,
    evidence: list[NewEvidence],
) -> None:
    people = _people(unit, kind, rng)
    in_campaign = kind.task or rng.random() < 0.35
    log_activity(
        unit=unit, by=cast.reporter(unit), type=kind.type, title=rng.choice(kind.titles).format(year=setting.demo.year),
        happened_on=_day(kind, setting.demo, rng), place=_place(unit, rng),
        form="truc_tuyen" if kind.online else "truc_tiep", campaign=setting.campaign if in_campaign else None,
        task=setting.tasks.get(kind.task),
        message=rng.choice(setting.messages) if in_campaign and rng.random() < 0.5 and setting.messages else None,
        sessions=rng.randint(1, 4) if kind.type == "tuyen_truyen_mieng" and people > 60 else 1,
        participations=people or None, female_participations=_women(unit, people) or None,
        note=rng.choice(NOTES), quantities=_quantities(kind, people, rng), money=_money(kind, people, rng),
        evidence=evidence, request_key=uuid.uuid5(_NAMESPACE, f"{unit.code}:{number}"),
    )  # fmt: skip


NOTES = (
    "", "", "Đoàn viên tham gia đông, trao đổi sôi nổi.",
    "Có 3 ý kiến đề nghị cải thiện chỗ để xe, đã chuyển lãnh đạo đơn vị.",
    "Tổ chức ngay tại xưởng giữa hai ca, không ảnh hưởng sản xuất.",
    "Phiếu hỏi nhanh: 9/10 người dự thấy nội dung thiết thực.",
    "Phối hợp với Đoàn Thanh niên, Hội Phụ nữ cùng cấp.", "Một số người đi ca nên chưa dự được, sẽ tổ chức lại.",
)  # fmt: skip


def _people(unit: Unit, kind: Kind, rng: random.Random) -> int:
    least, most = kind.turnout
    if not most:
        return 0
    if unit.kind.tier < 3:
        # A unit's own event gathers people of many grassroots unions, not all of them.
        return max(12, round(rng.uniform(60, 320) * most))
    return max(2, round(unit.member_count * rng.uniform(least, most)))


def _women(unit: Unit, people: int) -> int:
    return round(people * women_share(unit))


def women_share(unit: Unit) -> float:
    """Women among the unit's people."""
    least, most = {"hcsn": (0.5, 0.85), "dnnn": (0.15, 0.45), "nnn": (0.25, 0.65), "fdi": (0.55, 0.85)}[
        unit.sector or "nnn"
    ]
    return dice(unit.code, "women").uniform(least, most)


def _day(kind: Kind, demo: DemoYear, rng: random.Random) -> dt.date:
    first = demo.day(*kind.first, back=1) if kind.first[0] == 12 else demo.day(*kind.first)
    last = demo.day(*kind.last)
    return first + dt.timedelta(days=rng.randint(0, (last - first).days))


def _place(unit: Unit, rng: random.Random) -> str:
    halls = (
        "Hội trường đơn vị",
        "Nhà ăn ca",
        "Phòng họp",
        "Sân đơn vị",
        f"Nhà văn hóa {unit.place_name or 'tỉnh'}",
    )
    return rng.choice(halls)


def _quantities(kind: Kind, people: int, rng: random.Random) -> dict[str, int]:
    return {
        code: max(least, round(people * each)) + (rng.randint(0, 3) if not each else 0)
        for code, each, least in kind.quantities
    }


def _money(kind: Kind, people: int, rng: random.Random) -> dict[str, int]:
    """Đồng by source, rounded to 50.000 as people spend it."""
    return {
        source: max(1, round(people * each * rng.uniform(0.8, 1.2) / 50_000)) * 50_000
        for source, each in kind.money
    }


def _evidence(unit: Unit, kind: Kind, rng: random.Random, *, with_photo: bool) -> list[NewEvidence]:
    pieces: list[Any] = []
    if with_photo:
        pieces.append(
            read_photo(photo(unit, kind.titles[0]), caption="Quang cảnh buổi sinh hoạt", consent=True)
        )
    if kind.online:
        slug = f"{unit.code.lower()}-{rng.randrange(10**6):06d}"
        pieces.append(read_link(f"https://congdoanmauson.example/tin/{slug}", caption="Bài trên trang tin"))
    return pieces
