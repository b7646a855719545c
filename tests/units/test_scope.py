"""Who sees and who administers which unit: one table says it all."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from units.models import Role, Seat, Unit, User
from units.scope import administered, administers, administers_person

pytestmark = pytest.mark.django_db
ALL = {"TLD", "MS", "BAC", "NAM", "BAC-1", "BAC-2", "NAM-1", "TT-1"}

# seat at → what is visible
SEES = {
    "TLD": ALL,
    "MS": ALL,
    "BAC": {"TLD", "MS", "BAC", "BAC-1", "BAC-2"},
    "NAM": {"TLD", "MS", "NAM", "NAM-1"},
    "BAC-1": {"TLD", "MS", "BAC", "BAC-1"},
    "TT-1": {"TLD", "MS", "TT-1"},
}
# ADMIN at → what is administered
ADMINISTERS = {
    "TLD": ALL,
    "MS": ALL - {"TLD"},
    "BAC": {"BAC", "BAC-1", "BAC-2"},
    "BAC-1": {"BAC-1"},
}


def _codes(units) -> set[str]:
    return {unit.code for unit in units}


@pytest.mark.parametrize("at", SEES)
def test_seat_shows_what_is_below_and_the_line_above(union, at):
    user = union.person(Role.MEMBER, Unit.objects.get(code=at), "nguoi")
    assert _codes(Unit.objects.visible_to(user)) == SEES[at]


@pytest.mark.parametrize("at", ADMINISTERS)
def test_administrator_manages_the_unit_and_all_below(union, at):
    user = union.person(Role.ADMIN, Unit.objects.get(code=at), "nguoi")
    assert {unit.code for unit in Unit.objects.all() if administers(user, unit)} == ADMINISTERS[at]
    assert _codes(Unit.objects.filter(administered(user))) == ADMINISTERS[at]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_no_other_role_administers(union, role):
    user = union.person(role, union.province, "nguoi")
    assert not any(administers(user, unit) for unit in Unit.objects.all())
    assert not Unit.objects.filter(administered(user)).exists()


def test_anonymous_and_seatless_see_nothing(union):
    for user in (AnonymousUser(), User.objects.create_user("khongvai", full_name="A")):
        assert not Unit.objects.visible_to(user).exists()
        assert not administers(user, union.north)


def test_superuser_sees_and_administers_all(union):
    user = User.objects.create_superuser("root", full_name="A")
    assert _codes(Unit.objects.visible_to(user)) == ALL
    assert administers(user, union.north)


def test_ended_seat_shows_nothing(union):
    user = union.person(Role.ADMIN, union.province, "nguoi")
    Seat.objects.update(to_on=timezone.localdate() - timezone.timedelta(days=1))
    assert not Unit.objects.visible_to(user).exists()
    assert not administers(user, union.province)


def test_path_that_only_starts_alike_stays_outside(union):
    """The sibling's path begins with the same characters as no full level of the person's unit."""
    user = union.person(Role.ADMIN, union.north, "nguoi")
    Unit.objects.filter(pk=union.south.pk).update(path=union.north.path[:-1] + "~")
    assert union.south not in Unit.objects.visible_to(user)
    assert not administers(user, Unit.objects.get(pk=union.south.pk))


def test_two_seats_show_both_branches(union):
    user = union.person(Role.MEMBER, union.north_1, "nguoi")
    Seat.objects.create(user=user, unit=union.south, role=Role.MEMBER, post_title="X")
    assert _codes(Unit.objects.visible_to(user)) == {"TLD", "MS", "BAC", "BAC-1", "NAM", "NAM-1"}


def test_people_of_other_branches_and_above_stay_unknown(union, admin):
    north = union.person(Role.LEADER, union.north, "bac")
    below = union.person(Role.LEADER, union.north_1, "bac1")
    union.person(Role.LEADER, union.south, "nam")
    assert set(User.objects.visible_to(north)) == {north, below}
    assert set(Seat.objects.visible_to(north).values_list("user__username", flat=True)) == {
        "bac",
        "bac1",
        "quantri",
    }


def test_account_is_administered_only_when_all_its_seats_are(union, admin):
    chief = union.person(Role.ADMIN, union.north, "truong")
    below = union.person(Role.LEADER, union.north_1, "duoi")
    assert administers_person(chief, below)
    Seat.objects.create(user=below, unit=union.province, role=Role.LEADER, post_title="Phó Chủ tịch")
    assert not administers_person(chief, below)
    assert administers_person(admin, below)
    assert not administers_person(chief, User.objects.create_user("moi", full_name="A"))
    assert not administers_person(admin, User.objects.create_superuser("root", full_name="A"))
