"""The people of the example, their seats, and how the rest of the example finds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.hashers import make_password

from reporting.demo.names import People, dice
from reporting.demo.tree import (
    FOUNDED,
    PROVINCE_CODE,
    Size,
    UpperSpec,
    grassroots_codes,
    province,
    upper_specs,
)
from units.models import Department, Role, Seat, Unit, User
from units.services import create_department, create_person, give_delegation, grant_seat

PASSWORD = "nhipcau2026"
BOARD = "Ban Công tác công đoàn"
OFFICE = "Văn phòng"


@dataclass(frozen=True)
class Post:
    """A person to be made: sign-in name, what the seat is called, its roles."""

    login: str
    title: str
    roles: tuple[str, ...]
    department: str = ""
    woman: bool | None = None


PROVINCE_POSTS = (
    Post("tinh.chutich", "Chủ tịch", (Role.LEADER,), woman=False),
    Post("tinh.phochutich", "Phó Chủ tịch", (Role.LEADER,), woman=True),
    Post("tinh.truongban", "Trưởng ban", (Role.UNIT_HEAD,), BOARD, woman=False),
    Post("tinh.thammuu", "Chuyên viên", (Role.DRAFTER,), BOARD, woman=True),
    Post("tinh.canbo", "Chuyên viên tổng hợp", (Role.UPPER_UNIT,), BOARD, woman=True),
    Post("tinh.vanthu", "Văn thư", (Role.REGISTRY,), OFFICE, woman=True),
    Post("tinh.quantri", "Quản trị hệ thống", (Role.ADMIN,), OFFICE, woman=False),
)


def upper_posts(spec: UpperSpec) -> tuple[Post, ...]:
    """A small office: the chair signs, one officer drafts, numbers and follows the reports."""
    officer = (Role.UPPER_UNIT, Role.DRAFTER, Role.REGISTRY)
    return (
        Post(f"{spec.login}.chutich", "Chủ tịch", (Role.LEADER,)),
        Post(f"{spec.login}.canbo", "Chuyên viên", officer),
    )


def seat_everybody(size: Size) -> None:
    """Make all people and give them their seats."""
    people = People(dice("people"))
    top = province()
    departments = {name: create_department(unit=top, name=name) for name in (BOARD, OFFICE)}
    made = [_seat(post, top, people, departments) for post in PROVINCE_POSTS]
    units = Unit.objects.select_related("kind").in_bulk(field_name="code")
    for spec in upper_specs(size):
        made += [_seat(post, units[spec.code], people) for post in upper_posts(spec)]
    for code in grassroots_codes(size):
        chair = Post(code.lower(), "Chủ tịch", (Role.GRASSROOTS,))
        made.append(_seat(chair, units[code], people))
    _let_sign(top)
    # One hash for everybody: the password is printed anyway, and 180 slow hashes would take half a minute.
    User.objects.filter(pk__in=made).update(password=make_password(PASSWORD))


def _let_sign(top: Unit) -> None:
    """The head of department signs notices and letters by order of the standing board."""
    held = {seat.user.username: seat for seat in Seat.objects.filter(unit=top).select_related("user")}
    give_delegation(
        unit=top, kind="TL", giver=held["tinh.chutich"], receiver=held["tinh.truongban"], from_on=FOUNDED,
        decision="Quy chế làm việc của Ban Thường vụ, số 03/QC-LĐLĐ", types=["TB", "CV", "GM"],
    )  # fmt: skip


def _seat(post: Post, unit: Unit, people: People, departments: dict[str, Department] | None = None) -> int:
    user = create_person(
        username=post.login, full_name=people.name(woman=post.woman), password=None, unit=unit,
        phone=f"09{dice(post.login).randrange(10**8):08d}",
    )  # fmt: skip
    for role in post.roles:
        grant_seat(
            user=user, unit=unit, role=role, post_title=post.title, from_on=FOUNDED,
            department=(departments or {}).get(post.department),
        )  # fmt: skip
    return user.pk


class Cast:
    """People and units of the example by sign-in name and code; everybody acts with their own seats."""

    def __init__(self, size: Size) -> None:
        self.size = size

    @cached_property
    def _people(self) -> dict[str, User]:
        return {user.username: user for user in User.objects.all()}

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {u.code: u for u in Unit.objects.select_related("kind", "parent__kind").order_by("path")}

    @property
    def top(self) -> Unit:
        return self.units[PROVINCE_CODE]

    def __getitem__(self, login: str) -> User:
        return self._people[login]

    @cached_property
    def uppers(self) -> list[Unit]:
        return [self.units[spec.code] for spec in upper_specs(self.size)]

    @cached_property
    def bases(self) -> list[Unit]:
        return [self.units[code] for code in grassroots_codes(self.size)]

    def login(self, unit: Unit) -> str:
        """First part of the sign-in names at the unit."""
        found = next((s.login for s in upper_specs(self.size) if s.code == unit.code), "")
        return found or ("tinh" if unit.code == PROVINCE_CODE else unit.code.lower())

    def leader(self, unit: Unit) -> User:
        return self[f"{self.login(unit)}.chutich"]

    def officer(self, unit: Unit) -> User:
        """Who follows and compiles the reports."""
        return self[f"{self.login(unit)}.canbo"]

    def drafter(self, unit: Unit) -> User:
        return self["tinh.thammuu"] if unit == self.top else self.officer(unit)

    def clerk(self, unit: Unit) -> User:
        return self["tinh.vanthu"] if unit == self.top else self.officer(unit)

    def reporter(self, unit: Unit) -> User:
        """Who enters the unit's own report."""
        return self.officer(unit) if unit.kind.tier < 3 else self[unit.code.lower()]

    def receiver(self, unit: Unit) -> User:
        """Who receives the unit's report one level above."""
        return self.officer(unit.parent if unit.parent else unit)

    def signer(self, unit: Unit) -> Seat:
        """The chair's seat."""
        return Seat.objects.select_related("user").get(unit=unit, user=self.leader(unit), role=Role.LEADER)
