# ruff: noqa: E501 - a table
"""What the grammar says of sentences as offices write them: every part, in order, and nothing that is not said.

Columns: comparator value unit | name | of whom | when | which unit, part of which | measured by.
"""

import csv
from pathlib import Path

import pytest

from plans.grammar import propose_target
from plans.indicators import Measure
from plans.measuring import propose_indicator

CATALOGUE = Path(__file__).parents[2] / "reporting" / "catalogue" / "indicators.csv"
SENTENCES = {
    "Phấn đấu hằng năm có từ 90% trở lên đoàn viên, người lao động được phổ biến nghị quyết của Đảng và pháp luật lao động.": [
        "gte 90 % | Đoàn viên, người lao động được phổ biến nghị quyết của Đảng và pháp luật lao động | đoàn viên, người lao động | year |  | TT19",
    ],
    "Mỗi năm ít nhất 80% cơ quan, đơn vị, doanh nghiệp đạt chuẩn văn hóa, trong đó có ít nhất 70% doanh nghiệp đạt chuẩn.": [
        "gte 80 % | Cơ quan, đơn vị, doanh nghiệp đạt chuẩn văn hóa | cơ quan, đơn vị, doanh nghiệp | year |  | TT28",
        "gte 70 % | Doanh nghiệp đạt chuẩn | doanh nghiệp | year | trong 0 | ",
    ],
    "100% cán bộ công đoàn chủ chốt được học tập nghị quyết đại hội.": [
        "eq 100 % | Cán bộ công đoàn chủ chốt được học tập nghị quyết đại hội | cán bộ công đoàn chủ chốt |  |  | TT17",
    ],
    "Mỗi CĐCS tổ chức ít nhất 01 hoạt động hưởng ứng Tháng Công nhân.": [
        "gte 1 hoạt động | Tổ chức hoạt động hưởng ứng Tháng Công nhân |  |  | mỗi đơn vị | ",
    ],
    "Mỗi công đoàn cơ sở có tối thiểu 02 tin, bài gửi về trang thông tin điện tử của LĐLĐ tỉnh trong năm.": [
        "gte 2 tin, bài | Tin, bài gửi về trang thông tin điện tử của LĐLĐ tỉnh |  | year | mỗi đơn vị | ",
    ],
    "Đến năm 2030, 95% đoàn viên được cập nhật trên phần mềm quản lý.": [
        "eq 95 % | Đoàn viên được cập nhật trên phần mềm quản lý | đoàn viên | by_date 2030-12-31 |  | TC22",
    ],
    "Đến hết 30/11/2026 hoàn thành 100% đại hội công đoàn cơ sở.": [
        "eq 100 % | Hoàn thành đại hội công đoàn cơ sở | đại hội công đoàn cơ sở | by_date 2026-11-30 |  | ",
    ],
    "Số vụ tai nạn lao động giảm ít nhất 5% so với năm 2025.": [
        "gte 5 % | Số vụ tai nạn lao động giảm so với năm 2025 |  |  | decrease 2025 | ",
    ],
    "Không quá 3% đơn vị nộp báo cáo muộn hạn.": [
        "lte 3 % | Đơn vị nộp báo cáo muộn hạn | đơn vị |  |  | ",
    ],
    "Dưới 1% đoàn viên có đơn khiếu nại vượt cấp.": [
        "lte 1 % | Đoàn viên có đơn khiếu nại vượt cấp | đoàn viên |  |  | ",
    ],
    "Kết nạp mới 2.500 đoàn viên, thành lập mới 25 CĐCS trong năm 2026.": [
        "eq 2500 đoàn viên | Kết nạp mới đoàn viên |  | by_date 2026-12-31 |  | TC06",
        "eq 25 CĐCS | Thành lập mới CĐCS |  | by_date 2026-12-31 |  | TC03",
    ],
    "Phấn đấu kết nạp mới 12.000 đoàn viên trong nhiệm kỳ, bình quân mỗi năm 2.400 đoàn viên.": [
        "eq 12000 đoàn viên | Kết nạp mới đoàn viên |  | term |  | TC06",
        "eq 2400 đoàn viên | Bình quân đoàn viên |  | year |  | ",
    ],
    "Bình quân mỗi năm mở 02 lớp tập huấn cho cán bộ tuyên giáo.": [
        "eq 2 lớp | Bình quân mở lớp tập huấn cho cán bộ tuyên giáo |  | year |  | ",
    ],
    "Hỗ trợ xây mới 15 nhà và sửa chữa 10 nhà “Mái ấm Công đoàn”.": [
        "eq 15 nhà | Hỗ trợ xây mới nhà |  |  |  | ",
        "eq 10 nhà | Sửa chữa nhà “Mái ấm Công đoàn” |  |  |  | CL08",
    ],
    "Vận động trên 5 tỷ đồng chăm lo đoàn viên dịp Tết.": [
        "gte 5 tỷ đồng | Vận động chăm lo đoàn viên dịp Tết |  |  |  | CL04",
    ],
    "Trên 70% người lao động được tiếp cận ít nhất 01 sản phẩm truyền thông trong năm.": [
        "gte 70 % | Người lao động được tiếp cận ít nhất 01 sản phẩm truyền thông | người lao động | year |  | ",
    ],
    "Ít nhất 65% công nhân học tập nâng cao trình độ.": [
        "gte 65 % | Công nhân học tập nâng cao trình độ | công nhân |  |  | ",
    ],
    "Phấn đấu 85% doanh nghiệp có tổ chức công đoàn ký thỏa ước lao động tập thể.": [
        "eq 85 % | Doanh nghiệp có tổ chức công đoàn ký thỏa ước lao động tập thể | doanh nghiệp có tổ chức công đoàn |  |  | DB04",
    ],
    "Tổ chức 03 - 05 buổi tuyên truyền lưu động tại khu nhà trọ.": [
        "gte 3 buổi | Tổ chức buổi tuyên truyền lưu động tại khu nhà trọ |  |  | doubt | ",
    ],
    "Từ 3 đến 5 hội thi mỗi năm.": [
        "gte 3 hội thi | Hội thi |  | year | doubt | TT20",
    ],
    "Tỷ lệ nộp báo cáo đúng hạn đạt 98%.": [
        "eq 98 % | Tỷ lệ nộp báo cáo đúng hạn |  |  |  | QT03",
    ],
    "Số đoàn viên tham gia đạt 90% trở lên.": [
        "gte 90 % | Số đoàn viên tham gia |  |  |  | ",
    ],
    "Thu kinh phí công đoàn đạt 100% dự toán.": [
        "eq 100 % | Thu kinh phí công đoàn | dự toán |  |  | TK04",
    ],
    "Tăng 10% số đoàn viên so với cùng kỳ năm 2025.": [
        "eq 10 % | Tăng số đoàn viên so với cùng kỳ năm 2025 |  |  | increase 2025 | ",
    ],
    "Tăng thêm 200 đoàn viên so với năm 2025.": [
        "eq 200 đoàn viên | Tăng đoàn viên so với năm 2025 |  |  | increase 2025 | ",
    ],
    "Mỗi quý tổ chức 01 buổi sinh hoạt chuyên đề.": [
        "eq 1 buổi | Tổ chức buổi sinh hoạt chuyên đề |  | period |  | ",
    ],
    "Trong 6 tháng đầu năm phát 10.000 tờ rơi, treo 300 băng rôn.": [
        "eq 10000 tờ rơi | Phát tờ rơi |  | period |  | TT03",
        "eq 300 băng rôn | Treo băng rôn |  | period |  | TT08",
    ],
    "Có 50 sáng kiến trở lên được công nhận, trong đó ít nhất 20 sáng kiến cấp tỉnh.": [
        "gte 50 sáng kiến | Sáng kiến được công nhận |  |  |  | TD03",
        "gte 20 sáng kiến | Sáng kiến cấp tỉnh |  |  | trong 0 | TD03",
    ],
    "100% kiến nghị của đoàn viên được trả lời trong 15 ngày.": [
        "eq 100 % | Kiến nghị của đoàn viên được trả lời trong 15 ngày | kiến nghị của đoàn viên |  |  | DB20",
    ],
    "Giới thiệu 120 đoàn viên ưu tú cho Đảng, phấn đấu 60 đoàn viên được kết nạp.": [
        "eq 120 đoàn viên | Giới thiệu đoàn viên ưu tú cho Đảng |  |  |  | TC15",
        "eq 60 đoàn viên | Đoàn viên được kết nạp |  |  |  | ",
    ],
    "Tối thiểu 1/3 ủy viên ban chấp hành là nữ.": [],
    "Nâng mức ăn ca bình quân lên 25.000 đồng/suất.": [
        "eq 25000 đồng/suất | Nâng mức ăn ca bình quân |  |  |  | DB12",
    ],
    "90% nữ công nhân lao động được khám sức khỏe định kỳ, tư vấn sức khỏe sinh sản.": [
        "eq 90 % | Nữ công nhân lao động được khám sức khỏe định kỳ, tư vấn sức khỏe sinh sản | nữ công nhân lao động |  |  | ",
    ],
    "Phấn đấu 100% CĐCS có từ 25 lao động trở lên tổ chức hội nghị người lao động.": [
        "eq 100 % | CĐCS có từ 25 lao động trở lên tổ chức hội nghị người lao động | CĐCS có từ 25 lao động trở lên |  |  | ",
    ],
    "Nâng cao nhận thức của đoàn viên về bảo vệ môi trường.": [],
    "Tuyên truyền theo Nghị quyết số 02-NQ/TW ngày 12/6/2021 tới 100% cán bộ, đoàn viên.": [
        "eq 100 % | Tuyên truyền theo Nghị quyết số 02-NQ/TW ngày 12/6/2021 tới cán bộ, đoàn viên | cán bộ, đoàn viên |  |  | ",
    ],
    "Đạt tỷ lệ 75% doanh nghiệp tổ chức đối thoại định kỳ 1 lần/năm.": [
        "eq 75 % | Doanh nghiệp tổ chức đối thoại định kỳ 1 lần | doanh nghiệp | year |  | ",
    ],
    "Trước ngày 15/9/2026, 100% công đoàn cấp trên trực tiếp cơ sở ban hành kế hoạch.": [
        "eq 100 % | Công đoàn cấp trên trực tiếp cơ sở ban hành kế hoạch | công đoàn cấp trên trực tiếp cơ sở | by_date 2026-09-15 |  | ",
    ],
    "Hằng năm, phấn đấu có ít nhất 30% số tin, bài về gương người tốt, việc tốt.": [
        "gte 30 % | Số tin, bài về gương người tốt, việc tốt | số tin, bài | year |  | ",
    ],
    "Mỗi công đoàn cấp trên xây dựng ít nhất 02 mô hình điểm; đến năm 2028 nhân rộng ra 50% CĐCS.": [
        "gte 2 mô hình | Xây dựng mô hình điểm |  |  | mỗi đơn vị | ",
        "eq 50 % | Nhân rộng ra CĐCS | CĐCS | by_date 2028-12-31 |  | ",
    ],
    "Phấn đấu đến năm 2030 có trên 1,5 triệu lượt người tiếp cận trang mạng xã hội của công đoàn.": [
        "gte 1500000 lượt người | Lượt người tiếp cận trang mạng xã hội của công đoàn |  | by_date 2030-12-31 |  | TT07",
    ],
    "Số vụ ngừng việc tập thể không vượt quá 05 vụ mỗi năm.": [
        "lte 5 vụ | Số vụ ngừng việc tập thể |  | year |  | ",
    ],
    "Ít nhất một cuộc thi trực tuyến mỗi năm.": [
        "gte 1 cuộc thi | Cuộc thi trực tuyến |  | year |  | TT20",
    ],
    "Phấn đấu 60% trở lên CĐCS xếp loại tốt, không có CĐCS yếu kém.": [
        "gte 60 % | CĐCS xếp loại tốt | CĐCS |  |  | TC20",
    ],
    "Không để xảy ra vụ việc phức tạp về an ninh trật tự.": [],
    "Thăm hỏi, trợ cấp ít nhất 2.000 lượt đoàn viên, người lao động có hoàn cảnh khó khăn trong năm.": [
        "gte 2000 lượt | Thăm hỏi, trợ cấp lượt đoàn viên, người lao động có hoàn cảnh khó khăn |  | year |  | CL01",
    ],
    "Giải quyết, trả lời từ 80% kiến nghị của người lao động trở lên.": [
        "gte 80 % | Giải quyết, trả lời kiến nghị của người lao động | kiến nghị của người lao động |  |  | DB20",
    ],
    "Có ít nhất 30.000 lượt người dự tuyên truyền, trong đó mỗi người nghe ít nhất một chuyên đề.": [
        "gte 30000 lượt người | Lượt người dự tuyên truyền |  |  |  | TT02",
    ],
    "CĐCS có từ 500 đoàn viên trở lên tổ chức ít nhất 01 hội thao hằng năm.": [
        "gte 1 hội thao | CĐCS có từ 500 đoàn viên trở lên tổ chức hội thao |  | year |  | ",
    ],
}


@pytest.fixture(scope="module")
def catalogue():
    with CATALOGUE.open() as rows:
        return {row["code"]: Measure(row["name"], row["unit_of_measure"]) for row in csv.DictReader(rows)}


def said(target, catalogue):
    more = [
        "mỗi đơn vị" if target.each else "",
        f"trong {target.part_of}" if target.part_of is not None else "",
        f"{target.change} {target.base_year}" if target.change else "",
        "doubt" if target.doubt else "",
    ]
    return " | ".join(
        (
            f"{target.comparator} {target.value} {target.unit_of_measure}",
            target.name,
            target.population,
            " ".join(filter(None, (target.basis, str(target.due_on or "")))),
            " ".join(filter(None, more)),
            propose_indicator(target.name, target.unit_of_measure, catalogue),
        )
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_parts_of_a_sentence_are_read_as_an_office_means_them(sentence, catalogue):
    assert [said(target, catalogue) for target in propose_target(sentence)] == SENTENCES[sentence]


def test_the_span_of_a_target_is_its_figure():
    text = "Mở 02 lớp; phấn đấu 85% đoàn viên, trong đó 1.250 người ở nhà trọ."
    assert [text[slice(*target.span)] for target in propose_target(text)] == ["02", "85", "1.250"]
