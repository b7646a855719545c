"""The way of a draft through its sheet: rounds, answers, returns, the frozen text, two people at once."""

from __future__ import annotations

import base64
import io
import threading

import pytest
from django.db import connection
from PIL import Image

from core.workflow import IllegalStep, NoteMissing, StepRefused
from documents.models import Document, DocumentVersion, Status
from documents.review import services
from documents.review.drawings import MOST_LETTERS, BadDrawing, read_drawing
from documents.review.models import ReviewSheet, ReviewStep, StepKind
from documents.review.proposing import proposed, restart_round
from documents.review.queries import asked_of, earlier_steps, steps_open_to
from documents.services import DocumentError, NotReady, TextChanged, save_version, take_step
from documents.services.review import Asked
from documents.signing.services import NotSigned
from documents.signing.services.files import check_open
from tests import factories
from tests.documents import samples
from tests.documents.review.sheets import day, drawn, on_its_way, say, staffed, states, step_now, usual
from units.models import Role

pytestmark = pytest.mark.django_db


def newest(document):
    return Document.objects.get(pk=document.pk)


def test_draft_goes_from_head_to_registry_to_leader_and_is_approved(desk):
    document = on_its_way(desk)
    for person in (desk.head, desk.registry, desk.leader):
        say(document, person)
    assert newest(document).status == Status.APPROVED
    assert states(document) == [("content", "done"), ("format", "done"), ("approval", "done")]
    assert ReviewSheet.objects.get().status == "approved"


def test_draft_sent_without_a_sheet_goes_straight_to_the_leader(desk):
    document = take_step(samples.draft(desk), "submit", by=desk.drafter)
    assert states(document) == [("approval", "open")]
    assert take_step(document, "approve", by=desk.leader).status == Status.APPROVED
    assert states(document) == [("approval", "done")]


def opinions(desk):
    """Two departments asked side by side, one more only told; then the leader."""
    (first, one), (second, two), (third, told) = staffed(
        desk, "Ban Nữ công", "Ban Pháp luật", "Ban Tài chính"
    )
    asked = [Asked(StepKind.OPINION, day(), 1, department=first), Asked(StepKind.OPINION, day(), 1, department=second),
             Asked(StepKind.COMMENT, day(), 1, department=third),
             Asked(StepKind.APPROVAL, day(), 2, role=Role.LEADER)]  # fmt: skip
    return on_its_way(desk, asked), one, two, told


def open_for(document, person):
    return asked_of(person).get(sheet__document=document)


def test_next_round_opens_when_the_last_parallel_opinion_is_in_whoever_is_only_told(desk):
    document, one, two, _told = opinions(desk)
    services.answer(open_for(document, one), "agree", version=1, by=one)
    assert not asked_of(desk.leader).exists()
    services.answer(open_for(document, two), "object", version=1, by=two, text="Chưa rõ kinh phí.")
    assert asked_of(desk.leader).get().kind == "approval"
    assert ("comment", "open") in states(document)


def test_words_beside_a_yes_make_it_a_yes_with_remarks(desk):
    document, one, _two, told = opinions(desk)
    assert (
        services.answer(open_for(document, one), "agree", version=1, by=one, text="Thêm ngày.").answer
        == "remark"
    )
    with pytest.raises(NoteMissing):
        services.answer(open_for(document, told), "remark", version=1, by=told)


def test_who_is_only_asked_cannot_stop_the_draft(desk):
    document, one, _two, told = opinions(desk)
    for person in (one, told):
        with pytest.raises(StepRefused):
            services.answer(open_for(document, person), "return", version=1, by=person, text="Chưa được.")
    with pytest.raises(IllegalStep):
        take_step(document, "return", by=desk.head, note="Chưa được.")
    assert newest(document).status == Status.IN_REVIEW


def test_leader_waits_for_the_rounds_before(desk):
    document = on_its_way(desk)
    with pytest.raises(IllegalStep, match="đang chờ: Trưởng ban"):
        take_step(document, "approve", by=desk.leader)
    assert {t.step for t in steps_open_to(desk.leader, document)} == set()
    assert {t.step for t in steps_open_to(desk.head, document)} == {"return"}


def test_overdue_opinion_is_skipped_with_a_reason_and_no_other(desk):
    document, one, two, _told = opinions(desk)
    services.answer(open_for(document, one), "agree", version=1, by=one)
    late = open_for(document, two)
    with pytest.raises(NotReady, match="còn hạn"):
        services.skip(late, reason="Gấp", by=desk.drafter)
    ReviewStep.objects.filter(pk=late.pk).update(due_on=day(-1))
    with pytest.raises(NoteMissing):
        services.skip(late, reason=" ", by=desk.drafter)
    with pytest.raises(StepRefused):
        services.skip(late, reason="Gấp", by=desk.registry)
    services.skip(late, reason="Ban không trả lời, đã gọi hai lần.", by=desk.drafter)
    assert asked_of(desk.leader).get().kind == "approval"


def test_check_is_never_skipped(desk):
    document = on_its_way(desk)
    step = step_now(document)
    ReviewStep.objects.update(due_on=day(-2))
    with pytest.raises(NotReady, match="Chỉ bỏ qua được bước góp ý"):
        services.skip(step, reason="Gấp", by=desk.drafter)


def test_return_to_an_earlier_step_asks_it_and_what_follows_anew(desk):
    document = on_its_way(desk)
    say(document, desk.head)
    say(document, desk.registry)
    step = step_now(document)
    head = earlier_steps(step)[0]
    say(document, desk.leader, "return", text="Hỏi lại mục II.", back_to=head.pk)
    assert newest(document).status == Status.IN_REVIEW
    assert states(document) == [
        ("content", "done"), ("format", "done"), ("approval", "returned"),
        ("content", "open"), ("format", "waiting"), ("approval", "waiting"),
    ]  # fmt: skip
    for person in (desk.head, desk.registry, desk.leader):
        say(document, person)
    assert newest(document).status == Status.APPROVED


def test_return_names_only_a_step_of_its_own_sheet(desk):
    other = on_its_way(desk)
    say(other, desk.head)
    foreign = ReviewStep.objects.get(sheet__document=other, kind="content")
    document = on_its_way(desk)
    say(document, desk.head)
    with pytest.raises(NotReady):
        say(document, desk.registry, "return", text="Sai lề.", back_to=foreign.pk)
    assert states(document)[1] == ("format", "open")


def test_return_to_the_drafter_ends_the_sheet_and_keeps_what_was_said(desk):
    document = on_its_way(desk)
    say(document, desk.head, text="Nên rõ kinh phí.")
    say(document, desk.registry, "return", text="Sai ký hiệu.")
    assert newest(document).status == Status.RETURNED
    assert states(document) == [("content", "done"), ("format", "returned"), ("approval", "dropped")]
    assert document.moves.last().note == "Sai ký hiệu."


def test_resubmission_proposes_the_whole_sheet_and_knows_where_it_came_back(desk):
    document = on_its_way(desk)
    say(document, desk.head)
    say(document, desk.registry, "return", text="Sai ký hiệu.")
    again = proposed(document, by=desk.drafter)
    assert [one.kind for one in again] == ["content", "format", "approval"]
    restart = restart_round(document, again)
    services.submit(newest(document), [one for one in again if one.round >= restart], by=desk.drafter)
    assert step_now(document).kind == "format"
    assert len(proposed(document, by=desk.drafter)) == 3
    assert ReviewSheet.objects.count() == 2


def test_withdrawn_draft_keeps_its_opinions(desk):
    document = on_its_way(desk)
    say(document, desk.head, text="Nên rõ kinh phí.")
    take_step(document, "withdraw", by=desk.drafter)
    assert ReviewSheet.objects.get().status == "withdrawn"
    assert ReviewStep.objects.get(status="done").text == "Nên rõ kinh phí."
    with pytest.raises(IllegalStep, match="đã rút"):
        services.answer(ReviewStep.objects.get(kind="format"), "agree", version=1, by=desk.registry)


def test_answer_to_a_text_that_changed_is_refused(desk):
    document = on_its_way(desk, usual()[2:])
    take_step(document, "withdraw", by=desk.drafter)
    save_version(document, content={"blocks": []}, base=1, by=desk.drafter)
    services.submit(newest(document), usual()[2:], by=desk.drafter)
    with pytest.raises(TextChanged, match="lần lưu 1, văn bản nay là lần lưu 2"):
        say(document, desk.leader, version=1)
    with pytest.raises(TextChanged):
        take_step(newest(document), "approve", by=desk.leader, version=1)
    assert newest(document).status == Status.IN_REVIEW


def test_text_changed_after_approval_gets_no_number_no_issue_and_no_signature(desk):
    document, numbered = samples.approved(desk), take_step(samples.approved(desk), "number", by=desk.registry)
    Document.objects.filter(pk=numbered.pk).update(pdf="a.pdf")
    DocumentVersion.objects.update(content={"blocks": [{"id": "b1", "level": "part", "text": "Chữ khác"}]})
    for step in ("number", "issue"):
        with pytest.raises(NotReady, match="không còn đúng như lúc được duyệt"):
            take_step(newest(document), step, by=desk.registry)
    with pytest.raises(NotSigned, match="không còn đúng như lúc được duyệt"):
        check_open(newest(numbered), "person")
    assert newest(document).number is None


def test_changed_title_is_a_changed_text(desk):
    document = samples.approved(desk)
    Document.objects.filter(pk=document.pk).update(abstract="Trích yếu khác")
    with pytest.raises(NotReady, match="không còn đúng"):
        take_step(newest(document), "issue", by=desk.registry)


def test_returned_after_approval_forgets_the_frozen_text(desk):
    document = take_step(samples.approved(desk), "return", by=desk.leader, note="Xem lại.")
    assert newest(document).approved_sha256 == ""


WRONG = {
    "no approval": lambda: usual()[:2],
    "two approvals": lambda: [*usual(), Asked(StepKind.APPROVAL, day(), 4, role=Role.LEADER)],
    "approval before the check": lambda: [Asked(StepKind.FORMAT, day(), 4, role=Role.REGISTRY), usual()[2]],
    "approval by the registry": lambda: [Asked(StepKind.APPROVAL, day(), 1, role=Role.REGISTRY)],
    "format by the head": lambda: [Asked(StepKind.FORMAT, day(), 1, role=Role.UNIT_HEAD), usual()[2]],
}


@pytest.mark.parametrize("case", WRONG)
def test_sheet_that_cannot_end_in_an_approval_is_refused(desk, case):
    with pytest.raises(DocumentError):
        services.submit(samples.draft(desk), WRONG[case](), by=desk.drafter)
    assert not ReviewSheet.objects.exists()


def test_proposal_follows_the_seats_of_the_unit(desk):
    assert [one.kind for one in proposed(samples.draft(desk), by=desk.drafter)] == [
        "content",
        "format",
        "approval",
    ]
    small = samples.office(factories.upper_unit(desk.unit))
    for person in (small.head, small.registry):
        person.seats.update(to_on=day(-1))
    assert [one.kind for one in proposed(samples.draft(small), by=small.drafter)] == ["approval"]


def test_batch_gives_each_row_its_result_and_nothing_half(desk):
    good, changed, returned = (on_its_way(desk, usual()[2:]) for _ in range(3))
    rows = [(step_now(one), 7 if one is changed else 1) for one in (good, changed, returned)]
    take_step(returned, "return", by=desk.head, note="Thiếu phụ lục.")
    results = services.answer_many(rows, "agree", by=desk.leader)
    assert [bool(result.fault) for result in results] == [False, True, True]
    assert [newest(one).status for one in (good, changed, returned)] == ["approved", "in_review", "returned"]


# --- written by hand


def test_drawing_is_cut_and_drawn_anew():
    content = read_drawing(drawn())
    with Image.open(io.BytesIO(content)) as image:
        assert image.width < 200 and image.format == "PNG" and not image.info


def test_empty_drawing_is_none():
    assert read_drawing(drawn(ink=False)) == b"" == read_drawing("")


def not_a_picture():
    return "data:image/png;base64," + base64.b64encode(b"<svg onload=alert(1)>").decode()


@pytest.mark.parametrize(
    "sent",
    [not_a_picture(), "data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,***", "x" * (MOST_LETTERS + 1),
     drawn((3000, 3000))],
    ids=["no picture", "svg", "no base64", "too long", "too many pixels"],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(sent):
    with pytest.raises(BadDrawing):
        read_drawing(sent)


def test_return_by_hand_needs_no_typed_words(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = on_its_way(desk, usual()[2:])
    step = say(document, desk.leader, "return", drawing=read_drawing(drawn()))
    assert ReviewStep.objects.get(pk=step.pk).drawing.size > 0
    assert "viết tay" in document.moves.last().note


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_last_opinions_at_once_open_the_next_round_once(desk):
    document, one, two, _told = opinions(desk)
    start, wrong = threading.Barrier(2), []

    def send(person):
        try:
            step = open_for(document, person)
            start.wait()
            services.answer(step, "agree", version=1, by=person)
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[person]) for person in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert states(document) == [
        ("opinion", "done"),
        ("opinion", "done"),
        ("comment", "open"),
        ("approval", "open"),
    ]
    assert ReviewStep.objects.filter(kind="approval").count() == 1
