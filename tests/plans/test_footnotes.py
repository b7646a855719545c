"""Footnotes of a plan's text: what is taken, where they go when the text changes, how they are numbered and printed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace

import pikepdf
import pytest

from documents.html import paper_html
from documents.pdf import preview_pdf, render_pdf
from plans.block_fields import MAX_NOTE
from plans.comparing import compare
from plans.linter import check
from plans.outline import Block, Note, Outline, OutlineError, PlanContent
from plans.pages import printed_lines
from plans.queries import content_of
from plans.rewording import replaced, reworded
from plans.services import create_plan, derive_plan
from tests.documents.paper_sample import ATTACHMENT, CREATED_AT
from tests.documents.paper_sample import plan as sample_paper
from tests.factories import person, province, upper_unit
from tests.plans.test_services import finish
from units.models import Role

SENTENCE = "Tổ chức hội nghị học tập nghị quyết."


def block(block_id="aaaaaa", text=SENTENCE, notes=((16, "Theo mẫu 01."),), **more):
    return {"id": block_id, "level": "section", "text": text, "notes": [list(n) for n in notes], **more}


def read(*blocks):
    return Outline.from_json(list(blocks))


def message_of(*blocks):
    with pytest.raises(OutlineError) as caught:
        read(*blocks)
    [fault] = caught.value.faults
    assert fault.field == "notes"
    return fault.message


def content(*blocks):
    return PlanContent(abstract="Tháng Công nhân", outline=read(*blocks))


# --- the model


def test_notes_come_back_from_json_in_the_order_of_the_text():
    outline = read(block(notes=((36, "Sau."), (16, "Trước."))))
    assert outline["aaaaaa"].notes == (Note(16, "Trước."), Note(36, "Sau."))
    assert Outline.from_json(outline.to_json()) == outline


def test_a_note_is_made_nfc_and_keeps_its_letter_when_the_text_is_cleaned():
    loose = unicodedata.normalize("NFD", SENTENCE)
    place = len(unicodedata.normalize("NFD", SENTENCE[:16]))
    [note] = read(block(text=f"  {loose}", notes=((place + 2, unicodedata.normalize("NFD", " Mẫu 01 ")),)))[
        "aaaaaa"
    ].notes
    assert note == Note(16, "Mẫu 01")


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (((99, "Xa."),), "thứ 1 nằm ngoài đoạn văn"),
        (((1, "Được."), (2, "  ")), "thứ 2 chưa có chữ"),
        (((1, "x" * (MAX_NOTE + 1)),), f"tối đa {MAX_NOTE}"),
        (((1, "a\x00b"),), "ký tự điều khiển"),
        (((True, "Có."),), "thứ 1 nằm ngoài đoạn văn"),
        ([(0, "a")] * 101, "tối đa 100 chú thích"),
    ],
)
def test_a_bad_note_is_refused_with_words(notes, words):
    assert words in message_of(block(notes=notes))


def test_a_table_takes_no_note():
    table = {"id": "aaaaaa", "level": "table", "text": "Bảng", "rows": [["a"]], "notes": [[1, "x"]]}
    assert "trong bảng" in message_of(table)


def test_numbers_run_through_the_text_and_are_not_stored():
    outline = read(
        block("aaaaaa"), block("bbbbbb", notes=()), block("cccccc", notes=((3, "Hai."), (5, "Ba.")))
    )
    assert [number for number, _note in outline.numbered_notes("cccccc")] == [2, 3]
    assert [number for number, _note in outline.remove("aaaaaa").numbered_notes("cccccc")] == [1, 2]


def test_plain_text_calls_the_notes_and_ends_with_them():
    assert read(block()).text_of() == (
        "1. Tổ chức hội nghị[1] học tập nghị quyết.\n[1] Theo mẫu 01."
    ).replace("1. Tổ", f"{read(block()).number('aaaaaa')} Tổ")


# --- the text changes around it


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ("Mở hội nghị học tập nghị quyết.", 11),  # before the note
        ("Tổ chức hội nghị phổ biến nghị quyết.", 16),  # behind it
        ("Tổ chức các buổi học học tập nghị quyết.", 20),  # around it
    ],
)
def test_a_reworded_sentence_keeps_its_note_at_its_word(after, place):
    one = Block("aaaaaa", "section", text=SENTENCE, notes=(Note(16, "x"),))
    [note] = replaced(one, after).notes
    assert note.place == place


def test_replaced_names_move_the_note_behind_them():
    one = Block("aaaaaa", "section", text="LĐLĐ tỉnh tổ chức thi.", notes=(Note(9, "x"), Note(21, "y")))
    made = reworded(one, re.compile("LĐLĐ tỉnh"), lambda _found: "Công đoàn phường")
    assert [made.text[: note.place] for note in made.notes] == [
        "Công đoàn phường",
        "Công đoàn phường tổ chức thi",
    ]


@pytest.mark.django_db
def test_a_derived_plan_takes_the_notes_along_with_its_own_name_in_the_sentence():
    place = province(short_name="LĐLĐ tỉnh Mẫu Sơn")
    below = upper_unit(place, "Công đoàn Viên chức tỉnh Mẫu Sơn", symbol="CĐVC")
    drafter = person(Role.DRAFTER, place)
    sentence = block(text="LĐLĐ tỉnh Mẫu Sơn mở lớp tập huấn.", notes=((24, "Cho cán bộ mới."),))
    plan = create_plan(issuer=place, abstract="Tháng Công nhân", by=drafter, content=content(sentence))
    lower = derive_plan(finish(plan, drafter, place), issuer=below, by=person(Role.DRAFTER, below))
    [one] = content_of(lower).outline.blocks
    assert one.text == "Công đoàn Viên chức tỉnh Mẫu Sơn mở lớp tập huấn."
    assert [(one.text[: note.place], note.text) for note in one.notes] == [
        ("Công đoàn Viên chức tỉnh Mẫu Sơn mở lớp", "Cho cán bộ mới.")
    ]


def facts(before, after):
    return [(f.before, f.after) for d in compare(content(before), content(after)) for f in d.facts]


def test_a_changed_note_is_a_change_that_is_shown():
    assert facts(block(), block(notes=((16, "Theo mẫu 02."),))) == [("Theo mẫu 01.", "Theo mẫu 02.")]
    assert facts(block(), block(notes=())) == [("Theo mẫu 01.", "đã bỏ")]
    assert facts(block(notes=()), block()) == [("", "Theo mẫu 01.")]
    assert facts(block(), block()) == []


def test_a_note_called_elsewhere_is_a_change():
    [(before, after)] = facts(block(), block(notes=((7, "Theo mẫu 01."),)))
    assert "hội nghị" in before
    assert "Tổ chức" in after


def test_the_words_of_a_note_are_checked_and_say_where_they_stand():
    found = check(content(block(notes=((16, "Nghị quyết số 02- NQ/TW đã nêu nỗi cộm."),))))
    places = {(f.place.field, f.place.line, f.place.block_id) for f in found if "cộm" in f.found}
    assert places == {("notes", 0, "aaaaaa")}


# --- on paper


def paper(*notes):
    lines = printed_lines(read(block(notes=notes)))
    return replace(sample_paper(), lines=(*lines, *sample_paper().lines))


def test_what_does_not_apply_here_is_not_counted():
    blocks = [block(adoption="not_applicable"), block("bbbbbb", notes=((3, "Một."),))]
    html = paper_html(replace(sample_paper(), lines=printed_lines(read(*blocks))))
    assert re.findall(r'data-number="(\d)">([^<]+)<', html) == [("1", "Một.")]


def test_a_note_behind_the_last_word_stands_behind_the_end_mark():
    html = paper_html(
        replace(sample_paper(), lines=printed_lines(read(block(notes=((36, "Hết."),)))), closing=())
    )
    assert "nghị quyết./.<span" in html


def test_on_the_screen_the_text_stays_free_of_numbers():
    html = paper_html(paper((16, "Theo <mẫu> 01.")), for_print=False)
    assert re.search(r"hội nghị<a [^>]*href=\"#chu-thich-1\"[^>]*></a> học tập", html)
    assert "Theo &lt;mẫu&gt; 01." in html


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_number_and_note_stand_on_the_same_page(tmp_path):
    path = tmp_path / "paper.pdf"
    last = replace(sample_paper().lines[-1], notes=((4, "Ghi ở trang cuối."),))
    path.write_bytes(
        preview_pdf(
            replace(paper((16, "Theo mẫu 01.")), lines=(*paper((16, "Theo mẫu 01.")).lines[:-1], last))
        ).content
    )
    text = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    pages = text.split("\f")
    assert re.search(r"hội nghị\s*1\s*học tập", pages[0])
    assert re.search(r"^1\s+Theo mẫu 01\.$", pages[0], re.MULTILINE)
    called = next(page for page in pages if last.text[4:24] in page.replace("\n", " "))
    assert re.search(r"^2\s+Ghi ở trang cuối\.$", called, re.MULTILINE)


def test_footnotes_keep_the_archive_level_and_the_bytes():
    made = [
        render_pdf(
            paper((16, "Theo mẫu.")), attachment=ATTACHMENT, attachment_name="a.json", created_at=CREATED_AT
        )
        for _turn in range(2)
    ]
    assert made[0].sha256 == made[1].sha256
    with pikepdf.open(io.BytesIO(made[0].content)) as file:
        assert file.open_metadata().pdfa_status == "3A"
