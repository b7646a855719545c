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


@pytest.mark.parametrize("count", ["-5", "0"])
def test_count_of_lines_no_page_sends_does_not_empty_the_list(client, desk, below, count):
    document = factories.make_document(desk.unit)
    Recipient.objects.create(document=document, unit=below, text=below.name)
    data = lines(signer=desk.seat.pk, archive_line="Lưu: VT.") | {"noi-nhan-TOTAL_FORMS": count}
    client.force_login(desk.drafter)
    answer = client.post(url("recipients_edit", document.pk), data)
    assert answer.status_code == 422
    assert "Hãy tải lại trang" in answer.content.decode()
    assert document.recipients.count() == 1
