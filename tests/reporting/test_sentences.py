"""Sentences with figures: what is said, what falls away, how a change is told."""

import re
from decimal import Decimal

import pytest

from reporting import catalogue
from reporting.models import Indicator
from reporting.report.sentences import Sentence, compared, filled, templates


@pytest.fixture
def catalogue_rows(db):
    catalogue.load()


@pytest.mark.parametrize(
    ("members", "women", "said"),
    [
        ("12", "5", "Kết nạp mới 12 đoàn viên, trong đó nữ 5 người."),
        ("12", "", "Kết nạp mới 12 đoàn viên."),
        ("12", "0", "Kết nạp mới 12 đoàn viên."),
        ("0", "0", "Chưa kết nạp đoàn viên mới."),
        ("", "5", ""),
    ],
)
def test_sentence_drops_what_has_no_figure(members, women, said):
    words = {"TC06": members, "TC06|n.nu": women}
    sentence = Sentence(
        "Kết nạp mới {TC06} đoàn viên[, trong đó nữ {TC06|n.nu} người].", "Chưa kết nạp đoàn viên mới."
    )
    assert filled(sentence, words.__getitem__) == said


@pytest.mark.parametrize(
    ("banners", "boards", "flags", "said"),
    [
        ("344", "12", "3", "Treo 344 băng rôn; dựng 12 pa nô và treo 3 cờ phướn."),
        ("0", "12", "", "Dựng 12 pa nô."),
        ("344", "0", "3", "Treo 344 băng rôn và treo 3 cờ phướn."),
        ("0", "0", "", "Không trang trí."),
        ("", "", "", ""),
    ],
)
def test_list_drops_items_without_figures(banners, boards, flags, said):
    words = {"A": banners, "B": boards, "C": flags}
    sentence = Sentence("<treo {A} băng rôn; dựng {B} pa nô; treo {C} cờ phướn>.", "Không trang trí.")
    assert filled(sentence, words.__getitem__) == said


def test_inner_part_falls_away_alone():
    sentence = Sentence("Có {A} thỏa ước[, ký mới {B} bản[ ({B:so})]].")
    words = {"A": "83", "B": "9", "B:so": ""}
    assert filled(sentence, words.__getitem__) == "Có 83 thỏa ước, ký mới 9 bản."
    assert filled(sentence, {**words, "B": "0"}.__getitem__) == "Có 83 thỏa ước."


@pytest.mark.parametrize(
    ("code", "now", "before", "said"),
    [
        ("LD18", 4, 13, "giảm 9 vụ so với cùng kỳ năm trước"),
        ("LD18", 2, 0, "tăng 2 vụ so với cùng kỳ năm trước"),
        ("TC06", 1964, 2051, "giảm 4,2% so với cùng kỳ năm trước"),
        ("TC08", "90.94", "90.5", "tăng 0,44 điểm phần trăm so với cùng kỳ năm trước"),
        ("CL02", 50, 20, "tăng 150% so với cùng kỳ năm trước"),
        ("TC06", 5, 5, "bằng cùng kỳ năm trước"),
        ("TC06", 5, None, ""),
    ],
)
def test_comparison_in_numbers_for_small_counts_and_else_in_per_cent(catalogue_rows, code, now, before, said):
    indicator = Indicator.objects.get(code=code)
    earlier = None if before is None else Decimal(before)
    assert compared(Decimal(now), earlier, indicator) == said


def every_sentence():
    return [sentence for sentences in templates().values() for sentence in sentences]


@pytest.mark.parametrize("sentence", every_sentence(), ids=lambda sentence: sentence.template[:40])
def test_no_sentence_says_nought_or_leaves_a_mark_behind(sentence):
    for figure in ("0", "12", ""):
        said = filled(sentence, lambda name, figure=figure: "" if ":" in name else figure)
        assert not re.search(r"\b0\b|[\[\]<>{}|]|\s[.,;]|;\.", said), said
        assert said == "" or (said[0].isupper() and said.endswith("."))
        if figure == "":
            assert said == ""
        if figure == "12":
            assert "12" in said


def test_every_sentence_names_known_indicators(catalogue_rows):
    known = set(Indicator.objects.values_list("code", flat=True))
    places = [
        name
        for sentences in templates().values()
        for sentence in sentences
        for name in re.findall(r"\{([^}]+)\}", sentence.template)
    ]
    used = {re.split(r"[|:]", name)[0] for name in places}
    assert used - known == set()
