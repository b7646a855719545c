"""Units, people and documents for tests. Every function gives a saved row; names are Vietnamese and stay unique."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from documents.models import Document
from units.models import STEP, Placement, Role, Seat, Unit, UnitKind, UnitName, User

_serial = itertools.count(1)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FOUNDED = dt.date(2020, 1, 1)
PASSWORD = "nhipcau2026"

# code → name, tier, symbol, collective
KINDS = {
    "general_confederation": ("Tổng Liên đoàn", 0, "TLĐ", "ĐOÀN CHỦ TỊCH"),
    "provincial_federation": ("Liên đoàn Lao động tỉnh, thành phố", 1, "LĐLĐ", "BAN THƯỜNG VỤ"),
    "commune_union": ("Công đoàn xã, phường", 2, "CĐX", "BAN THƯỜNG VỤ"),
    "sector_union": ("Công đoàn ngành", 2, "CĐN", "BAN THƯỜNG VỤ"),
    "grassroots_union": ("Công đoàn cơ sở", 3, "CĐCS", "BAN CHẤP HÀNH"),
    "council": ("Hội đồng", 9, "HĐ", "HỘI ĐỒNG"),
}
TITLES = {
    Role.LEADER: "Chủ tịch",
    Role.UNIT_HEAD: "Trưởng ban",
    Role.REGISTRY: "Văn thư",
    Role.GRASSROOTS: "Chủ tịch",
}


def unit_kind(code: str) -> UnitKind:
    """The kind with this code; made when it is not in the database."""
    name, tier, symbol, collective = KINDS[code]
    fields = {"name": name, "tier": tier, "symbol": symbol, "collective": collective}
    return UnitKind.objects.get_or_create(code=code, defaults=fields)[0]


def make_unit(kind: str, name: str, parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit with its open placement and name; `symbol`, `issuing_body`, `parent_authority` go to the heading."""
    found = unit_kind(kind)
    heading = {
        "symbol": fields.pop("symbol", found.symbol),
        "issuing_body": fields.pop("issuing_body", name.upper()),
        "parent_authority": fields.pop("parent_authority", parent.name.upper() if parent else ""),
    }
    fields.setdefault("code", f"DV{next(_serial):04d}")
    fields.setdefault("place_name", "Mẫu Sơn")
    unit = Unit(kind=found, name=name, parent=parent, depth=parent.depth + 1 if parent else 1, **fields)
    unit.path = f"?{unit.code}"
    unit.started_on = unit.started_on or FOUNDED
    unit.name_parts()
    unit.save()
    unit.path = (parent.path if parent else "") + _base36(unit.pk)
    unit.save(update_fields=["path"])
    if parent:
        parent.child_count += 1
        parent.save(update_fields=["child_count"])
    Placement.objects.create(unit=unit, parent=parent, from_on=FOUNDED)
    UnitName.objects.create(unit=unit, name=name, from_on=FOUNDED, **heading)
    return unit


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits.rjust(STEP, "0")


def province(name: str = "Liên đoàn Lao động tỉnh Mẫu Sơn", **fields: Any) -> Unit:
    """A provincial federation at the top of the tree."""
    return make_unit("provincial_federation", name, **fields)


def upper_unit(parent: Unit, name: str = "", **fields: Any) -> Unit:
    """A unit directly above the grassroots (commune or ward)."""
    return make_unit("commune_union", name or f"Công đoàn xã Suối Mơ {next(_serial)}", parent, **fields)


def grassroots(parent: Unit, name: str = "", **fields: Any) -> Unit:
    """A grassroots union."""
    return make_unit(
        "grassroots_union", name or f"CĐCS Công ty May Bình Minh {next(_serial)}", parent, **fields
    )


def make_user(name: str = "", **fields: Any) -> User:
    """Somebody who can sign in (PASSWORD) and holds no seat."""
    number = next(_serial)
    return User.objects.create_user(
        fields.pop("username", f"nguoi{number}"), PASSWORD, full_name=name or f"Nguyễn Văn {number}", **fields
    )


def make_seat(user: User, role: str, unit: Unit, title: str = "", **fields: Any) -> Seat:
    """A seat held since the founding day. The seats the user object remembers are forgotten."""
    user.__dict__.pop("_current_seats", None)
    fields.setdefault("from_on", FOUNDED)
    title = title or TITLES.get(Role(role), "Chuyên viên")
    return Seat.objects.create(user=user, role=role, unit=unit, post_title=title, **fields)


def person(role: str, unit: Unit, name: str = "", *, title: str = "") -> User:
    """Somebody who holds this one role at the unit."""
    user = make_user(name)
    make_seat(user, role, unit, title)
    return user


def make_document(issuer: Unit, **fields: Any) -> Document:
    """A draft plan document (type KH) of the unit, without text, signer or recipients."""
    fields.setdefault("type", "KH")
    fields.setdefault("symbol", f"{fields['type']}-{issuer.kind.symbol}")
    fields.setdefault("abstract", "Tuyên truyền pháp luật lao động năm 2026")
    fields.setdefault("place_name", issuer.place_name)
    return Document.objects.create(issuer=issuer, **fields)
