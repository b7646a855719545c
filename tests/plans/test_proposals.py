"""What stands between a sentence and its records: proposals, differences, kinds."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from plans.grammar_parts import activity_parts, obligation_parts, task_parts
from plans.models import Target
from plans.proposals import compare_targets, likely_kinds


def sentence(text):
    return SimpleNamespace(id="aaaaaa", text=text)


def kept(pk, value, unit="%", comparator="gte"):
    return Target(pk=pk, name="Chỉ tiêu", value=Decimal(value), unit_of_measure=unit, comparator=comparator)


TWO = "Hằng năm có 80% trở lên đơn vị đạt chuẩn; trong đó có ít nhất 70% doanh nghiệp."


def test_a_taken_proposal_leaves_the_others():
    compared = compare_targets(sentence(TWO), [kept(5, 80)], {})
    (part,) = compared.fresh
    assert (part.initial["value"], part.initial["within"], compared.said) == (70, 5, {})


def test_changed_figure_is_told_with_its_place():
    block = sentence("Hằng năm có 85% trở lên đơn vị đạt chuẩn.")
    said = compare_targets(block, [kept(5, 80)], {}).said[5]
    assert (said.initial["value"], block.text[slice(*said.span)]) == (85, "85")
    assert said.words.startswith("từ 85% trở lên · trên tổng số đơn vị · hằng năm")


def test_target_whose_figure_is_gone_is_lost():
    compared = compare_targets(sentence("Nâng cao chất lượng hoạt động."), [kept(5, 80)], {})
    assert compared.lost == {5} and not compared.fresh


def test_upper_limit_turned_into_least_is_told():
    compared = compare_targets(sentence("Có ít nhất 5% đơn vị nộp muộn."), [kept(5, 5, comparator="lte")], {})
    assert compared.said[5].initial["comparator"] == "gte"


def test_change_against_a_year_is_proposed_with_the_year():
    block = sentence("Số vụ tai nạn lao động giảm ít nhất 5% so với năm 2025.")
    (reading,) = compare_targets(block, [], {}).fresh
    assert (reading.initial["change"], reading.initial["base_year"]) == ("decrease", 2025)
    assert reading.words.startswith("giảm ít nhất 5% so với năm 2025")


def test_another_base_year_in_the_sentence_is_told():
    target = kept(5, 5)
    target.change, target.base_year = "decrease", 2024
    block = sentence("Số vụ tai nạn lao động giảm ít nhất 5% so với năm 2025.")
    assert compare_targets(block, [target], {}).said[5].initial["base_year"] == 2025


def test_what_the_sentence_does_not_say_stays_open():
    (reading,) = compare_targets(sentence("Mở 02 lớp tập huấn."), [], {}).fresh
    assert "basis" not in reading.initial and reading.initial["indicator_code"] == ""
    assert len(reading.unsaid) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Ban Tuyên giáo – Nữ công chủ trì, phối hợp với Văn phòng tham mưu, hoàn thành trước ngày 15/4/2026.",
            {
                "lead_text": "Ban Tuyên giáo – Nữ công",
                "partner_text": "Văn phòng",
                "deadline_on": "2026-04-15",
            },
        ),
        ("Giao Ban Tổ chức – Kiểm tra theo dõi, đôn đốc.", {"lead_text": "Ban Tổ chức – Kiểm tra"}),
        (
            "Mỗi CĐCS xây dựng 01 mô hình điểm trước 30/11.",
            {"lead_text": "Mỗi CĐCS", "deadline_on": "2026-11-30"},
        ),
        ("Tiếp tục thực hiện Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị.", {}),
        ("Tổ chức quán triệt nghị quyết tới toàn thể cán bộ công đoàn.", {}),
    ],
)
def test_parts_of_a_task(text, said):
    assert {name: str(value) for name, value in task_parts(text, year=2026).items()} == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Các công đoàn cấp trên gửi báo cáo về LĐLĐ tỉnh (qua Ban Tuyên giáo) trước ngày 20/11/2026.",
            {
                "who": "Các công đoàn cấp trên",
                "through": "Ban Tuyên giáo",
                "due_on": "2026-11-20",
                "in_periodic_report": "False",
            },
        ),
        (
            "Công đoàn cơ sở báo cáo kết quả lồng ghép trong báo cáo 6 tháng.",
            {"who": "Công đoàn cơ sở", "in_periodic_report": "True"},
        ),
        (
            "Định kỳ hằng quý báo cáo về Ban Thường vụ qua Văn phòng để tổng hợp.",
            {"through": "Văn phòng", "in_periodic_report": "True"},
        ),
        (
            "Các công đoàn cơ sở xây dựng kế hoạch trước 15/12/2026, báo cáo kết quả về LĐLĐ tỉnh trước 10/02/2027.",
            {"who": "Các công đoàn cơ sở", "due_on": "2027-02-10", "in_periodic_report": "False"},
        ),
        (
            "Trước ngày 15/12/2026, các công đoàn cơ sở rà soát, báo cáo kết quả về LĐLĐ tỉnh.",
            {"due_on": "2026-12-15", "in_periodic_report": "False"},
        ),
    ],
)
def test_parts_of_a_report_duty(text, said):
    assert {name: str(value) for name, value in obligation_parts(text, year=2026).items()} == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Tổ chức 02 lớp tập huấn tại Nhà Văn hóa Lao động tỉnh trong tháng 5/2026.",
            {
                "starts_on": "2026-05-01",
                "ends_on": "2026-05-31",
                "place": "Nhà Văn hóa Lao động tỉnh",
                "times": "2",
            },
        ),
        (
            "Hội thao từ ngày 01/5 đến ngày 31/5/2026.",
            {"starts_on": "2026-05-01", "ends_on": "2026-05-31"},
        ),
        ("Tổ chức hội thi theo Kế hoạch số 12-KH/TU ngày 5/3/2026.", {}),
    ],
)
def test_parts_of_an_activity(text, said):
    assert {name: str(value) for name, value in activity_parts(text, year=2026).items()} == said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Phấn đấu 90% đoàn viên được tập huấn.", "target"),
        ("Các đơn vị gửi báo cáo về LĐLĐ tỉnh trước ngày 20/11/2026.", "obligation"),
        ("Lễ phát động ngày 28/4/2026 tại Khu công nghiệp Bắc Sơn.", "activity"),
        ("Ban Tổ chức chủ trì thực hiện.", "task"),
        ("“Một người vì mọi người!”", "message"),
    ],
)
def test_the_likeliest_kind_comes_first(text, kind):
    assert likely_kinds(text)[0] == kind


def test_plain_prose_proposes_no_kind():
    assert likely_kinds("Nâng cao nhận thức của đoàn viên.") == []
