"""The three real plans, read from ../shared when it is there. Structure only: their sentences stay where they are."""

from collections import Counter
from pathlib import Path

import pytest

from plans.grammar import propose_target
from plans.importing import import_file
from tests.plans.test_importing import MARKS, assert_accounted

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the real plans in ../shared/seeds are not on this machine"
)


def seed_path(start: str) -> Path:
    return next(SEEDS.glob(f"{start}_*.txt"))


def read(start: str) -> dict:
    return import_file(seed_path(start)).to_json()


def headings(found: dict) -> str:
    numbered = [b["number"] for b in found["blocks"] if b["level"] in {"part", "section", "subsection"}]
    return " ".join(numbered)


@pytest.mark.parametrize("start", ["000", "001", "003"])
def test_every_character_is_placed_except_the_marks_of_conversion(start):
    found = read(start)
    assert_accounted(found, seed_path(start).read_text())
    assert {piece["reason"] for piece in found["unplaced"]} == {MARKS}
    assert all(set(piece["text"]) == {"*"} for piece in found["unplaced"])


@pytest.mark.parametrize("start", ["000", "001", "003"])
def test_no_typed_number_differs_from_the_computed_one(start):
    assert [block for block in read(start)["blocks"] if "typed_number" in block] == []


@pytest.mark.parametrize(
    ("start", "numbers"),
    [
        ("000", "I. II. 1. 1.1. 1.2. 2. 3. III. 1. 2."),
        ("001", "I. 1. 2. II. 1. 2. 2.1. 2.2. 2.3. 2.4. III. 1. 2. 3. 4. 5. 6. 7. 8. IV. 1. 2."),
        ("003", "I. 1. 2. 3. II. 1. 2. 3. 4. 5. III. 1. 2."),
    ],
)
def test_headings_have_their_levels_and_numbers(start, numbers):
    assert headings(read(start)) == numbers


@pytest.mark.parametrize(
    ("start", "levels"),
    [
        ("000", {"part": 3, "section": 5, "subsection": 2, "bullet": 24, "item": 10}),
        ("001", {"part": 4, "section": 14, "subsection": 4, "bullet": 18, "paragraph": 2}),
        ("003", {"part": 3, "section": 10, "bullet": 14, "paragraph": 1}),
    ],
)
def test_block_counts_by_level(start, levels):
    assert Counter(block["level"] for block in read(start)["blocks"]) == levels


def test_heading_fields_of_each():
    first, third = import_file(seed_path("000")).heading, import_file(seed_path("003")).heading
    assert first["number"] == {"number": 14, "symbol": "KH-CĐVC"}
    assert [first["place_and_date"][name] for name in ("day", "month", "year")] == [6, 2, 2024]
    assert third["number"] == {"number": None, "symbol": "KH-PGDĐT"}
    assert [third["place_and_date"][name] for name in ("day", "month", "year")] == [None, 6, 2024]
    assert "*" not in first["abstract"]


@pytest.mark.parametrize(("start", "recipients", "lines"), [("000", 3, 2), ("001", 6, 2), ("003", 4, 1)])
def test_recipients_and_signature(start, recipients, lines):
    found = read(start)
    assert len(found["recipients"]) == recipients
    assert len(found["signature"]["authority_lines"]) == lines
    assert len(found["signature"]["name"].split()) >= 3
    assert found["fields"]["archive_line"]["value"].startswith("Lưu")


def test_closing_and_opening_paragraphs():
    counts = [
        [len(import_file(seed_path(s)).heading.get(n, ())) for n in ("opening", "closing")]
        for s in ("000", "001", "003")
    ]
    assert counts == [[1, 0], [1, 1], [1, 1]]


def test_paragraphs_broken_at_a_page_end_are_whole():
    for start in ("000", "003"):
        bodies = [block["text"] for block in read(start)["blocks"]]
        assert not [text for text in bodies if text[:1].islower()]


def test_kinds_of_the_parts_that_the_portal_follows():
    kinds = Counter(block["kind"] for block in read("000")["blocks"])
    assert kinds["message"] == 10
    assert kinds["obligation"] == 1
    assert Counter(block["kind"] for block in read("001")["blocks"])["target"] == 6


def test_targets_of_the_five_year_plan_are_found():
    blocks = [block for block in read("001")["blocks"] if block["kind"] == "target"]
    texts = [block["text"] for block in blocks if block["level"] == "subsection"]
    found = [
        [(t.comparator, int(t.value), t.unit_of_measure, t.part_of) for t in propose_target(text)]
        for text in texts
    ]
    assert found == [
        [("eq", 100, "%", None), ("gte", 90, "%", None), ("eq", 65, "%", None)],
        [("eq", 5, "cuộc", None)],
        [("eq", 80, "%", None), ("gte", 70, "%", 0), ("eq", 90, "%", None)],
        [("gte", 1, "hội diễn", None), ("gte", 1, "giải", None)],
    ]
