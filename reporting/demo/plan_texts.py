"""The province's plan of the example, written for it: text, and what each sentence means as a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from plans.outline import Block, Outline, PlanContent
from reporting.demo.calendar import DemoYear

MOTTO = "Mỗi đoàn viên một việc tốt – Mỗi cơ sở một mô hình hay"


@dataclass(frozen=True)
class Sentence:
    """One block of the plan; `record` are the fields of its target, task, activity or obligation."""

    id: str
    level: str
    kind: str
    text: str
    record: dict[str, Any] = field(default_factory=dict)


def abstract(demo: DemoYear) -> str:
    return f"Tuyên truyền, chăm lo và xây dựng nơi làm việc an toàn, văn minh, nghĩa tình năm {demo.year}"


def content(demo: DemoYear, *, complete: bool = True) -> PlanContent:
    """The whole text; the first draft (not `complete`) lacks the organisation of the work and two targets."""
    return PlanContent(
        abstract=abstract(demo),
        bases=(
            f"Chương trình công tác năm {demo.year} của Ban Chấp hành Liên đoàn Lao động tỉnh Mẫu Sơn",
            "Kết luận hội nghị Ban Thường vụ Liên đoàn Lao động tỉnh về công tác tuyên truyền, vận động đoàn viên, người lao động",
        ),
        opening=(
            "Liên đoàn Lao động tỉnh Mẫu Sơn xây dựng kế hoạch thực hiện trong toàn hệ thống công đoàn tỉnh như sau:",
        ),
        outline=Outline(tuple(Block(s.id, s.level, s.kind, s.text) for s in sentences(demo, complete=complete))),
        closing=(
            "Trên đây là kế hoạch của Liên đoàn Lao động tỉnh Mẫu Sơn. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, "
            "các đơn vị phản ánh về Ban Công tác công đoàn để tổng hợp, báo cáo Ban Thường vụ xem xét, giải quyết.",
        ),
    )


def sentences(demo: DemoYear, *, complete: bool = True) -> list[Sentence]:
    """Every block of the plan in order."""
    found = [*_purpose(), *_targets(demo), *_tasks(demo), *(_organisation(demo) if complete else [])]
    if not complete:
        found = [s for s in found if s.id not in {"ct0008", "ct0009"}]
    return found


def dated(values: dict[str, Any], demo: DemoYear) -> dict[str, Any]:
    """Month and day of a record as a date of the example's year."""
    return {k: demo.day(*v) if isinstance(v, tuple) else v for k, v in values.items()}


def _purpose() -> list[Sentence]:
    return [
        Sentence("p10000", "part", "text", "MỤC ĐÍCH, YÊU CẦU"),
        Sentence("p11000", "section", "purpose", "Mục đích"),
        Sentence("p11010", "bullet", "purpose", "Giúp đoàn viên, người lao động nắm vững quyền, nghĩa vụ của mình; hiểu đúng chủ trương, chính sách mới về việc làm, tiền lương, bảo hiểm, nhà ở; từ đó yên tâm làm việc, gắn bó với nơi làm việc và tổ chức công đoàn."),
        Sentence("p11020", "bullet", "purpose", "Đưa hoạt động công đoàn về sát tổ sản xuất, phòng, khoa, lớp học; lấy việc được giải quyết và sự hài lòng của đoàn viên làm thước đo kết quả."),
        Sentence("p11030", "bullet", "purpose", "Tạo chuyển biến rõ về an toàn, vệ sinh lao động, bữa ăn ca, đối thoại và đời sống văn hóa, tinh thần tại cơ sở; góp phần xây dựng quan hệ lao động hài hòa, ổn định, tiến bộ trên địa bàn tỉnh."),
        Sentence("p12000", "section", "requirement", "Yêu cầu"),
        Sentence("p12010", "bullet", "requirement", "Mỗi công đoàn cấp trên trực tiếp cơ sở chọn không quá ba việc trọng tâm, nêu rõ người phụ trách, thời hạn, sản phẩm; không giao chỉ tiêu bình quân cho các cơ sở có điều kiện khác nhau."),
        Sentence("p12020", "bullet", "requirement", "Hình thức gọn, dễ nhớ, phù hợp ca kíp và đặc thù ngành nghề; kết hợp sinh hoạt trực tiếp với tuyên truyền trên mạng; ưu tiên cơ sở xa trung tâm, nơi đông lao động nữ, lao động trẻ."),
        Sentence("p12030", "bullet", "requirement", "Hoạt động nào cũng được ghi lại ngay sau khi làm, có số liệu và minh chứng; số liệu báo cáo lấy từ nhật ký hoạt động, không ước lượng, không báo cáo thay."),
    ]  # fmt: skip


def _target(code: str, value: int, unit: str, name: str, **more: Any) -> dict[str, Any]:
    return {"indicator_code": code, "value": value, "unit_of_measure": unit, "name": name, "comparator": "gte", **more}


def _targets(demo: DemoYear) -> list[Sentence]:
    period = {"basis": "period"}
    return [
        Sentence("p20000", "part", "text", f"CHỈ TIÊU THỰC HIỆN ĐẾN HẾT NGÀY 31/5/{demo.year}"),
        Sentence("ct0001", "section", "target", "Các cấp công đoàn trong tỉnh tổ chức ít nhất 600 cuộc tuyên truyền, phổ biến chính sách, pháp luật cho đoàn viên, người lao động.", _target("TT01", 600, "cuộc", "Số cuộc tuyên truyền, phổ biến", **period)),
        Sentence("ct0002", "section", "target", "Có ít nhất 45.000 lượt đoàn viên, người lao động dự tuyên truyền, trong đó mỗi người được nghe ít nhất một chuyên đề thiết thực với công việc của mình.", _target("TT02", 45000, "lượt người", "Lượt người dự tuyên truyền", **period)),
        Sentence("ct0003", "section", "target", "Từ 90% trở lên đoàn viên, người lao động được học tập nghị quyết, phổ biến pháp luật.", _target("TT19", 90, "%", "Tỷ lệ ĐV, NLĐ được học tập nghị quyết, pháp luật", population="tổng số đoàn viên, người lao động", **period)),
        Sentence("ct0004", "section", "target", "Kết nạp mới ít nhất 1.200 đoàn viên.", _target("TC06", 1200, "người", "Đoàn viên kết nạp mới", **period)),
        Sentence("ct0005", "section", "target", "Giới thiệu ít nhất 240 đoàn viên ưu tú để cấp ủy xem xét, bồi dưỡng kết nạp Đảng; trong đó có ít nhất 130 người được kết nạp.", _target("TC15", 240, "người", "Đoàn viên ưu tú giới thiệu cho Đảng", **period)),
        Sentence("ct0006", "section", "target", "Cập nhật thông tin trên phần mềm quản lý đoàn viên đạt từ 85% trở lên.", _target("TC22", 85, "%", "Tỷ lệ đoàn viên đã cập nhật trên phần mềm", population="tổng số đoàn viên", **period)),
        Sentence("ct0007", "section", "target", "Phối hợp tổ chức ít nhất 150 cuộc đối thoại định kỳ tại nơi làm việc; giải quyết, trả lời từ 80% kiến nghị của đoàn viên, người lao động trở lên.", _target("DB08", 150, "cuộc", "Đối thoại định kỳ tại nơi làm việc", **period)),
        Sentence("ct0008", "section", "target", "Thăm hỏi, trợ cấp kịp thời cho ít nhất 2.500 lượt đoàn viên, người lao động có hoàn cảnh khó khăn; chăm lo Tết cho ít nhất 18.000 lượt người.", _target("CL01", 2500, "lượt người", "Lượt ĐV, NLĐ được thăm hỏi, trợ cấp", **period)),
        Sentence("ct0009", "section", "target", "Có từ 90 công đoàn cơ sở trở lên tổ chức hoạt động Tháng Công nhân; phát động phong trào sáng kiến, cải tiến với ít nhất 400 đề tài, sáng kiến được công nhận.", _target("CL11", 90, "CĐCS", "CĐCS tổ chức hoạt động Tháng Công nhân", **period)),
        Sentence("ct0010", "section", "target", "Xây dựng tại mỗi đơn vị một góc truyền thông hoặc nhóm liên lạc hoạt động đều, được đoàn viên đánh giá hữu ích.", {"comparator": "qual", "name": "Góc truyền thông, nhóm liên lạc hoạt động đều, hữu ích", "allocation": "each", "basis": "period"}),
    ]  # fmt: skip


# A sentence with two measures: block → the further targets, the second being part of the first where `within`.
MORE_TARGETS: dict[str, tuple[dict[str, Any], ...]] = {
    "ct0005": (_target("TC16", 130, "người", "Trong đó: đoàn viên được kết nạp Đảng", basis="period", within=True),),
    "ct0007": (_target("DB20", 80, "%", "Tỷ lệ kiến nghị được giải quyết, trả lời", population="kiến nghị tiếp nhận", basis="period"),),
    "ct0008": (_target("CL03", 18000, "lượt người", "Lượt ĐV, NLĐ được chăm lo Tết", basis="period"),),
    "ct0009": (_target("TD03", 400, "sáng kiến", "Đề tài, sáng kiến", basis="period"),),
}  # fmt: skip

SLOGANS = (
    "Công đoàn Mẫu Sơn: gần đoàn viên hơn, nghe nhiều hơn, làm thật hơn!",
    "Hiểu luật để làm đúng – Đối thoại để cùng tiến!",
    "An toàn hôm nay, đoàn tụ mỗi chiều!",
    "Bữa ăn ca đủ chất – Ca làm việc đủ sức!",
    "Mỗi sáng kiến nhỏ, một bước tiến dài!",
    "Nữ công nhân khỏe, gia đình vui, nhà máy vững!",
    "Vào Công đoàn – thêm người bạn, thêm chỗ dựa!",
    "Ghi việc thật, báo số thật, khen người thật!",
)


def _tasks(demo: DemoYear) -> list[Sentence]:
    y = demo.year
    return [
        Sentence("p30000", "part", "text", "NHIỆM VỤ, GIẢI PHÁP"),
        Sentence("p31000", "section", "text", "Tuyên truyền, phổ biến chính sách, pháp luật"),
        Sentence("nv0001", "point", "task", f"Biên soạn, phát hành bộ tài liệu hỏi – đáp ngắn về hợp đồng lao động, tiền lương, bảo hiểm xã hội, an toàn lao động; gửi đến tất cả công đoàn cơ sở trước ngày 15/02/{y}.", {"deadline_on": (2, 15), "deliverable": "Bộ tài liệu hỏi – đáp bản in và bản điện tử", "partner_text": "Bảo hiểm xã hội tỉnh, Sở Nội vụ"}),
        Sentence("nv0002", "point", "task", "Mỗi công đoàn cấp trên trực tiếp cơ sở tổ chức ít nhất hai hội nghị chuyên đề và duy trì lịch tư vấn pháp luật lưu động tại khu nhà trọ, khu công nghiệp, trường học.", {"deadline_on": (5, 25), "deliverable": "Kế hoạch, danh sách người dự, ảnh, phiếu hỏi nhanh"}),
        Sentence("hd0001", "bullet", "activity", "Hội nghị nói chuyện chuyên đề về chính sách mới tại cơ sở: từ tháng 01 đến hết tháng 5, ưu tiên tổ chức ngay tại xưởng, tại trường, thời lượng không quá 60 phút.", {"starts_on": (1, 20), "ends_on": (5, 25), "place": "Tại cơ sở", "times": 2}),
        Sentence("hd0002", "bullet", "activity", "Tuyên truyền trên trang tin, nhóm Zalo, bảng tin điện tử của đơn vị: mỗi tuần ít nhất một tin, bài hoặc video ngắn do chính đoàn viên thực hiện.", {"starts_on": (1, 5), "ends_on": (5, 31), "times": 20}),
        Sentence("p31040", "bullet", "text", "Nội dung trực quan sử dụng thống nhất các thông điệp sau:"),
        *(Sentence(f"td{n:04d}", "item", "message", text) for n, text in enumerate(SLOGANS, start=1)),
        Sentence("p32000", "section", "text", "Đại diện, chăm lo, bảo vệ quyền, lợi ích hợp pháp, chính đáng"),
        Sentence("nv0003", "point", "task", "Phối hợp người sử dụng lao động tổ chức hội nghị người lao động, hội nghị viên chức gọn, đúng luật; đối thoại định kỳ ít nhất một lần trong kỳ, công khai kết quả trả lời từng kiến nghị.", {"deadline_on": (4, 30), "deliverable": "Biên bản đối thoại, bảng theo dõi kiến nghị"}),
        Sentence("nv0004", "point", "task", "Rà soát hoàn cảnh đoàn viên trước Tết Nguyên đán; tổ chức chăm lo đúng người, không trùng, không sót; huy động nguồn xã hội hóa công khai, minh bạch.", {"deadline_on": (2, 12), "deliverable": "Danh sách người được chăm lo, chứng từ"}),
        Sentence("hd0003", "bullet", "activity", "Chương trình “Tết sum vầy” cấp tỉnh và tại các khu công nghiệp: tặng quà, vé xe, gian hàng không đồng cho công nhân ở lại làm việc hoặc không có điều kiện về quê.", {"starts_on": (1, 25), "ends_on": (2, 12), "place": "Nhà văn hóa lao động tỉnh và các khu công nghiệp", "times": 3}),
        Sentence("nv0005", "point", "task", "Thương lượng nâng chất lượng bữa ăn ca; kiểm tra chéo mạng lưới an toàn vệ sinh viên ở nơi có nguy cơ cao; kiến nghị xử lý ngay điều kiện làm việc không bảo đảm.", {"deadline_on": (5, 20), "deliverable": "Biên bản kiểm tra, kiến nghị", "partner_text": "Người sử dụng lao động"}),
        Sentence("p33000", "section", "text", "Phong trào thi đua, sáng kiến và đời sống văn hóa"),
        Sentence("nv0006", "point", "task", f"Phát động phong trào thi đua “{MOTTO}”; đăng ký việc tốt, mô hình hay trước ngày 28/02/{y}, bình xét, biểu dương trong Tháng Công nhân.", {"deadline_on": (2, 28), "deliverable": "Bảng đăng ký, kết quả bình xét"}),
        Sentence("hd0004", "bullet", "activity", "Tháng Công nhân (tháng 5): ngày hội công nhân, giải thể thao, bữa cơm công đoàn, gặp mặt gương lao động giỏi, tọa đàm với lãnh đạo đơn vị.", {"starts_on": (4, 25), "ends_on": (5, 31), "times": 1}),
        Sentence("hd0005", "bullet", "activity", "Hội thi tìm hiểu pháp luật lao động, an toàn vệ sinh lao động bằng hình thức trắc nghiệm kết hợp tiểu phẩm ở cơ sở và cụm cơ sở.", {"starts_on": (3, 15), "ends_on": (5, 15), "times": 1}),
        Sentence("nv0007", "point", "task", "Tổ chức hoạt động nữ công gắn với sức khỏe sinh sản, nuôi dạy con, phòng chống bạo lực; nhân rộng phòng vắt, trữ sữa mẹ tại nơi đông lao động nữ.", {"deadline_on": (3, 31), "deliverable": "Báo cáo nhanh kèm ảnh"}),
        Sentence("p34000", "section", "text", "Phát triển đoàn viên, xây dựng công đoàn cơ sở vững mạnh"),
        Sentence("nv0008", "point", "task", "Mỗi cơ sở lập danh sách người lao động chưa vào Công đoàn, phân công ủy viên gặp gỡ từng người; kết nạp ngay khi đủ điều kiện, tổ chức lễ kết nạp trang trọng.", {"deadline_on": (5, 25), "deliverable": "Danh sách, quyết định kết nạp"}),
        Sentence("nv0009", "point", "task", "Tập huấn kỹ năng đối thoại, thương lượng, ghi nhật ký hoạt động và sử dụng phần mềm cho cán bộ công đoàn cơ sở mới tham gia lần đầu.", {"deadline_on": (4, 15), "deliverable": "Danh sách, phiếu đánh giá sau tập huấn"}),
        Sentence("p35000", "section", "text", "Lịch một số hoạt động chung toàn tỉnh"),
    ]  # fmt: skip


def calendar_table(demo: DemoYear) -> Block:
    """The table under the last heading of part III."""
    rows = (
        ("Thời gian", "Hoạt động", "Đơn vị chủ trì", "Sản phẩm"),
        (f"Tháng 01/{demo.year}", "Triển khai kế hoạch, rà soát hoàn cảnh đoàn viên", "Ban Công tác công đoàn", "Danh sách cần chăm lo"),
        (f"Tháng 02/{demo.year}", "Tết sum vầy; ra quân đầu xuân", "Liên đoàn Lao động tỉnh và các công đoàn cấp trên trực tiếp cơ sở", "Suất quà, vé xe"),
        (f"Tháng 3/{demo.year}", "Tháng hoạt động nữ công; phát động thi đua", "Các cấp công đoàn", "Bảng đăng ký thi đua"),
        (f"Tháng 4/{demo.year}", "Đối thoại, hội nghị người lao động; tập huấn cán bộ", "Công đoàn cơ sở", "Biên bản, nghị quyết"),
        (f"Tháng 5/{demo.year}", "Tháng Công nhân; chốt số liệu ngày 31/5", "Các cấp công đoàn", "Báo cáo 6 tháng"),
    )  # fmt: skip
    return Block("bg0001", "table", "text", "", rows=rows, header_rows=1)


def with_table(text: PlanContent, demo: DemoYear) -> PlanContent:
    """The content with the calendar put under its heading."""
    return replace(text, outline=text.outline.insert(calendar_table(demo), after="p35000"))


def _organisation(demo: DemoYear) -> list[Sentence]:
    y = demo.year
    return [
        Sentence("p40000", "part", "text", "TỔ CHỨC THỰC HIỆN"),
        Sentence("p41000", "section", "responsibility", "Liên đoàn Lao động tỉnh Mẫu Sơn"),
        Sentence("p41010", "bullet", "responsibility", "Ban Công tác công đoàn là đầu mối tham mưu, hướng dẫn, đôn đốc; cung cấp tài liệu, mẫu thông điệp; theo dõi tiến độ từng chỉ tiêu trên phần mềm; tham mưu sơ kết trong báo cáo 6 tháng."),
        Sentence("p41020", "bullet", "responsibility", "Văn phòng bảo đảm kinh phí, phương tiện; phối hợp cơ quan báo chí đưa tin về cách làm hay, gương người tốt ở cơ sở."),
        Sentence("p42000", "section", "responsibility", "Công đoàn cấp trên trực tiếp cơ sở"),
        Sentence("p42010", "bullet", "responsibility", f"Cụ thể hóa kế hoạch này phù hợp với đặc điểm đơn vị, gửi về Liên đoàn Lao động tỉnh trước ngày 31/01/{y}; phân công cán bộ theo dõi từng nhóm cơ sở.", {}),
        Sentence("p42020", "bullet", "responsibility", "Hướng dẫn cơ sở ghi nhật ký hoạt động, kiểm tra số liệu, trả lại kèm lý do khi báo cáo chưa đạt; không sửa số liệu thay cơ sở."),
        Sentence("p43000", "section", "responsibility", "Công đoàn cơ sở"),
        Sentence("p43010", "bullet", "responsibility", "Chọn việc sát nhu cầu đoàn viên, phối hợp với chuyên môn, người sử dụng lao động tổ chức thực hiện; ghi nhật ký trong vòng ba ngày sau mỗi hoạt động."),
        Sentence("p44000", "section", "text", "Chế độ thông tin, báo cáo"),
        Sentence("nb0001", "bullet", "obligation", "Công đoàn cấp trên trực tiếp cơ sở và công đoàn cơ sở trực thuộc báo cáo kết quả thực hiện về Liên đoàn Lao động tỉnh (qua Ban Công tác công đoàn) trong báo cáo 6 tháng và báo cáo năm.", {"who": "Công đoàn cấp trên trực tiếp cơ sở, công đoàn cơ sở trực thuộc", "through": "Ban Công tác công đoàn", "in_periodic_report": True, "indicator_codes": ["TT01", "TT02", "TC06", "CL01"]}),
        Sentence("nb0002", "bullet", "obligation", f"Kết quả Tháng Công nhân báo cáo nhanh trước ngày 05/6/{y} kèm hình ảnh, mô hình tiêu biểu.", {"who": "Công đoàn cấp trên trực tiếp cơ sở", "through": "Ban Công tác công đoàn", "in_periodic_report": False, "due_on": (6, 5), "indicator_codes": ["CL11"]}),
    ]  # fmt: skip


# What the leader wrote when the first version came back.
RETURN_REASON = (
    "Phần IV chưa có phân công và chế độ báo cáo; đề nghị bổ sung chỉ tiêu chăm lo, Tháng Công nhân, "
    "nêu rõ thời hạn các đơn vị cụ thể hóa kế hoạch. Gửi lại trong tuần."
)

# What each upper unit adds of its own when it derives the plan, by pool.
OWN_TASKS = {
    "office": "Tổ chức diễn đàn “Viên chức trẻ với cải cách hành chính” và nhóm hỗ trợ người dân làm thủ tục trực tuyến vào thứ Bảy hằng tuần.",
    "commune": "Thành lập tổ liên gia khu nhà trọ, mỗi tháng một buổi gặp gỡ người lao động tự do, tiểu thương, vận động vào nghiệp đoàn.",
    "zone": "Duy trì “Trạm dừng 15 phút” ở cổng khu công nghiệp mỗi chiều thứ Sáu: tư vấn pháp luật, nhận kiến nghị, cấp phát tờ gấp sau giờ tan ca.",
    "school": "Xây dựng “Góc lắng nghe nhà giáo” tại từng trường; tổ chức thi thiết kế bài giảng số chào mừng ngày 26/3.",
    "health": "Tổ chức cuộc vận động “Nụ cười áo trắng”, chăm sóc sức khỏe tinh thần cho nhân viên y tế sau ca trực.",
}


def own_task(pool: str, ends_on: dt.date) -> tuple[Block, dict[str, Any]]:
    """The block and record of the upper unit's own task."""
    block = Block("rieng01", "point", "task", OWN_TASKS[pool])
    return block, {"deadline_on": ends_on, "deliverable": "Ảnh, danh sách, đánh giá sau ba tháng"}
