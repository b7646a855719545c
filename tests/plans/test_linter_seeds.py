"""The linter on the three real plans, when they are there: only real faults are errors. Short tokens, no sentences."""

from __future__ import annotations

from collections import Counter

import pytest

from plans.importing import import_file
from plans.linter import ERROR, WARNING, check
from plans.linter.plan import context_of_import
from tests.plans.test_importing_seeds import SEEDS, seed_path

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the real plans in ../shared/seeds are not on this machine"
)


def findings(start: str, severity: str) -> list[tuple[str, str]]:
    imported = import_file(seed_path(start))
    said = check(imported.content(), context_of_import(imported))
    return [(f.rule, f.found) for f in said if f.severity == severity]


@pytest.mark.parametrize(
    ("start", "errors"),
    [
        ("000", [("symbol.spacing", "Số:14 /KH- CĐVC")]),
        (
            "001",
            [
                ("authority.mismatch", "Ban Chấp hành"),
                ("word.lookalike", "gòp phần"),
                ("symbol.spacing", "05- CT/TW"),
                ("word.lookalike", "nỗi cộm"),
                ("word.lookalike", "Năm bắt"),
                ("symbol.party_order", "33/NQ-TW"),
                ("symbol.guideline", "58/HĐ-TLĐ"),
                ("symbol.guideline", "51/HĐ-LĐLĐ"),
                ("word.lookalike", "chúc năng"),
                ("authority.mismatch", "Ban Chấp hành"),
                ("word.lookalike", "báo cáo yê"),
                ("word.stray_end", "Ad"),
                ("word.lookalike", "Noi nhận"),
            ],
        ),
        (
            "003",
            [
                ("symbol.spacing", "Số: /KH - PGDĐT"),
                ("heading.blank_number", "Số: /KH - PGDĐT"),
                ("heading.blank_date", "ngày tháng 6 năm 2024"),
            ],
        ),
    ],
)
def test_errors_are_the_real_faults_and_nothing_else(start, errors):
    assert findings(start, ERROR) == errors


@pytest.mark.parametrize(
    ("start", "counts"),
    [
        ("000", {"heading.missing": 1, "abbreviation.unexplained": 2, "recipients.archive_form": 1}),
        (
            "001",
            {
                "heading.missing": 1,
                "abbreviation.unexplained": 3,
                "citation.incomplete": 7,
                "end_mark.missing": 1,
                "title.drift": 1,
                "recipients.brackets": 1,
                "recipients.archive_form": 1,
            },
        ),
        (
            "003",
            {
                "heading.missing": 1,
                "abbreviation.unexplained": 2,
                "citation.incomplete": 6,
                "end_mark.missing": 1,
            },
        ),
    ],
)
def test_warnings_are_few_and_of_these_kinds(start, counts):
    assert Counter(rule for rule, _found in findings(start, WARNING)) == counts


@pytest.mark.parametrize("start", ["000", "001", "003"])
def test_party_citations_keep_their_order(start):
    imported = import_file(seed_path(start))
    for finding in check(imported.content(), context_of_import(imported)):
        if "/TW" in finding.found or "/TU" in finding.found:
            assert finding.fix in ("", finding.found.replace(" ", ""), finding.found.split()[0])
