"""Pages of units and people: who may, what a wrong entry answers, how many queries."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.units.conftest import PASSWORD
from units import queries
from units.models import Department, Role, Seat, Unit, User
from units.services import UnitRow, bulk_create_units, create_person, end_unit, grant_seat

pytestmark = pytest.mark.django_db
DAY = "01/07/2025"

READ = ["unit_detail", "unit_children", "seat_list"]
CHANGE = ["unit_new", "unit_edit", "unit_rename", "person_new", "seat_new", "department_new"]
FROM_ABOVE = ["unit_move", "unit_end", "unit_split"]


def _url(name: str, *args) -> str:
    return reverse(f"units:{name}", args=args)


def _text(answer) -> str:
    return answer.content.decode()


# --- who may


@pytest.mark.parametrize("name", [*READ, *CHANGE, *FROM_ABOVE])
def test_unit_pages_for_anonymous_stranger_insider_and_administrator(client, union, admin, name):
    url = _url(name, "BAC-1")
    assert client.get(url).status_code == 302
    client.force_login(union.person(Role.ADMIN, union.south, "la"))
    assert client.get(url).status_code == 404
    client.force_login(union.person(Role.LEADER, union.north, "trong"))
    assert client.get(url).status_code == (200 if name in READ else 403)
    client.force_login(admin)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", FROM_ABOVE)
def test_moving_and_ending_is_decided_above(client, union, name):
    client.force_login(union.person(Role.ADMIN, union.north, "truong"))
    assert client.get(_url(name, "BAC-1")).status_code == 200
    answer = client.get(_url(name, "BAC"))
    assert answer.status_code == 403
    assert "cấp trên" in _text(answer)


@pytest.mark.parametrize("name", ["unit_list", "unit_export", "profile", "password_change"])
def test_own_pages_want_a_sign_in_only(client, union, name):
    assert client.get(_url(name)).status_code == 302
    client.force_login(User.objects.create_user("khongvai", full_name="A"))
    assert client.get(_url(name)).status_code == 200


def test_import_is_for_administrators_of_a_province(client, union, admin):
    for user, status in (
        (union.person(Role.LEADER, union.province, "ld"), 403),
        (union.person(Role.ADMIN, union.north, "qt"), 403),
        (admin, 200),
    ):
        client.force_login(user)
        assert client.get(_url("unit_import")).status_code == status
        if status == 403:
            assert client.post(_url("unit_import_confirm")).status_code == 403


def test_seat_and_password_of_a_stranger_are_not_found(client, union):
    seat = union.person(Role.LEADER, union.south, "nam").seats.get()
    client.force_login(union.person(Role.ADMIN, union.north, "bac"))
    assert client.post(_url("seat_end", seat.pk)).status_code == 404
    assert (
        client.post(_url("person_password", "BAC", seat.user_id), {"password": PASSWORD}).status_code == 404
    )
    seat.refresh_from_db()
    assert seat.to_on is None


def test_reading_writes_nothing(as_admin, union):
    pages = [_url(name, "BAC") for name in [*READ, *CHANGE, *FROM_ABOVE]]
    pages += [_url(name) for name in ("unit_list", "unit_import", "unit_export", "profile", "unit_options")]
    with CaptureQueriesContext(connection) as captured:
        for page in pages:
            assert as_admin.get(page).status_code == 200
    assert [q["sql"] for q in captured if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []


# --- tree and search


def test_tree_starts_at_ones_own_unit(client, union):
    client.force_login(union.person(Role.LEADER, union.north, "bac"))
    page = _text(client.get(_url("unit_list")))
    assert "CĐCS Trường Mầm non Họa Mi" in page
    assert "Liên đoàn Lao động tỉnh Mẫu Sơn" in page
    assert "Đồng Nam" not in page


def test_branch_comes_a_hundred_at_a_time(as_admin, union):
    bulk_create_units(
        UnitRow(code=f"N{n:03}", kind="grassroots_union", name=f"CĐCS số {n:03}", parent="NAM")
        for n in range(150)
    )
    first = _text(as_admin.get(_url("unit_children", "NAM")))
    assert first.count("nc-tree-item") == 100
    assert "?from=100" in first
    assert "51 đơn vị nữa" in first
    rest = _text(as_admin.get(_url("unit_children", "NAM") + "?from=100"))
    assert rest.count("nc-tree-item") == 51
    assert "?from=" not in rest
    assert as_admin.get(_url("unit_children", "NAM") + "?from=x").status_code == 200


@pytest.mark.parametrize("text", ["day manh", "ĐẨY MẠNH", "may đẩy", "bac-1", "  manh   may "])
def test_search_needs_no_accents_and_shows_the_path(as_admin, union, text):
    page = _text(as_admin.get(_url("unit_list"), {"q": text}))
    assert "CĐCS Công ty May Đẩy Mạnh" in page
    assert "Công đoàn phường Đồi Bắc · Công đoàn cơ sở" in page


def test_search_finds_nothing_of_others(client, union):
    client.force_login(union.person(Role.LEADER, union.north, "bac"))
    assert "Không tìm thấy" in _text(client.get(_url("unit_list"), {"q": "gach"}))
    assert "Không tìm thấy" in _text(client.get(_url("unit_list"), {"q": "%"}))


def test_search_by_htmx_answers_with_the_list_alone(as_admin, union):
    page = _text(as_admin.get(_url("unit_list"), {"q": "gach"}, headers={"hx-request": "true"}))
    assert "Đồng Nam" in page
    assert "<html" not in page


def _queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["unit_list", "unit_children", "unit_detail", "search", "seat_list"])
def test_page_costs_the_same_queries_for_10_and_300_rows(as_admin, union, name):
    urls = {
        "unit_list": _url("unit_list"), "search": _url("unit_list") + "?q=so", "seat_list": _url("seat_list", "MS"),
        "unit_children": _url("unit_children", "MS"), "unit_detail": _url("unit_detail", "MS"),
    }  # fmt: skip

    def grow(first, last):
        rows = [
            UnitRow(code=f"N{n}", kind="grassroots_union", name=f"Số {n}", parent="MS")
            for n in range(first, last)
        ]
        for unit in bulk_create_units(rows):
            user = User(username=f"u{unit.code}", full_name="A", password="!")
            user.save()
            Seat.objects.create(user=user, unit=union.province, role=Role.MEMBER, post_title="Ủy viên")

    grow(0, 10)
    few = _queries(as_admin, urls[name])
    grow(10, 300)
    assert _queries(as_admin, urls[name]) == few


def test_unit_page_shows_names_placements_people_and_finds_below(as_admin, union):
    page = _text(as_admin.get(_url("unit_detail", "MS"), {"q": "gach"}))
    assert "CĐCS Xí nghiệp Gạch Đồng Nam" in page
    assert "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM" in page
    assert "Lò Thị Quantri" in page
    end_unit(union.direct, on=dt.date(2025, 1, 1))
    page = _text(as_admin.get(_url("unit_detail", "TT-1")))
    assert "Đã kết thúc hoạt động" in page
    assert "Đổi tên" not in page


# --- changes


def test_new_unit_by_form(as_admin, union):
    given = {
        "code": "BAC-3",
        "kind": "grassroots_union",
        "name": "CĐCS Mới",
        "from_on": DAY,
        "member_count": "1.250",
    }
    answer = as_admin.post(_url("unit_new", "BAC"), given)
    assert answer.url == _url("unit_detail", "BAC-3")
    unit = Unit.objects.get(code="BAC-3")
    assert (unit.parent, unit.member_count, unit.started_on) == (union.north, 1250, dt.date(2025, 7, 1))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"code": "BAC-1"}, "code", "đã được dùng"),
        ({"code": ""}, "code", "Hãy điền"),
        ({"kind": "provincial_federation"}, "kind", "hợp lệ"),
        ({"member_count": "mười"}, "member_count", "không phải là số"),
        ({"member_count": "-3"}, "member_count", "từ 0"),
        ({"member_count": "1,5"}, "member_count", "số nguyên"),
        ({"from_on": "32/01/2025"}, "from_on", "Ngày chưa đúng"),
        ({"from_on": "01/01/2099"}, "from_on", "hôm nay"),
    ],
)
def test_wrong_entry_is_said_at_its_field_and_stores_nothing(as_admin, union, change, field, words):
    given = {"code": "Z1", "kind": "grassroots_union", "name": "CĐCS Mới", "from_on": DAY} | change
    answer = as_admin.post(_url("unit_new", "BAC"), given)
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert Unit.objects.count() == 8


def test_edit_rename_move_and_end_by_form(as_admin, union):
    as_admin.post(
        _url("unit_edit", "BAC"), {"member_count": "1.234", "sector": "nnn", "place_name": "Đồi Bắc"}
    )
    heading = {
        "parent_authority": "LIÊN ĐOÀN LAO ĐỘNG TỈNH MẪU SƠN",
        "issuing_body": "CÔNG ĐOÀN PHƯỜNG ĐỒI BẮC",
    }
    as_admin.post(
        _url("unit_rename", "BAC"),
        {"name": "Công đoàn phường Đồi Gió", "symbol": "CĐP", "on": DAY, "decision": "1/QĐ-LĐLĐ", **heading},
    )
    as_admin.post(_url("unit_move", "BAC-1"), {"parent": union.south.pk, "on": DAY, "decision": "2/QĐ-LĐLĐ"})
    as_admin.post(_url("unit_end", "BAC-2"), {"on": DAY, "decision": "3/QĐ-LĐLĐ"})
    north = Unit.objects.get(code="BAC")
    assert (north.name, north.member_count, north.child_count) == ("Công đoàn phường Đồi Gió", 1234, 0)
    assert queries.heading_of(north, on=dt.date(2025, 7, 1)).issuing_body == "CÔNG ĐOÀN PHƯỜNG ĐỒI GIÓ"
    assert Unit.objects.get(code="BAC-1").parent == union.south
    assert Unit.objects.get(code="BAC-2").ended_on == dt.date(2025, 7, 1)
    assert queries.broken_paths() == []


def test_move_page_says_how_many_units_move_along(as_admin, union):
    assert "cùng <strong>2</strong> đơn vị cấp dưới" in _text(as_admin.get(_url("unit_move", "BAC")))


def test_move_into_a_foreign_unit_or_below_itself_is_refused_at_the_field(client, union):
    client.force_login(union.person(Role.ADMIN, union.north, "bac"))
    given = {"on": DAY, "decision": "2/QĐ"}
    for parent, words in (
        (union.south.pk, "phạm vi bạn quản lý"),
        (union.province.pk, "phạm vi bạn quản lý"),
        (999999, "phạm vi bạn quản lý"),
        ("", "tìm và chọn"),
        (union.north_1.pk, "vào chính nó"),
    ):
        answer = client.post(_url("unit_move", "BAC-1"), {**given, "parent": parent})
        assert words in " ".join(answer.context["form"].errors["parent"])
    assert Unit.objects.get(code="BAC-1").parent == union.north


def test_pickers_offer_only_what_may_be_chosen(client, union, admin):
    north = union.person(Role.ADMIN, union.north, "bac")
    client.force_login(north)
    assert "Đồi Bắc" in _text(client.get(_url("unit_options"), {"tim": "doi bac", "ten": "parent"}))
    assert 'name="parent"' in _text(client.get(_url("unit_options"), {"tim": "doi bac", "ten": "parent"}))
    assert "Không tìm thấy" in _text(client.get(_url("unit_options"), {"tim": "dong nam"}))
    assert "Không tìm thấy" in _text(client.get(_url("person_options"), {"tim": "quantri"}))
    assert north.full_name in _text(client.get(_url("person_options"), {"tim": "bac"}))


# --- people


def _person(**change) -> dict[str, str]:
    given = {"full_name": "Giàng A Chớ", "username": "cho.ga", "password": PASSWORD, "role": "leader",
             "post_title": "Chủ tịch", "from_on": DAY}  # fmt: skip
    return given | change


def test_new_person_gets_account_and_seat_together(as_admin, union):
    assert as_admin.post(_url("person_new", "BAC"), _person()).status_code == 302
    seat = Seat.objects.get(user__username="cho.ga")
    assert (seat.unit, seat.role, seat.post_title) == (union.north, "leader", "Chủ tịch")
    assert seat.user.check_password(PASSWORD)


def test_department_of_another_unit_is_refused_at_the_field(as_admin, union):
    foreign = Department.objects.create(unit=union.south, name="Văn phòng")
    answer = as_admin.post(_url("person_new", "BAC"), _person(department=foreign.pk))
    assert answer.context["form"].errors["department"]
    assert not User.objects.filter(username="cho.ga").exists()


def test_everything_wrong_with_a_new_person_is_said_at_once_at_its_field(as_admin, union):
    data = {"username": "x y", "password": "ngan", "full_name": "", "role": "leader", "from_on": "hôm qua"}
    answer = as_admin.post(reverse("units:person_new", args=[union.north.code]), data)
    assert answer.status_code == 422
    assert {"username", "password", "full_name", "post_title", "from_on"} <= set(
        answer.context["form"].errors
    )


def test_weak_password_leaves_no_half_made_person(as_admin, union):
    answer = as_admin.post(_url("person_new", "BAC"), _person(password="ngan"))
    assert "ít nhất 10 ký tự" in " ".join(answer.context["form"].errors["password"])
    assert not User.objects.filter(username="cho.ga").exists()


def test_seat_for_a_person_out_of_reach_is_refused_at_the_field(client, union, admin):
    client.force_login(union.person(Role.ADMIN, union.north, "bac"))
    given = {"person": admin.pk, "role": "leader", "post_title": "Chủ tịch", "from_on": DAY}
    answer = client.post(_url("seat_new", "BAC"), given)
    assert "phạm vi" in " ".join(answer.context["form"].errors["person"])
    assert not Seat.objects.filter(user=admin, unit=union.north).exists()


def test_seat_is_given_once_and_ended(as_admin, admin, union):
    given = {"person": admin.pk, "role": "leader", "post_title": "Chủ tịch", "from_on": DAY}
    assert as_admin.post(_url("seat_new", "BAC"), given).status_code == 302
    answer = as_admin.post(_url("seat_new", "BAC"), given)
    assert "đang giữ vai trò" in " ".join(answer.context["form"].errors["role"])
    seat = Seat.objects.get(unit=union.north)
    assert as_admin.get(_url("seat_end", seat.pk)).status_code == 405
    as_admin.post(_url("seat_end", seat.pk))
    page = _text(as_admin.get(_url("seat_list", "BAC")))
    assert "Đã thôi giữ vai trò" in page


def test_people_come_page_by_page_and_are_found_by_name_or_post(as_admin, union):
    for n in range(60):
        union.person(Role.MEMBER, union.north, f"nguoi{n}")
    url = _url("seat_list", "BAC")
    assert _text(as_admin.get(url)).count("Cấp lại mật khẩu") == 50
    assert _text(as_admin.get(url + "?trang=2")).count("Cấp lại mật khẩu") == 10
    found = as_admin.get(url + "?q=nguoi59").context["held"]
    assert [one.user.username for one in found] == ["nguoi59"]


def test_people_are_found_without_accents(as_admin, union):
    hoa = create_person(username="dt.hoa", full_name="Đặng Thị Hòa", password=None, unit=union.north)
    seat = grant_seat(user=hoa, unit=union.north, role=Role.MEMBER, post_title="Ủy viên")
    found = as_admin.get(_url("seat_list", "BAC") + "?q=dang+hoa").context["held"]
    assert list(found) == [seat]


def test_people_are_exported_with_their_names_for_administrators_only(client, as_admin, union):
    union.person(Role.MEMBER, union.north, "bac")
    url = _url("seat_export", "BAC")

    def rows(by):
        book = openpyxl.load_workbook(io.BytesIO(by.get(url).content))
        return [[cell.value for cell in row] for row in book.active.iter_rows()]

    assert rows(as_admin)[1][0] == "Lò Thị Bac"
    assert "bac" in rows(as_admin)[1]
    reader = Client()
    reader.force_login(union.person(Role.LEADER, union.north, "lanhdao"))
    assert "bac" not in str(rows(reader)).replace("Bac", "")


def test_administrator_gives_a_new_password_within_reach_only(client, union):
    north = union.person(Role.ADMIN, union.north, "bac")
    below = union.person(Role.GRASSROOTS, union.north_1, "duoi")
    client.force_login(north)
    url = _url("person_password", "BAC-1", below.pk)
    assert client.post(url, {"password": "ngan"}).status_code == 422
    assert client.post(url, {"password": "ruong-bac-thang-9"}).status_code == 302
    below.refresh_from_db()
    assert below.check_password("ruong-bac-thang-9")
    Seat.objects.create(user=below, unit=union.province, role=Role.LEADER, post_title="Phó Chủ tịch")
    assert client.post(url, {"password": "mat-khau-khac-1"}).status_code == 403
    below.refresh_from_db()
    assert below.check_password("ruong-bac-thang-9")
