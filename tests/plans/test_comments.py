"""Comments and suggested wordings: who may, what they hang on, what happens to them when the text goes on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.workflow import IllegalStep, StepRefused
from documents.html import paper_html
from plans.comment_models import Comment, Suggestion
from plans.discussion import discussion_of, find_quote, people_named
from plans.models import Plan
from plans.outline import Block
from plans.pages import plan_paper
from plans.queries import content_of
from plans.rewording import changed_run, replaced
from plans.services import (
    accept_suggestion,
    add_comment,
    delete_draft,
    reject_suggestion,
    reopen_comment,
    reply,
    resolve_comment,
    save_plan,
    suggest,
)
from tests.factories import make_seat, make_user, person, province
from tests.plans.remarks import BLOCKS, body, draft
from units.models import AuditEntry, Role

pytestmark = pytest.mark.django_db
COMMENTERS = {"drafter", "unit_head", "leader", "registry", "member"}


@pytest.fixture
def plan_and_people():
    return draft()


@pytest.fixture
def plan(plan_and_people):
    return plan_and_people[0]


@pytest.fixture
def people(plan_and_people):
    return plan_and_people[1]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def issued(plan):
    Plan.objects.filter(pk=plan.pk).update(status="issued", number=1, issued_on="2026-01-05")
    return fresh(plan)


# --- who may


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_who_comments_suggests_and_decides(plan, people, role):
    who = people[role]
    if role not in COMMENTERS:
        for say in (
            lambda: add_comment(plan, text="Ý kiến", by=who),
            lambda: suggest(plan, block_id="aaaa01", replacement="Khác", by=who),
        ):
            with pytest.raises(StepRefused):
                say()
        assert not Comment.objects.exists() and not Suggestion.objects.exists()
        return
    comment = add_comment(plan, text="Ý kiến", by=who)
    reply(comment, text="Thêm", by=who)
    reopen_comment(resolve_comment(comment, by=who), by=who)
    suggestion = suggest(plan, block_id="aaaa01", replacement="Câu khác.", by=who)
    if role == "drafter":
        assert accept_suggestion(suggestion, by=who).state == "accepted"
        return
    for decide in (accept_suggestion, reject_suggestion):
        with pytest.raises(StepRefused):
            decide(suggestion, by=who)
    with pytest.raises(StepRefused):
        save_plan(plan, content=body(), base=1, by=who)
    assert fresh(suggestion).state == "open"


def test_the_same_role_elsewhere_says_nothing_and_sees_nothing(plan, people):
    stranger = person(Role.LEADER, province("Liên đoàn Lao động tỉnh Bến Lau"))
    comment = add_comment(plan, text="Ý kiến", by=people["leader"])
    with pytest.raises(StepRefused):
        add_comment(plan, text="Ý kiến", by=stranger)
    with pytest.raises(StepRefused):
        resolve_comment(comment, by=stranger)
    assert not Comment.objects.visible_to(stranger).exists()
    assert list(Comment.objects.visible_to(people["admin"])) == [comment]


def test_nothing_more_is_said_after_issue(plan, people):
    comment = add_comment(plan, text="Ý kiến", by=people["leader"])
    suggestion = suggest(plan, block_id="aaaa01", replacement="Khác", by=people["leader"])
    plan = issued(plan)
    comment, suggestion = fresh(comment), fresh(suggestion)
    for late in (
        lambda: add_comment(plan, text="Muộn", by=people["leader"]),
        lambda: reply(comment, text="Muộn", by=people["leader"]),
        lambda: resolve_comment(comment, by=people["leader"]),
        lambda: suggest(plan, block_id="aaaa01", replacement="Muộn", by=people["leader"]),
    ):
        with pytest.raises(IllegalStep, match="phát hành"):
            late()
    with pytest.raises(IllegalStep, match="không sửa được"):
        accept_suggestion(suggestion, by=people["drafter"])


def test_plan_in_review_is_commented_on_and_keeps_its_text(plan, people):
    Plan.objects.filter(pk=plan.pk).update(status="in_review")
    plan = fresh(plan)
    add_comment(plan, text="Ý kiến khi duyệt", by=people["leader"])
    suggestion = suggest(plan, block_id="aaaa01", replacement="Khác", by=people["leader"])
    with pytest.raises(IllegalStep, match="Đang trình duyệt"):
        accept_suggestion(suggestion, by=people["drafter"])
    assert content_of(fresh(plan)).outline["aaaa01"].text == BLOCKS[1]["text"]


# --- what it hangs on


def test_quote_of_the_sheet_finds_the_words_of_the_text(plan, people):
    text = BLOCKS[2]["text"]
    second = text.rindex("thăm hỏi")
    made = add_comment(
        plan, text="Lặp", block_id="aaaa02", quote="thăm hỏi", near=second + 2, by=people["leader"]
    )
    assert (made.start, made.end, made.quote) == (second, second + 8, "thăm hỏi")
    whole = add_comment(plan, text="Ý", block_id="aaaa00", quote="I. MỤC ĐÍCH", by=people["leader"])
    assert whole.quote == "Mục đích"
    cell = add_comment(plan, text="Ý", block_id="aaaa03", quote="1\tTặng\u00a0quà", by=people["leader"])
    assert cell.quote == "1 Tặng quà"
    assert find_quote("việc làm", "- việc làm./.", number="-") == (0, 8)


@pytest.mark.parametrize(
    "given, where",
    [
        ({"text": " \n "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "a\x07b"}, "text"),
        ({"text": "Ý", "block_id": "khongco"}, "block_id"),
        ({"text": "Ý", "block_id": "aaaa01", "quote": "không có ở đây"}, "quote"),
    ],
)
def test_bad_comment_is_refused_at_its_field(plan, people, given, where):
    with pytest.raises(ValidationError) as refused:
        add_comment(plan, by=people["leader"], **given)
    assert list(refused.value.message_dict) == [where]
    assert not Comment.objects.exists()


def test_comments_survive_the_text(plan, people):
    add_comment(plan, text="Một", block_id="aaaa01", quote="khó khăn", by=people["leader"])
    add_comment(plan, text="Hai", block_id="aaaa02", by=people["leader"])
    add_comment(plan, text="Ba", by=people["leader"])
    moved = {**BLOCKS[1], "text": "Rất chăm lo đoàn viên khó  khăn."}
    save_plan(plan, content=body(BLOCKS[0], BLOCKS[2], moved), base=1, by=people["drafter"])
    shown = discussion_of(fresh(plan), people["leader"])
    assert [(row.comment.text, row.mended) for row in shown.placed] == [
        ("Ba", False),
        ("Hai", False),
        ("Một", False),
    ]
    moved["text"] = "Chăm lo đoàn viên."
    save_plan(fresh(plan), content=body(BLOCKS[0], moved), base=2, by=people["drafter"])
    shown = discussion_of(fresh(plan), people["leader"])
    assert [(row.comment.text, row.mended) for row in shown.placed] == [("Ba", False), ("Một", True)]
    assert [row.comment.text for row in shown.lost] == ["Hai"]


def test_remarks_are_not_printed(plan, people):
    add_comment(plan, text="Chỗ này chưa ổn", block_id="aaaa01", by=people["leader"])
    suggest(plan, block_id="aaaa01", replacement="Câu đề xuất mới.", by=people["leader"])
    source = plan_paper(fresh(plan))
    for printed in (paper_html(source.paper), source.data.decode()):
        assert "chưa ổn" not in printed and "đề xuất mới" not in printed


def test_thrown_away_draft_takes_its_remarks_along(plan, people):
    comment = add_comment(plan, text="Ý", by=people["leader"], mentions=[people["member"]])
    reply(comment, text="Ý", by=people["drafter"])
    suggest(plan, block_id="aaaa01", replacement="Khác", by=people["leader"])
    delete_draft(plan, by=people["drafter"])
    assert not Comment.objects.exists() and not Suggestion.objects.exists()


# --- threads and names


def test_thread_is_answered_resolved_and_reopened(plan, people):
    root = add_comment(plan, text="Ý kiến", block_id="aaaa01", by=people["leader"])
    answer = reply(root, text="Đã xem", by=people["drafter"])
    again = reply(answer, text="Cảm ơn", by=people["leader"])
    assert again.reply_to == root and again.block_id == "aaaa01"
    resolve_comment(answer, by=people["member"])
    root = fresh(root)
    assert root.resolved_by == people["member"] and root.resolved_at
    with pytest.raises(IllegalStep, match="Bùi Văn Đạt"):
        resolve_comment(root, by=people["leader"])
    with pytest.raises(IllegalStep, match="mở lại"):
        reply(root, text="Muộn", by=people["drafter"])
    assert discussion_of(plan, people["leader"]).counts == {"mo": 0, "xong": 1, "toi": 0}
    reopen_comment(root, by=people["drafter"])
    with pytest.raises(IllegalStep):
        reopen_comment(fresh(root), by=people["drafter"])
    thread = discussion_of(plan, people["leader"]).placed[0]
    assert [said.text for said in thread.replies] == ["Đã xem", "Cảm ơn"]
    assert list(AuditEntry.objects.filter(action__startswith="plan.comment").values_list("action", flat=True)) == [
        "plan.comment", "plan.comment_reply", "plan.comment_reply", "plan.comment_resolved", "plan.comment_reopened",
    ]  # fmt: skip


def test_only_people_with_a_seat_at_the_issuer_are_named(plan, people):
    comment = add_comment(plan, text="@Bùi Văn Đạt", by=people["leader"], mentions=[people["member"]])
    assert list(comment.mentions.all()) == [people["member"]]
    assert discussion_of(plan, people["member"], chosen="toi").placed[0].comment == comment
    assert discussion_of(plan, people["leader"], chosen="toi").placed == []
    for stranger in (make_user("Người Lạ"), person(Role.LEADER, province("Tỉnh khác"), "Người Xa")):
        with pytest.raises(ValidationError) as refused:
            add_comment(plan, text="Ý", by=people["leader"], mentions=[stranger])
        assert list(refused.value.message_dict) == ["mentions"]
    assert Comment.objects.count() == 1


def test_people_are_found_without_accents(plan, people):
    assert people_named(plan.issuer, "bui dat") == [people["member"]]
    assert people_named(plan.issuer, "ÁNH") == [people["leader"]]
    assert people_named(plan.issuer, " ") == []
    left = make_user("Bùi Đạt Cũ")
    make_seat(left, Role.MEMBER, plan.issuer, to_on="2020-01-01")
    assert people_named(plan.issuer, "bui dat") == [people["member"]]


def test_database_refuses_half_a_remark(plan, people):
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(plan=plan, text="", by=people["leader"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(plan=plan, text="Ý", by=people["leader"], resolved_by=people["leader"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(plan=plan, before="a", after="a", by=people["leader"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(plan=plan, before="a", after="b", by=people["leader"], state="accepted")


# --- suggestions


def test_accepted_wording_is_a_version_with_its_marks_moved(plan, people):
    marked = {**BLOCKS[1], "marks": [[0, 7, "b"], [31, 39, "i"]]}
    save_plan(plan, content=body(BLOCKS[0], marked), base=1, by=people["drafter"])
    plan = fresh(plan)
    made = suggest(
        plan,
        block_id="aaaa01",
        quote="đoàn viên",
        replacement="đoàn viên, người lao động",
        by=people["member"],
    )
    assert made.after == "Chăm lo đoàn viên, người lao động có hoàn cảnh khó khăn."
    done = accept_suggestion(made, by=people["drafter"])
    plan = fresh(plan)
    block = content_of(plan).outline["aaaa01"]
    assert plan.current_version.number == 3 and block.text == made.after
    assert [block.text[m.start : m.end] for m in block.marks] == ["Chăm lo", marked["text"][31:39]]
    assert done.decided_by == people["drafter"] and done.decided_at
    with pytest.raises(IllegalStep, match="Đã nhận"):
        reject_suggestion(done, by=people["drafter"])
    assert AuditEntry.objects.filter(action="plan.suggestion_accepted").count() == 1


def test_suggestions_are_decided_one_by_one_and_a_stale_one_is_refused(plan, people):
    first = suggest(plan, block_id="aaaa01", replacement="Chăm lo tốt.", by=people["leader"])
    second = suggest(plan, block_id="aaaa01", replacement="Chăm lo hơn.", by=people["member"])
    other = suggest(plan, block_id="aaaa02", replacement="Thăm hỏi.", by=people["member"])
    accept_suggestion(first, by=people["drafter"])
    with pytest.raises(IllegalStep, match="đã được sửa"):
        accept_suggestion(second, by=people["drafter"])
    assert fresh(second).state == "open"
    assert content_of(fresh(plan)).outline["aaaa01"].text == "Chăm lo tốt."
    accept_suggestion(fresh(other), by=people["drafter"])
    reject_suggestion(fresh(second), by=people["drafter"])
    assert fresh(plan).current_version.number == 3
    assert discussion_of(fresh(plan), people["leader"], chosen="xong").counts["xong"] == 3


def test_suggestion_for_a_block_that_went_is_refused(plan, people):
    made = suggest(plan, block_id="aaaa02", replacement="Thăm hỏi.", by=people["leader"])
    save_plan(plan, content=body(BLOCKS[0]), base=1, by=people["drafter"])
    with pytest.raises(IllegalStep, match="không còn"):
        accept_suggestion(fresh(made), by=people["drafter"])
    assert [row.suggestion for row in discussion_of(fresh(plan), people["leader"]).lost] == [made]


@pytest.mark.parametrize(
    "given, where",
    [
        ({"block_id": "", "replacement": "Ý"}, "block_id"),
        ({"block_id": "khongco", "replacement": "Ý"}, "block_id"),
        ({"block_id": "aaaa03", "replacement": "Ý"}, "block_id"),
        ({"block_id": "aaaa01", "replacement": ""}, "replacement"),
        ({"block_id": "aaaa01", "replacement": BLOCKS[1]["text"]}, "replacement"),
        ({"block_id": "aaaa01", "replacement": "x" * 20_001}, "replacement"),
        ({"block_id": "aaaa01", "replacement": "Ý", "quote": "không có"}, "quote"),
        ({"block_id": "aaaa01", "replacement": "Ý", "note": "x" * 4001}, "text"),
    ],
)
def test_bad_suggestion_is_refused_at_its_field(plan, people, given, where):
    with pytest.raises(ValidationError) as refused:
        suggest(plan, by=people["leader"], **given)
    assert list(refused.value.message_dict) == [where]
    assert not Suggestion.objects.exists()


def test_empty_wording_takes_the_chosen_words_out(plan, people):
    made = suggest(plan, block_id="aaaa02", quote=", thăm hỏi gia đình", replacement="", by=people["leader"])
    assert made.after == "Thăm hỏi người lao động."


@pytest.mark.parametrize(
    "before, after, gone, come",
    [
        ("a b c", "a x c", "b", "x"),
        ("nỗi cộm", "nổi cộm", "nỗi", "nổi"),
        ("một hai", "một hai ba", "", " ba"),
        ("", "mới", "", "mới"),
        ("cũ", "", "cũ", ""),
    ],
)
def test_changed_run_is_whole_words(before, after, gone, come):
    start, old_end, new_end = changed_run(before, after)
    assert before[:start] + after[start:new_end] + before[old_end:] == after
    assert gone in before[start:old_end] and come.strip() in after[start:new_end]


def test_mark_around_the_changed_words_grows_with_them():
    block = Block.from_json(
        {"id": "aaaaaa", "level": "bullet", "text": "Rất tốt nhé", "marks": [[0, 11, "b"]]}
    )
    assert [tuple(mark) for mark in replaced(block, "Rất là tốt nhé").marks] == [(0, 14, "b")]
