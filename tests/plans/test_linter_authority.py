"""What the linter says of the authority line, the end mark, and numbers that print twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.importing import import_text
from plans.linter import ERROR, check
from plans.linter.plan import context_of_import
from plans.outline import Block, Outline, PlanContent
from tests.plans.test_linter import SIGNED, plan, rules


@pytest.mark.parametrize(
    ("issuer", "lines", "rule"),
    [
        ("Liên đoàn Lao động tỉnh Mẫu Sơn", ("TM. ĐOÀN CHỦ TỊCH", "CHỦ TỊCH"), "authority.issuer"),
        ("Liên đoàn Lao động tỉnh Mẫu Sơn", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "authority.issuer"),
        ("Phòng Giáo dục và Đào tạo quận Mẫu", ("TM. BAN THƯỜNG VỤ", "TRƯỞNG PHÒNG"), "authority.issuer"),
        ("Liên đoàn Lao động tỉnh Mẫu Sơn", ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH"), "authority.deputy"),
        (
            "Liên đoàn Lao động tỉnh Mẫu Sơn",
            ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"),
            None,
        ),
        ("Tổng Liên đoàn Lao động Việt Nam", ("TM. ĐOÀN CHỦ TỊCH", "CHỦ TỊCH"), None),
        ("Công đoàn cơ sở Công ty May Mẫu", ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"), None),
        ("Phòng Giáo dục và Đào tạo quận Mẫu", ("TRƯỞNG PHÒNG",), None),
    ],
)
def test_authority_line_fits_the_issuer(issuer, lines, rule):
    context = replace(SIGNED, issuer=issuer, signature_lines=lines)
    assert rules(context=context) == ({rule} if rule else set())


def test_signer_without_the_power_is_an_error():
    said = check(plan(), replace(SIGNED, signer_refused="Việc giao ký đã hết hiệu lực."))
    assert [(f.rule, f.severity, f.message) for f in said] == [
        ("authority.signer", ERROR, "Việc giao ký đã hết hiệu lực.")
    ]


def test_file_without_end_mark():
    assert rules("Xong.", context=replace(SIGNED, end_mark=False)) == {"end_mark.missing"}
    texts = {"./.": True, ".": False}
    for end, wanted in texts.items():
        imported = import_text(f"KẾ HOẠCH\nHội thao\n\n- Việc một.\n\n- Việc hai{end}\n")
        assert context_of_import(imported).end_mark is wanted


# --- numbers that repeat


def leveled(*levels: str) -> PlanContent:
    blocks = tuple(Block(f"aaaa{n:02d}", level, text="Nội dung") for n, level in enumerate(levels))
    return PlanContent(abstract="Tết", outline=Outline(blocks))


def test_subsections_without_a_section_above_repeat_the_numbers_and_are_lifted_together():
    content = leveled("part", "subsection", "subsubsection", "bullet", "subsection", "section", "section")
    outline = content.outline
    assert [outline.number(b.id) for b in outline.blocks if b.level != "bullet"] == [
        "I.", "1.", "1.1.", "2.", "1.", "2.",
    ]  # fmt: skip
    (said,) = [f for f in check(content, SIGNED) if f.rule == "numbering.repeated"]
    assert (said.severity, said.place.block_id) == (ERROR, "aaaa01")
    assert dict(said.levels) == {"aaaa01": "section", "aaaa02": "subsection", "aaaa04": "section"}
    lifted = Outline(tuple(replace(b, level=dict(said.levels).get(b.id, b.level)) for b in outline.blocks))
    assert [lifted.number(b.id) for b in lifted.blocks if b.level in {"section", "subsection"}] == [
        "1.", "1.1.", "2.", "3.", "4.",
    ]  # fmt: skip
    assert "numbering.repeated" not in {f.rule for f in check(replace(content, outline=lifted), SIGNED)}


@pytest.mark.parametrize(
    "levels",
    [
        ("part", "section", "subsection", "subsection", "section", "section"),
        ("part", "subsection", "subsection"),
        ("part", "subsection", "subsection", "part", "section", "section"),
        ("section", "section"),
    ],
)
def test_numbers_that_stand_once_are_left_alone(levels):
    assert "numbering.repeated" not in {f.rule for f in check(leveled(*levels), SIGNED)}
