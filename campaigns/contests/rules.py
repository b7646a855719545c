"""Thể lệ from what is stored: the same data decides the draw, the clock and the ranking."""

from __future__ import annotations

from campaigns.contests.models import Contest, ContestRound, Question
from core.formats import write

RANKING = (
    "Xếp theo tổng điểm từ cao xuống thấp.",
    "Bằng điểm: ai dự đoán gần đúng nhất số người trả lời đúng tất cả các câu hỏi xếp trước; không dự đoán xếp sau.",
    "Vẫn bằng nhau: ai nộp bài sớm hơn xếp trước. Giờ nộp là giờ của máy chủ.",
)
SCORING = (
    "Mỗi câu đúng được số điểm ghi ở câu hỏi; câu nhiều đáp án và câu sắp xếp phải đúng toàn bộ.",
    "Câu hỏi bị hủy sau vòng thi: mọi bài có câu đó được đủ điểm của câu.",
)
CLOCK = (
    "Thời gian tính theo giờ máy chủ từ lúc bấm “Bắt đầu”. Câu đã chọn được lưu ngay; hết giờ, bài tự nộp.",
    "Mất kết nối không dừng đồng hồ: câu chọn khi mất mạng chỉ tính nếu gửi được trước khi hết giờ.",
    "Vào bằng thiết bị khác thì thiết bị trước không trả lời được nữa.",
)
DRAW = (
    "Câu hỏi của mỗi bài lấy ngẫu nhiên từ ngân hàng câu hỏi. Mã băm SHA-256 của khóa bốc thăm công bố trước khi mở vòng, "
    "khóa công bố sau khi vòng đóng để ai cũng kiểm tra lại được."
)


def rules_of(contest: Contest) -> list[dict[str, object]]:
    """Sections of the thể lệ: {"title", "lines"}; two queries."""
    rounds = list(contest.rounds.all())
    kinds = set(contest.questions.order_by().values_list("kind", flat=True).distinct())
    labels = [str(kind.label).lower() for kind in Question.Kind if kind in kinds]
    form = f", câu hỏi loại: {', '.join(labels)}" if labels else ""
    sections: list[tuple[str, list[str]]] = [
        ("Chủ đề, nội dung", [contest.topic]),
        ("Đối tượng dự thi", [contest.audience, "Mỗi người đăng ký một lần bằng một số điện thoại."]),
        ("Thời gian", [round_line(one) for one in rounds]),
        ("Hình thức", [f"Thi trực tuyến{form}.", *CLOCK, DRAW]),
        ("Cách tính điểm", list(SCORING)),
        ("Xếp hạng", list(RANKING)),
        ("Cơ cấu giải", contest.prizes.splitlines()),
        ("Công bố và khiếu nại", [
            f"Kết quả công bố trên trang của cuộc thi. Khiếu nại gửi {contest.owner.name} trong "
            f"{write.number(contest.complaint_days)} ngày kể từ ngày công bố."
        ]),
        ("Dữ liệu cá nhân", [
            "Chỉ thu họ tên, đơn vị, năm sinh, số điện thoại để tổ chức cuộc thi và trao giải; không thu ảnh căn cước."
        ]),
        ("Quy định khác", contest.more_rules.splitlines()),
    ]  # fmt: skip
    return [
        {"title": title, "lines": kept}
        for title, lines in sections
        if (kept := [line.strip() for line in lines if line.strip()])
    ]


def round_line(one: ContestRound) -> str:
    """“Vòng 1: từ … đến …, 20 câu trong 15 phút”."""
    return (
        f"{one.name}: từ {write.datetime(one.opens_at)} đến {write.datetime(one.closes_at)}, "
        f"{write.number(one.questions_each)} câu trong {write.number(one.minutes)} phút."
    )
