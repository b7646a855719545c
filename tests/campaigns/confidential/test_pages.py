"""The pages of confidential records: a gate before the words, a log of who opened them, nothing for strangers."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.confidential.models import Opening
from campaigns.opinions.models import OpinionReport
from campaigns.opinions.services import report_opinion

pytestmark = pytest.mark.django_db
WORDS = "Công nhân ca đêm lo bữa ăn ca bị cắt."


@pytest.fixture
def opinion(place):
    return report_opinion(
        unit=place.base, by=place.member, topic=place.topic, summary=WORDS, heard_on=timezone.localdate()
    )


def address(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def test_words_are_shown_only_after_an_opening_that_is_written_down(client, place, opinion):
    client.force_login(place.leader)
    page = address("opinion_detail", opinion.pk)
    assert WORDS not in client.get(page).content.decode()
    assert client.get(page).status_code == 200 and Opening.objects.count() == 0
    opened = client.post(address("opinion_open", opinion.pk), follow=True)
    assert WORDS in opened.content.decode()
    assert [(one.by, one.unit) for one in Opening.objects.all()] == [(place.leader, place.base)]
    # Who answers for the unit that reported sees who read; the reader does not.
    assert "Ai đã mở nội dung" not in opened.content.decode()
    client.force_login(place.chair)
    assert "Lê Văn Dẫn" in client.get(page).content.decode()
    assert "Lê Văn Dẫn" in client.get(address("opening_list")).content.decode()


def test_a_stranger_gets_404_and_nothing_is_written(client, place, opinion):
    for person in (place.officer, place.head):
        client.force_login(person)
        assert client.get(address("opinion_detail", opinion.pk)).status_code == 404
        assert client.post(address("opinion_open", opinion.pk)).status_code == 404
    assert Opening.objects.count() == 0


def test_the_form_refuses_a_name_at_its_field_and_sends_the_rest(client, place):
    client.force_login(place.member)
    given = {
        "unit": place.base.pk, "topic": "bua_an_ca", "heard_on": f"{timezone.localdate():%d/%m/%Y}", "scope": "group",
        "summary": "Anh Trần Văn Bình nói cơm thiu.", "mood": "angry", "heard_from": "ctv",
    }  # fmt: skip
    refused = client.post(address("opinion_new"), given)
    assert refused.status_code == 422
    assert "Anh Trần Văn Bình" in refused.context["form"].errors["summary"][0]
    sent = client.post(address("opinion_new"), given | {"summary": WORDS, "people": "1.200"})
    found = OpinionReport.objects.get()
    assert sent.status_code == 302 and (found.people, found.reported_by) == (1200, place.member)


def test_list_and_exports_hold_none_of_the_words(client, place, opinion):
    client.force_login(place.leader)
    listed = client.get(address("opinion_list"), {"nhom": "bua_an_ca"}).content.decode()
    assert opinion.code in listed and WORDS not in listed
    for answer in (client.post(address("opinion_export")), client.get(address("opinion_rollup_export"))):
        cells = [str(c.value) for row in load_workbook(io.BytesIO(answer.content)).active.rows for c in row]
        assert any("Bữa ăn ca" in cell for cell in cells)
        assert not [cell for cell in cells if WORDS in cell or "Bùi Văn Viên" in cell]


def test_the_person_responsible_names_and_drops_keepers(client, place, opinion):
    client.force_login(place.leader)
    client.post(address("keeper_name"), {"seat": place.officer_seat.pk})
    client.force_login(place.officer)
    assert client.get(address("opinion_detail", opinion.pk)).status_code == 200
    assert client.get(address("keeper_list")).status_code == 403
    client.force_login(place.leader)
    client.post(address("keeper_drop", place.officer_seat.keeper.pk))
    client.force_login(place.officer)
    assert client.get(address("opinion_detail", opinion.pk)).status_code == 404
