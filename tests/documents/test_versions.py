"""Autosaves that take up one another, and names of versions."""

import datetime as dt

import pytest

from core.workflow import StepRefused
from documents.models import Document, DocumentVersion
from documents.services import DocumentError, StaleVersion, name_version, save_version, take_step
from documents.services.versions import COLLAPSE_FOR
from tests import factories
from units.audit import verify_chain
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(desk):
    made = factories.make_document(desk.unit)
    save_version(made, content={"a": 1}, base=0, by=desk.drafter)
    return made


def rows(document):
    return [(v.number, v.content["a"]) for v in document.versions.all()]


def autosave(document, value, base, by, session="tab1"):
    return save_version(document, content={"a": value}, base=base, by=by, session=session)


def test_autosaves_of_one_session_are_one_row_under_growing_numbers(document, desk):
    for base, value in ((1, 2), (2, 3), (3, 4)):
        assert autosave(document, value, base, desk.drafter).number == base + 1
    assert rows(document) == [(1, 1), (4, 4)]
    assert Document.objects.get(pk=document.pk).current_version.number == 4


def told(document):
    """(how the row before ended, how the next one begins) of every line about saving."""
    lines = AuditEntry.objects.filter(action="document.save", target_id=str(document.pk)).order_by("pk")
    return [(line.before.get("version"), line.after["version"]) for line in lines]


def test_autosaves_of_a_session_are_one_line_of_the_log_and_the_next_tells_how_they_ended(document, desk):
    for base in (1, 2, 3):
        last = autosave(document, base * 10, base, desk.drafter)
    assert told(document) == [(None, 1), (1, 2)]
    autosave(document, 50, 4, desk.head, session="tab2")
    assert told(document)[2:] == [(4, 5)]
    line = AuditEntry.objects.filter(action="document.save").latest("pk")
    assert line.before == {"version": 4, "digest": last.digest}
    assert verify_chain() is None


def test_log_of_a_step_names_the_text_it_was_taken_with(document, desk):
    autosave(document, 2, 1, desk.drafter)
    shown = autosave(document, 3, 2, desk.drafter)
    take_step(document, "submit", by=desk.drafter)
    line = AuditEntry.objects.get(action="document.submit")
    assert (line.after["version"], line.after["digest"]) == (3, shown.digest)


def test_refused_save_shows_the_text_that_stood_when_it_was_refused(document, desk):
    autosave(document, 2, 1, desk.drafter)
    with pytest.raises(StaleVersion) as refused:
        autosave(document, 9, 1, desk.head, session="tab2")
    autosave(document, 3, 2, desk.drafter)
    assert (refused.value.current.number, refused.value.current.content) == (2, {"a": 2})


def test_first_autosave_leaves_the_deliberate_version_before_it(document, desk):
    autosave(document, 2, 1, desk.drafter)
    assert rows(document) == [(1, 1), (2, 2)]


def test_second_tab_of_the_same_person_is_refused_and_keeps_both_rows_after_it_chose(document, desk):
    autosave(document, 2, 1, desk.drafter)
    autosave(document, 3, 2, desk.drafter)
    with pytest.raises(StaleVersion) as refused:
        autosave(document, 9, 2, desk.drafter, session="tab2")
    assert refused.value.current.number == 3
    autosave(document, 9, 3, desk.drafter, session="tab2")
    assert rows(document) == [(1, 1), (3, 3), (4, 9)]


def test_tab_that_opened_a_number_since_taken_up_is_refused(document, desk):
    autosave(document, 2, 1, desk.drafter)
    autosave(document, 3, 2, desk.drafter)
    with pytest.raises(StaleVersion):
        autosave(document, 9, 2, desk.head, session="tab2")


def test_somebody_elses_save_in_between_starts_a_new_row(document, desk):
    autosave(document, 2, 1, desk.drafter)
    autosave(document, 3, 2, desk.head, session="tab2")
    autosave(document, 4, 3, desk.drafter)
    assert rows(document) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_same_session_name_of_another_person_takes_nothing_up(document, desk):
    autosave(document, 2, 1, desk.drafter)
    autosave(document, 3, 2, desk.head)
    assert rows(document) == [(1, 1), (2, 2), (3, 3)]


def test_save_whose_answer_was_lost_is_no_conflict_with_oneself(document, desk):
    autosave(document, 2, 1, desk.drafter)
    assert autosave(document, 3, 1, desk.drafter).number == 3
    assert rows(document) == [(1, 1), (3, 3)]


def test_lost_answer_does_not_hide_that_somebody_else_saved(document, desk):
    autosave(document, 2, 1, desk.drafter)
    autosave(document, 3, 2, desk.head, session="tab2")
    with pytest.raises(StaleVersion):
        autosave(document, 4, 1, desk.drafter)
    with pytest.raises(StaleVersion):
        autosave(document, 4, 2, desk.drafter)


def test_row_older_than_the_limit_is_left_as_a_step_of_the_history(document, desk):
    first = autosave(document, 2, 1, desk.drafter)
    DocumentVersion.objects.filter(pk=first.pk).update(
        begun_at=first.begun_at - COLLAPSE_FOR - dt.timedelta(seconds=1)
    )
    autosave(document, 3, 2, desk.drafter)
    assert rows(document) == [(1, 1), (2, 2), (3, 3)]


def test_named_version_is_never_taken_up(document, desk):
    name_version(autosave(document, 2, 1, desk.drafter), name="Bản gửi góp ý", by=desk.drafter)
    autosave(document, 3, 2, desk.drafter)
    assert rows(document) == [(1, 1), (2, 2), (3, 3)]
    assert document.versions.get(number=2).name == "Bản gửi góp ý"


def test_version_that_was_submitted_is_never_taken_up(document, desk):
    autosave(document, 2, 1, desk.drafter)
    take_step(document, "submit", by=desk.drafter)
    take_step(document, "withdraw", by=desk.drafter)
    autosave(document, 3, 2, desk.drafter)
    assert rows(document) == [(1, 1), (2, 2), (3, 3)]
    assert document.moves.first().version.content == {"a": 2}


def test_name_is_for_who_drafts_and_given_once(document, desk):
    version = autosave(document, 2, 1, desk.drafter)
    with pytest.raises(StepRefused):
        name_version(version, name="Bản 1", by=desk.registry)
    name_version(document.versions.get(number=1), name="Bản  gửi\ngóp ý", by=desk.drafter)
    with pytest.raises(DocumentError, match="Đã có phiên bản tên"):
        name_version(version, name="bản gửi góp ý", by=desk.drafter)
    with pytest.raises(DocumentError, match="120"):
        name_version(version, name="a" * 121, by=desk.drafter)
    assert AuditEntry.objects.filter(action="document.version_name").count() == 1


def test_name_for_a_number_that_was_taken_up_meanwhile_is_refused(document, desk):
    shown = DocumentVersion.objects.get(pk=autosave(document, 2, 1, desk.drafter).pk)
    autosave(document, 3, 2, desk.drafter)
    with pytest.raises(DocumentError, match="vừa được gộp"):
        name_version(shown, name="Bản tôi thấy", by=desk.drafter)
