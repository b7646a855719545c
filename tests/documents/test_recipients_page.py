"""The lines of "Nơi nhận" on their page: units found by words, said by code and name."""

import pytest

from documents.models import Recipient
from tests import factories
from tests.documents.browsing import post, url
from tests.documents.test_pages import lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]


def test_units_are_found_without_accents_and_only_within_sight(client, desk, below, stranger):
    document = factories.make_document(desk.unit)
    client.force_login(desk.drafter)
    answer = client.get(url("recipients_edit", document.pk), {"tim": "binh minh"})
    assert answer.json() == [f"{below.code} – {below.name}"]
    foreign = stranger.seats.get().unit
    assert client.get(url("recipients_edit", document.pk), {"tim": foreign.code}).json() == []


def test_unit_chosen_from_the_list_is_kept_and_shown_again(client, desk, below):
    document = factories.make_document(desk.unit)
    chosen = f"{below.code} – {below.name}"
    data = lines({"unit": chosen, "role": "thuc_hien"}, signer=desk.seat.pk, archive_line="Lưu: VT.")
    post(client, desk.drafter, "recipients_edit", document.pk, **data)
    assert Recipient.objects.get(document=document).unit == below
    assert chosen in client.get(url("recipients_edit", document.pk)).content.decode()
