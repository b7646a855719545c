"""People, seats, passwords and the lock after failed tries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.units.conftest import PASSWORD
from units.models import AuditEntry, Department, Role, Seat, SignInFailure, User
from units.scope import holds
from units.services import UnitError, create_department, create_person, end_seat, grant_seat, set_password

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def _again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"username": "Lò Thị"}, "username", "không dấu"),
        ({"username": "QuanTri"}, "username", "đã có người dùng"),
        ({"full_name": " "}, "full_name", "họ và tên"),
        ({"password": "ngan"}, "password", "ít nhất 10 ký tự"),
        ({"password": "1234567890123"}, "password", "là số"),
        ({"password": "nguoimoi2026"}, "password", "giống"),
    ],
)
def test_wrong_person_is_refused_in_vietnamese(admin, change, field, words):
    given = {"username": "nguoimoi", "full_name": "Sùng A Páo", "password": PASSWORD} | change
    with pytest.raises(UnitError, match=words) as error:
        create_person(**given)
    assert error.value.field == field
    assert not User.objects.filter(full_name="Sùng A Páo").exists()


def test_person_without_password_cannot_sign_in(client, union):
    create_person(username="chua.cap", full_name="Sùng A Páo", password=None)
    assert not client.login(username="chua.cap", password="")


def test_seat_lets_act_from_its_day_and_no_longer_from_the_day_it_ends(union):
    user = create_person(username="pao", full_name="Sùng A Páo", password=PASSWORD)
    seat = grant_seat(user=user, unit=union.north, role=Role.LEADER, post_title="Chủ tịch")
    assert holds(_again(user), Role.LEADER, at=union.north)
    end_seat(seat, by=None)
    assert not holds(_again(user), Role.LEADER, at=union.north)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")][-2:] == ["seat.grant", "seat.end"]
    with pytest.raises(UnitError, match="đã kết thúc"):
        end_seat(seat)


def test_seat_of_tomorrow_does_not_count_today(union):
    user = create_person(username="pao", full_name="Sùng A Páo", password=PASSWORD)
    grant_seat(
        user=user, unit=union.north, role=Role.LEADER, post_title="X", from_on=TODAY() + dt.timedelta(days=1)
    )
    assert not holds(_again(user), Role.LEADER, at=union.north)


def test_wrong_seats_are_refused(union, admin):
    elsewhere = create_department(unit=union.south, name="Văn phòng")
    give = {"user": admin, "unit": union.north, "role": Role.LEADER, "post_title": "Chủ tịch"}
    for change, words in (
        ({"role": "king"}, "Không có vai trò"),
        ({"post_title": " "}, "chức vụ"),
        ({"department": elsewhere}, "không thuộc"),
        ({"unit": union.province, "role": Role.ADMIN}, "đang giữ"),
    ):
        with pytest.raises(UnitError, match=words):
            grant_seat(**(give | change))
    assert Seat.objects.count() == 1


def test_nobody_ends_their_own_administration(admin):
    with pytest.raises(UnitError, match="tự kết thúc"):
        end_seat(admin.seats.get(), by=admin)


def test_department_name_is_unique_at_its_unit_only(union):
    create_department(unit=union.north, name="Văn  phòng")
    create_department(unit=union.south, name="Văn phòng")
    with pytest.raises(UnitError, match="đã có"):
        create_department(unit=union.north, name="Văn phòng")
    assert Department.objects.count() == 2


# --- signing in


def _sign_in(client, username, password, **extra):
    return client.post(reverse("units:sign_in"), {"username": username, "password": password}, **extra)


def test_sign_in_ignores_the_case_of_the_name(client, admin):
    assert _sign_in(client, "Quantri", PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(admin.pk)


def test_wrong_password_says_so_and_warns_before_the_lock(client, admin):
    said = [_sign_in(client, "quantri", "sai").context["form"].non_field_errors()[0] for _ in range(4)]
    assert said[0] == "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert said[3].endswith("Còn 1 lần thử.")


def test_fifth_failure_locks_even_the_right_password(client, admin):
    for _ in range(5):
        answer = _sign_in(client, "quantri", "sai")
    assert "thử lại sau 5 phút" in answer.content.decode()
    answer = _sign_in(client, "QUANTRI", PASSWORD)
    assert answer.status_code == 200
    assert "quá nhiều lần" in answer.content.decode()
    assert AuditEntry.objects.filter(action="person.locked_out", target_id=str(admin.pk)).count() == 1


def test_lock_holds_for_the_pair_of_name_and_address_only(client, admin, union):
    union.person(Role.LEADER, union.north, "khac")
    for _ in range(5):
        _sign_in(client, "quantri", "sai")
    assert _sign_in(client, "khac", PASSWORD).status_code == 302
    client.logout()
    assert _sign_in(client, "quantri", PASSWORD, REMOTE_ADDR="10.1.1.1").status_code == 302


def test_lock_ends_after_five_minutes(client, admin):
    for _ in range(5):
        _sign_in(client, "quantri", "sai")
    SignInFailure.objects.update(at=timezone.now() - dt.timedelta(minutes=5, seconds=1))
    assert _sign_in(client, "quantri", PASSWORD).status_code == 302


def test_success_forgets_the_failures_before(client, admin):
    for _ in range(4):
        _sign_in(client, "quantri", "sai")
    _sign_in(client, "quantri", PASSWORD)
    assert not SignInFailure.objects.exists()


def test_unknown_name_answers_like_a_wrong_password(client, admin):
    unknown = _sign_in(client, "khongco", "sai").context["form"].non_field_errors()
    assert unknown == _sign_in(client, "quantri", "sai").context["form"].non_field_errors()


def test_locked_account_does_not_sign_in(client, admin):
    User.objects.update(is_active=False)
    assert _sign_in(client, "quantri", PASSWORD).status_code == 200


def test_sign_out_needs_a_post(as_admin):
    assert as_admin.get(reverse("units:sign_out")).status_code == 405
    assert as_admin.post(reverse("units:sign_out")).status_code == 302
    assert "_auth_user_id" not in as_admin.session


# --- own account


def test_own_password_changes_and_the_session_stays(as_admin, admin):
    new = "ruong-bac-thang-9"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert as_admin.post(reverse("units:password_change"), given).status_code == 302
    assert _again(admin).check_password(new)
    assert as_admin.get(reverse("units:profile")).status_code == 200


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"old_password": "sai"}, "old_password", "không chính xác"),
        ({"new_password2": "khac-khac-khac"}, "new_password2", "không giống"),
        ({"new_password1": "ngan", "new_password2": "ngan"}, "new_password2", "ít nhất 10 ký tự"),
    ],
)
def test_wrong_password_change_is_said_at_the_field(as_admin, given, field, words):
    values = {
        "old_password": PASSWORD,
        "new_password1": "ruong-bac-thang-9",
        "new_password2": "ruong-bac-thang-9",
    }
    answer = as_admin.post(reverse("units:password_change"), values | given)
    assert words in " ".join(answer.context["form"].errors[field])


def test_profile_saves_name_and_refuses_bad_mail(as_admin, admin):
    assert (
        as_admin.post(reverse("units:profile"), {"full_name": "Lò Văn Én", "email": "x"}).status_code == 422
    )
    assert _again(admin).full_name != "Lò Văn Én"
    as_admin.post(reverse("units:profile"), {"full_name": "Lò Văn Én", "email": "", "phone": "091"})
    assert (_again(admin).full_name, _again(admin).phone) == ("Lò Văn Én", "091")
    assert AuditEntry.objects.latest("pk").action == "person.change"


def test_set_password_is_recorded_without_the_password(admin):
    set_password(admin, password="ruong-bac-thang-9", by=admin)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.before, entry.after) == ("person.password", {}, {})


def test_new_password_from_an_administrator_ends_the_lock(client, admin, union):
    person = union.person(Role.LEADER, union.north, "khac")
    for _ in range(5):
        _sign_in(client, "khac", "sai")
    set_password(person, password="ruong-bac-thang-9", by=admin)
    assert _sign_in(client, "khac", "ruong-bac-thang-9").status_code == 302


def test_switching_acts_from_ones_own_seat_only(client, union):
    user = union.person(Role.LEADER, union.north, "haivai")
    second = Seat.objects.create(user=user, unit=union.south, role=Role.LEADER, post_title="Ủy viên")
    other = union.person(Role.LEADER, union.south, "khac").seats.get()
    client.force_login(user)
    assert client.get(reverse("units:switch_seat")).status_code == 405
    answer = client.post(reverse("units:switch_seat"), {"seat": second.pk, "next": "https://evil.example/"})
    assert answer.url == "/"
    assert client.session["seat_id"] == second.pk
    for foreign in (other.pk, "abc", ""):
        assert client.post(reverse("units:switch_seat"), {"seat": foreign}).status_code == 404
    assert client.session["seat_id"] == second.pk
