"""Numbers, the register and deliveries: what one click of "issue" does, and twenty at once."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from core.workflow import IllegalStep, StepRefused
from documents.models import (
    Delivery,
    Document,
    Job,
    NumberSeries,
    Recipient,
    RecipientRole,
    RegisterEntry,
    SeriesSetting,
    Status,
)
from documents.services import (
    BadSigner,
    DocumentError,
    NotReady,
    choose_signer,
    issue_document,
    set_recipients,
    take_step,
    void_number,
)
from tests import factories
from tests.documents import samples
from units.audit import verify_chain
from units.models import Role, Seat

pytestmark = pytest.mark.django_db


def numbers(unit, series="KH"):
    entries = RegisterEntry.objects.filter(series__issuer=unit, series__series=series)
    return list(entries.order_by("number").values_list("number", flat=True))


# --- numbers


def test_issue_gives_number_date_and_register_line(desk):
    document = samples.issued(desk)
    entry = document.register_entry
    assert (document.number, document.doc_code, document.issued_on) == (1, "01/KH-LĐLĐ", timezone.localdate())
    assert entry.title == "Kế hoạch Tuyên truyền pháp luật lao động năm 2026"
    assert (entry.signed_by, entry.sent_to, entry.archived_by) == ("Trần Ngọc Ánh", "Tỉnh ủy", "VT")
    assert entry.given_by == desk.registry


def test_each_type_has_its_own_series_unless_set_otherwise(desk):
    assert [samples.issued(desk, type=t).number for t in ("KH", "BC", "KH")] == [1, 1, 2]
    SeriesSetting.objects.update_or_create(issuer=desk.unit, defaults={"per_type": False})
    assert [samples.issued(desk, type=t).number for t in ("KH", "BC")] == [1, 2]
    assert numbers(desk.unit, "chung") == [1, 2]


def test_series_starts_again_with_the_year_of_the_issue_date(desk):
    last_year = timezone.localdate().year - 1
    old = issue_document(samples.approved(desk), by=desk.registry, on=dt.date(last_year, 12, 31))
    new = issue_document(samples.approved(desk), by=desk.registry, on=dt.date(last_year + 1, 1, 1))
    assert (old.number, new.number) == (1, 1)
    assert set(NumberSeries.objects.values_list("year", flat=True)) == {last_year, last_year + 1}


def test_two_units_number_apart(desk):
    other = samples.office(factories.upper_unit(desk.unit))
    assert (samples.issued(desk).number, samples.issued(other).number) == (1, 1)


def test_refused_issue_takes_no_number(desk):
    broken = samples.approved(desk)
    Document.objects.filter(pk=broken.pk).update(abstract=" ")
    with pytest.raises(NotReady):
        issue_document(broken, by=desk.registry)
    assert samples.issued(desk).number == 1


def test_void_number_stays_in_the_register_and_is_not_given_again(desk):
    entry = samples.issued(desk).register_entry
    with pytest.raises(DocumentError, match="lý do"):
        void_number(entry, reason=" ", by=desk.registry)
    with pytest.raises(StepRefused):
        void_number(entry, reason="Cấp nhầm", by=desk.drafter)
    void_number(entry, reason="Cấp nhầm", by=desk.registry)
    assert samples.issued(desk).number == 2
    assert [e.void_reason for e in RegisterEntry.objects.order_by("number")] == ["Cấp nhầm", ""]
    with pytest.raises(DocumentError, match="đã hủy"):
        void_number(entry, reason="Lại nữa", by=desk.registry)


# --- what stops an issue


def blank(**fields):
    return lambda document: Document.objects.filter(pk=document.pk).update(**fields)


def end_seat(document):
    Seat.objects.filter(pk=document.signer_id).update(to_on=timezone.localdate() - dt.timedelta(days=1))


def move_signer(document):
    Document.objects.filter(pk=document.pk).update(
        signer=samples.office(factories.upper_unit(document.issuer)).seat
    )


STOPPERS = {
    "no signer": (blank(signer=None), "signer", "chọn người ký"),
    "signer of another unit": (move_signer, "signer", "không giữ chức danh tại"),
    "signer has left": (end_seat, "signer", "không giữ chức danh “Chủ tịch” vào ngày"),
    "no abstract": (blank(abstract=""), "abstract", "trích yếu"),
    "no place": (blank(place_name=""), "place_name", "địa danh"),
    "no symbol": (blank(symbol=""), "symbol", "ký hiệu"),
    "no recipients": (lambda d: d.recipients.all().delete(), "recipients", "nơi nhận"),
    "text not approved": (lambda d: d.versions.update(frozen=False), "content", "chưa được duyệt"),
}


@pytest.mark.parametrize("case", STOPPERS)
def test_incomplete_document_is_not_issued(desk, case):
    spoil, field, message = STOPPERS[case]
    document = samples.approved(desk)
    spoil(document)
    with pytest.raises(NotReady, match=message) as refused:
        issue_document(document, by=desk.registry)
    assert refused.value.field == field
    document.refresh_from_db()
    assert (document.status, document.number) == (Status.APPROVED, None)
    assert not RegisterEntry.objects.exists()


def test_issue_date_is_neither_in_the_future_nor_before_the_last_number(desk):
    today = timezone.localdate()
    with pytest.raises(NotReady, match="sau ngày hôm nay"):
        issue_document(samples.approved(desk), by=desk.registry, on=today + dt.timedelta(days=1))
    issue_document(samples.approved(desk), by=desk.registry, on=today)
    if (today - dt.timedelta(days=1)).year == today.year:
        with pytest.raises(NotReady, match="không được sớm hơn"):
            issue_document(samples.approved(desk), by=desk.registry, on=today - dt.timedelta(days=1))


def test_signer_who_came_after_the_issue_date_is_refused(desk):
    document = samples.approved(desk)
    Seat.objects.filter(pk=document.signer_id).update(from_on=timezone.localdate())
    with pytest.raises(NotReady, match="không giữ chức danh"):
        issue_document(document, by=desk.registry, on=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(BadSigner):
        choose_signer(
            samples.draft(desk), samples.office(factories.province("LĐLĐ khác")).seat, by=desk.drafter
        )


# --- deliveries


@pytest.fixture
def tree(desk):
    """Two communes with one and two grassroots unions, one grassroots union under the province, one ended."""
    first, second = factories.upper_unit(desk.unit), factories.upper_unit(desk.unit)
    return {
        "communes": [first, second],
        "grassroots": [factories.grassroots(u) for u in (first, second, second, desk.unit)],
        "ended": factories.grassroots(first, ended_on=dt.date(2025, 6, 30)),
        "elsewhere": factories.grassroots(factories.province("LĐLĐ tỉnh khác")),
    }


def deliver(desk, rows):
    document = samples.approved(desk)
    set_recipients(document, rows, by=desk.registry)
    issue_document(document, by=desk.registry)
    return {d.unit_id: d.role for d in document.deliveries.all()}


def test_group_reaches_the_active_units_below_only(desk, tree):
    reached = deliver(desk, [{"group": Recipient.Group.GRASSROOTS, "role": RecipientRole.CARRY_OUT}])
    assert set(reached) == {u.pk for u in tree["grassroots"]}
    reached = deliver(desk, [{"group": Recipient.Group.UPPER_UNITS}])
    assert set(reached) == {u.pk for u in tree["communes"]}
    reached = deliver(desk, [{"group": Recipient.Group.CHILDREN}])
    assert set(reached) == {u.pk for u in [*tree["communes"], tree["grassroots"][3]]}


def test_unit_named_twice_gets_one_copy_with_the_role_of_its_own_line(desk, tree):
    named = tree["grassroots"][0]
    rows = [
        {"group": Recipient.Group.GRASSROOTS, "role": RecipientRole.CARRY_OUT},
        {"unit": named, "role": RecipientRole.COORDINATE},
        {"text": "Cổng thông tin", "role": RecipientRole.WEBSITE},
    ]
    reached = deliver(desk, rows)
    assert reached.pop(named.pk) == RecipientRole.COORDINATE
    assert set(reached.values()) == {RecipientRole.CARRY_OUT}


def test_issuing_to_many_units_costs_the_same_queries_as_to_few(desk, django_assert_max_num_queries):
    commune = factories.upper_unit(desk.unit)

    def queries_of_an_issue():
        from django.test.utils import CaptureQueriesContext

        document = samples.approved(desk)
        set_recipients(document, [{"group": Recipient.Group.GRASSROOTS}], by=desk.registry)
        with CaptureQueriesContext(connection) as seen:
            issue_document(document, by=desk.registry)
        return len(seen)

    factories.grassroots(commune)
    few = queries_of_an_issue()
    for _n in range(30):
        factories.grassroots(commune)
    assert queries_of_an_issue() <= few
    assert Delivery.objects.count() == 1 + 31


# --- twenty clicks at once


def at_once(count, work):
    """Run work(0) … work(count - 1) in threads that start together; gives what each returned or raised."""
    gate, found = threading.Barrier(count), [None] * count

    def click(index):
        try:
            gate.wait(20)
            found[index] = work(index)
        except Exception as error:
            found[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_give_one_number(desk):
    document = samples.approved(desk)
    found = at_once(20, lambda _n: issue_document(Document.objects.get(pk=document.pk), by=desk.registry))
    done = [row for row in found if isinstance(row, Document)]
    assert [type(row) for row in found if row not in done] == [IllegalStep] * 19
    assert (len(done), numbers(desk.unit)) == (1, [1])
    assert document.moves.filter(step="issue").count() == 1
    assert NumberSeries.objects.get().last_number == 1


@pytest.mark.django_db(transaction=True)
def test_documents_issued_at_once_get_consecutive_numbers_without_gap(desk):
    documents = [samples.approved(desk, abstract=f"Kế hoạch {n}") for n in range(20)]
    # Every fourth one is broken and must not take a number.
    for document in documents[::4]:
        Document.objects.filter(pk=document.pk).update(signer=None)
    found = at_once(20, lambda n: issue_document(Document.objects.get(pk=documents[n].pk), by=desk.registry))
    refused = [row for row in found if isinstance(row, NotReady)]
    issued = [row for row in found if isinstance(row, Document)]
    assert (len(refused), len(issued)) == (5, 15), found
    assert numbers(desk.unit) == list(range(1, 16)) == sorted(row.number for row in issued)
    assert verify_chain() is None


@pytest.mark.django_db(transaction=True)
def test_first_numbers_of_a_year_given_at_once_share_one_series(desk):
    documents = [samples.approved(desk, type="KH" if n % 2 else "BC") for n in range(8)]
    found = at_once(8, lambda n: issue_document(Document.objects.get(pk=documents[n].pk), by=desk.registry))
    assert all(isinstance(row, Document) for row in found), found
    assert (numbers(desk.unit, "KH"), numbers(desk.unit, "BC")) == ([1, 2, 3, 4], [1, 2, 3, 4])


@pytest.mark.django_db(transaction=True)
def test_step_taken_by_twenty_people_at_once_is_recorded_once(desk):
    document = samples.draft(desk)
    found = at_once(20, lambda _n: take_step(Document.objects.get(pk=document.pk), "submit", by=desk.drafter))
    assert sum(isinstance(row, Document) for row in found) == 1
    assert document.moves.count() == 1


def test_issue_asks_for_the_pdf_of_what_was_issued(desk, monkeypatch):
    from documents import papers

    monkeypatch.setattr(papers, "_builders", {"issuer": samples.one_page})  # only asked whether it prints
    document = samples.issued(desk)
    job = Job.objects.get()
    assert job.key == f"pdf:{document.pk}:1:issued"
    assert job.arguments == {"document": document.pk, "version": 1, "status": "issued"}


def test_leader_alone_does_not_number(desk):
    leader = factories.person(Role.LEADER, desk.unit)
    with pytest.raises(StepRefused):
        issue_document(samples.approved(desk), by=leader)
