"""Comments and tracked changes of a Word file become comments and suggestions of the plan, on the right words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from core.workflow import IllegalStep
from plans.comment_models import Comment, Suggestion
from plans.discussion import discussion_of
from plans.docx import plan_docx
from plans.importing import Changes, Reading, import_file
from plans.models import Plan
from plans.queries import content_of
from plans.services import accept_suggestion, create_plan_from_import, reject_suggestion, take_back
from plans.wording import merged
from tests.factories import person, province
from tests.plans.test_docx_reading import assert_all_accounted, with_part
from tests.plans.test_import_readings import run_of, with_paragraph
from tests.plans.test_importing_docx import numbered, with_list
from tests.plans.word import paragraph_with, rewritten
from units.models import Role

pytestmark = pytest.mark.django_db
BY = 'w:author="Lò Thị Mai" w:date="2026-03-02T09:30:00Z"'
ELSE = 'w:author="Vũ Minh" w:date="2026-03-03T10:00:00Z"'
SUGGEST = Reading(changes=Changes.SUGGEST)


def added(words: str, who: str = BY) -> str:
    return f"<w:ins {who}>{run_of(words)}</w:ins>"


def removed(words: str, who: str = BY) -> str:
    return f"<w:del {who}>{run_of(words, deleted=True)}</w:del>"


def end_mark(name: str) -> str:
    return f"<w:pPr><w:rPr><w:{name} {BY}/></w:rPr></w:pPr>"


def remarked_plan():
    document = docx.Document()
    with_list(document)
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Tổ chức tuần lễ sách năm 2026")
    document.add_paragraph("I. NHIỆM VỤ")
    with_paragraph(
        document,
        f"{run_of('1. Mở ')}{removed('mười')}{added('hai mươi')}{run_of(' tủ sách ở ')}{added('các ', ELSE)}"
        f"{run_of('xưởng may')}{removed(' và nhà ăn', ELSE)}{run_of('.')}",
    )
    with_paragraph(document, run_of("2. Giữ nguyên đoạn này.") + "")
    with_paragraph(document, end_mark("ins") + added("3. Đoạn mới thứ nhất."))
    with_paragraph(document, end_mark("ins") + added("4. Đoạn mới thứ hai.", ELSE))
    with_paragraph(document, end_mark("del") + removed("5. Đoạn bỏ hẳn."))
    document.add_paragraph("6. Đoạn cuối cùng.")
    return document


def with_comments(document, *comments: tuple[str, str]) -> None:
    written = "".join(
        f'<w:comment w:id="{key}" {BY}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        for key, text in comments
    )
    with_part(document, "comments", "comments", f"<w:comments {nsdecls('w')}>{written}</w:comments>")


def about(key: str, xml: str) -> str:
    return f'<w:commentRangeStart w:id="{key}"/>{xml}<w:commentRangeEnd w:id="{key}"/>'


@pytest.fixture
def unit():
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(unit):
    return person(Role.DRAFTER, unit, "Lý Thị Hoa")


@pytest.fixture
def save(tmp_path):
    def to_file(document) -> Path:
        path = tmp_path / "ke-hoach.docx"
        document.save(str(path))
        return path

    return to_file


@pytest.fixture
def made(save, unit, drafter):
    """The plan of a Word file whose changes are kept as suggestions."""

    def of(document) -> Plan:
        imported = import_file(save(document), reading=SUGGEST)
        assert_all_accounted(imported)
        return create_plan_from_import(imported, unit=unit, by=drafter)

    return of


def texts(plan: Plan) -> list[str]:
    return [block.text for block in content_of(Plan.objects.get(pk=plan.pk)).outline]


def suggestion(plan: Plan, words: str) -> Suggestion:
    return plan.suggestions.get(after__contains=words)


OLD = [
    "NHIỆM VỤ", "Mở mười tủ sách ở xưởng may và nhà ăn.", "Giữ nguyên đoạn này.", "Đoạn bỏ hẳn.", "Đoạn cuối cùng.",
]  # fmt: skip


# --- tracked changes


def test_the_plan_starts_with_the_old_words_and_each_change_is_a_suggestion(made):
    plan = made(remarked_plan())
    assert texts(plan) == OLD
    said = [(s.action, s.author_name, s.after) for s in plan.suggestions.order_by("pk")]
    assert said == [
        ("edit", "Lò Thị Mai", "Mở hai mươi tủ sách ở xưởng may và nhà ăn."),
        ("edit", "Vũ Minh", "Mở mười tủ sách ở các xưởng may và nhà ăn."),
        ("edit", "Vũ Minh", "Mở mười tủ sách ở xưởng may."),
        ("add", "Lò Thị Mai", "Đoạn mới thứ nhất."),
        ("add", "Vũ Minh", "Đoạn mới thứ hai."),
        ("remove", "Lò Thị Mai", ""),
    ]
    assert timezone.localtime(suggestion(plan, "hai mươi").at).isoformat() == "2026-03-02T09:30:00+07:00"


def test_suggestions_of_one_block_are_taken_one_by_one_in_any_order(made, drafter):
    plan = made(remarked_plan())
    for words in ("xưởng may.", "hai mươi"):
        accept_suggestion(plan.suggestions.filter(after__contains=words).first(), by=drafter)
    reject_suggestion(suggestion(plan, "các xưởng"), by=drafter)
    assert texts(plan)[1] == "Mở hai mươi tủ sách ở xưởng may."


def test_all_taken_is_what_word_makes_of_accept_all(made, drafter, save):
    plan = made(remarked_plan())
    for row in reversed(plan.suggestions.order_by("pk")):
        accept_suggestion(row, by=drafter)
    accepted = import_file(save(remarked_plan()), reading=Reading(changes=Changes.ACCEPT))
    found = content_of(Plan.objects.get(pk=plan.pk)).outline
    assert [(b.level, b.text) for b in found] == [(b.level, b.text) for b in accepted.blocks]


def test_added_blocks_stand_in_their_order_however_they_are_taken(made, drafter):
    for first, second in (("thứ nhất", "thứ hai"), ("thứ hai", "thứ nhất")):
        plan = made(remarked_plan())
        accept_suggestion(suggestion(plan, first), by=drafter)
        accept_suggestion(suggestion(plan, second), by=drafter)
        assert texts(plan)[2:5] == ["Giữ nguyên đoạn này.", "Đoạn mới thứ nhất.", "Đoạn mới thứ hai."]


def test_a_suggestion_whose_words_were_changed_is_refused_and_shown_as_such(made, drafter):
    plan = made(remarked_plan())
    row = suggestion(plan, "hai mươi")
    other = Suggestion.objects.create(
        plan=plan,
        block_id=row.block_id,
        before=row.before,
        after=row.before.replace("mười", "ba"),
        by=drafter,
    )
    accept_suggestion(other, by=drafter)
    with pytest.raises(IllegalStep, match="đã được sửa"):
        accept_suggestion(row, by=drafter)
    shown = discussion_of(Plan.objects.get(pk=plan.pk), drafter)
    stale = {p.suggestion.pk: p.stale for p in shown.placed if hasattr(p, "suggestion")}
    assert stale[row.pk] and not stale[suggestion(plan, "các xưởng").pk]


def test_a_rejected_removal_and_a_rejected_block_leave_the_old_text(made, drafter):
    plan = made(remarked_plan())
    for row in plan.suggestions.all():
        reject_suggestion(row, by=drafter)
    assert texts(plan) == OLD


def test_what_no_suggestion_can_hold_is_a_comment_and_the_old_text_stays(made):
    document = docx.Document()
    document.add_paragraph("I. NHIỆM VỤ")
    with_paragraph(document, end_mark("ins") + run_of("1. Câu này được "))
    with_paragraph(document, run_of("tách làm hai."))
    table = document.add_table(rows=2, cols=2)
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.text = "Ô"
    from docx.oxml import parse_xml

    change = added("mới").replace("<w:ins", f"<w:ins {nsdecls('w')}")
    table.rows[1].cells[1].paragraphs[0]._p.append(parse_xml(change))
    plan = made(document)
    assert texts(plan)[1] == "Câu này được tách làm hai."
    assert content_of(plan).outline.blocks[-1].rows == (("Ô", "Ô"), ("Ô", "Ô"))
    assert not plan.suggestions.exists()
    said = [comment.text for comment in plan.comments.order_by("pk")]
    assert ["tách đoạn" in text or "thêm “mới”" in text for text in said] == [True, True]


def test_numbers_of_word_before_a_changed_block_do_not_shift_its_words(made):
    document = docx.Document()
    with_list(document)
    numbered(document, "NHIỆM VỤ", 0)
    paragraph = numbered(document, "", 1)
    from docx.oxml import parse_xml

    body = parse_xml(
        f"<w:p {nsdecls('w')}>{run_of('Thăm ')}{removed('mọi')}{added('từng')}{run_of(' tổ.')}</w:p>"
    )
    for node in list(body):
        paragraph._p.append(node)
    plan = made(document)
    row = plan.suggestions.get()
    assert (row.before, row.after) == ("Thăm mọi tổ.", "Thăm từng tổ.")


# --- comments


def test_a_comment_keeps_author_time_text_and_the_words_it_is_about(made):
    document = docx.Document()
    document.add_paragraph("I. NHIỆM VỤ")
    with_paragraph(document, run_of("1. Mở tủ ") + about("0", run_of("sách ở xưởng")) + run_of(" may."))
    document.add_paragraph("2. Không ai nói gì.")
    with_comments(document, ("0", "Nêu rõ xưởng nào"), ("1", "Cả kế hoạch hơi dài"))
    plan = made(document)
    comment, whole = plan.comments.order_by("-block_id")
    assert (comment.text, comment.author_name, comment.quote) == (
        "Nêu rõ xưởng nào", "Lò Thị Mai", "sách ở xưởng",
    )  # fmt: skip
    assert content_of(plan).outline[comment.block_id].text[comment.start : comment.end] == "sách ở xưởng"
    assert timezone.localtime(comment.at).date() == dt.date(2026, 3, 2)
    assert comment.author == "Lò Thị Mai (trong tệp Word)"
    assert (whole.block_id, whole.text) == ("", "Cả kế hoạch hơi dài")


def test_an_answer_in_word_stands_in_the_thread_it_answers(made):
    names = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    document = docx.Document()
    with_paragraph(document, about("0", run_of("1. Mở tủ sách.")))
    document.add_paragraph("2. Tập huấn.")
    written = "".join(
        f'<w:comment w:id="{key}" {BY}><w:p w14:paraId="{para}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        for key, para, text in (("1", "00000002", "Có đủ tiền"), ("0", "00000001", "Có đủ tiền không?"))
    )
    with_part(document, "comments", "comments", f"<w:comments {nsdecls('w')} {names}>{written}</w:comments>")
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000001"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>'
        "</w15:commentsEx>"
    )
    with_part(document, "commentsExtended", "commentsExtended", extended)
    answer = made(document).comments.get(text="Có đủ tiền")
    assert answer.reply_to.text == "Có đủ tiền không?"


def test_a_time_that_is_none_or_lies_ahead_is_the_time_of_the_import(made):
    document = docx.Document()
    with_paragraph(document, run_of("1. Mở ") + added("ngay ", 'w:author="A" w:date="2999-01-01T00:00:00Z"'))
    with_paragraph(document, run_of("2. Mở ") + added("ngay ", 'w:author="" w:date="hôm qua"'))
    plan = made(document)
    assert all(abs((row.at - timezone.now()).total_seconds()) < 600 for row in plan.suggestions.all())


# --- through the page, and back into a draft


def test_the_check_page_asks_shows_and_keeps(client, save, unit, drafter):
    client.force_login(drafter)
    upload = reverse("plans:plan_import")
    assert 'value="suggest" selected' in client.get(upload).content.decode()
    file = SimpleUploadedFile("ke-hoach.docx", save(remarked_plan()).read_bytes())
    page = client.post(upload, {"issuer": unit.pk, "file": file, "changes": "suggest"}, follow=True)
    html = page.content.decode()
    for words in (
        "đề xuất bỏ “mười”",
        "đề xuất thêm “hai mươi”",
        "Đề xuất thêm đoạn",
        "đề xuất bỏ cả đoạn này",
    ):
        assert words in html
    client.post(page.request["PATH_INFO"], {"step": "accept"})
    plan = Plan.objects.get()
    assert texts(plan) == OLD and plan.suggestions.count() == 6
    panel = client.get(reverse("plans:comments", args=[plan.pk])).content.decode()
    assert "Vũ Minh (trong tệp Word)" in panel


def test_a_draft_that_comes_back_from_word_brings_its_remarks_once(made, drafter, tmp_path):
    plan = made(remarked_plan())
    plan.suggestions.all().delete()
    xml = paragraph_with(plan_docx(plan), "Giữ nguyên")
    mended = xml.replace("</w:p>", added(" Thêm ở Word.") + "</w:p>")
    path = tmp_path / "ve.docx"
    path.write_bytes(rewritten(plan_docx(plan), "word/document.xml", lambda text: text.replace(xml, mended)))
    for _again in range(2):
        take_back(Plan.objects.get(pk=plan.pk), import_file(path, reading=SUGGEST), by=drafter)
    row = plan.suggestions.get()
    assert (row.before, row.after) == ("Giữ nguyên đoạn này.", "Giữ nguyên đoạn này. Thêm ở Word.")
    assert not Comment.objects.exists()


SENTENCE = st.lists(
    st.sampled_from(["mở", "tủ", "sách", ",", ".", "ở", "xưởng", "may", "và"]), min_size=1, max_size=8
).map(" ".join)


@given(SENTENCE, SENTENCE, SENTENCE)
def test_two_changes_of_a_sentence_go_together_in_either_order_or_not_at_all(before, one, other):
    assert merged(before, one, before) == one
    assert merged(before, one, other) == merged(before, other, one)


def test_comment_of_letters_nobody_sees_is_left_out(save, unit, drafter):
    document = docx.Document()
    for words in ("KẾ HOẠCH", "Tổ chức hội thao năm 2026", "I. MỤC ĐÍCH"):
        document.add_paragraph(words)
    with_comments(document, ("1", "\u200b\u202e"))
    with_paragraph(document, about("1", run_of("- Rèn luyện sức khỏe.")))
    plan = create_plan_from_import(import_file(save(document)), unit=unit, by=drafter)
    assert not Comment.objects.filter(plan=plan).exists()
