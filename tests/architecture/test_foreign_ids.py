"""An id of another province in a form that offers only one's own: an error at its field, and nothing stored.

What stands in the address is judged by access.csv; here it stands in a select box, a picker or a hidden field.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from reporting.services import create_regime
from tests.architecture.world import World, draft_plan
from tests.campaigns.uploads import upload
from units.models import Seat

pytestmark = pytest.mark.django_db

TODAY = f"{timezone.localdate():%d/%m/%Y}"
OURS = ("units", "documents", "plans", "campaigns", "reporting")


def foreign_plan(world: World) -> Any:
    """A plan of the other province."""
    other = World(**{**vars(world), "province": world.foreign_province})
    other.people = {"office": world["outsider"]}
    other.seat = Seat.objects.get(user=world["outsider"], role="leader")
    return draft_plan(other, "Kế hoạch của tỉnh khác")


def foreign_seat(world: World) -> Seat:
    return Seat.objects.get(user=world["outsider"], role="leader")


def foreign_regime(world: World) -> Any:
    return create_regime(world.foreign_province, by=None, frequency="year")


# Form → who sends it, the address with its object, the field, what stands in it, the rest of the form.
CASES: dict[str, tuple[str, str, str, str, Any, dict[str, Any]]] = {
    "new plan": (
        "office", "/ke-hoach/moi/", "", "issuer", lambda w: w.foreign_province, {"kind": "thematic", "abstract": "Thử"},
    ),
    "imported plan": (
        "office", "/ke-hoach/nhap-tu-tep/", "", "issuer", lambda w: w.foreign_province,
        {"file": lambda: upload("ke-hoach.txt", "KẾ HOẠCH\nTổ chức hội thao\n\nI. MỤC ĐÍCH\n".encode())},
    ),
    "signer of a plan": (
        "office", "/ke-hoach/{pk}/thong-tin/", "draft plan", "signer", foreign_seat,
        {"kind": "thematic", "urgency": "", "place_name": "Mẫu Sơn", "archive_line": "Lưu: VT."},
    ),
    "signer and recipients": (
        "office", "/van-ban/{pk}/noi-nhan/", "draft plan", "signer", foreign_seat,
        {"archive_line": "Lưu: VT.", "noi-nhan-TOTAL_FORMS": 0, "noi-nhan-INITIAL_FORMS": 0},
    ),
    "receiver of a power to sign": (
        "office", "/van-ban/uy-quyen/{code}/giao/", "province", "receiver", foreign_seat,
        {"kind": "Q", "for_post": "Chủ tịch", "decision": "1/QĐ", "from_on": TODAY},
    ),
    "who is away": (
        "office", "/van-ban/uy-quyen/{code}/vang-mat/", "province", "seat", foreign_seat,
        {"from_on": TODAY, "to_on": TODAY},
    ),
    "unit that keeps a number": (
        "office", "/van-ban/so-dang-ky/giu-so/", "", "unit", lambda w: w.foreign_province,
        {"type": "KH", "abstract": "Thử", "reserved_for": "Thử", "on": TODAY},
    ),
    "unit a paper came to": (
        "office", "/van-ban/so-den/moi/", "", "unit", lambda w: w.foreign_province,
        {"arrived_on": TODAY, "issuer_name": "Tỉnh ủy", "code": "1/CV", "abstract": "Thử"},
    ),
    "who settles a paper": (
        "office", "/van-ban/so-den/{pk}/giao/", "incoming document", "assignee", foreign_seat, {},
    ),
    "unit that leads a task": (
        "office", "/ke-hoach/{pk}/doan/bbbbbb/", "draft plan", "lead_unit", lambda w: w.foreign_base, {},
    ),
    "owner of a campaign": (
        "head", "/chien-dich/moi/", "", "owner", lambda w: w.foreign_province,
        {"name": "Thử", "starts_on": TODAY, "ends_on": TODAY},
    ),
    "plan of a campaign": (
        "head", "/chien-dich/moi/", "", "plans", foreign_plan, {"name": "Thử", "starts_on": TODAY, "ends_on": TODAY},
    ),
    "unit of an activity": (
        "reporter", "/chien-dich/hoat-dong/moi/", "", "unit", lambda w: w.foreign_base,
        {"type": "tuyen_truyen_mieng", "title": "Thử", "happened_on": TODAY, "form": "truc_tiep", "sessions": "1"},
    ),
    "upper unit of a moved one": (
        "office", "/don-vi/{code}/chuyen/", "grassroots unit", "parent", lambda w: w.foreign_province,
        {"on": TODAY, "decision": "5/QĐ"},
    ),
    "person of a new seat": (
        "office", "/don-vi/{code}/nhan-su/giao-vai-tro/", "province", "person", lambda w: w["outsider"],
        {"role": "leader", "post_title": "Chủ tịch", "from_on": TODAY},
    ),
    "regime of a period": (
        "office", "/bao-cao/ky/moi/", "", "regime", foreign_regime, {"year": "2031"},
    ),
}  # fmt: skip


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for app in OURS
        for model in apps.get_app_config(app).get_models()
    }


@pytest.mark.parametrize("name", CASES)
def test_foreign_id_in_a_form_is_an_error_at_its_field(world, name):
    who, path, of, field, foreign, rest = CASES[name]
    value = foreign(world)
    before = rows()
    client = Client()
    client.force_login(world[who])
    given = {key: made() if callable(made) else made for key, made in rest.items()}
    answer = client.post(path.format(**world.objects[of]), {**given, field: value.pk})
    assert answer.status_code in {200, 422}
    assert field in answer.context["form"].errors
    assert rows() == before


def test_recipient_of_another_province_is_an_error_at_its_line(world):
    client = Client()
    client.force_login(world["office"])
    answer = client.post(
        "/van-ban/{pk}/noi-nhan/".format(**world.objects["draft plan"]),
        {"archive_line": "Lưu: VT.", "noi-nhan-TOTAL_FORMS": 1, "noi-nhan-INITIAL_FORMS": 0,
         "noi-nhan-0-unit": world.foreign_base.code, "noi-nhan-0-role": "de_biet"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert world.foreign_base.code in answer.context["lines"].forms[0].errors["unit"][0]


@pytest.mark.parametrize(
    "path, of, given",
    [
        ("/doi-vai-tro/", "", lambda world: {"seat": foreign_seat(world).pk}),
        ("/ke-hoach/{pk}/cu-the-hoa/", "issued plan", lambda world: {"issuer": world.foreign_province.pk}),
    ],
    ids=["seat to act from", "unit to derive for"],
)
def test_foreign_id_of_a_button_is_refused(world, path, of, given):
    client = Client()
    client.force_login(world["office"])
    data, before = given(world), rows()
    assert client.post(path.format(**world.objects[of]), data).status_code in {403, 404}
    assert rows() == before
