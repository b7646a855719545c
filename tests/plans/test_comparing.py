"""What two texts of a plan differ in: blocks and words. No database."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.comparing import compare
from plans.outline import PlanContent
from plans.wording import compare_rows, compare_words
from tests.effort import growth

SENTENCE = "Phấn đấu 90% trở lên đoàn viên được học tập nghị quyết."


def block(block_id, level="section", text="", **more):
    return {"id": block_id, "level": level, "kind": "text", "text": text, **more}


def content(*blocks, **more):
    return PlanContent.from_json({"abstract": "Tháng Công nhân", "blocks": list(blocks), **more})


def told(before, after, **more):
    return [(d.states, d.block_id) for d in compare(before, after, **more)]


def marked(before, after):
    signs = {"same": "{}", "ins": "[+{}+]", "del": "[-{}-]"}
    return "".join(signs[span.kind].format(span.text) for span in compare_words(before, after))


A, B, C = (
    block("aaaaaa", "part", "MỤC ĐÍCH"),
    block("bbbbbb", text=SENTENCE),
    block("cccccc", text="Tổ chức hội nghị."),
)


def test_equal_texts_have_no_difference():
    assert compare(content(A, B, C), content(A, B, C)) == []


def test_one_changed_word_is_marked_inside_its_sentence():
    assert marked(SENTENCE, SENTENCE.replace("90", "95")) == (
        "Phấn đấu [-90-][+95+]% trở lên đoàn viên được học tập nghị quyết."
    )


def test_neighbouring_changed_words_are_told_as_one_change():
    assert marked("đoàn viên được học tập", "đoàn viên tham gia thi đua") == (
        "đoàn viên [-được học tập-][+tham gia thi đua+]"
    )


def test_words_added_and_taken_at_the_ends():
    assert marked("Tổ chức hội nghị", "Trong quý II, tổ chức hội nghị lớn") == (
        "[-Tổ-][+Trong quý II, tổ+] chức hội nghị[+ lớn+]"
    )


words = st.lists(
    st.sampled_from(["đoàn", "viên", "90", "%", " ", ",", ".", "\n", "ở", "a)"]), max_size=40
).map("".join)


@settings(max_examples=300, deadline=None)
@given(words, words)
def test_both_wordings_can_be_read_back_from_the_marks(before, after):
    spans = compare_words(before, after)
    assert "".join(s.text for s in spans if s.kind != "ins") == before
    assert "".join(s.text for s in spans if s.kind != "del") == after


def test_changed_added_and_removed_blocks_stand_in_their_order():
    after = content(A, C | {"text": "Tổ chức hai hội nghị."}, block("dddddd", text="Báo cáo kết quả."))
    assert told(content(A, B, C), after) == [
        (("removed",), "bbbbbb"),
        (("changed",), "cccccc"),
        (("added",), "dddddd"),
    ]


def test_block_put_elsewhere_is_moved_and_not_removed_and_added():
    assert told(content(A, B, C), content(A, C, B)) in (
        [(("moved",), "cccccc")],
        [(("moved",), "bbbbbb")],
    )


def test_block_moved_and_changed_is_both():
    after = content(B | {"text": SENTENCE.replace("90", "95")}, A, C)
    (moved,) = compare(content(A, C, B), after)
    assert (moved.states, moved.label) == (("moved", "changed"), "Chuyển chỗ, sửa")
    assert [s.text for s in moved.spans if s.kind == "ins"] == ["95"]


def test_what_moves_along_under_a_heading_is_counted_and_not_told_again():
    first = [block("aaaaaa", "part", "MỘT"), *(block(f"aaaaa{n}", text=f"Việc {n}") for n in range(4))]
    second = [block("bbbbbb", "part", "HAI"), *(block(f"bbbbb{n}", text=f"Ý {n}") for n in range(2))]
    (moved,) = compare(content(*first, *second), content(*second, *first))
    assert (moved.block_id, moved.with_below) == ("bbbbbb", 2)
    assert (moved.number_before, moved.number_after) == ("II.", "I.")


def test_number_that_changes_because_of_a_block_before_is_no_change():
    assert told(content(A, B, C), content(A, C)) == [(("removed",), "bbbbbb")]


def test_level_and_kind_are_told_in_words():
    (found,) = compare(content(A, B), content(A, B | {"level": "point", "kind": "target"}))
    assert [(f.label, f.before, f.after) for f in found.facts] == [
        ("Cấp", "Mục (1.)", "Điểm a)"),
        ("Loại", "Nội dung", "Chỉ tiêu"),
    ]
    assert [s.kind for s in found.spans] == ["same"]


def test_bold_letters_alone_are_told():
    (found,) = compare(content(B), content(B | {"marks": [[9, 12, "b"]]}))
    assert [(f.label, f.before, f.after) for f in found.facts] == [("Chữ đậm, nghiêng", "không có", "“90%”")]


def test_block_with_a_new_id_and_the_same_sentence_is_the_same_block():
    assert compare(content(A, B, C), content(A, B | {"id": "eeeeee"}, C)) == []


def test_table_tells_changed_cells_and_added_rows():
    table = block("tttttt", "table", rows=[["TT", "Đơn vị"], ["1", "Xã Sơn"], ["2", "Xã Thủy"]])
    after = table | {"rows": [["TT", "Đơn vị"], ["1", "Xã Sơn"], ["2", "Xã Hà"], ["3", "Xã Mai"]]}
    (found,) = compare(content(table), content(after))
    assert [row.state for row in found.rows] == ["", "", "changed", "added"]
    assert [(s.kind, s.text) for s in found.rows[2].cells[1]] == [
        ("same", "Xã "),
        ("del", "Thủy"),
        ("ins", "Hà"),
    ]


def test_removed_row_is_told_where_it_stood():
    rows = list(compare_rows([("a", "1"), ("b", "2"), ("c", "3")], [("a", "1"), ("c", "3")]))
    assert [(row.state, row.cells[0][0].text) for row in rows] == [("", "a"), ("removed", "b"), ("", "c")]


def test_abstract_bases_and_closing_are_compared_too():
    before = content(B, bases=["Căn cứ Điều lệ"])
    after = content(B, abstract="Tháng Công nhân 2026", bases=["Căn cứ Điều lệ", "Xét đề nghị"])
    assert [d.label for d in compare(before, after)] == ["Trích yếu", "Căn cứ"]


def test_derived_plan_is_compared_by_the_block_it_derives_from():
    upper = content(A, B, C)
    lower = content(
        block("a1a1a1", "part", "MỤC ĐÍCH", origin="aaaaaa", adoption="adopted"),
        block("c1c1c1", text="Tổ chức hội nghị tại xã.", origin="cccccc", adoption="adapted"),
        block(
            "b1b1b1", text=SENTENCE, origin="bbbbbb", adoption="not_applicable", adoption_reason="Không có"
        ),
        block("d1d1d1", text="Việc riêng."),
    )
    origins = {b.id: b.origin for b in lower.outline.blocks if b.origin}
    found = {d.block_id: d for d in compare(upper, lower, origins=origins)}
    assert set(found) == {"c1c1c1", "b1b1b1", "d1d1d1"}
    assert "changed" in found["c1c1c1"].states
    assert found["d1d1d1"].states == ("added",)
    assert found["b1b1b1"].facts[0].after == "Không áp dụng: Không có"


def test_place_of_a_change_is_told_by_the_headings_above():
    (found,) = compare(content(A, B), content(A, B | {"text": "Khác hẳn."}))
    assert found.path == "I. MỤC ĐÍCH"


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_outlines_tell_every_block_once(seed):
    chance = random.Random(seed)
    blocks = [block(f"{n:06d}", chance.choice(["section", "point"]), f"Ý số {n}") for n in range(60)]
    after = [b for b in blocks if chance.random() > 0.2]
    chance.shuffle(after)
    found = compare(content(*blocks), content(*after))
    ids = [d.block_id for d in found]
    assert len(ids) == len(set(ids))
    assert {d.block_id for d in found if "removed" in d.states} == {b["id"] for b in blocks} - {
        b["id"] for b in after
    }


def test_words_of_very_long_sentences_are_not_aligned_at_any_price():
    chance = random.Random(1)

    def sentence(words: int) -> str:
        return " ".join(chance.choice(["đoàn", "viên", "lao", "động", "công"]) for _ in range(words))

    assert growth(lambda words: compare_words(sentence(words), sentence(words)), 250, 1500) < 32
