"""How a unit numbers its papers, changed on a page: at any time without a second paper of one number and symbol."""

import threading
import time

import pytest
from django.db import connections, transaction
from django.urls import reverse

from core.workflow import StepRefused
from documents.models import RegisterEntry, SeriesSetting
from documents.services import DocumentError
from documents.services.numbering import enter, open_series
from documents.services.series import set_series
from tests import factories
from tests.documents import samples
from units.models import Role

pytestmark = pytest.mark.django_db


def page(desk):
    return reverse("documents:series_edit", args=[desk.unit.code])


def test_new_way_applies_at_once_where_no_number_was_given(client, desk):
    client.force_login(desk.registry)
    assert client.post(page(desk), {"series": "chung"}).status_code == 302
    assert [samples.issued(desk, type=t).doc_code[:5] for t in ("KH", "BC")] == ["01/KH", "02/BC"]


def test_change_in_mid_year_is_warned_of_and_wants_a_confirmation(client, desk):
    samples.issued(desk)
    client.force_login(desk.registry)
    assert "Năm nay đã cấp số" in client.get(page(desk)).content.decode()
    answer = client.post(page(desk), {"series": "chung"})
    assert answer.status_code == 422
    assert "in_mid_year" in answer.context["form"].errors
    assert client.post(page(desk), {"series": "chung", "in_mid_year": "on"}).status_code == 302
    assert not SeriesSetting.objects.get(issuer=desk.unit).per_type


def test_no_two_papers_get_one_number_and_symbol_however_often_it_changes(desk):
    for per_type in (True, False, True, False):
        set_series(desk.unit, per_type=per_type, in_mid_year=True, by=desk.registry)
        for kind in ("KH", "KH", "BC"):
            samples.issued(desk, type=kind)
    codes = [entry.doc_code for entry in RegisterEntry.objects.all()]
    assert len(codes) == len(set(codes)) == 12


def test_only_registry_and_administrator_of_the_unit_decide(desk):
    with pytest.raises(StepRefused, match="văn thư"):
        set_series(desk.unit, per_type=False, by=desk.drafter)
    admin = factories.person(Role.ADMIN, desk.unit)
    assert set_series(desk.unit, per_type=False, by=admin)


def test_without_the_word_for_mid_year_the_service_refuses(desk):
    samples.issued(desk)
    with pytest.raises(DocumentError, match="đã cấp số"):
        set_series(desk.unit, per_type=False, by=desk.registry)


@pytest.mark.django_db(transaction=True)
def test_change_waits_for_the_number_that_is_being_given(desk):
    """Also for the first of the year, when no series is there yet to be waited for."""
    taken, failed = threading.Event(), []

    def give():
        try:
            with transaction.atomic():
                series, day = open_series(desk.unit, "KH")
                taken.set()
                time.sleep(0.3)
                enter(series, day, by=desk.registry, type="KH", symbol="KH-LĐLĐ", title="Kế hoạch")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    clerk = threading.Thread(target=give)
    clerk.start()
    assert taken.wait(20)
    set_series(desk.unit, per_type=False, in_mid_year=True, by=desk.registry)
    clerk.join(20)
    assert not failed
    assert samples.issued(desk).doc_code == "02/KH-LĐLĐ"
