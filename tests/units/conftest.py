"""A small union: a province with two communes, four grassroots unions, and people with names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client

from units import catalogue
from units.models import Role, Seat, Unit, User
from units.services import UnitRow, bulk_create_units

FOUNDED = dt.date(2020, 1, 1)
PASSWORD = "song-ca-pleiku-7"


@dataclass
class Union:
    """The units by short names."""

    confederation: Unit
    province: Unit
    north: Unit
    south: Unit
    north_1: Unit
    north_2: Unit
    south_1: Unit
    direct: Unit

    def person(self, role: str, unit: Unit, username: str) -> User:
        """Somebody with one seat; the password is PASSWORD."""
        user = User.objects.create_user(username, PASSWORD, full_name=f"Lò Thị {username.title()}")
        Seat.objects.create(user=user, unit=unit, role=role, post_title="Chuyên viên", from_on=FOUNDED)
        return user


def _row(code: str, kind: str, name: str, parent: str = "") -> UnitRow:
    return UnitRow(code=code, kind=kind, name=name, parent=parent, from_on=FOUNDED, place_name="Suối Mơ")


@pytest.fixture
def kinds(db: None) -> None:
    catalogue.load()


@pytest.fixture
def union(kinds: None) -> Union:
    rows = [
        _row("TLD", "general_confederation", "Tổng Liên đoàn Lao động Việt Nam"),
        _row("MS", "provincial_federation", "Liên đoàn Lao động tỉnh Mẫu Sơn", "TLD"),
        _row("BAC", "commune_union", "Công đoàn phường Đồi Bắc", "MS"),
        _row("NAM", "commune_union", "Công đoàn xã Đồng Nam", "MS"),
        _row("BAC-1", "grassroots_union", "CĐCS Công ty May Đẩy Mạnh", "BAC"),
        _row("BAC-2", "grassroots_union", "CĐCS Trường Mầm non Họa Mi", "BAC"),
        _row("NAM-1", "grassroots_union", "CĐCS Xí nghiệp Gạch Đồng Nam", "NAM"),
        _row("TT-1", "grassroots_union", "CĐCS Điện lực Mẫu Sơn", "MS"),
    ]
    by_code = {unit.code: unit for unit in bulk_create_units(rows)}
    codes = ("TLD", "MS", "BAC", "NAM", "BAC-1", "BAC-2", "NAM-1", "TT-1")
    return Union(*(by_code[code] for code in codes))


@pytest.fixture
def admin(union: Union) -> User:
    """Administrator of the province."""
    return union.person(Role.ADMIN, union.province, "quantri")


@pytest.fixture
def as_admin(admin: User, client: Client) -> Client:
    client.force_login(admin)
    return client
