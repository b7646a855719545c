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


OVERALL = (
    "Cộng điểm của mọi vòng thi (vòng không dự thi tính 0 điểm){essays}, xếp từ cao xuống thấp.",
    "Bằng điểm: ai có tổng chênh lệch dự đoán nhỏ hơn xếp trước; vòng không dự thi, không dự đoán tính chênh lệch lớn nhất.",
    "Vẫn bằng nhau: ai có tổng thời gian làm bài ngắn hơn xếp trước.",
)
ESSAY_RANKING = (
    "Xếp theo điểm tự luận từ cao xuống thấp.",
    "Bằng điểm: ai nộp bài sớm hơn xếp trước. Giờ nộp là giờ của máy chủ.",
)
UNIT_RANKING = (
    "Tập thể xếp theo tỷ lệ người dự thi trên số đoàn viên của đơn vị, từ cao xuống thấp; bằng nhau thì đơn vị có nhiều "
    "người dự thi hơn xếp trước."
)


def overall_rule(contest: Contest) -> tuple[str, ...]:
    """The lines of the whole contest's ranking; one query."""
    counts = contest.essay_tasks.filter(in_total=True).exists()
    return (OVERALL[0].format(essays=" và điểm tự luận" if counts else ""), *OVERALL[1:])


def essay_lines(contest: Contest) -> list[str]:
    """The essay part with its rubric, the blind markers and the third; two queries."""
    lines = []
    for task in contest.essay_tasks.prefetch_related("criteria"):
        lines += [
            f"{task.name}: nhận bài từ {write.datetime(task.opens_at)} đến {write.datetime(task.closes_at)}, "
            f"tối đa {write.number(task.most_words)} chữ. Đề bài: {task.text}",
            "Điểm tối đa: "
            + "; ".join(f"{one.name} {write.number(one.points)} điểm" for one in task.criteria.all())
            + ".",
        ]
        if task.forward_until:
            most = (
                f", mỗi đơn vị tối đa {write.number(task.most_forwarded)} bài" if task.most_forwarded else ""
            )
            lines.append(
                f"Các cấp công đoàn chọn bài hay gửi lên đến {write.datetime(task.forward_until)}{most}."
            )
        lines.append(
            "Hai giám khảo chấm độc lập, không biết tác giả; giám khảo không chấm bài của đơn vị mình. Hai điểm lệch nhau "
            f"không quá {write.number(task.gap, 2)} điểm thì lấy trung bình; lệch hơn thì có giám khảo thứ ba, lấy trung "
            "bình hai điểm gần nhau nhất."
        )
    return lines + list(ESSAY_RANKING) if lines else []


def rules_of(contest: Contest) -> list[dict[str, object]]:
    """Sections of the thể lệ: {"title", "lines"}."""
    rounds = list(contest.rounds.all())
    kinds = set(contest.questions.order_by().values_list("kind", flat=True).distinct())
    labels = [str(kind.label).lower() for kind in Question.Kind if kind in kinds]
    form = f", câu hỏi loại: {', '.join(labels)}" if labels else ""
    whole = list(overall_rule(contest)) if len(rounds) > 1 or contest.essay_tasks.exists() else []
    prizes = prize_lines(contest)
    sections: list[tuple[str, list[str]]] = [
        ("Chủ đề, nội dung", [contest.topic]),
        ("Đối tượng dự thi", [contest.audience, "Mỗi người đăng ký một lần bằng một số điện thoại."]),
        ("Thời gian", [round_line(one) for one in rounds]),
        ("Hình thức", [f"Thi trực tuyến{form}.", *CLOCK, DRAW]),
        ("Cách tính điểm", list(SCORING)),
        ("Xếp hạng", list(RANKING)),
        ("Phần tự luận", essay_lines(contest)),
        ("Xếp hạng toàn cuộc", whole),
        ("Cơ cấu giải", [*prizes, *contest.prizes.splitlines()]),
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


def prize_lines(contest: Contest) -> list[str]:
    """“02 giải Nhì cá nhân Tuần 1, mỗi giải 500.000 đồng” from the prizes that are stored; one query."""
    rows = contest.prize_rows.select_related("round", "essay_task", "unit_kind", "cluster")
    lines = []
    for prize in rows:
        board = [str(part) for part in (prize.round, prize.essay_task) if part] or ["toàn cuộc"]
        board += [part.name for part in (prize.unit_kind, prize.cluster) if part]
        worth = f", mỗi giải {write.money(prize.worth)}" if prize.worth else ""
        kind = str(prize.get_kind_display()).lower()
        lines.append(f"{prize.places:02d} {prize.name} {kind} ({', '.join(board)}){worth}.")
    if any(prize.kind == "unit" for prize in rows):
        lines.append(UNIT_RANKING)
    return lines


def round_line(one: ContestRound) -> str:
    """“Vòng 1: từ … đến …, 20 câu trong 15 phút”."""
    return (
        f"{one.name}: từ {write.datetime(one.opens_at)} đến {write.datetime(one.closes_at)}, "
        f"{write.number(one.questions_each)} câu trong {write.number(one.minutes)} phút."
    )
