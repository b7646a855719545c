"""The panel of remarks over HTTP: who sees it, filters, errors at their place, names, the first page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.comment_models import Comment, Suggestion
from plans.models import Plan
from plans.queries import content_of
from plans.services import add_comment, reply, resolve_comment, save_plan, suggest
from tests.factories import grassroots, person, province
from tests.plans.remarks import BLOCKS, body, draft
from units.models import Role

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def plan_and_people():
    return draft()


@pytest.fixture
def plan(plan_and_people):
    return plan_and_people[0]


@pytest.fixture
def people(plan_and_people):
    return plan_and_people[1]


def url(name, pk):
    return reverse(f"plans:{name}", args=[pk])


def words(answer):
    return answer.content.decode()


def test_comment_only_role_reads_and_comments_and_cannot_edit(client, plan, people):
    client.force_login(people["member"])
    page = words(client.get(url("plan_detail", plan.pk)))
    assert 'id="plan-comments"' in page and "plan-comments.js" in page
    assert "Góp ý cho đoạn" in words(client.get(url("comments", plan.pk)))
    given = {"block_id": "aaaa01", "quote": "khó khăn", "text": "Nêu rõ mức hỗ trợ"}
    answer = client.post(url("comment_new", plan.pk), given, headers=HX)
    assert answer.status_code == 200 and "Nêu rõ mức hỗ trợ" in words(answer)
    assert Comment.objects.get().quote == "khó khăn"
    assert client.get(url("plan_edit", plan.pk)).status_code == 403
    assert client.post(url("plan_save", plan.pk), body(), content_type="application/json").status_code == 403


def test_who_only_sees_gets_no_form_and_a_refusal(client, plan, people):
    client.force_login(people["upper_unit"])
    page = words(client.get(url("comments", plan.pk)))
    assert "plan-comment-form" not in page and "Bạn xem được góp ý" in page
    assert client.post(url("comment_new", plan.pk), {"text": "Ý"}, headers=HX).status_code == 403
    assert not Comment.objects.exists()


def test_issued_plan_shows_its_receivers_nothing_of_the_discussion(client, plan, people):
    comment = add_comment(plan, text="Chỗ này bí mật", by=people["leader"])
    below = person(Role.GRASSROOTS, grassroots(plan.issuer))
    stranger = person(Role.LEADER, province("Liên đoàn Lao động tỉnh Bến Lau"))
    client.force_login(below)
    assert client.get(url("comments", plan.pk)).status_code == 404
    Plan.objects.filter(pk=plan.pk).update(status="issued", number=1, issued_on="2026-01-05")
    general = province("Tổng Liên đoàn Mẫu")
    plan.issuer.path = general.path + plan.issuer.path
    plan.issuer.save(update_fields=["path"])
    client.force_login(person(Role.LEADER, general))
    page = client.get(url("plan_detail", plan.pk))
    assert page.status_code == 200 and "plan-comments" not in words(page)
    assert client.get(url("comments", plan.pk)).status_code == 403
    assert client.get(url("mention_options", plan.pk)).status_code == 403
    for who in (below, stranger):
        client.force_login(who)
        assert client.post(url("comment_reply", comment.pk), {"text": "Ý"}).status_code == 404


def test_errors_come_back_at_their_field_with_what_was_typed(client, plan, people):
    client.force_login(people["leader"])
    gone = {
        "block_id": "aaaa01",
        "quote": "chữ không có",
        "text": "Ý kiến dài",
        "mentions": [people["member"].pk],
    }
    answer = client.post(url("comment_new", plan.pk), gone, headers=HX)
    page = words(answer)
    assert answer.status_code == 422 and "Hãy tải lại trang rồi chọn lại" in page
    assert "Ý kiến dài" in page and f'value="{people["member"].pk}" checked' in page
    stranger = person(Role.LEADER, province("Tỉnh khác"))
    foreign = client.post(url("comment_new", plan.pk), {"text": "Ý", "mentions": [stranger.pk]}, headers=HX)
    assert foreign.status_code == 422 and "không giữ vai trò" in words(foreign)
    empty = client.post(url("suggestion_new", plan.pk), {"block_id": "aaaa01"}, headers=HX)
    assert empty.status_code == 422 and "Hãy viết câu đề xuất" in words(empty)
    assert not Comment.objects.exists() and not Suggestion.objects.exists()


def test_without_htmx_the_page_comes_back_with_a_message(client, plan, people):
    client.force_login(people["leader"])
    answer = client.post(url("comment_new", plan.pk), {"text": "Ý"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{url('plan_detail', plan.pk)}#gop-y"
    assert "Đã gửi góp ý." in words(answer)
    assert "Hãy viết góp ý." in words(client.post(url("comment_new", plan.pk), {"text": ""}, follow=True))


def test_thread_goes_through_the_filters(client, plan, people):
    comment = add_comment(plan, text="Ý kiến gốc", by=people["leader"], mentions=[people["drafter"]])
    client.force_login(people["drafter"])
    answered = client.post(url("comment_reply", comment.pk), {"text": "Trả lời đây"}, headers=HX)
    assert "Trả lời đây" in words(answered)
    blank = client.post(url("comment_reply", comment.pk), {"text": ""}, headers=HX)
    assert blank.status_code == 422 and "Hãy viết góp ý." in words(blank)
    assert "Ý kiến gốc" not in words(client.post(url("comment_resolve", comment.pk), headers=HX))
    assert "Ý kiến gốc" in words(client.get(url("comments", plan.pk), {"loc": "xong"}))
    assert "Ý kiến gốc" in words(client.get(url("comments", plan.pk), {"loc": "toi"}))
    twice = client.post(url("comment_resolve", comment.pk), {"loc": "xong"}, headers=HX)
    assert twice.status_code == 422 and "đánh dấu xong" in words(twice)
    assert client.post(url("comment_reopen", comment.pk), headers=HX).status_code == 200
    assert "Ý kiến gốc" in words(client.get(url("comments", plan.pk), {"loc": "la-gi"}))


def test_changed_and_removed_places_are_told(client, plan, people):
    add_comment(plan, text="Một", block_id="aaaa01", quote="khó khăn", by=people["leader"])
    add_comment(plan, text="Hai", block_id="aaaa02", by=people["leader"])
    changed = {**BLOCKS[1], "text": "Chăm lo đoàn viên."}
    save_plan(plan, content=body(BLOCKS[0], changed), base=1, by=people["drafter"])
    client.force_login(people["leader"])
    page = words(client.get(url("comments", plan.pk)))
    assert "Câu đã sửa" in page and "Đoạn đã bỏ (1)" in page
    assert page.index("Một") < page.index("Đoạn đã bỏ") < page.index("Hai")


def test_drafter_accepts_one_and_the_stale_one_is_refused(client, plan, people):
    first = suggest(plan, block_id="aaaa01", replacement="Chăm lo tốt.", note="Gọn hơn", by=people["leader"])
    second = suggest(plan, block_id="aaaa01", replacement="Chăm lo hơn.", by=people["member"])
    client.force_login(people["leader"])
    assert "Không nhận" not in words(client.get(url("comments", plan.pk)))
    assert client.post(url("suggestion_accept", first.pk), headers=HX).status_code == 403
    client.force_login(people["drafter"])
    page = words(client.get(url("comments", plan.pk)))
    assert "<ins>" in page and "tốt" in page and "Gọn hơn" in page
    done = client.post(url("suggestion_accept", first.pk), headers=HX)
    assert done.status_code == 200 and 'id="plan-paper"' in words(done)
    assert done["HX-Trigger"] == '{"plan-text-changed": {"version": 2}}'
    assert "Câu này đã được sửa sau đề xuất" in words(done)
    stale = client.post(url("suggestion_accept", second.pk), headers=HX)
    assert stale.status_code == 422 and "đã được sửa sau khi có đề xuất" in words(stale)
    assert "HX-Trigger" not in stale
    assert content_of(Plan.objects.get(pk=plan.pk)).outline["aaaa01"].text == "Chăm lo tốt."
    assert client.post(url("suggestion_reject", second.pk), headers=HX).status_code == 200
    assert [s.state for s in Suggestion.objects.order_by("pk")] == ["accepted", "rejected"]


def test_editor_panel_leaves_the_sheet_alone(client, plan, people):
    made = suggest(plan, block_id="aaaa01", replacement="Chăm lo tốt.", by=people["leader"])
    client.force_login(people["drafter"])
    assert 'name="soan"' in words(client.get(url("comments", plan.pk), {"soan": "1"}))
    done = client.post(url("suggestion_accept", made.pk), {"soan": "1"}, headers=HX)
    assert "plan-paper" not in words(done) and "HX-Trigger" in done


def test_people_are_sought_without_accents_and_chosen_ones_stay(client, plan, people):
    client.force_login(people["leader"])
    found = words(client.get(url("mention_options", plan.pk), {"ten": "@bui dat"}))
    assert "Bùi Văn Đạt" in found and "Lý Thị Mai" not in found
    kept = words(
        client.get(url("mention_options", plan.pk), {"ten": "mai", "mentions": [people["member"].pk, "x"]})
    )
    assert kept.index(f'value="{people["member"].pk}" checked') < kept.index("Lý Thị Mai")
    assert "Không có ai" in words(client.get(url("mention_options", plan.pk), {"ten": "zzz"}))


def test_remarks_are_escaped(client, plan, people):
    add_comment(
        plan, text="<script>alert(1)</script>", block_id="aaaa01", quote="khó khăn", by=people["leader"]
    )
    suggest(plan, block_id="aaaa01", replacement='<b onclick="x">Chăm</b>', by=people["leader"])
    client.force_login(people["drafter"])
    page = words(client.get(url("comments", plan.pk)))
    assert "<script>" not in page and "<b onclick" not in page


def test_first_page_tells_who_was_named_until_it_is_done(client, plan, people):
    def home():
        return words(client.get("/"))

    client.force_login(people["member"])
    assert "Được nhắc tên" not in home()
    root = add_comment(plan, text="Xem giúp mức chi", by=people["leader"], mentions=[people["member"]])
    answer = reply(root, text="Và cả thời hạn", by=people["drafter"], mentions=[people["member"]])
    page = home()
    assert "Được nhắc tên" in page and "Xem giúp mức chi" in page and "Và cả thời hạn" in page
    assert f"{url('plan_detail', plan.pk)}#gop-y-{root.pk}" in page
    assert f"#gop-y-{answer.pk}" not in page
    resolve_comment(root, by=people["leader"])
    assert "Được nhắc tên" not in home()


def test_panel_and_first_page_cost_the_same_with_more_remarks(client, plan, people):
    client.force_login(people["drafter"])

    def cost(address):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        return len(asked)

    def say(count):
        for n in range(count):
            root = add_comment(
                plan, text=f"Ý {n}", block_id="aaaa01", by=people["leader"], mentions=[people["drafter"]]
            )
            reply(root, text="Đã xem", by=people["member"], mentions=[people["drafter"]])
            suggest(plan, block_id="aaaa02", replacement=f"Câu {n}", by=people["member"])

    addresses = (url("comments", plan.pk), "/", url("plan_detail", plan.pk))
    say(1)
    few = [cost(address) for address in addresses]
    say(7)
    assert [cost(address) for address in addresses] == few


def test_suggestion_stays_readable_when_its_block_is_gone(client, plan, people):
    before = content_of(plan).outline.blocks
    edited = next(block for block in before if block.text and not block.rows)
    suggestion = suggest(plan, block_id=edited.id, replacement="Câu khác hẳn câu cũ.", by=people["leader"])
    kept = [block.to_json() for block in before if block.id != edited.id]
    content = content_of(plan).to_json() | {"blocks": kept}
    save_plan(plan, content=content, base=plan.current_version.number, by=people["drafter"])
    client.force_login(people["drafter"])
    page = words(client.get(url("comments", plan.pk)))
    assert "Đoạn đã bỏ (1)" in page and "Câu khác hẳn câu cũ." in page
    refused = client.post(url("suggestion_accept", suggestion.pk), headers=HX)
    assert refused.status_code == 422 and "không còn trong kế hoạch" in words(refused)


def test_person_mentioned_by_no_id_is_refused_in_vietnamese(client, plan, people):
    client.force_login(people["leader"])
    answer = client.post(url("comment_new", plan.pk), {"text": "Ý", "mentions": "x"}, headers=HX)
    assert answer.status_code == 422 and "Người được nhắc không giữ vai trò nào" in words(answer)
