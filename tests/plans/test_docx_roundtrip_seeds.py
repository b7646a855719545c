"""The three real plans saved as .docx by LibreOffice: every character placed or listed, the same structure as the text."""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

import pytest

from documents.docx import docx_bytes
from documents.pages import Paper
from plans.docx import _anchors, _data
from plans.importing import ImportedPlan, import_file
from plans.pages import printed_lines
from tests.documents.paper_sample import HEADING, SIGNATURE
from tests.plans.test_importing import assert_accounted
from tests.plans.test_importing_seeds import SEEDS, seed_path
from tests.plans.word import convert, needs_soffice

pytestmark = [
    needs_soffice,
    pytest.mark.skipif(
        not SEEDS.is_dir(), reason="the real plans in ../shared/seeds are not on this machine"
    ),
]
PLANS = ("000", "001", "003")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The seed saved as a Word file."""
    folder = tmp_path_factory.mktemp("word")

    @cache
    def save(start: str) -> Path:
        return convert(seed_path(start), "docx", folder)

    return save


def blocks(imported: ImportedPlan) -> list[tuple[str, str, str, str]]:
    return [(b.level, b.kind, b.number, b.text.replace("*", "")) for b in imported.blocks]


@pytest.mark.parametrize("start", PLANS)
def test_every_character_is_placed_or_listed(saved, start):
    with zipfile.ZipFile(saved(start)) as package:
        assert "word/document.xml" in package.namelist()
    assert_accounted(import_file(saved(start)).to_json(), seed_path(start).read_text())


@pytest.mark.parametrize("start", PLANS)
def test_levels_and_kinds_are_those_of_the_text_file(saved, start):
    assert blocks(import_file(saved(start))) == blocks(import_file(seed_path(start)))


@pytest.mark.parametrize("start", PLANS)
def test_export_and_import_give_the_same_plan(saved, start, tmp_path):
    content = import_file(saved(start)).content()
    paper = Paper(
        "KẾ HOẠCH", content.abstract, HEADING, printed_lines(content.outline), SIGNATURE,
        bases=content.bases, opening=content.opening, closing=content.closing,
    )  # fmt: skip
    path = tmp_path / "ve.docx"
    path.write_bytes(docx_bytes(paper, anchors=_anchors(content), data=_data(content.outline)))
    back = import_file(path)
    assert back.content() == content
    assert {piece.text for piece in back.unplaced} <= {".", ";", "/.", "./."}
