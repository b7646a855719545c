"""Who signs: the block above the name, and what stands in the way."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.authority import signature_of, signing_choices
from documents.models import Document
from documents.queries import group_units
from documents.services import BadSigner, NotReady, choose_signer, issue_document
from tests import factories
from tests.documents import samples
from units.models import Absence, Delegation, Role, Seat
from units.services import (
    UnitError,
    end_delegation,
    give_delegation,
    record_absence,
    remove_absence,
    set_signature_form,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DECISION = "12/QĐ-LĐLĐ ngày 03/11/2026"


def days(count):
    return TODAY + dt.timedelta(days=count)


@pytest.fixture
def deputy(desk):
    return factories.person(Role.LEADER, desk.unit, "Hà Thị Gấm", title="Phó Chủ tịch").seats.get()


@pytest.fixture
def head_of_department(desk):
    return desk.head.seats.get()


def give(desk, receiver, kind="TL", **facts):
    facts = {"from_on": days(-5), "decision": DECISION, "giver": desk.seat, "by": desk.registry} | facts
    return give_delegation(unit=desk.unit, kind=kind, receiver=receiver, **facts)


def signed(desk, seat, delegation=None, **fields):
    document = factories.make_document(desk.unit, **fields)
    return choose_signer(document, seat, delegation=delegation, by=desk.drafter)


def lines(document):
    return signature_of(Document.objects.get(pk=document.pk)).authority_lines


# --- the block


def test_chair_signs_for_the_collective(desk):
    block = signature_of(signed(desk, desk.seat))
    assert (block.authority_lines, block.name) == (("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), "Trần Ngọc Ánh")


def test_deputy_signs_in_two_lines_and_by_setting_in_three(desk, deputy):
    document = signed(desk, deputy)
    assert lines(document) == ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH")
    set_signature_form(desk.unit, three_lines=True, post_above_name=False, by=desk.leader)
    assert lines(document) == ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert lines(signed(desk, desk.seat)) == ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH")


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("TL", ("TL. BAN THƯỜNG VỤ", "TRƯỞNG BAN")),
        ("TUQ", ("TUQ. CHỦ TỊCH", "TRƯỞNG BAN")),
        ("Q", ("TM. BAN THƯỜNG VỤ", "Q. CHỦ TỊCH")),
    ],
)
def test_each_power_has_its_lines(desk, head_of_department, kind, printed):
    power = give(desk, head_of_department, kind, to_on=days(30), types=["KH"])
    assert lines(signed(desk, head_of_department, power)) == printed


def test_deputy_with_a_written_power_signs_for_the_head(desk, deputy):
    document = signed(desk, deputy, give(desk, deputy, "KT"))
    assert lines(document) == ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def test_council_numbers_and_signs_in_its_own_name(desk):
    council = factories.make_unit("council", "Hội đồng Thi đua", desk.unit, symbol="HĐTĐ")
    own = samples.office(council)
    Seat.objects.filter(pk=own.seat.pk).update(second_post="Chủ tịch LĐLĐ tỉnh")
    samples.issued(desk)
    issued = samples.issued(own, symbol="KH-HĐTĐ")
    block = signature_of(Document.objects.get(pk=issued.pk))
    assert (issued.doc_code, block.authority_lines) == ("01/KH-HĐTĐ", ("TM. HỘI ĐỒNG", "CHỦ TỊCH"))
    assert (block.second_post, block.post_above_name) == ("CHỦ TỊCH LĐLĐ TỈNH", False)


def test_council_is_not_among_the_units_below(desk, below):
    factories.make_unit("council", "Hội đồng Thi đua", desk.unit)
    assert list(group_units(desk.unit, "truc_thuoc")) == [below.pk]


# --- what is refused


def refused(desk, seat, delegation, words, **fields):
    with pytest.raises(BadSigner, match=words):
        signed(desk, seat, delegation, **fields)


def test_power_out_of_date_is_refused_with_its_last_day(desk, head_of_department):
    over = give(desk, head_of_department, "TUQ", from_on=days(-20), to_on=days(-1), types=["KH"])
    refused(desk, head_of_department, over, f"đã hết hiệu lực sau ngày {days(-1):%d/%m/%Y}")
    coming = give(desk, head_of_department, from_on=days(3))
    refused(desk, head_of_department, coming, f"chỉ có hiệu lực từ ngày {days(3):%d/%m/%Y}")


def test_power_for_other_types_is_refused_with_what_it_covers(desk, head_of_department):
    power = give(desk, head_of_department, types=["TB", "CV"])
    refused(desk, head_of_department, power, r"không gồm kế hoạch \(chỉ gồm thông báo, công văn\)")
    assert signed(desk, head_of_department, power, type="TB").delegation == power


def test_head_of_department_without_a_power_is_refused(desk, head_of_department):
    refused(desk, head_of_department, None, "chưa được giao ký thừa lệnh")


def test_signer_of_another_unit_is_refused(desk, below):
    outsider = factories.person(Role.LEADER, below, "Lầu A Sử").seats.get()
    refused(desk, outsider, None, "Lầu A Sử không giữ chức danh tại")


def test_power_of_somebody_else_is_refused(desk, deputy, head_of_department):
    refused(desk, deputy, give(desk, head_of_department), "không giao cho Hà Thị Gấm")


def test_mandate_lapses_when_its_giver_leaves(desk, head_of_department):
    power = give(desk, head_of_department, "TUQ", to_on=days(30), types=["KH"])
    Seat.objects.filter(pk=desk.seat.pk).update(to_on=days(-1))
    power = Delegation.objects.get(pk=power.pk)
    refused(desk, head_of_department, power, "không còn giá trị: Trần Ngọc Ánh thôi giữ chức")


def test_power_taken_back_before_the_issue_stops_it(desk, head_of_department):
    power = give(desk, head_of_department)
    document = samples.approved(desk)
    choose_signer(document, head_of_department, delegation=power, by=desk.registry)
    end_delegation(power, reason="Chủ tịch đã về", by=desk.leader)
    with pytest.raises(NotReady, match="đã hết hiệu lực") as stopped:
        issue_document(document, by=desk.registry)
    assert stopped.value.field == "signer"


# --- giving


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"decision": " "}, "decision", "bằng văn bản"),
        ({"to_on": days(-9)}, "to_on", "từ ngày bắt đầu"),
        ({"kind": "TUQ", "types": ["TB"]}, "to_on", "phải có thời hạn"),
        ({"kind": "TUQ", "to_on": days(9)}, "types", "phải có phạm vi"),
        ({"kind": "KT"}, "receiver", "Chỉ cấp phó ký thay"),
        ({"giver": None}, "giver", "chọn người giao"),
        ({"for_post": "Chủ tịch danh dự"}, "for_post", "giữ chức vụ Chủ tịch"),
        ({"kind": "Q", "giver": None}, "for_post", "chức vụ được giữ quyền"),
    ],
)
def test_incomplete_power_is_refused_at_its_field(desk, head_of_department, change, field, words):
    with pytest.raises(UnitError, match=words) as error:
        give(desk, head_of_department, **change)
    assert error.value.field == field
    assert not Delegation.objects.exists()


def test_nothing_is_passed_on(desk, deputy, head_of_department):
    give(desk, deputy, "KT")
    clerk = desk.registry.seats.get()
    with pytest.raises(UnitError, match=r"ký theo 12/QĐ-LĐLĐ .* không được giao lại"):
        give(desk, clerk, giver=deputy)
    with pytest.raises(UnitError, match="không phải người đứng đầu"):
        give(desk, clerk, giver=head_of_department)


def test_who_acts_as_head_may_give(desk, deputy, head_of_department):
    give(desk, deputy, "Q", giver=None, for_post="Chủ tịch")
    assert give(desk, head_of_department, giver=deputy).pk


def test_drafter_gives_nothing(desk, head_of_department):
    with pytest.raises(PermissionDenied):
        give(desk, head_of_department, by=desk.drafter)


def test_database_refuses_what_the_service_would(desk, head_of_department):
    power = give(desk, head_of_department, "TUQ", to_on=days(9), types=["TB"])
    for wrong in (
        {"to_on": None},
        {"types": ""},
        {"from_on": days(10)},
        {"giver": power.receiver},
        {"decision": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=power.pk).update(**wrong)


# --- what is offered


def test_form_offers_everybody_who_may_sign_with_the_power(desk, deputy, head_of_department):
    power = give(desk, head_of_department, to_on=days(30), types=["KH"])
    give(desk, desk.registry.seats.get(), "TUQ", to_on=days(30), types=["TB"])
    record_absence(seat=desk.seat, from_on=TODAY, to_on=days(2), by=desk.registry)
    offered = {choice.key: choice.note for choice in signing_choices(desk.unit, "KH")}
    assert offered == {
        str(desk.seat.pk): f"vắng mặt đến {days(2):%d/%m/%Y}",
        str(deputy.pk): "",
        f"{head_of_department.pk}-{power.pk}": f"theo {DECISION}, đến {days(30):%d/%m/%Y}",
    }


def test_absence_is_written_once_and_by_oneself_too(desk):
    mine = desk.drafter.seats.get()
    away = record_absence(seat=mine, from_on=TODAY, to_on=days(3), by=desk.drafter)
    with pytest.raises(UnitError, match="đã ghi vắng"):
        record_absence(seat=mine, from_on=days(2), to_on=days(5), by=desk.drafter)
    with pytest.raises(PermissionDenied):
        record_absence(seat=desk.seat, from_on=TODAY, to_on=TODAY, by=desk.drafter)
    remove_absence(away, by=desk.drafter)
    assert not Absence.objects.exists()
