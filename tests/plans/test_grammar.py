"""Targets and deadlines read from sentences written for these tests."""

from datetime import date
from decimal import Decimal

import pytest

from plans.grammar import propose_target
from plans.grammar_dates import propose_deadline


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("Vận động 85% trở lên đoàn viên đọc ít sách báo.", "gte", "85", "%"),
        ("Mở tối thiểu 03 lớp tập huấn kỹ năng số.", "gte", "3", "lớp"),
        ("Tổ chức ít nhất hai buổi nói chuyện chuyên đề.", "gte", "2", "buổi"),
        ("Không quá 5% đơn vị nộp báo cáo muộn.", "lte", "5", "%"),
        ("Dưới 2% đoàn viên vi phạm.", "lte", "2", "%"),
        ("Phát 12.500 tờ rơi tới khu nhà trọ.", "eq", "12500", "tờ rơi"),
        ("100% công đoàn cơ sở có tủ sách.", "eq", "100", "%"),
        ("Đạt 97,5% đoàn viên hài lòng.", "eq", "97.5", "%"),
        ("≥ 60% nữ đoàn viên tham gia hội thi.", "gte", "60", "%"),
        ("Hỗ trợ 1.250 triệu đồng cho quỹ.", "eq", "1250", "triệu đồng"),
    ],
)
def test_one_figure_is_read_with_its_comparator_and_unit(text, comparator, value, unit):
    (found,) = propose_target(text)
    assert (found.comparator, found.value, found.unit_of_measure) == (comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Kế hoạch số 45/KH-LĐLĐ ngày 12/3/2026 về năm học 2025-2026.",
        "Chào mừng 80 năm ngày thành lập, khóa 13, giai đoạn 2023-2028.",
        "Nâng cao chất lượng sinh hoạt công đoàn.",
        "",
    ],
)
def test_numbers_that_count_nothing_give_no_target(text):
    assert propose_target(text) == []


def test_several_figures_of_a_sentence_are_several_targets_with_their_populations():
    text = "Hằng năm có 100% cán bộ chuyên trách, 75% trở lên tổ trưởng công đoàn được tập huấn kỹ năng."
    first, second = propose_target(text)
    assert (first.value, first.population, first.basis) == (100, "cán bộ chuyên trách", "year")
    assert (second.value, second.comparator, second.population) == (75, "gte", "tổ trưởng công đoàn")
    assert first.name == "Cán bộ chuyên trách được tập huấn kỹ năng"
    assert second.basis == "year"


def test_a_part_knows_the_whole_it_belongs_to():
    text = "Phấn đấu 70% đơn vị đạt chuẩn; trong đó có ít nhất 40% doanh nghiệp đạt loại tốt. 30% gia đình đọc sách."
    whole, part, other = propose_target(text)
    assert (whole.part_of, part.part_of, other.part_of) == (None, 0, None)
    assert (part.comparator, part.population) == ("gte", "doanh nghiệp")


@pytest.mark.parametrize(
    ("text", "basis", "due_on"),
    [
        ("Hằng năm mở 02 lớp.", "year", None),
        ("Mỗi năm mở 02 lớp.", "year", None),
        ("Trong nhiệm kỳ mở 02 lớp.", "term", None),
        ("Đến năm 2028 có 90% đoàn viên dùng thẻ số.", "by_date", date(2028, 12, 31)),
        ("Trước ngày 15/9/2026 có 90% đoàn viên dùng thẻ số.", "by_date", date(2026, 9, 15)),
        ("Trong 6 tháng mở 02 lớp.", "period", None),
        ("Mở 02 lớp.", "", None),
    ],
)
def test_the_basis_is_read_or_left_open(text, basis, due_on):
    (found,) = propose_target(text)
    assert (found.basis, found.due_on) == (basis, due_on)


def test_a_basis_holds_for_the_next_sentence_until_another_is_said():
    bases = [
        t.basis for t in propose_target("Hằng năm mở 02 lớp. Tổ chức 01 hội thi. Trong nhiệm kỳ xây 05 nhà.")
    ]
    assert bases == ["year", "year", "term"]


def test_growth_against_a_year_keeps_direction_and_base_year():
    (found,) = propose_target("Giảm ít nhất 5% số vụ tai nạn so với năm 2025.")
    assert (found.change, found.base_year, found.value) == ("decrease", 2025, 5)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Gửi kết quả về Ban Tuyên giáo trước ngày 25/11/2026.", date(2026, 11, 25)),
        ("Chậm nhất ngày 30 tháng 6 năm 2026 phải xong.", date(2026, 6, 30)),
        ("Hoàn thành trong tháng 2/2028.", date(2028, 2, 29)),
        ("Tổ chức hội thi trong quý III/2026.", date(2026, 9, 30)),
        ("Kéo dài đến hết năm 2027.", date(2027, 12, 31)),
        ("Xong trước 15/12.", date(2026, 12, 15)),
    ],
)
def test_deadlines_end_on_their_last_day(text, on):
    assert propose_deadline(text, year=2026).on == on


def test_a_day_without_a_year_stays_open_when_no_year_is_given():
    found = propose_deadline("Báo cáo trước ngày 20/5 hằng năm.")
    assert (found.on, found.day, found.month) == (None, 20, 5)
    assert found.text == "trước ngày 20/5"


@pytest.mark.parametrize("text", ["Thực hiện Chỉ thị ngày 12/6/2021.", "Xong trước ngày 45/13/2026.", ""])
def test_dates_that_set_no_deadline_give_none(text):
    assert propose_deadline(text) is None


def test_at_least_holds_for_both_sides_of_and():
    found = propose_target("Tổ chức ít nhất 01 hội thi và 02 giải cầu lông.")
    assert [(target.comparator, target.value) for target in found] == [("gte", 1), ("gte", 2)]
