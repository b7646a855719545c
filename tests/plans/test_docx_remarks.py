"""Open comments and suggestions go to Word as comments and tracked changes, and come back as the same ones."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from plans.comment_models import Comment, Suggestion
from plans.docx import plan_docx
from plans.importing import Changes, Reading, import_file
from plans.models import Plan
from plans.outline import PlanContent
from plans.queries import content_of
from plans.services import (
    add_comment,
    create_plan_from_import,
    reply,
    resolve_comment,
    save_plan,
    suggest,
    take_back,
)
from tests.plans.remarks import BLOCKS, body, draft
from tests.plans.test_services import finish
from tests.plans.word import convert, needs_soffice, paragraph_with, rewritten
from units.models import Role

pytestmark = pytest.mark.django_db
SUGGEST = Reading(changes=Changes.SUGGEST)
LAST = {"id": "aaaa04", "level": "section", "kind": "task", "text": "Tổng kết <năm> & khen thưởng."}


@pytest.fixture
def said():
    """A draft with remarks of every sort, and its people."""
    plan, people = draft({Role.MEMBER: "Bùi Văn Đạt"})
    save_plan(plan, content=body(*BLOCKS, LAST), base=1, by=people["drafter"])
    plan = Plan.objects.get(pk=plan.pk)
    member, drafter = people["member"], people["drafter"]
    word = add_comment(
        plan, text="Nêu rõ mức hỗ trợ.\nVà nguồn.", by=member, block_id="aaaa01", quote="hoàn cảnh khó khăn"
    )
    reply(word, text="Đã xin ý kiến.", by=drafter)
    add_comment(plan, text="Đoạn này thừa?", by=drafter, block_id="aaaa02")
    add_comment(plan, text="Ô này chưa đúng.", by=member, block_id="aaaa03", quote="Tặng quà")
    add_comment(plan, text="Cả kế hoạch hơi dài.", by=member)
    done = add_comment(plan, text="Xong rồi.", by=member, block_id="aaaa01")
    resolve_comment(done, by=drafter)
    suggest(
        plan,
        block_id="aaaa01",
        replacement="Chăm sóc đoàn viên có hoàn cảnh rất khó khăn.",
        by=member,
        note="Cho rõ",
    )
    suggest(plan, block_id="aaaa01", replacement="Chăm lo tốt đoàn viên có hoàn cảnh khó khăn.", by=drafter)
    suggest(
        plan, block_id="aaaa01", replacement="Quan tâm đoàn viên có hoàn cảnh khó khăn.", by=drafter
    )  # the same words
    common = {"plan": plan, "by": member, "at": timezone.now() - dt.timedelta(hours=2)}
    new = {"id": "bbbb01", "level": "bullet", "kind": "task", "text": "Khám sức khỏe miễn phí."}
    Suggestion.objects.create(
        action="add", block_id="aaaa01", added=new, after=new["text"], note="Thiếu", **common
    )
    Suggestion.objects.create(action="remove", block_id="aaaa04", before=LAST["text"], **common)
    return plan, people  # fmt: skip


def rows(plan):
    """What is said, as people read it, without the keys."""
    comments = [
        (c.block_id, c.quote, c.text, c.author_name or str(c.by), c.reply_to.text if c.reply_to else "")
        for c in plan.comments.filter(resolved_at=None).select_related("by", "reply_to")
    ]
    suggestions = [
        (s.action, s.block_id, s.before, s.after, s.note, s.author_name or str(s.by), s.added)
        for s in plan.suggestions.select_related("by")
    ]
    return sorted(comments), sorted(suggestions, key=str)


def exported(plan, tmp_path):
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(plan_docx(plan, remarks=True))
    return path


def test_file_holds_comments_and_tracked_changes_with_author_and_time(said, tmp_path):
    plan, _people = said
    with zipfile.ZipFile(exported(plan, tmp_path)) as package:
        text, comments = (package.read(f"word/{name}.xml").decode() for name in ("document", "comments"))
    first = paragraph_with(exported(plan, tmp_path).read_bytes(), "khó khăn")
    at = timezone.localtime(plan.suggestions.get(note="Cho rõ").at).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert f'w:author="Bùi Văn Đạt" w:date="{at}"' in first
    assert "<w:delText" in first and '<w:t xml:space="preserve">Chăm sóc' not in text
    assert first.count("<w:commentRangeStart") == 2 and "Xong rồi." not in comments
    assert "Đề xuất sửa thành: “Quan tâm" in comments  # two people want the same words otherwise
    assert "<w:rPr><w:del " in paragraph_with(exported(plan, tmp_path).read_bytes(), "Tổng kết")


def test_returning_file_doubles_nothing_and_changes_no_letter(said, tmp_path):
    plan, people = said
    before, text = rows(plan), content_of(plan).to_json()
    for _again in range(2):
        take_back(plan, import_file(exported(plan, tmp_path), reading=SUGGEST), by=people["drafter"])
        plan = Plan.objects.get(pk=plan.pk)
    assert (rows(plan), content_of(plan).to_json()) == (before, text)


def test_new_plan_of_the_file_says_the_same(said, tmp_path):
    plan, people = said
    imported = import_file(exported(plan, tmp_path), reading=SUGGEST)
    made = create_plan_from_import(imported, unit=plan.issuer, by=people["drafter"])
    told = "Đề xuất sửa thành: “Quan tâm đoàn viên có hoàn cảnh khó khăn.”"
    comments, suggestions = rows(plan)
    drafter = str(people["drafter"])
    in_words = [row for row in suggestions if row[3].startswith("Quan tâm")]
    assert rows(made)[0] == sorted([*comments, ("aaaa01", "", told, drafter, "")])
    assert rows(made)[1] == [row for row in suggestions if row not in in_words]
    assert content_of(made).outline.blocks == content_of(plan).outline.blocks


def test_what_is_said_in_word_comes_in_beside_what_was_said(said, tmp_path):
    plan, people = said
    path = exported(plan, tmp_path)
    by = 'w:id="900000" w:author="Vũ Minh" w:date="2026-03-03T10:00:00Z"'
    path.write_bytes(
        rewritten(
            path.read_bytes(),
            "word/document.xml",
            lambda xml: xml.replace(
                "thăm hỏi gia đình.</w:t></w:r>",
                f"thăm hỏi gia đình.</w:t></w:r><w:ins {by}><w:r><w:t> Tặng quà.</w:t></w:r></w:ins>",
            ),
        )
    )
    comments, suggestions = rows(plan)
    take_back(plan, import_file(path, reading=SUGGEST), by=people["drafter"])
    new = [row for row in rows(plan)[1] if row not in suggestions]
    assert [(row[1], row[3], row[5]) for row in new] == [
        ("aaaa02", "Thăm hỏi người lao động, thăm hỏi gia đình. Tặng quà.", "Vũ Minh")
    ]
    assert rows(plan)[0] == comments and len(rows(plan)[1]) == len(suggestions) + 1


def test_footnotes_marks_and_the_end_mark_stay_beside_tracked_words(said, tmp_path):
    plan, people = said
    marked = BLOCKS[1] | {"marks": [[0, 18, "b"]], "notes": [[8, "Theo quy định."]]}
    save_plan(plan, content=body(BLOCKS[0], marked, LAST), base=2, by=people["drafter"])
    plan = Plan.objects.get(pk=plan.pk)
    before, text = rows(plan), content_of(plan)
    take_back(plan, import_file(exported(plan, tmp_path), reading=SUGGEST), by=people["drafter"])
    assert PlanContent.from_json(Plan.objects.get(pk=plan.pk).current_version.content) == text
    assert rows(plan)[1] == before[1]


def test_others_and_issued_plans_get_a_clean_file(client, said):
    plan, people = said
    url = reverse("plans:plan_docx", args=[plan.pk])
    client.force_login(people["member"])

    def parts(query=""):
        with zipfile.ZipFile(io.BytesIO(client.get(url + query).content)) as package:
            return set(package.namelist())

    assert "word/comments.xml" in parts() and "word/comments.xml" not in parts("?sach=1")
    page = client.get(reverse("plans:plan_detail", args=[plan.pk])).content.decode()
    assert "Tải Word kèm góp ý" in page and "Tải Word sạch" in page
    finish(plan, people["drafter"], plan.issuer)
    assert "word/comments.xml" not in parts()


def test_commands_carry_the_remarks_both_ways(said, tmp_path):
    plan, _people = said
    path, before = tmp_path / "ra.docx", (Comment.objects.count(), rows(plan))
    call_command("export_plan", plan.pk, docx=path)
    call_command("import_plan", str(path), into=plan.pk)
    assert (Comment.objects.count(), rows(plan)) == before


@needs_soffice
def test_libreoffice_opens_it_and_gives_back_what_was_said(said, tmp_path):
    plan, people = said
    path = exported(plan, tmp_path)
    assert convert(path, "pdf", tmp_path / "pdf").stat().st_size > 5_000
    odt = convert(path, "odt", tmp_path / "odt")
    back = convert(odt, "docx", tmp_path / "docx")
    before = rows(plan)
    take_back(plan, import_file(back, reading=SUGGEST), by=people["drafter"])
    assert rows(Plan.objects.get(pk=plan.pk)) == before
