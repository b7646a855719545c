"""Pages of the powers to sign, and the signer's choice with the block it prints."""

import datetime as dt

import pytest
from django.utils import timezone

from documents.models import Document
from tests.documents import samples
from tests.documents.browsing import get, post, text_of
from units.models import Absence, Delegation, SignatureSetting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def day(count=0):
    return f"{timezone.localdate() + dt.timedelta(days=count):%d/%m/%Y}"


def said(desk, **change):
    return {
        "kind": "TUQ", "giver": desk.seat.pk, "receiver": desk.head.seats.get().pk, "decision": "12/QĐ-LĐLĐ",
        "from_on": day(), "to_on": day(30), "types": ["KH", "TB"],
    } | change  # fmt: skip


def test_clerk_writes_a_power_and_the_drafter_may_choose_it(client, desk):
    post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk))
    power = Delegation.objects.get()
    assert "Đang hiệu lực" in text_of(get(client, desk.drafter, "delegation_list"))
    document = samples.draft(desk)
    page = text_of(get(client, desk.drafter, "recipients_edit", document.pk))
    assert "TUQ. CHỦ TỊCH" in page
    key = f"{power.receiver_id}-{power.pk}"
    lines = {"noi-nhan-TOTAL_FORMS": 1, "noi-nhan-INITIAL_FORMS": 0, "noi-nhan-0-text": "Tỉnh ủy",
             "noi-nhan-0-role": "de_biet"}  # fmt: skip
    post(client, desk.drafter, "recipients_edit", document.pk, signer=key, archive_line="Lưu: VT.", **lines)
    assert Document.objects.get(pk=document.pk).delegation == power


def test_wrong_entry_keeps_the_form_and_says_why(client, desk):
    answer = post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk, to_on=""))
    assert answer.status_code == 422
    assert answer.context["form"].errors["to_on"] == [
        "Thừa ủy quyền phải có thời hạn. Hãy ghi ngày kết thúc."
    ]
    assert not Delegation.objects.exists()


def test_same_power_is_not_given_twice_for_a_day(client, desk):
    post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk))
    again = post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk))
    assert again.status_code == 422
    assert "đã được giao đúng việc này theo" in again.context["form"].errors["receiver"][0]
    post(client, desk.leader, "delegation_end", Delegation.objects.get().pk, note="Chủ tịch đã về")
    post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk))
    assert Delegation.objects.count() == 2


def test_power_is_taken_back_with_a_reason(client, desk):
    post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk))
    power = Delegation.objects.get()
    post(client, desk.leader, "delegation_end", power.pk, note="Chủ tịch đã về")
    assert "Thu hồi: Chủ tịch đã về" in text_of(get(client, desk.registry, "delegation_list"))
    assert not Delegation.objects.in_force().exists()


def test_signer_whose_power_is_over_is_named_with_the_reason(client, desk):
    post(client, desk.registry, "delegation_new", desk.unit.code, **said(desk))
    power = Delegation.objects.get()
    document = samples.draft(desk)
    Document.objects.filter(pk=document.pk).update(signer=power.receiver, delegation=power)
    Delegation.objects.filter(pk=power.pk).update(types="TB")
    page = text_of(get(client, desk.drafter, "recipients_edit", document.pk))
    assert "không gồm kế hoạch" in page


def test_everybody_writes_their_own_absence_only(client, desk):
    own, other = desk.drafter.seats.get(), desk.seat
    dates = {"from_on": day(), "to_on": day(2)}
    assert (
        post(client, desk.drafter, "absence_new", desk.unit.code, seat=other.pk, **dates).status_code == 422
    )
    post(client, desk.drafter, "absence_new", desk.unit.code, seat=own.pk, **dates)
    assert Absence.objects.get().seat == own


def test_leader_chooses_three_lines_for_deputies(client, desk):
    post(client, desk.leader, "signature_setting", desk.unit.code, three_lines="on")
    assert SignatureSetting.objects.get().three_lines
    assert "Ba dòng, có KT." in text_of(get(client, desk.leader, "delegation_list"))
