"""The power to sign is looked at again when it is used: what held at numbering may be over since."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from core.workflow import StepRefused
from documents.models import Document
from documents.services import take_step
from documents.signing.models import Signature, SignatureStatus
from documents.signing.queries import newest_content
from documents.signing.services import attributes_of, finish_hand_off, receive, sign
from tests import factories
from tests.documents import samples
from tests.documents.signing.pki import pki, raw_signature, signed
from units.models import Absence, Delegation, Role, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_power(desk: samples.Office) -> Delegation:
    """The signer is a deputy who signs plans for the head, by a written power."""
    head, deputy = factories.person(Role.LEADER, desk.unit, "Lù Văn Hải"), desk.seat
    Seat.objects.filter(pk=deputy.pk).update(post_title="Phó Chủ tịch")
    return Delegation.objects.create(
        unit=desk.unit, kind="KT", giver=head.seats.get(), receiver=deputy, for_post="Chủ tịch", types="KH",
        decision="12/QĐ-LĐLĐ", from_on=timezone.localdate(),
    )  # fmt: skip


@pytest.fixture
def by_deputy(desk: samples.Office, by_power: Delegation, numbered: Any, done: Any) -> Document:
    document = samples.approved(desk)
    Document.objects.filter(pk=document.pk).update(delegation=by_power)
    with done():
        take_step(Document.objects.get(pk=document.pk), "number", by=desk.registry)
    return Document.objects.get(pk=document.pk)


@pytest.mark.parametrize("end", [{"ended_on": timezone.localdate}, {"types": "BC"}])
def test_power_that_ended_after_the_number_does_not_sign(desk, certificate, by_power, by_deputy, end):
    facts = {name: value() if callable(value) else value for name, value in end.items()}
    Delegation.objects.filter(pk=by_power.pk).update(**facts)
    with pytest.raises(StepRefused, match=r"12/QĐ-LĐLĐ.*trả lại văn bản"):
        sign(by_deputy, by=desk.leader)
    assert not by_deputy.signatures.exists()


def test_power_that_ended_while_the_device_had_the_paper_takes_no_answer(desk, remote, by_power, by_deputy):
    waiting = sign(by_deputy, by=desk.leader)
    Delegation.objects.filter(pk=by_power.pk).update(ended_on=timezone.localdate())
    with pytest.raises(StepRefused, match="hết hiệu lực"):
        finish_hand_off(waiting, raw_signature(pki().person, attributes_of(waiting)), by=desk.leader)


def test_signer_who_changed_units_does_not_sign(desk, certificate, numbered):
    document = numbered()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Seat.objects.filter(pk=desk.seat.pk).update(to_on=yesterday, from_on=yesterday)
    with pytest.raises(StepRefused, match="không giữ chức danh"):
        sign(document, by=desk.leader)


def test_file_signed_elsewhere_when_the_power_was_over_is_refused(desk, by_power, by_deputy, done):
    content = signed(newest_content(by_deputy)[0], pki().person)
    Delegation.objects.filter(pk=by_power.pk).update(ended_on=timezone.localdate())
    with done():
        receive(by_deputy, content, route="upload", by=desk.registry)
    found = Signature.objects.get()
    assert (found.status, "hết hiệu lực" in found.refusal) == (SignatureStatus.REFUSED, True)


def test_signing_page_says_that_the_power_is_over(client, desk, certificate, by_power, by_deputy):
    Delegation.objects.filter(pk=by_power.pk).update(ended_on=timezone.localdate())
    client.force_login(desk.leader)
    page = client.get(f"/van-ban/{by_deputy.pk}/ky/")
    assert "không còn quyền ký" in page.content.decode()
    assert not page.context["may_sign"]


def test_clerk_who_numbers_for_an_absent_signer_is_told(client, desk):
    document, today = samples.approved(desk), timezone.localdate()
    Absence.objects.create(seat=desk.seat, from_on=today, to_on=today + dt.timedelta(days=2))
    client.force_login(desk.registry)
    page = client.post(f"/van-ban/{document.pk}/buoc/number/", follow=True)
    assert "vắng mặt đến hết ngày" in page.content.decode()
    assert "Người ký đang vắng" in client.get(f"/van-ban/{document.pk}/ky/").content.decode()
