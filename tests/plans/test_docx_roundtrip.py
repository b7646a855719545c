"""A plan goes to Word and comes back: ids, levels, kinds, text, tables, bold and italic; also after changes there."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.docx import docx_bytes
from documents.pages import Paper
from plans.docx import _anchors, _data
from plans.importing import import_file
from plans.numbering import POINT_LETTERS
from plans.outline import KINDS, Block, Mark, Note, Outline, PlanContent
from plans.pages import printed_lines
from tests.documents.paper_sample import HEADING, SIGNATURE
from tests.plans.word import convert, needs_soffice, paragraph_with, rewritten

TEXT = "word/document.xml"


def block(place, level, text="", kind="text", **more):
    return Block(id=f"khoi{place:04d}", level=level, kind=kind, text=text, **more)


BLOCKS = (
    block(1, "part", "Mục đích, yêu cầu", "purpose", notes=(Note(17, "Theo Nghị quyết số 02-NQ/TW."),)),
    block(
        2,
        "section",
        "Giúp đoàn viên đọc sách mỗi tuần.",
        "purpose",
        marks=(Mark(5, 14, "b"),),
        notes=(
            Note(8, "Kể cả người <chưa vào> đoàn.\nĐoạn hai."),
            Note(8, "Liền kề."),
            Note(33, "Cuối câu."),
        ),
    ),
    block(3, "section", "Sách đến tận tổ, đội; không hình thức.", "requirement", origin="upper00001"),
    block(4, "part", "Nhiệm vụ", "task"),
    block(5, "section", "Mở tủ sách", "task", marks=(Mark(0, 2, "i"), Mark(0, 10, "b"))),
    block(6, "subsection", "Chọn chỗ đặt", "task"),
    block(7, "subsubsection", "Ở xưởng may", "task", source="a/ Ở xưởng may"),
    *(
        block(10 + n, "point", f"Điểm thứ {n} của danh sách dài;", notes=(Note(0, f"Chú thích {n}"),))
        for n in range(1, 8)
    ),
    block(20, "section", "Tập huấn thủ thư", "activity"),
    *(block(20 + n, "point", f"Buổi {n}: cách xếp sách.", "activity") for n in range(1, 4)),
    block(30, "bullet", "Thông điệp truyền thông:\nĐọc lại to, rõ.", "activity"),
    *(
        block(30 + n, "item", f"Sách là bạn, câu {n}", "message", marks=(Mark(0, 4, "i"),))
        for n in range(1, 4)
    ),
    block(34, "plus", "Treo ở cửa ra vào;", "task"),
    block(35, "item", "Câu kế tiếp", "message"),
    block(36, "bullet", "Chỉ tiêu: 100% tổ có  tủ sách  (hai dấu cách).", "target"),
    block(37, "item", "Danh sách (1) thứ hai", "message"),
    block(40, "table", "Phân công", rows=(("TT", "Việc"), ("1", "Mở tủ\nsách"), ("2", "")), header_rows=1),
    block(41, "table", "", rows=(("một cột",), ("hai",))),
    block(42, "paragraph", "1. Đoạn này bắt đầu bằng số nhưng không phải mục."),
    block(43, "part", "Tổ chức thực hiện", "responsibility"),
    block(44, "subsection", "Nhảy cấp: ngay dưới phần", "responsibility"),
    block(45, "section", "Báo cáo về Ban Tuyên giáo trước ngày 05/6", "obligation", adoption="adapted"),
    block(
        46, "paragraph", "Không áp dụng ở đây", adoption="not_applicable", adoption_reason="không có xưởng"
    ),
)
CONTENT = PlanContent(
    abstract="Tổ chức tuần lễ sách trong công nhân, viên chức, lao động năm 2026",
    bases=("Căn cứ Luật Công đoàn ngày 27 tháng 11 năm 2024", "Căn cứ chương trình công tác năm 2026."),
    opening=("Ban Thường vụ xây dựng kế hoạch như sau:", "Kế hoạch gồm ba phần."),
    outline=Outline(BLOCKS),
    closing=("Đề nghị các đơn vị nghiêm túc thực hiện.",),
)


def paper_of(content: PlanContent) -> Paper:
    return Paper(
        document_type="KẾ HOẠCH",
        abstract=content.abstract,
        heading=HEADING,
        lines=printed_lines(content.outline),
        signature=SIGNATURE,
        bases=content.bases,
        opening=content.opening,
        closing=content.closing,
        archive_line="Lưu: VT, BTG.",
    )


def written(content: PlanContent) -> bytes:
    return docx_bytes(paper_of(content), anchors=_anchors(content), data=_data(content.outline))


@pytest.fixture
def back(tmp_path):
    def read(docx: bytes):
        path = tmp_path / "ke-hoach.docx"
        path.write_bytes(docx)
        return import_file(path)

    return read


def shape(content: PlanContent) -> list[tuple]:
    return [(b.id, b.level, b.kind, b.text, b.notes, b.rows, b.header_rows) for b in content.outline]


def changed(docx: bytes, words: str, change) -> bytes:
    """The file with the paragraph of these words changed."""
    xml = paragraph_with(docx, words)
    return rewritten(docx, TEXT, lambda text: text.replace(xml, change(xml)))


def test_everything_comes_back_as_it_left(back):
    imported = back(written(CONTENT))
    found = imported.content()
    assert shape(found) == shape(CONTENT)
    assert [b.to_json() for b in found.outline] == [b.to_json() for b in CONTENT.outline]
    assert found == CONTENT
    assert [block.note for block in imported.blocks if block.note] == []


def test_heading_recipients_and_signature_come_back(back):
    imported = back(written(CONTENT))
    fields = imported.heading
    assert fields["number"] == {"number": 5, "symbol": "KH-LĐLĐ"}
    assert fields["issuing_body"] == HEADING.issuing_body.upper()
    assert fields["parent_authority"] == HEADING.parent_authority.upper()
    assert fields["archive_line"] == "Lưu: VT, BTG."
    assert imported.signature.authority_lines == SIGNATURE.authority_lines
    assert imported.signature.name == SIGNATURE.name


def test_only_the_added_punctuation_is_left_unplaced(back):
    imported = back(written(CONTENT))
    assert {piece.text for piece in imported.unplaced} == {";", "/."}
    assert imported.placed_chars + len(imported.unplaced[0].text + imported.unplaced[1].text) == (
        imported.source_chars
    )


def test_a_sentence_rewritten_in_word_keeps_its_id_and_kind(back):
    docx = changed(written(CONTENT), "hai dấu cách", lambda xml: xml.replace("100%", "95%"))
    (found,) = [b for b in back(docx).content().outline if b.id == "khoi0036"]
    assert (found.kind, found.level) == ("target", "bullet")
    assert found.text.startswith("Chỉ tiêu: 95% tổ")


def test_a_paragraph_moved_in_word_keeps_its_id(back):
    docx = written(CONTENT)
    moved, anchor = paragraph_with(docx, "_nc_khoi0020_"), paragraph_with(docx, "_nc_khoi0005_")
    docx = rewritten(docx, TEXT, lambda text: text.replace(moved, "").replace(anchor, moved + anchor))
    ids = [b.id for b in back(docx).content().outline]
    assert ids.index("khoi0020") == ids.index("khoi0005") - 1


def test_a_level_changed_in_word_is_taken_over(back):
    """Tab in Word: the number is one level deeper now."""
    docx = changed(
        written(CONTENT), "Tập huấn thủ thư", lambda xml: xml.replace('w:ilvl w:val="1"', 'w:ilvl w:val="2"')
    )
    (found,) = [b for b in back(docx).content().outline if b.id == "khoi0020"]
    assert (found.level, found.kind) == ("subsection", "activity")


def test_numbering_taken_away_in_word_makes_a_paragraph(back):
    docx = changed(
        written(CONTENT),
        "Tập huấn thủ thư",
        lambda xml: xml.replace('w:numId w:val="1"', 'w:numId w:val="0"'),
    )
    (found,) = [b for b in back(docx).content().outline if b.id == "khoi0020"]
    assert found.level == "paragraph"


def test_a_paragraph_deleted_in_word_is_gone_and_a_new_one_is_read(back):
    docx = written(CONTENT)
    gone = paragraph_with(docx, "Ở xưởng may")
    new = "<w:p><w:r><w:t>- Việc mới thêm trong Word.</w:t></w:r></w:p>"
    found = back(rewritten(docx, TEXT, lambda text: text.replace(gone, new))).content().outline
    assert "khoi0007" not in found
    (added,) = [b for b in found if "mới thêm" in b.text]
    assert (added.level, added.text) == ("bullet", "Việc mới thêm trong Word.")
    assert added.id not in {b.id for b in BLOCKS}


def test_a_copied_paragraph_gets_an_id_of_its_own(back):
    docx = changed(written(CONTENT), "Tập huấn thủ thư", lambda xml: xml + xml)
    found = back(docx).content().outline
    assert len([b for b in found if b.text == "Tập huấn thủ thư"]) == 2


def test_words_typed_after_the_end_mark_are_not_lost(back):
    added = '<w:r><w:rPr><w:rStyle w:val="NCAdded"/></w:rPr><w:t>/. Gõ thêm sau dấu kết.</w:t></w:r>'
    docx = changed(
        written(CONTENT), "nghiêm túc thực hiện", lambda xml: xml.replace("</w:p>", added + "</w:p>")
    )
    assert back(docx).content().closing[0].endswith("Gõ thêm sau dấu kết.")


def test_a_damaged_part_of_ours_is_ignored(back):
    docx = rewritten(written(CONTENT), "customXml/item1.xml", lambda xml: xml.replace('{"blocks"', "{blocks"))
    found = back(docx).content().outline
    assert [b.id for b in found] == [b.id for b in BLOCKS if b.adoption != "not_applicable"]


def test_without_our_bookmarks_levels_and_texts_are_still_read(back):
    """What another program made of the file: no marks, the words decide."""
    docx = rewritten(written(CONTENT), TEXT, lambda text: text.replace("_nc_", "x"))
    found = [(b.level, b.text) for b in back(docx).content().outline]
    for wanted in (("part", "Nhiệm vụ"), ("section", "Mở tủ sách"), ("subsubsection", "Ở xưởng may")):
        assert wanted in found
    assert ("point", "Điểm thứ 5 của danh sách dài;") in found


words = st.text(
    alphabet=st.sampled_from("aăâbcdđeêghiôơưxyấộử ABĐ019%.,;:-()&<>\"'\n"), min_size=1, max_size=60
)


@st.composite
def outlines(draw):
    levels = [
        "part",
        "section",
        "subsection",
        "subsubsection",
        "point",
        "bullet",
        "plus",
        "item",
        "paragraph",
    ]
    notes = st.lists(st.tuples(st.integers(0, 60), words.filter(str.strip)), max_size=2)
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(levels), words, st.sampled_from(sorted(KINDS)), notes), max_size=25
        )
    )
    blocks = [(*entry[:1], entry[1].strip(), *entry[2:]) for entry in drawn if entry[1].strip(" .;,/\n")]
    return Outline(
        tuple(
            block(n, level, text, kind, notes=_within(text, notes))
            for n, (level, text, kind, notes) in enumerate(blocks, start=1)
        )
    )


def _within(text, notes):
    return tuple(
        sorted((Note(min(place, len(text)), words) for place, words in notes), key=lambda n: n.place)
    )


@given(outlines())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_outline_comes_back(back, outline):
    content = PlanContent(abstract="Tuần lễ sách", outline=outline, closing=("Hết phần nội dung",))
    content = PlanContent.from_json(content.to_json())
    assert shape(back(written(content)).content()) == shape(content)


def test_a_note_behind_the_last_word_comes_back_behind_it(back):
    last = block(1, "section", "Hết việc.", notes=(Note(9, "Thật."),))
    content = PlanContent(abstract="Tuần lễ sách", outline=Outline((last,)))
    assert back(written(content)).content().outline.blocks == (last,)


@pytest.mark.parametrize("count", [1, 4, 5, 23, 30])
def test_letters_of_points_are_those_of_the_decree(back, count):
    content = PlanContent(
        abstract="Thử chữ cái",
        outline=Outline(tuple(block(n, "point", f"điểm {n};") for n in range(1, count + 1))),
    )
    numbers = [found.number for found in back(written(content)).blocks]
    assert numbers[: min(count, 23)] == [f"{letter})" for letter in POINT_LETTERS[:count]]


@needs_soffice
def test_libreoffice_keeps_ids_texts_levels_and_tables(back, tmp_path):
    path = tmp_path / "di.docx"
    path.write_bytes(written(CONTENT))
    imported = back(convert(path, "docx", tmp_path / "ve").read_bytes())
    assert shape(imported.content()) == shape(CONTENT)
    assert imported.content().bases == CONTENT.bases
    assert imported.heading["number"] == {"number": 5, "symbol": "KH-LĐLĐ"}
