"""What units write under the headings of the report: own words of the example, varied, some nearly the same."""

from __future__ import annotations

import random

from reporting.demo.names import dice
from units.models import Unit

# Section → sentences; a unit takes one or two. {n} {m} {k} are small numbers of its own.
GRASSROOTS: dict[str, tuple[str, ...]] = {
    "I.1": (
        "Số lao động ổn định, tăng {n} người so với cuối năm trước do tuyển bổ sung sau Tết; đoàn viên mới chủ yếu là lao động trẻ.",
        "Lao động giảm {n} người vì hết hợp đồng thời vụ, đến tháng 5 đã tuyển lại {m} người.",
        "Biên chế không thay đổi; {n} người nghỉ hưu, tuyển mới {m} người, đã vận động vào Công đoàn ngay tháng đầu.",
    ),
    "I.2": (
        "Việc làm đủ, thu nhập bình quân tăng nhẹ; lương trả đúng ngày 10 hằng tháng, thưởng Tết cao hơn năm trước {k}%.",
        "Đơn hàng giảm trong tháng 2 và tháng 3, có {n} ngày nghỉ luân phiên hưởng lương ngừng việc; từ tháng 4 làm đủ ca.",
        "Đời sống cơ bản ổn định; còn {n} hộ đoàn viên thuê trọ xa nơi làm việc, mong được hỗ trợ nhà ở xã hội.",
        "Thu nhập tăng thêm chi trả theo quy chế, công khai hằng quý; không có nợ lương.",
    ),
    "I.4": (
        "Đoàn viên quan tâm quy định mới về bảo hiểm xã hội, tuổi nghỉ hưu và giá thuê trọ.",
        "Dư luận tốt trước việc đơn vị cải tạo nhà ăn; còn băn khoăn về chỗ để xe và nước uống ca đêm.",
        "Người lao động phấn khởi khi được trả lời kiến nghị công khai trên bảng tin; không có vụ việc phức tạp.",
        "Một bộ phận lo lắng về sắp xếp lại tổ chức, mong được thông tin sớm, đầy đủ.",
    ),
    "II.1": (
        "Tổ chức hội nghị đúng quy định, {n} kiến nghị được trả lời ngay tại chỗ; tặng {m} suất quà Tết cho đoàn viên khó khăn.",
        "Phối hợp đối thoại định kỳ, thống nhất nâng mức ăn ca thêm {k}.000 đồng mỗi suất; thăm hỏi {n} đoàn viên ốm đau, thai sản.",
        "Thương lượng đưa vào thỏa ước thêm {n} điều khoản có lợi hơn luật về ngày nghỉ, hỗ trợ gửi trẻ và xe đưa đón.",
        "Kiểm tra an toàn vệ sinh lao động {n} lần, kiến nghị thay {m} thiết bị che chắn; trong kỳ không để xảy ra tai nạn nặng.",
    ),
    "II.2": (
        "Tuyên truyền tại chỗ theo tổ, mỗi buổi không quá 45 phút; nhóm Zalo có {n} bài viết do đoàn viên tự làm.",
        "Tổ chức {n} buổi nói chuyện về bảo hiểm xã hội, hợp đồng lao động; phát {m} tờ gấp, đoàn viên hỏi nhiều về chế độ thai sản.",
        "Duy trì góc truyền thông, bảng tin điện tử; giải bóng chuyền hơi thu hút {m} đoàn viên.",
    ),
    "II.3": (
        "Phát động thi đua “Mỗi đoàn viên một việc tốt”, {n} sáng kiến được công nhận; khen thưởng {m} gương tiêu biểu.",
        "Có {n} cải tiến nhỏ giúp giảm phế phẩm, tiết kiệm điện; đề nghị cấp trên khen 1 tập thể.",
        "Duy trì bảng vàng thi đua hằng tháng, gắn với đánh giá xếp loại cuối kỳ.",
    ),
    "II.4": (
        "Kết nạp {n} đoàn viên, tổ chức lễ kết nạp trang trọng; cập nhật dữ liệu đoàn viên trên phần mềm.",
        "Giới thiệu {n} đoàn viên ưu tú cho chi bộ; {m} cán bộ công đoàn được tập huấn.",
        "Củng cố {n} tổ công đoàn sau khi sắp xếp lại sản xuất, bầu bổ sung tổ trưởng.",
    ),
    "III.1": (
        "Hoạt động sát tổ sản xuất, kiến nghị được trả lời nhanh; đoàn viên tin tưởng, gắn bó hơn.",
        "Làm tốt chăm lo Tết và Tháng Công nhân; phối hợp với người sử dụng lao động chặt chẽ.",
        "Tuyên truyền gọn, dễ hiểu, có sự tham gia của chính đoàn viên.",
    ),
    "III.2": (
        "Cán bộ công đoàn kiêm nhiệm, ít thời gian; ghi nhật ký hoạt động có lúc còn chậm.",
        "Tuyên truyền ca đêm còn khó; số người dự chưa đều giữa các tổ.",
        "Sáng kiến chưa nhiều, chưa lượng hóa được giá trị làm lợi.",
    ),
    "IV.1": (
        "Tổ chức hội thao, kỷ niệm ngày thành lập Công đoàn Việt Nam 28/7; vận động kết nạp {n} đoàn viên.",
        "Đối thoại quý III về bữa ăn ca, chống nóng; kiểm tra an toàn vệ sinh lao động trước mùa mưa.",
        "Hoàn thành cập nhật dữ liệu đoàn viên; tập huấn tổ trưởng công đoàn trong tháng 8.",
    ),
    "V.1": (
        "Đề nghị tập huấn kỹ năng thương lượng, đối thoại cho cán bộ mới; cấp thêm tờ gấp song ngữ.",
        "Đề nghị hướng dẫn sớm việc sử dụng kinh phí sau khi sắp xếp tổ chức.",
        "Đề nghị mở lớp học tiếng, học nghề ngắn hạn ngoài giờ tại khu công nghiệp.",
    ),
    "V.3": (
        "Bổ sung quạt, nước mát tại xưởng; bố trí chỗ để xe có mái che.",
        "Tạo điều kiện thời gian cho cán bộ công đoàn hoạt động theo luật.",
        "Xem xét nâng phụ cấp chuyên cần và hỗ trợ nhà trọ.",
    ),
}  # fmt: skip

UPPER: dict[str, tuple[str, ...]] = {
    "I.1": ("Toàn {unit} có {c} công đoàn cơ sở; số lao động tăng nhẹ sau Tết, tập trung ở nhóm tuổi dưới 35.",),
    "I.2": ("Việc làm, thu nhập cơ bản ổn định; còn {n} cơ sở gặp khó khăn về đơn hàng hoặc nguồn thu trong quý I, nay đã phục hồi.",),
    "I.3": ("Quan hệ lao động ổn định; không phát sinh ngừng việc tập thể; {n} kiến nghị tập thể được giải quyết tại cơ sở.",),
    "I.4": ("Đoàn viên quan tâm nhất là bảo hiểm xã hội, nhà ở xã hội, trường học cho con và sắp xếp tổ chức bộ máy.",),
    "II.1": ("Chỉ đạo cơ sở đối thoại, tổ chức hội nghị đúng luật; trực tiếp dự {n} cuộc; hỗ trợ cơ sở chăm lo Tết đúng người, không trùng lặp.",),
    "II.2": ("Cấp phát tài liệu hỏi – đáp đến từng cơ sở; tổ chức {n} hội nghị chuyên đề, lập nhóm liên lạc với cán bộ cơ sở.",),
    "II.3": ("Phát động, theo dõi phong trào “Mỗi đoàn viên một việc tốt”; đã bình xét {n} mô hình hay để nhân rộng.",),
    "II.4": ("Hướng dẫn kết nạp đoàn viên, kiện toàn {n} ban chấp hành công đoàn cơ sở; tập huấn cán bộ theo cụm.",),
    "II.5": ("Tổ chức tọa đàm sức khỏe lao động nữ; vận động thêm {n} phòng vắt, trữ sữa mẹ.",),
    "II.6": ("Kiểm tra {n} cơ sở về chấp hành Điều lệ và tài chính; sau kiểm tra các đơn vị đã khắc phục đúng hạn.",),
    "II.7": ("Thu kinh phí, đoàn phí đạt tiến độ; phần chi cho hoạt động trực tiếp tại cơ sở chiếm trên hai phần ba.",),
    "II.8": ("Tham gia góp ý {n} dự thảo văn bản; phối hợp Đoàn Thanh niên, Hội Phụ nữ; cơ sở ghi nhật ký hoạt động trên phần mềm.",),
    "III.1": ("Bám sát cơ sở, số liệu có nguồn gốc; việc trả lại báo cáo kèm lý do giúp cơ sở làm đúng hơn.",),
    "III.2": ("Một số cơ sở gửi báo cáo muộn hoặc chưa gửi; ghi nhật ký chưa đều.",),
    "III.3": ("Cán bộ cơ sở kiêm nhiệm, thay đổi nhiều sau sắp xếp; một số nơi chưa coi trọng việc ghi chép.",),
    "III.4": ("Chọn ít việc, làm đến cùng; nói bằng số liệu và việc thật của cơ sở.",),
    "IV.1": ("Kỷ niệm ngày 28/7; đôn đốc cơ sở hoàn thành chỉ tiêu năm; hỗ trợ {n} cơ sở yếu.",),
    "V.1": ("Đề nghị bổ sung kinh phí tuyên truyền lưu động; tập huấn phân tích số liệu cho cán bộ.",),
    "V.2": ("Đề nghị quan tâm quỹ đất nhà ở xã hội, trường mầm non gần nơi làm việc.",),
}  # fmt: skip


def narratives_for(unit: Unit, codes: list[str], *, year: int, nil: bool = False) -> dict[str, str]:
    """Section code → text, for most of the sections the form has."""
    if nil:
        return {"II.1": "Trong kỳ đơn vị không phát sinh hoạt động do đang tạm dừng sản xuất, chờ sắp xếp lại."} if "II.1" in codes else {}
    rng = dice(unit.code, "narratives", year)
    pool = GRASSROOTS if unit.kind.tier == 3 else UPPER
    often = 0.62 if unit.kind.tier == 3 else 1.0
    return {code: _text(pool[code], unit, rng) for code in codes if code in pool and rng.random() < often}


def _text(sentences: tuple[str, ...], unit: Unit, rng: random.Random) -> str:
    chosen = rng.sample(sentences, 2 if len(sentences) > 2 and rng.random() < 0.25 else 1)
    numbers = {"n": f"{rng.randint(2, 9):02d}", "m": rng.randint(10, 60), "k": rng.randint(2, 9)}
    return " ".join(chosen).format(unit=unit.name, c=unit.child_count, **numbers)
