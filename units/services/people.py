"""People and their seats."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.vietnamese import nfc
from units import audit
from units.models import Department, Role, Seat, Unit, User
from units.services.errors import UnitError
from units.services.sign_in import unlock

_USERNAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.@_-]{2,59}")


def check_password(password: str | None, user: User) -> None:
    """Raises UnitError when the password is too weak for this person; None is no password."""
    if password is None:
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnitError(" ".join(error.messages), "password") from error


def check_username(username: str) -> None:
    """Raises UnitError when the user name is ill-formed or taken (case does not count)."""
    if not _USERNAME.fullmatch(username):
        raise UnitError(
            "Tên đăng nhập có 3 đến 60 ký tự, chỉ gồm chữ không dấu, chữ số và các dấu . @ _ -", "username"
        )
    if User.objects.filter(username__iexact=username).exists():
        raise UnitError(f"Tên đăng nhập “{username}” đã có người dùng.", "username")


@transaction.atomic
def create_person(
    *, username: str, full_name: str, password: str | None, email: str = "", phone: str = "",
    unit: Unit | None = None, by: Any = None,
) -> User:  # fmt: skip
    """A person who may sign in; without a password they cannot until an administrator sets one.

    Raises UnitError with the field: user name ill-formed or taken (case does not count), no name, weak password.
    """
    username, full_name = username.strip(), " ".join(nfc(full_name).split())
    check_username(username)
    if not full_name:
        raise UnitError("Hãy nhập họ và tên.", "full_name")
    user = User(username=username, full_name=full_name, email=email.strip(), phone=phone.strip())
    check_password(password, user)
    user.set_password(password)
    user.name_parts()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UnitError(f"Tên đăng nhập “{username}” đã có người dùng.", "username") from error
    audit.record(
        "person.create", user, by=by, unit=unit, after={"username": username, "full_name": full_name}
    )
    return user


@transaction.atomic
def change_person(person: User, *, by: Any, **facts: str) -> User:
    """Change full_name, email, phone. Raises TypeError for another field, UnitError for an empty name."""
    unknown = set(facts) - {"full_name", "email", "phone"}
    if unknown:
        raise TypeError(f"not facts of a person: {sorted(unknown)}")
    person = User.objects.select_for_update().get(pk=person.pk)
    facts = {key: " ".join(nfc(value).split()) for key, value in facts.items()}
    if not facts.get("full_name", person.full_name):
        raise UnitError("Hãy nhập họ và tên.", "full_name")
    before = {key: getattr(person, key) for key, value in facts.items() if getattr(person, key) != value}
    if before:
        audit.record("person.change", person, by=by, before=before, after={key: facts[key] for key in before})
        for key in before:
            setattr(person, key, facts[key])
        person.name_parts()
        person.save(update_fields=[*before, "name_fold"])
    return person


@transaction.atomic
def set_password(person: User, *, password: str, by: Any) -> User:
    """A new password, the person's own or given by an administrator, who thereby also ends a lock after wrong tries.

    Raises UnitError when it is too weak.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    check_password(password, person)
    audit.record("person.password", person, by=by)
    person.set_password(password)
    person.save(update_fields=["password"])
    if by != person:
        unlock(person)
    return person


@transaction.atomic
def grant_seat(
    *, user: User, unit: Unit, role: str, post_title: str, department: Department | None = None,
    from_on: dt.date | None = None, second_post: str = "", by: Any = None,
) -> Seat:  # fmt: skip
    """Let the person act in the role at the unit from the day `from_on` (today when not said).

    Raises UnitError with the field: ended unit, unknown role, no post title, department of another unit, role held.
    """
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    if unit.ended_on:
        raise UnitError(f"“{unit.name}” đã kết thúc hoạt động, không thể giao vai trò.", "unit")
    if role not in Role.values:
        raise UnitError(f"Không có vai trò “{role}”.", "role")
    if not post_title.strip():
        raise UnitError("Hãy nhập chức vụ.", "post_title")
    if department and department.unit_id != unit.pk:
        raise UnitError(f"Ban, phòng “{department.name}” không thuộc “{unit.name}”.", "department")
    start = from_on or timezone.localdate()
    if Seat.objects.filter(user=user, unit=unit, role=role, to_on__isnull=True).exists():
        raise UnitError(f"{user.full_name} đang giữ vai trò “{Role(role).label}” tại “{unit.name}”.", "role")
    seat = Seat.objects.create(
        user=user,
        unit=unit,
        role=role,
        post_title=nfc(post_title).strip(),
        second_post=nfc(second_post).strip(),
        department=department,
        from_on=start,
    )
    audit.record(
        "seat.grant", seat, by=by, unit=unit,
        after={"user": user.username, "role": role, "post_title": seat.post_title, "from_on": start.isoformat()},
    )  # fmt: skip
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, on: dt.date | None = None, by: Any = None) -> Seat:
    """From the day `on` (today when not said) the seat is no longer held; its last day is the day before.

    Raises UnitError: already ended, one's own seat as administrator (nobody locks themselves out by accident).
    """
    on = on or timezone.localdate()
    seat = Seat.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=seat.pk)
    if seat.to_on:
        raise UnitError(f"Vai trò này đã kết thúc ngày {seat.to_on:%d/%m/%Y}.")
    if by and seat.user_id == by.pk and seat.role == Role.ADMIN:
        raise UnitError("Không thể tự kết thúc vai trò quản trị của chính mình. Hãy nhờ quản trị viên khác.")
    seat.to_on = on - dt.timedelta(days=1)
    audit.record(
        "seat.end", seat, by=by, unit=seat.unit,
        before={"user": seat.user.username, "role": seat.role}, after={"to_on": seat.to_on.isoformat()},
    )  # fmt: skip
    seat.save(update_fields=["to_on"])
    return seat


@transaction.atomic
def create_department(*, unit: Unit, name: str, short_name: str = "", by: Any = None) -> Department:
    """A department (ban, phòng) of the unit. Raises UnitError: no name, name taken at the unit."""
    name = " ".join(nfc(name).split())
    if not name:
        raise UnitError("Hãy nhập tên ban, phòng.", "name")
    if Department.objects.filter(unit=unit, name=name).exists():
        raise UnitError(f"“{unit.name}” đã có “{name}”.", "name")
    department = Department.objects.create(unit=unit, name=name, short_name=nfc(short_name).strip())
    audit.record("department.create", department, by=by, unit=unit, after={"name": name})
    return department
