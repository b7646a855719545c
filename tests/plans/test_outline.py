"""The outline: numbers from levels, moves, titles, and what JSON is refused."""

import unicodedata

import pytest

from plans.outline import KINDS, LEVELS, Block, Outline, OutlineError, PlanContent, new_block_id


def outline_of(*levels: str) -> Outline:
    """Blocks named block01, block02 … of these levels."""
    return Outline(
        tuple(Block(f"block{n:02d}", level, text=f"Nội dung {n}") for n, level in enumerate(levels, 1))
    )


def printed(*levels: str) -> list[str]:
    return list(outline_of(*levels).numbers().values())


def faults_of(value) -> list[tuple]:
    with pytest.raises(OutlineError) as caught:
        Outline.from_json(value)
    return [(fault.block_index, fault.field) for fault in caught.value.faults]


def test_numbers_follow_the_decree_and_restart_below_a_higher_level():
    levels = [
        "part",
        "section",
        "subsection",
        "subsubsection",
        "point",
        "bullet",
        "plus",
        "section",
        "point",
        "point",
        "part",
        "section",
    ]
    expected = ["I.", "1.", "1.1.", "1.1.1.", "a)", "-", "+", "2.", "a)", "b)", "II.", "1."]
    assert printed(*levels) == expected


def test_points_follow_the_vietnamese_alphabet():
    letters = [number[:-1] for number in printed(*["point"] * 24)]
    assert "".join(letters[:23]) == "abcdđeghiklmnopqrstuvxy"
    assert letters[23] == "aa"


def test_a_skipped_level_is_numbered_from_what_is_there():
    assert printed("subsection", "subsection", "section", "subsection") == ["1.", "2.", "1.", "1.1."]


def test_a_list_of_items_restarts_under_the_next_dash():
    assert printed("bullet", "item", "item", "bullet", "item") == ["-", "(1)", "(2)", "-", "(1)"]


def test_dashes_below_an_item_do_not_end_its_list():
    outline = outline_of("section", "item", "bullet", "item")
    assert list(outline.numbers().values()) == ["1.", "(1)", "-", "(2)"]
    assert outline.parent("block03").id == "block02"


def test_paragraphs_and_tables_have_no_number_and_do_not_restart_a_list():
    assert printed("bullet", "item", "paragraph", "table", "item") == ["-", "(1)", "", "", "(2)"]


def test_a_paragraph_hangs_under_the_numbered_block_not_under_the_dash():
    outline = outline_of("section", "bullet", "paragraph")
    assert outline.parent("block03").id == "block01"


def test_path_goes_from_the_top_down():
    outline = outline_of("part", "section", "bullet", "plus")
    assert [block.level for block in outline.path("block04")] == ["part", "section", "bullet"]


def test_numbers_of_two_thousand_blocks_are_there_at_once():
    assert printed(*["part", "section", "bullet", "plus"] * 500)[-4:] == ["D.", "1.", "-", "+"]


def test_move_takes_along_what_is_below():
    outline = outline_of("part", "section", "bullet", "section", "part")
    moved = outline.move("block02", before="block05")
    assert [block.id for block in moved] == ["block01", "block04", "block02", "block03", "block05"]
    assert [block.id for block in outline.move_down("block02")] == [block.id for block in moved]
    assert [block.id for block in moved.move_up("block02")] == [block.id for block in outline]


def test_the_first_stays_where_it_is_when_moved_up_and_the_last_when_moved_down():
    outline = outline_of("part", "section", "section")
    assert outline.move_up("block02") == outline
    assert outline.move_down("block03") == outline


def test_a_block_cannot_be_moved_into_itself():
    with pytest.raises(ValueError, match="into itself"):
        outline_of("part", "section").move("block01", before="block02")


def test_indent_takes_the_numbered_blocks_below_along():
    outline = outline_of("part", "section", "section", "subsection", "bullet").indent("block03")
    assert [block.level for block in outline] == ["part", "section", "subsection", "subsubsection", "bullet"]
    assert list(outline.numbers().values()) == ["I.", "1.", "1.1.", "1.1.1.", "-"]


def test_outdent_undoes_indent():
    outline = outline_of("part", "section", "section", "subsection", "bullet")
    assert outline.indent("block03").outdent("block03") == outline


@pytest.mark.parametrize("level", ["item", "paragraph", "table", "plus"])
def test_what_has_no_deeper_level_stays_when_indented(level):
    outline = outline_of("part", level)
    assert outline.indent("block02") == outline


def test_remove_keeps_what_was_below_unless_told_otherwise():
    outline = outline_of("part", "section", "bullet", "section")
    assert len(outline.remove("block02")) == 3
    assert [block.id for block in outline.remove("block02", with_descendants=True)] == ["block01", "block04"]


def test_insert_after_and_at_the_start():
    outline = (
        outline_of("part").insert(Block("fresh1", "section"), after="block01").insert(Block("fresh2", "part"))
    )
    assert [block.id for block in outline] == ["fresh2", "block01", "fresh1"]


def test_an_unknown_block_is_not_changed_silently():
    with pytest.raises(KeyError):
        outline_of("part").replace("nothere", text="x")


@pytest.mark.parametrize(
    ("level", "text", "below", "titled"),
    [
        ("part", "TỔ CHỨC THỰC HIỆN", None, True),
        ("section", "Mục đích", None, True),
        ("section", "Công đoàn cơ sở.", "bullet", True),
        ("section", "Rà soát quy chế của đơn vị.", None, False),
        ("section", "Vận động đoàn viên đọc sách. Nhất là đoàn viên trẻ.", "bullet", False),
        ("section", "Mua sách cho tủ sách công đoàn.", "paragraph", False),
        ("bullet", "Mục đích", None, False),
    ],
)
def test_a_title_is_told_from_a_sentence(level, text, below, titled):
    blocks = [Block("block01", level, text=text)] + (
        [Block("block02", below, text="Ý dưới")] if below else []
    )
    outline = Outline(tuple(blocks))
    assert outline.is_titled(blocks[0]) is titled


def test_text_of_a_block_has_the_numbers_and_what_is_below():
    outline = outline_of("part", "section", "bullet", "section")
    assert outline.text_of("block02") == "1. Nội dung 2\n- Nội dung 3"
    assert outline.text_of().startswith("I. Nội dung 1\n")


def test_json_there_and_back_is_the_same_outline():
    block = Block(
        "abc123", "table", rows=(("Nội dung", "Số"), ("Sách", "12")), header_rows=1, origin="upper01"
    )
    outline = Outline(
        (block, Block("abc124", "bullet", "task", "Đọc sách", adoption="adapted", adoption_reason="ít"))
    )
    assert Outline.from_json(outline.to_json()) == outline
    assert Outline.from_json(outline.to_json()).digest() == outline.digest()
    assert outline.replace("abc124", text="Đọc báo").digest() != outline.digest()


def test_decomposed_text_becomes_nfc_and_its_marks_move_along():
    raw = unicodedata.normalize("NFD", "Đọc sách mỗi ngày")
    start = raw.index("mo")
    block = Outline.from_json(
        [{"id": "abc123", "level": "bullet", "text": raw, "marks": [[start, len(raw), "b"]]}]
    )["abc123"]
    assert block.text == "Đọc sách mỗi ngày"
    assert block.text[block.marks[0].start : block.marks[0].end] == "mỗi ngày"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "A1"}, "id"),
        ({"id": 7}, "id"),
        ({"level": "chapter"}, "level"),
        ({"level": ["part"]}, "level"),
        ({"kind": "wish"}, "kind"),
        ({"text": "a\x07b"}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"text": None}, "text"),
        ({"marks": [[0, 99, "b"]]}, "marks"),
        ({"marks": [[0, 1, "blink"]]}, "marks"),
        ({"rows": [["a"] * 21]}, "rows"),
        ({"rows": ["abc"]}, "rows"),
        ({"header_rows": True}, "header_rows"),
        ({"adoption": "maybe"}, "adoption"),
        ({"origin": "../x"}, "origin"),
        ({"style": "red"}, "style"),
    ],
)
def test_bad_fields_are_refused_at_their_place(changes, field):
    good = {"id": "abc123", "level": "bullet", "kind": "text", "text": "Đọc sách"}
    assert faults_of([good | {"id": "abc000"}, good | changes]) == [(1, field)]


def test_every_fault_is_named_with_its_block_in_vietnamese():
    with pytest.raises(OutlineError) as caught:
        Outline.from_json([{"id": "abc123", "level": "x"}, {"id": "!", "level": "part"}])
    first, second = caught.value.faults
    assert first.block_id == "abc123"
    assert first.message.startswith("Khối 1: Cấp ")
    assert second.message.startswith("Khối 2: Mã khối ")


def test_twin_ids_are_refused():
    assert faults_of([{"id": "abc123", "level": "part"}] * 2) == [(1, "id")]


def test_more_than_two_thousand_blocks_are_refused():
    many = [{"id": f"id{n:06d}", "level": "bullet"} for n in range(2001)]
    assert len(Outline.from_json(many[:2000])) == 2000
    assert faults_of(many) == [(None, "blocks")]


@pytest.mark.parametrize("value", [None, "text", {"id": "abc123"}, [None]])
def test_what_is_no_list_of_blocks_is_refused(value):
    with pytest.raises(OutlineError):
        Outline.from_json(value)


def test_content_there_and_back():
    content = PlanContent(
        "Đọc sách", ("Căn cứ A;",), ("Mở đầu",), outline_of("part", "bullet"), ("Trên đây.",)
    )
    assert PlanContent.from_json(content.to_json()) == content
    assert PlanContent.from_json(content.to_json()).digest() == content.digest()
    content.validate()


def test_content_gathers_the_faults_of_its_fields_and_blocks():
    value = {"abstract": 3, "bases": "x", "blocks": [{"id": "abc123", "level": "?"}], "extra": 1}
    with pytest.raises(OutlineError) as caught:
        PlanContent.from_json(value)
    found = {(fault.block_index, fault.field) for fault in caught.value.faults}
    assert found == {(None, "abstract"), (None, "bases"), (0, "level"), (None, "extra")}


def test_fresh_ids_are_allowed_ids_and_differ():
    ids = {new_block_id() for _ in range(200)}
    assert len(ids) == 200
    Outline.from_json([{"id": block_id, "level": "bullet"} for block_id in ids])


def test_every_level_and_kind_has_a_vietnamese_label_in_nfc():
    labels = [str(label) for label in (*LEVELS.values(), *KINDS.values())]
    assert all(label and label == unicodedata.normalize("NFC", label) for label in labels)


# --- an earlier version at hand


STORED = {
    "abstract": "Trích yếu",
    "blocks": [
        {"id": "aaaa01", "level": "bullet", "kind": "task", "text": "Một việc", "marks": [[0, 3, "b"]]},
        {
            "id": "aaaa02",
            "level": "table",
            "kind": "text",
            "text": "",
            "rows": [["Số", "Việc"]],
            "header_rows": 1,
        },
    ],
}


def test_text_reads_the_same_with_and_without_an_earlier_version():
    assert PlanContent.from_json(STORED, stored=STORED) == PlanContent.from_json(STORED)


def test_changed_block_is_checked_though_its_neighbours_are_stored():
    changed = STORED | {"blocks": [STORED["blocks"][0] | {"text": "Một\x07việc"}, STORED["blocks"][1]]}
    with pytest.raises(OutlineError) as refused:
        PlanContent.from_json(changed, stored=STORED)
    assert [fault.block_id for fault in refused.value.faults] == ["aaaa01"]


@pytest.mark.parametrize("forged", [{"header_rows": True}, {"id": ["aaaa02"]}, {"rows": {"0": "1"}}])
def test_forged_block_does_not_pass_for_a_stored_one(forged):
    blocks = [STORED["blocks"][0], STORED["blocks"][1] | forged]
    try:
        read = PlanContent.from_json(STORED | {"blocks": blocks}, stored=STORED).to_json()
    except OutlineError:
        return
    assert repr(read["blocks"]) == repr(STORED["blocks"])
