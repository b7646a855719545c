"""What the linter says, rule by rule, and what it leaves alone."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.importing import import_file
from plans.linter import ERROR, HINT, DocumentContext, Finding, check
from plans.linter import rules as all_rules
from plans.linter.plan import context_of_import
from plans.outline import LEVELS, Block, Outline, PlanContent
from tests.effort import growth

CLEAN = Path(__file__).parent / "samples" / "clean_plan.txt"
SIGNED = DocumentContext(
    signature_lines=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), recipients=("Các CĐCS",), archive_line="Lưu: VT."
)


def plan(
    *texts: str, level: str = "bullet", abstract: str = "Tổ chức Tháng Công nhân năm 2026", **parts
) -> PlanContent:
    blocks = tuple(Block(f"aaaa{place:02d}", level, text=text) for place, text in enumerate(texts))
    return PlanContent(abstract=abstract, outline=Outline(blocks), **parts)


def found(*texts: str, context: DocumentContext = SIGNED, **parts) -> list[tuple[str, str, str]]:
    return [(f.rule, f.found, f.fix) for f in check(plan(*texts, **parts), context)]


def rules(*texts: str, **more) -> set[str]:
    return {rule for rule, _found, _fix in found(*texts, **more)}


# --- a clean text


def test_clean_plan_of_five_pages_has_no_finding_at_all():
    imported = import_file(CLEAN)
    assert len(imported.content().outline) > 55
    assert check(imported.content(), context_of_import(imported)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về an toàn giao thông.",
        "Hướng dẫn số 37-HD/BTGDVTW ngày 12/11/2025 của Ban Tuyên giáo và Dân vận Trung ương về tuyên truyền.",
        "Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị về đổi mới tổ chức và hoạt động của Công đoàn.",
        "Thông báo kết luận số 45/TB-VPCP ngày 12/11/2025 của Văn phòng Chính phủ về lao động.",
        "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư.",
        "Treo băng rôn “NGÀY HỘI CÔNG NHÂN” ở cổng khu công nghiệp.",
        "Đại hội lần thứ XIII, quý IV, khóa XII; kỷ niệm 8/3, 1/5, 2/9, 24/7.",
        "Giờ vàng 10-11 giờ; tỷ lệ 1/3; giai đoạn 2023 - 2028; xe 29A-123.45; khoản 1 Điều 5.",
        "Chi 1.500.000 đồng, v.v. cho mỗi cơ sở.",
        "Năm bắt đầu nhiệm kỳ mới; chúc năng suất ngày càng cao.",
        "Bảo đảm an toàn, vệ sinh lao động (ATVSLĐ) và nâng cao kỹ năng ATVSLĐ.",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert found(text) == []


def test_block_that_does_not_apply_here_is_not_read():
    block = Block(
        "aaaa00", "bullet", text="Vấn đề nỗi cộm.", adoption="not_applicable", adoption_reason="Không có."
    )
    assert check(PlanContent(abstract="Tết", outline=Outline((block,))), SIGNED) == []


# --- numbers and symbols


@pytest.mark.parametrize(
    ("text", "rule", "written", "fix"),
    [
        ("Theo Kế hoạch số 12 /KH- LĐLĐ", "symbol.spacing", "12 /KH- LĐLĐ", "12/KH-LĐLĐ"),
        ("Chỉ thị số 05- CT/TW", "symbol.spacing", "05- CT/TW", "05-CT/TW"),
        ("Nghị quyết số 33/NQ-TW", "symbol.party_order", "33/NQ-TW", "33-NQ/TW"),
        ("Hướng dẫn số 58/HĐ-TLĐ", "symbol.guideline", "58/HĐ-TLĐ", "58/HD-TLĐ"),
        ("Hợp đồng số 58/HD-LĐLĐ", "symbol.guideline", "58/HD-LĐLĐ", "58/HĐ-LĐLĐ"),
        ("Kế hoạch số 12/QĐ-LĐLĐ", None, "", ""),
        ("Báo cáo số 12/TTr-LĐLĐ", "symbol.other_type", "12/TTr-LĐLĐ", "12/BC-LĐLĐ"),
        ("Kế hoạch số 5/KH-LĐLĐ", "symbol.zero", "5/KH-LĐLĐ", "05/KH-LĐLĐ"),
        ("Kế hoạch số 12-KH/LĐLĐ", "symbol.union_order", "12-KH/LĐLĐ", "12/KH-LĐLĐ"),
    ],
)
def test_symbols(text, rule, written, fix):
    said = [
        one
        for one in found(f"{text} ngày 12/11/2025 của Ban Thường vụ về lao động.")
        if one[0] != "citation.incomplete"
    ]
    assert said == ([(rule, written, fix)] if rule else [])


@pytest.mark.parametrize("symbol", ["37-HD/BTGDVTW", "02-NQ/TW", "8-KH/TU", "05-BC/CB", "12-CTr/ĐU"])
def test_party_order_is_never_corrected(symbol):
    text = f"Thực hiện văn bản số {symbol} ngày 12/11/2025 của Tỉnh ủy về công tác công đoàn."
    assert found(text) == []


def test_finding_points_at_its_letters():
    text = "Theo Nghị quyết số 33/NQ-TW."
    finding = next(f for f in check(plan(text), SIGNED) if f.rule == "symbol.party_order")
    assert text[finding.place.start : finding.place.end] == "33/NQ-TW"
    assert finding.place.block_id == "aaaa00"
    assert finding.source.startswith("Quy định 66")


# --- citations


def test_first_citation_lacks_what_it_lacks():
    context = SIGNED
    said = check(plan("Theo Kế hoạch số 36-KH/TU ngày 30/8/2021 triển khai Nghị quyết."), context)
    assert [(f.rule, f.message) for f in said] == [
        ("citation.incomplete", "Lần đầu viện dẫn còn thiếu: cơ quan ban hành.")
    ]


def test_later_citation_is_short_and_a_repeated_date_is_a_hint():
    full = "Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về an toàn giao thông."
    assert found(full, "Tuyên truyền Chỉ thị số 23-CT/TW.") == []
    assert rules(full, f"Tuyên truyền {full}") == {"citation.repeated"}


def test_citation_in_full_in_the_title_may_be_short_below():
    abstract = "Thực hiện Chỉ thị số 23-CT/TW ngày 25/5/2023 của Ban Bí thư về an toàn giao thông"
    assert found("Tuyên truyền Chỉ thị số 23-CT/TW.", abstract=abstract) == []


# --- dates and the head


def test_date_that_does_not_exist_is_an_error():
    assert rules("Xong trước ngày 31/02/2026.") == {"date.impossible"}
    assert found("Xong trước ngày 5/1/2026.") == [("date.zero", "ngày 5/1/2026", "ngày 05/01/2026")]


def test_typed_head_of_a_file():
    context = replace(SIGNED, number_line="Số:14 /KH- CĐVC", date_line="ngày 6 tháng 3 năm 2024")
    assert found(context=context) == [
        ("symbol.spacing", "Số:14 /KH- CĐVC", "Số: 14/KH-CĐVC"),
        ("heading.zero", "ngày 6 tháng 3 năm 2024", "ngày 06 tháng 3 năm 2024"),
    ]
    blank = replace(SIGNED, number_line="Số:     /KH-LĐLĐ", date_line="Kiến An, ngày    tháng 6 năm 2024")
    assert rules(context=blank) == {"heading.blank_number", "heading.blank_date"}
    assert rules(context=replace(SIGNED, motto="Độc lập – Tự do – Hạnh phúc")) == {"heading.motto"}


# --- structure


def test_heading_one_without_two():
    parts = [
        ("aaaa00", "part"),
        ("aaaa01", "section"),
        ("aaaa02", "bullet"),
        ("aaaa03", "part"),
        ("aaaa04", "section"),
    ]
    blocks = [Block(id_, level, text="Nội dung") for id_, level in parts] + [
        Block("aaaa05", "section", text="Nội dung")
    ]
    said = check(PlanContent(abstract="Tết", outline=Outline(tuple(blocks))), SIGNED)
    assert [(f.rule, f.place.block_id) for f in said] == [("numbering.lone", "aaaa01")]


def test_number_typed_into_a_numbered_block():
    assert rules("1. Mục đích", "Yêu cầu", level="section") == {"numbering.typed"}
    assert rules("1.500 đoàn viên được học nghề.", "Yêu cầu", level="section") == set()


def test_number_of_a_file_that_prints_differently():
    context = replace(SIGNED, typed_numbers=(("aaaa00", "3.", "2."),))
    assert [(r, fix) for r, _f, fix in found("Nội dung", context=context)] == [("numbering.differs", "2.")]


# --- names


def test_body_that_names_the_plan_with_other_words():
    abstract = "Nâng cao hiệu quả tuyên truyền giai đoạn 2023-2028"
    other = ("Trên đây là Kế hoạch nâng cao chất lượng tuyên truyền giai đoạn 2023-2028.",)
    years = ("Trên đây là Kế hoạch nâng cao hiệu quả tuyên truyền giai đoạn 2025-2030.",)
    short = ("Trên đây là kế hoạch của Liên đoàn Lao động tỉnh Mẫu Sơn, đề nghị các đơn vị thực hiện.",)
    assert rules(abstract=abstract, closing=other) == {"title.drift"}
    assert rules(abstract=abstract, closing=years) == {"title.drift"}
    assert rules(abstract=abstract, closing=short) == set()


def test_collective_that_issues_is_the_one_that_signs():
    opening = (
        "Thực hiện chương trình năm 2026. Ban Chấp hành Liên đoàn Lao động tỉnh ban hành Kế hoạch như sau:",
    )
    assert found(opening=opening) == [("authority.mismatch", "Ban Chấp hành", "")]
    signed = replace(SIGNED, signature_lines=("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"))
    assert rules(opening=opening, context=signed) == set()
    of_above = ("Nghị quyết mới, Ban Chấp hành Trung ương Đảng ban hành quy định.",)
    assert rules(opening=of_above) == set()


def test_abstract_has_no_full_stop():
    assert rules(abstract="Tổ chức Tết sum vầy.") == {"abstract.final_dot"}


# --- words


@pytest.mark.parametrize(
    ("text", "written", "fix"),
    [
        ("Giải quyết vấn đề nỗi cộm.", "nỗi cộm", "nổi cộm"),
        ("Phối hợp cơ quan chúc năng.", "chúc năng", "chức năng"),
        ("Việc này gòp phần ổn định.", "gòp phần", "góp phần"),
        ("Năm bắt tâm tư đoàn viên.", "Năm bắt", "Nắm bắt"),
        ("Kịp thời báo cáo yê công đoàn.", "báo cáo yê", "báo cáo về"),
    ],
)
def test_misread_letters(text, written, fix):
    assert found(text) == [("word.lookalike", written, fix)]


def test_misread_label_of_the_recipients_and_letters_after_the_end():
    assert found(context=replace(SIGNED, recipients_label="Noi nhận:")) == [
        ("word.lookalike", "Noi nhận", "Nơi nhận")
    ]
    assert found("Báo cáo để giải quyết.Ad") == [("word.stray_end", "Ad", "")]


def test_end_mark_only_at_the_end():
    assert rules("Xong ./. Còn nữa.") == {"end_mark.inside"}
    assert rules("Đoạn một./.", "Đoạn hai.") == {"end_mark.inside"}
    assert rules("Đoạn một.", "Đoạn hai./.") == set()


def test_decomposed_letters_and_marks_of_conversion():
    assert rules(unicodedata.normalize("NFD", "Tổ chức")) >= {"unicode.nfc"}
    assert rules("Tổ chức **hội thi** cấp tỉnh.") == {"word.markup"}


def test_capitals_are_only_hints():
    said = check(plan("liên hoan do Liên đoàn lao động tỉnh tổ chức."), SIGNED)
    assert {(f.rule, f.severity) for f in said} == {("capital.name", HINT), ("capital.sentence", HINT)}


def test_abbreviation_before_its_explanation():
    early = [f for f in check(plan("Chăm lo NLĐ.", "Người lao động (NLĐ) được khám.", "NLĐ khỏe."), SIGNED)]
    assert [(f.rule, f.place.block_id) for f in early] == [("abbreviation.unexplained", "aaaa00")]
    assert "trước khi" in early[0].message
    assert rules("LĐLĐ tỉnh, UBND xã và các CĐCS phối hợp.") == set()


# --- recipients and signature


def test_recipients_need_the_kept_copy():
    assert rules(context=replace(SIGNED, archive_line="")) == {"recipients.no_archive"}
    assert [fix for _r, _f, fix in found(context=replace(SIGNED, archive_line="Lưu VT, TG-NC."))] == [
        "Lưu: VT, TG-NC."
    ]
    assert rules(context=replace(SIGNED, recipients=("Các CĐCS; } (Website)",))) == {"recipients.brackets"}


def test_name_without_authority_is_an_error_and_party_lines_stay():
    assert rules(context=replace(SIGNED, signature_lines=(), signer_name="Lê Thị Mẫu")) == {
        "signature.no_authority"
    }
    joined = replace(SIGNED, signature_lines=("KT.CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    assert rules(context=joined) == {"signature.spacing"}
    assert rules(context=replace(SIGNED, signature_lines=("K/T CHỦ TỊCH", "T/M. BAN THƯỜNG VỤ"))) == set()


# --- any text


PIECES = (
    "Hướng dẫn|số|05|/|-|HD|KH|TW|LĐLĐ|ngày|31/02/2026|./.|Ad|(|)|của|về|Trên đây là Kế hoạch|Ban Chấp hành|ban hành|"
    "như sau:|NLĐ|**|\n|;|I.|1.|Số:|Lưu|tháng|năm|}"
)
WORDS = st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=200), WORDS)


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(st.tuples(st.sampled_from(list(LEVELS)), ANY_TEXT), max_size=8),
    fields=st.lists(ANY_TEXT, min_size=9, max_size=9),
)
def test_any_text_is_read_without_a_crash_and_places_hold_what_was_found(texts, fields):
    blocks = tuple(Block(f"aaaa{n:02d}", level, text=text) for n, (level, text) in enumerate(texts))
    content = PlanContent(fields[0], (fields[1],), (fields[2],), Outline(blocks), (fields[3],))
    context = DocumentContext(
        number_line=fields[4], date_line=fields[5], motto=fields[6], signature_lines=(fields[7],),
        recipients=(fields[8],), archive_line=fields[8], recipients_label=fields[7],
    )  # fmt: skip
    for finding in check(content, context):
        assert isinstance(finding, Finding)
        text = _text_at(content, finding)
        if text is not None:
            assert text[finding.place.start : finding.place.end].startswith(finding.found)


def _text_at(content: PlanContent, finding: Finding) -> str | None:
    place = finding.place
    if place.field == "blocks":
        block = content.outline[place.block_id]
        return None if block.level == "table" else block.text
    if place.field == "abstract":
        return content.abstract
    return (
        getattr(content, place.field)[place.line] if place.field in {"bases", "opening", "closing"} else None
    )


def test_error_is_the_gravest():
    said = check(plan("Nghị quyết số 33/NQ-TW và vấn đề nỗi cộm."), SIGNED)
    assert min(f.rank for f in said if f.severity == ERROR) == 0


def test_list_of_rules_in_the_docs_is_the_one_of_the_code():
    page = (Path(__file__).parents[2] / "docs" / "linter.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| `")]
    listed = [(row[0].strip(" `"), row[1].strip(), row[3].strip()) for row in rows]
    assert listed == [(rule.code, rule.severity, rule.source) for rule in all_rules()]


def test_work_on_a_text_of_nothing_but_traps_grows_with_its_length():
    trap = "Hướng dẫn số 5 /HĐ- TLĐ (ABC) ngày 31/02/2026 của Ban Chấp hành ban hành Kế hoạch XDĐ./. "

    def read(times: int) -> object:
        text = trap * times
        return check(plan(*[text] * 20, opening=(text,), closing=(text,)), SIGNED)

    assert growth(read, 10, 40) < 10
