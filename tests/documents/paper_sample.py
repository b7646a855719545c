"""An invented plan of several pages with everything a paper may hold."""

import json
from datetime import UTC, date, datetime

from documents.charts import Bar, bar_chart
from documents.pages import Appendix, Heading, Line, Paper, Recipient, SignatureBlock

CREATED_AT = datetime(2026, 2, 5, 3, 15, 0, tzinfo=UTC)
ATTACHMENT = json.dumps(
    {"type": "KH", "number": 5, "blocks": ["a1"]}, ensure_ascii=False, sort_keys=True
).encode()

HEADING = Heading(
    parent_authority="Tổng Liên đoàn Lao động Việt Nam",
    issuing_body="Liên đoàn Lao động tỉnh Mẫu Sơn",
    number=5,
    symbol="KH-LĐLĐ",
    place_name="Mẫu Sơn",
    issued_on=date(2026, 2, 5),
)
SIGNATURE = SignatureBlock(("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"), name="Nguyễn Thị Hoài Ước")

PURPOSES = (
    "Giúp người lao động hiểu rõ những điểm mới của pháp luật về hợp đồng, tiền lương, giờ làm thêm và bảo hiểm, biết "
    "tự bảo vệ mình và biết tìm đến công đoàn khi cần.",
    "Đưa hoạt động tuyên truyền về tận tổ, đội, ca sản xuất; ưu tiên khu nhà trọ, doanh nghiệp nhỏ chưa có cán bộ công "
    "đoàn chuyên trách và nơi có nhiều lao động nữ, lao động là người dân tộc thiểu số.",
    "Gắn tuyên truyền với việc lắng nghe: mỗi cuộc gặp đều ghi lại ý kiến, trả lời ngay điều trả lời được, chuyển đúng nơi "
    "điều chưa trả lời được và báo lại cho người hỏi.",
)
THEMES = (
    "Tiền lương, tiền thưởng và cách đọc bảng lương",
    "An toàn, vệ sinh lao động và quyền từ chối việc nguy hiểm",
    "Thương lượng tập thể và đối thoại tại nơi làm việc",
    "Nhà ở, nhà trẻ và đời sống ở khu trọ",
    "Chuyển đổi số: đọc phiếu lương và hồ sơ bảo hiểm trên điện thoại",
)
STEPS = (
    "Chuẩn bị tờ gấp hai mặt, viết bằng câu ngắn, có hình vẽ; bản tiếng Thái và tiếng Mông do cán bộ địa phương đọc lại "
    "trước khi in.",
    "Tổ chức nói chuyện tại nơi làm việc vào đầu ca hoặc giờ nghỉ, mỗi buổi không quá ba mươi phút, dành ít nhất một nửa "
    "thời gian cho hỏi và đáp.",
    "Phát thanh nội bộ hai lần mỗi tuần; nội dung do ban tuyên giáo biên soạn và gửi trước ngày mười lăm hằng tháng.",
    "Ghi nhận số buổi, số lượt người nghe, trong đó số lượt nữ, và ảnh chụp vào sổ theo dõi trong vòng ba ngày.",
)


def _theme(index: int, title: str) -> list[Line]:
    lines = [Line(f"t{index}", "section", f"{index}.", title, titled=True)]
    for place, (letter, step) in enumerate(zip("abcd", STEPS, strict=True)):
        lines.append(Line(f"t{index}{letter}", "point", f"{letter})", step))
        if place == 1:
            lines.append(
                Line(
                    f"t{index}{letter}1",
                    "bullet",
                    "-",
                    "Doanh nghiệp từ 500 lao động: mỗi quý một buổi.",
                )
            )
            lines.append(
                Line(
                    f"t{index}{letter}2", "plus", "+", "Ca đêm có buổi riêng, không bắt người lao động ở lại."
                )
            )
    return lines


def _body() -> tuple[Line, ...]:
    targets = "Có ít nhất 95% đoàn viên được nghe, trong đó nữ đạt từ 50% trở lên; mỗi công đoàn cơ sở có 02 buổi/năm."
    table = Line(
        "k1",
        "table",
        "",
        "",
        rows=(
            ("TT", "Nội dung", "Đơn vị tính", "Chỉ tiêu"),
            ("1", "Buổi nói chuyện tại nơi làm việc", "buổi", "1.240"),
            ("2", "Lượt người nghe", "lượt", "86.500"),
            ("3", "Tờ gấp phát ra", "tờ", "40.000"),
        ),
        header_rows=1,
        caption="Chỉ tiêu năm 2026",
    )
    chart = bar_chart(
        [
            Bar("Buổi nói chuyện đã tổ chức", 820, "820/1.240", 1240),
            Bar("Buổi tại khu nhà trọ", 310, "310/400", 400),
        ],
        title="Tiến độ so với chỉ tiêu",
    )
    return (
        Line("p1", "part", "I.", "Mục đích, yêu cầu", titled=True),
        *(Line(f"m{n}", "section", f"{n}.", text) for n, text in enumerate(PURPOSES, start=1)),
        Line("p2", "part", "II.", "Chỉ tiêu", titled=True),
        Line("c1", "paragraph", "", targets, marks=((0, 17, "b"), (10, 29, "i"))),
        table,
        Line("v1", "figure", "", "", svg=chart, caption="Tiến độ năm trước so với chỉ tiêu"),
        Line("p3", "part", "III.", "Nội dung và cách làm", titled=True),
        *(line for n, title in enumerate(THEMES, start=1) for line in _theme(n, title)),
        Line("p4", "part", "IV.", "Tổ chức thực hiện", titled=True),
        Line(
            "o1",
            "section",
            "1.",
            "Công đoàn cấp trên trực tiếp cơ sở xây dựng kế hoạch, gửi trước ngày 05 tháng 3.",
        ),
        Line(
            "o2",
            "section",
            "2.",
            "Công đoàn cơ sở báo cáo kết quả sáu tháng trước ngày 31/5, cả năm trước ngày 30/11.",
        ),
    )


def appendix(number: str = "I", rows: int = 30, *, landscape: bool = False) -> Appendix:
    header = ("TT", "Đơn vị", "Số buổi", "Lượt người", "Lượt nữ", "Tờ gấp", "Kinh phí (đồng)", "Ghi chú")
    body = tuple(
        (
            str(n),
            f"Công đoàn cơ sở Công ty trách nhiệm hữu hạn May mặc số {n}",
            "4",
            "320",
            "190",
            "350",
            "6.500.000",
            "",
        )
        for n in range(1, rows + 1)
    )
    table = Line(f"pl{number}", "table", "", "", rows=(header, *body), header_rows=1)
    return Appendix(
        number, "Chỉ tiêu giao cho từng đơn vị", "Kèm theo Kế hoạch số 05/KH-LĐLĐ", (table,), landscape
    )


def plan(**changes) -> Paper:
    """The invented plan; any field of Paper may be replaced."""
    fields = {
        "document_type": "KẾ HOẠCH",
        "abstract": "Tuyên truyền pháp luật lao động trong công nhân, viên chức, lao động năm 2026",
        "heading": HEADING,
        "bases": (
            "Căn cứ Luật Công đoàn ngày 27 tháng 11 năm 2024",
            "Căn cứ chương trình công tác năm 2026 của Ban Chấp hành Liên đoàn Lao động tỉnh Mẫu Sơn;",
        ),
        "opening": ("Ban Thường vụ Liên đoàn Lao động tỉnh ban hành kế hoạch với các nội dung sau:",),
        "lines": _body(),
        "closing": (
            "Trong quá trình thực hiện nếu có vướng mắc, đề nghị các đơn vị phản ánh về Ban Tuyên giáo.",
        ),
        "signature": SIGNATURE,
        "recipients": (
            Recipient("Tổng Liên đoàn Lao động Việt Nam", "báo cáo"),
            Recipient("Thường trực Tỉnh ủy", "báo cáo"),
            Recipient("Công đoàn cấp trên trực tiếp cơ sở", "thực hiện"),
        ),
        "archive_line": "Lưu: VT, BTG.",
        "appendices": (appendix("I"), appendix("II", 12, landscape=True)),
        "verification_code": "K7QD-29MX",
        "verification_url": "https://congdoan.example.vn/kt/K7QD29MX",
    }
    return Paper(**{**fields, **changes})
