"""What the screens of a review show, take and refuse."""

from __future__ import annotations

import pytest

from documents.models import Document, Status
from documents.review.models import ReviewSheet, ReviewStep, StepKind
from documents.services import save_version, take_step
from documents.services.review import Asked
from tests import factories
from tests.documents import samples
from tests.documents.browsing import get, post, text_of, url
from tests.documents.review.sheets import day, drawn, on_its_way, say, staffed, step_now, usual
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def answered(client, person, step, given, **said):
    client.force_login(person)
    data = {"answer": given, "version": 1, "text": "", "drawing": "", "back_to": "", **said}
    return client.post(url("review_answer", step.pk), data)


def rows(*steps, **more):
    """What the compose page sends: (round, kind, who)."""
    data = {"version": 1, "message": "", "buoc-TOTAL_FORMS": len(steps), "buoc-INITIAL_FORMS": 0, **more}
    for n, (number, kind, who) in enumerate(steps):
        due = {"due_on": f"{day():%d/%m/%Y}"}
        data |= {f"buoc-{n}-{k}": v for k, v in {"round": number, "kind": kind, "who": who, **due}.items()}
    return data


def test_drafter_composes_the_proposed_sheet_and_sends_it(client, desk):
    document = samples.draft(desk)
    page = get(client, desk.drafter, "review_compose", document.pk)
    assert [form["kind"].value() for form in page.context["rows"]] == ["content", "format", "approval"]
    sent = rows((1, "content", "vai:unit_head"), (2, "format", "vai:registry"), (3, "approval", "vai:leader"))
    post(client, desk.drafter, "review_compose", document.pk, **sent)
    assert step_now(document).kind == StepKind.CONTENT
    assert Document.objects.get(pk=document.pk).status == Status.IN_REVIEW


def test_sheet_with_faults_comes_back_with_them_and_nothing_is_sent(client, desk):
    document = samples.draft(desk)
    client.force_login(desk.drafter)
    for sent in (
        rows((1, "format", "vai:registry")), rows((1, "format", "vai:unit_head"), (2, "approval", "vai:leader")),
        rows((1, "approval", "nguoi:999999")), rows((1, "", "vai:leader")), {"version": 1},
    ):  # fmt: skip
        answer = client.post(url("review_compose", document.pk), sent)
        assert answer.status_code == 422
    assert not ReviewSheet.objects.exists()
    assert Document.objects.get(pk=document.pk).status == Status.DRAFT


def test_more_steps_button_keeps_what_was_typed(client, desk):
    document = samples.draft(desk)
    page = post(
        client, desk.drafter, "review_compose", document.pk, **rows((1, "approval", "vai:leader"), more="1")
    )
    assert page.status_code == 200
    assert [form["who"].value() for form in page.context["rows"]] == ["vai:leader", None]


def test_department_content_check_is_its_head_s(client, desk):
    ((department, member),) = staffed(desk, "Ban Nữ công")
    head = factories.make_user("Trưởng ban Nữ công")
    factories.make_seat(head, Role.UNIT_HEAD, desk.unit, department=department)
    document = samples.draft(desk)
    sent = rows((1, "content", f"ban:{department.pk}"), (2, "approval", "vai:leader"))
    post(client, desk.drafter, "review_compose", document.pk, **sent)
    step = step_now(document)
    assert answered(client, member, step, "agree").status_code == 403
    assert answered(client, desk.head, step, "agree").status_code == 403
    assert answered(client, head, step, "agree").status_code == 302


def test_list_shows_what_waits_for_me_and_the_menu_counts_it(client, desk):
    document = on_its_way(desk, abstract="Tổ chức hội thao công nhân năm 2026")
    assert "hội thao" not in text_of(get(client, desk.leader, "review_list"))
    page = get(client, desk.head, "review_list", q="hoi thao")
    assert document.abstract in text_of(page)
    assert page.context["nav_counts"]["documents"] == 1
    assert "hội thao" not in text_of(get(client, desk.head, "review_list", viec="format"))


def test_answer_leads_to_the_next_paper(client, desk):
    first, second = on_its_way(desk), on_its_way(desk)
    answer = answered(client, desk.head, step_now(first), "agree")
    assert answer["Location"] == url("review_sheet", second.review_sheets.get().pk)
    assert answered(client, desk.head, step_now(second), "agree")["Location"] == url("review_list")


def test_return_without_words_comes_back(client, desk):
    step = step_now(on_its_way(desk))
    answer = answered(client, desk.head, step, "return")
    assert answer.status_code == 422
    assert "Hãy gõ hoặc viết tay lý do" in text_of(answer)


def test_return_by_hand_is_kept_as_a_picture_for_the_house_only(client, desk, stranger):
    step = step_now(on_its_way(desk))
    assert answered(client, desk.head, step, "return", drawing=drawn()).status_code == 302
    picture = get(client, desk.drafter, "review_drawing", step.pk)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert get(client, stranger, "review_drawing", step.pk).status_code == 404


def test_drawing_that_is_none_comes_back_with_words(client, desk):
    step = step_now(on_its_way(desk))
    answer = answered(client, desk.head, step, "return", drawing="data:image/png;base64,AAAA")
    assert answer.status_code == 422
    assert "không đọc được" in text_of(answer)


def test_stale_page_is_told_what_changed(client, desk):
    document = on_its_way(desk, usual()[2:])
    step = step_now(document)
    take_step(document, "withdraw", by=desk.drafter)
    save_version(document, content={"blocks": []}, base=1, by=desk.drafter)
    take_step(document, "submit", by=desk.drafter)
    answer = answered(client, desk.leader, step, "agree")
    assert answer["Location"] == url("review_sheet", document.review_sheets.get(status="open").pk)
    assert "đã kết thúc (đã rút)" in text_of(client.get(answer["Location"]))
    answered(client, desk.leader, step_now(document), "agree")
    assert Document.objects.get(pk=document.pk).status == Status.IN_REVIEW


def test_button_of_the_document_page_carries_the_version(client, desk):
    document = on_its_way(desk, usual()[2:])
    assert (
        'name="version" value="1"'
        in get(client, desk.leader, "document_preview", document.pk).content.decode()
    )
    answer = post(client, desk.leader, "step", document.pk, "approve", version=9)
    assert "bạn đã xem lần lưu 9" in text_of(answer)
    assert Document.objects.get(pk=document.pk).status == Status.IN_REVIEW


def test_batch_says_for_each_row_what_came_of_it(client, desk):
    good, changed = on_its_way(desk, usual()[2:]), on_its_way(desk, usual()[2:])
    chosen = [f"{step_now(good).pk}:1", f"{step_now(changed).pk}:8"]
    page = post(client, desk.leader, "review_batch", step=chosen, answer="agree", text="", drawing="")
    assert "Xong 1, chưa được 1" in text_of(page)
    assert "bạn đã xem lần lưu 8" in text_of(page)
    assert Document.objects.get(pk=good.pk).status == Status.APPROVED


def test_batch_of_somebody_else_s_rows_changes_nothing(client, desk, stranger):
    document = on_its_way(desk, usual()[2:])
    chosen = [f"{step_now(document).pk}:1"]
    assert "1 dòng không còn trong phạm vi" in text_of(
        post(client, stranger, "review_batch", step=chosen, answer="agree", text="", drawing="")
    )
    assert "Bước này dành cho" in text_of(
        post(client, desk.head, "review_batch", step=chosen, answer="agree", text="", drawing="")
    )
    assert Document.objects.get(pk=document.pk).status == Status.IN_REVIEW


@pytest.mark.parametrize(
    "sent", [{"answer": "agree"}, {"step": ["x:y"], "answer": "agree"}, {"step": ["1:1"], "answer": "return"}]
)
def test_batch_without_rows_or_reason_comes_back(client, desk, sent):
    client.force_login(desk.leader)
    assert client.post(url("review_batch"), sent).status_code == 422


def test_overdue_opinion_is_skipped_from_the_sheet(client, desk):
    ((department, _member),) = staffed(desk, "Ban Nữ công")
    document = on_its_way(desk, [Asked(StepKind.OPINION, day(), 1, department=department), *usual()[2:]])
    step = step_now(document)
    ReviewStep.objects.filter(pk=step.pk).update(due_on=day(-1))
    assert "Bỏ qua ý kiến này" in text_of(get(client, desk.drafter, "review_sheet", step.sheet_id))
    post(client, desk.drafter, "review_skip", step.pk, note="Đã nhắc hai lần.")
    assert step_now(document).kind == StepKind.APPROVAL


def test_earlier_submission_stays_readable_and_points_to_the_new_one(client, desk):
    document = on_its_way(desk)
    say(document, desk.head, "return", text="Nêu rõ kinh phí.")
    take_step(document, "submit", by=desk.drafter)
    old, new = document.review_sheets.order_by("number")
    assert "Mở Phiếu trình lần 2" in text_of(get(client, desk.drafter, "review_sheet", old.pk))
    assert "Nêu rõ kinh phí." in text_of(get(client, desk.leader, "review_sheet", new.pk))


def test_sheet_is_printed_with_every_answer(client, desk):
    document = on_its_way(desk)
    say(document, desk.head, text="Nêu rõ kinh phí.")
    page = text_of(get(client, desk.registry, "review_print", document.review_sheets.get().pk))
    assert "PHIẾU TRÌNH" in page and "Nêu rõ kinh phí." in page and "Đặng Quốc Việt" in page


def test_leader_is_told_of_objections_and_of_checks_nobody_made(client, desk):
    ((department, member),) = staffed(desk, "Ban Nữ công")
    document = on_its_way(desk, [Asked(StepKind.OPINION, day(), 1, department=department), *usual()[2:]])
    say(document, member, "object", text="Chưa rõ kinh phí.")
    page = text_of(get(client, desk.leader, "review_sheet", document.review_sheets.get().pk))
    assert "Có ý kiến không đồng ý Ban Nữ công: Chưa rõ kinh phí." in page
    assert "chưa có bước kiểm tra nội dung và kiểm tra thể thức" in page


def test_list_of_many_costs_the_queries_of_few(client, desk, django_assert_num_queries):
    client.force_login(desk.leader)
    for _more in range(2):
        for _n in range(3):
            on_its_way(desk, usual()[2:])
        with django_assert_num_queries(8):
            client.get(url("review_list"))
