"""A period closed while somebody saves or sends: one of the two waits, and nothing goes into a closed period."""

import threading

import pytest
from django.db import connection, transaction

from core.workflow import IllegalStep
from reporting.models import Figure, Period
from reporting.services import close_period, entry, periods, take_step
from tests.reporting.factories import country, enter, sent

pytestmark = pytest.mark.django_db(transaction=True)


def started(work):
    """The work in a thread with a connection of its own; gives the thread and where its outcome is put."""
    outcome = []

    def run():
        try:
            outcome.append(work())
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


@pytest.fixture
def here():
    return country()


def while_closing(here, work):
    """What the work says that begins when the closing has written and ends after its commit."""
    with transaction.atomic():
        close_period(here.period, by=here.admin)
        thread, outcome = started(work)
        # Until the commit the other one must still be waiting, whichever database holds it back.
        thread.join(0.6)
        assert thread.is_alive()
    thread.join(20)
    return outcome[0]


def test_save_that_meets_the_closing_is_refused_with_the_reason(here):
    report = here.report(here.bases[0])
    said = while_closing(here, lambda: enter(report, here.chair, {("TT01", ""): "3"}))
    assert isinstance(said, IllegalStep)
    assert f"{here.period.name} đã khóa" in str(said)
    assert not Figure.objects.exists()


def test_acceptance_that_meets_the_closing_is_refused(here):
    report = sent(here.report(here.bases[0]), here.chair)
    said = while_closing(here, lambda: take_step(report, "accept", by=here.officer))
    assert isinstance(said, IllegalStep)
    report.refresh_from_db()
    assert report.status == "submitted"


@pytest.mark.postgres
def test_closing_waits_for_the_save_that_came_first(here, monkeypatch):
    report = here.report(here.bases[0])
    writing, go_on = threading.Event(), threading.Event()
    store = entry.store_entries

    def slowly(*arguments):
        writing.set()
        assert go_on.wait(20)
        return store(*arguments)

    monkeypatch.setattr(entry, "store_entries", slowly)
    save, saved = started(lambda: enter(report, here.chair, {("TT01", ""): "3"}))
    assert writing.wait(20)
    close, _closed = started(lambda: close_period(here.period, by=here.admin))
    close.join(0.6)
    assert close.is_alive()
    assert Period.objects.get(pk=here.period.pk).status == Period.Status.OPEN
    go_on.set()
    save.join(20)
    close.join(20)
    assert saved[0].version == 1
    assert Figure.objects.count() == 1
    assert Period.objects.get(pk=here.period.pk).status == Period.Status.CLOSED


@pytest.mark.postgres
def test_two_units_save_side_by_side(here):
    with transaction.atomic():
        assert periods.held_status(here.period.pk) == Period.Status.OPEN
        thread, outcome = started(lambda: enter(here.report(here.bases[0]), here.chair, {("TT01", ""): "3"}))
        thread.join(20)
        assert outcome[0].version == 1
