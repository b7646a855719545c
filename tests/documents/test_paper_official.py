"""Numbers, dates, symbols and layout profiles against the decree's rules."""

from datetime import date
from pathlib import Path

import pytest

from documents import layout, official

STATIC = Path(layout.__file__).resolve().parent.parent / "static"


@pytest.mark.parametrize(
    ("on", "printed"),
    [
        (date(2026, 1, 5), "Lai Châu, ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 10), "Lai Châu, ngày 10 tháng 02 năm 2026"),
        (date(2026, 3, 9), "Lai Châu, ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "Lai Châu, ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_carry_a_zero(on, printed):
    assert official.official_date("Lai Châu", on) == printed


def test_a_draft_leaves_day_and_month_for_the_pen():
    assert official.official_date("Lai Châu", None, 2026) == "Lai Châu, ngày    tháng    năm 2026"


@pytest.mark.parametrize(("number", "code"), [(5, "05/KH-LĐLĐ"), (10, "10/KH-LĐLĐ"), (1234, "1234/KH-LĐLĐ")])
def test_numbers_below_ten_carry_a_zero(number, code):
    assert official.doc_code(number, "KH-LĐLĐ") == code


def test_a_number_not_yet_given_stays_blank():
    assert official.doc_code(None, "KH-LĐLĐ") == "     /KH-LĐLĐ"
    assert official.number_line(None, "KH-LĐLĐ") == "Số:     /KH-LĐLĐ"
    assert official.number_line(5, "KH-LĐLĐ") == "Số: 05/KH-LĐLĐ"


def test_symbol_joins_type_and_issuer_and_a_letter_names_its_department():
    assert official.symbol_for("KH", "LĐLĐ") == "KH-LĐLĐ"
    assert official.symbol_for("CV", "TLĐ", "TG") == "TLĐ-TG"
    assert official.symbol_for("CV", "TLĐ") == "TLĐ"


@pytest.mark.parametrize(("abbreviation", "issuer"), [("XX", "LĐLĐ"), ("KH", " ")])
def test_symbol_refuses_an_unknown_type_and_an_empty_issuer(abbreviation, issuer):
    with pytest.raises(ValueError):
        official.symbol_for(abbreviation, issuer)


def test_types_of_the_decree_are_known_and_cannot_be_changed():
    types = official.document_types()
    assert (types["KH"], types["HD"], types["HĐ"], types["QyĐ"]) == (
        "Kế hoạch",
        "Hướng dẫn",
        "Hợp đồng",
        "Quy định",
    )
    with pytest.raises(TypeError):
        types["KH"] = "x"


def test_default_sizes_are_the_sample_column_of_the_decree():
    wanted = {
        "national": 12, "motto": 13, "parent": 12, "issuer": 12, "number": 13, "place-date": 13, "type": 14,
        "abstract": 14, "subject": 12, "body": 14, "part": 14, "title": 14, "authority": 14, "signer": 14,
        "addressee": 14, "recipients-title": 12, "recipients": 11, "appendix": 14, "appendix-title": 14,
        "urgency": 13, "page-number": 14,
    }  # fmt: skip
    assert {name: layout.ND30.elements[name].size for name in wanted} == wanted


@pytest.mark.parametrize("code", ["nd30", "union933"])
def test_every_size_stays_in_the_range_of_the_rule(code):
    outside = [n for n, e in layout.profile(code).elements.items() if not e.low <= e.size <= e.high]
    assert outside == []


def test_union_papers_inherit_the_decree():
    assert layout.UNION933.elements == layout.ND30.elements
    assert layout.UNION933.margins == layout.ND30.margins == layout.Margins(20, 15, 20, 30)


def test_a_profile_overrides_only_what_it_names():
    own = layout.Profile("x", "x", "x", parent=layout.ND30, own_elements={"body": layout.Element(13, 13, 14)})
    assert own.elements["body"].size == 13
    assert own.elements["type"] is layout.ND30.elements["type"]
    assert layout.ND30.elements["body"].size == 14


def test_party_papers_are_recognised_but_not_printed():
    assert layout.profile("party").number_separator == "-"
    with pytest.raises(layout.LayoutError, match="nhận biết"):
        layout.printing_profile("party")


def test_an_unknown_profile_is_refused_by_name():
    with pytest.raises(layout.LayoutError, match="nd31"):
        layout.profile("nd31")


def test_the_style_sheet_on_disk_is_the_one_of_the_profiles():
    assert (STATIC / "css" / "paper_profiles.css").read_text(encoding="utf-8") == layout.stylesheet()
