"""What the units of the example hear, are asked, look into and praise: opinions, petitions, visits, good examples."""

from __future__ import annotations

from campaigns.confidential.services import name_keeper
from campaigns.examples import services as examples
from campaigns.opinions.models import OpinionReport, OpinionTopic
from campaigns.opinions.services import report_opinion
from campaigns.opinions.services import take_step as move_opinion
from campaigns.petitions import services as petitions
from campaigns.supervision import services as supervision
from documents.evidence import read_photo
from reporting.demo.calendar import DemoYear
from reporting.demo.names import dice
from reporting.demo.people import Cast
from reporting.demo.photos import photo
from units.models import Role, Seat

# Topic, what is heard, mood, scope, how many people.
HEARD = (
    ("bua_an_ca", "Suất ăn ca 18.000 đồng không còn đủ chất từ khi giá thực phẩm tăng; ca đêm phản ánh cơm nguội.",
     "worried", "unit", 120),
    ("nha_o", "Chủ trọ thu tiền điện 4.000 đồng một số, cao hơn giá nhà nước; người thuê ngại nói vì sợ bị đòi phòng.",
     "angry", "several", 300),
    ("tien_luong", "Lương tháng trước chậm năm ngày, công ty báo do khách hàng thanh toán muộn.",
     "worried", "unit", 80),
    ("con_em", "Nhà trẻ gần khu công nghiệp chỉ nhận trẻ đến 17 giờ, công nhân ca chiều không đón kịp.",
     "worried", "wide", 60),
    ("chinh_sach", "Người lao động đồng tình với quy định mới về giờ làm thêm, muốn được phổ biến kỹ hơn.",
     "good", "wide", 200),
    ("bhxh", "Nhiều người hỏi cách tra cứu quá trình đóng bảo hiểm xã hội trên điện thoại.", "calm", "group", 25),
)  # fmt: skip
URGENT = (
    "viec_lam", "Công nhân chuyền 5 ngừng việc từ đầu ca vì nghe tin cắt giảm lao động; khoảng 70 người đứng ở sân.", "risk",
    "unit", 70,
)  # fmt: skip
ASKED = (
    (
        "nha_o",
        "Giảm giá điện tại các khu nhà trọ",
        "Đề nghị làm việc với chủ trọ để thu đúng giá điện sinh hoạt.",
    ),
    (
        "bua_an_ca",
        "Nâng suất ăn ca lên 25.000 đồng",
        "Đề nghị công ty nâng mức ăn ca như thỏa ước đã thương lượng.",
    ),
    (
        "con_em",
        "Kéo dài giờ trông trẻ đến 19 giờ",
        "Đề nghị trường mầm non trên địa bàn nhận trẻ đến hết ca chiều.",
    ),
)
STORY = (
    "Trong đợt mưa lớn đầu năm, khi thấy nước dâng vào nhà kho, hai công nhân ca đêm đã tự huy động anh em chuyển hơn 200 "
    "kiện vải lên chỗ cao.\n\nKhông ai bị thương, công ty không mất đơn hàng nào. Công đoàn cơ sở đã đề nghị khen thưởng "
    "đột xuất và lấy câu chuyện làm bài học trong buổi sinh hoạt đầu giờ."
)


def told() -> bool:
    return OpinionReport.objects.exists()


def listen(cast: Cast, demo: DemoYear) -> None:
    """Every group of bases says something; a few petitions, two visits, three stories."""
    topics = OpinionTopic.objects.in_bulk()
    bases = [unit for unit in cast.bases if Seat.objects.filter(unit=unit, role=Role.GRASSROOTS).exists()][
        :40
    ]
    for number, unit in enumerate(bases):
        chair, rng = cast[unit.code.lower()], dice(unit.code, "heard")
        for topic, words, mood, scope, people in rng.sample(HEARD, 2 if number % 3 == 0 else 1):
            row = report_opinion(
                unit=unit, by=chair, topic=topics[topic], summary=words, mood=mood, scope=scope, people=people,
                heard_on=demo.inside(rng.uniform(0.1, 0.9)), heard_from=rng.choice(OpinionReport.Heard.values),
                proposal="Công đoàn cấp trên làm việc với nơi liên quan, trả lời người lao động tại nơi làm việc.",
            )  # fmt: skip
            if unit.parent is not None and rng.random() < 0.6:
                move_opinion(row, "note", by=cast[f"{cast.login(unit.parent)}.chutich"])
    _urgent(cast, demo, topics)
    _petitions(cast, demo, topics)
    _visits(cast, demo)
    _stories(cast, demo)


def _urgent(cast: Cast, demo: DemoYear, topics: dict[str, OpinionTopic]) -> None:
    topic, words, mood, scope, people = URGENT
    unit = cast.bases[0]
    report_opinion(
        unit=unit, by=cast[unit.code.lower()], topic=topics[topic], summary=words, mood=mood, scope=scope, people=people,
        heard_on=demo.inside(0.95), urgent=True,
    )  # fmt: skip
    officer = Seat.objects.filter(unit=cast.top, user=cast["tinh.thammuu"]).first()
    if officer is not None:
        name_keeper(seat=officer, by=cast["tinh.chutich"])


def _petitions(cast: Cast, demo: DemoYear, topics: dict[str, OpinionTopic]) -> None:
    for number, (topic, subject, text) in enumerate(ASKED):
        unit = cast.bases[number * 2]
        chair = cast[unit.code.lower()]
        row = petitions.receive_petition(
            unit=unit, by=chair, topic=topics[topic], subject=subject, text=text, people=15 + 10 * number,
            sender_kind="tap_the", via="doi_thoai", received_on=demo.inside(0.3 + number / 4),
        )  # fmt: skip
        if number == 0 and unit.parent is not None:
            petitions.route_petition(row, by=chair, body="cd_cap_tren", to_unit=unit.parent)
        elif number == 1:
            petitions.route_petition(
                row, by=chair, body="nsdld", outside_body=f"Ban giám đốc, {unit.name[5:]}"[:200]
            )
            petitions.answer_petition(
                row, by=chair, outcome="partial",
                answer="Công ty nâng suất ăn ca lên 22.000 đồng từ tháng sau, xem xét tiếp khi ký lại thỏa ước.",
            )  # fmt: skip


def _visits(cast: Cast, demo: DemoYear) -> None:
    unit = cast.bases[1]
    parent = unit.parent or cast.top
    leader = cast[f"{cast.login(parent)}.chutich"]
    for number, subject in enumerate(
        ("Thực hiện chế độ bữa ăn ca và an toàn thực phẩm", "Thu, nộp kinh phí công đoàn")
    ):
        visit = supervision.plan_visit(
            unit=parent, by=leader, visited=unit, kind=("giam_sat", "kiem_tra")[number], subject=subject,
            planned_on=demo.inside(0.5 + number / 5), members=f"{leader.full_name}, Chủ tịch, Trưởng đoàn",
            present="Ban Chấp hành công đoàn cơ sở, đại diện người sử dụng lao động.",
            findings="Đơn vị có quy chế, có sổ theo dõi.\nHồ sơ lưu đủ từ đầu năm đến ngày giám sát.",
            strengths="Công khai với đoàn viên hằng tháng.", faults="Chưa lấy ý kiến người lao động về chất lượng.",
        )  # fmt: skip
        supervision.take_step(visit, "announce", by=leader)
        supervision.recommend(visit, by=leader, text="Lấy ý kiến người lao động mỗi quý một lần, niêm yết kết quả.",
                              due_on=demo.inside(0.98))  # fmt: skip
        if number == 0:
            supervision.take_step(visit, "conclude", by=leader)


def _stories(cast: Cast, demo: DemoYear) -> None:
    for number, title in enumerate(
        (
            "Cứu kho vải trong đêm mưa lũ",
            "Mười năm giữ lửa tổ công đoàn giỏi",
            "Trả lại túi tiền nhặt được ở cổng nhà máy",
        )
    ):
        unit = cast.bases[number]
        chair = cast[unit.code.lower()]
        agreed = number < 2
        row = examples.write_example(
            unit=unit, by=chair, kind=("tap_the", "dien_hinh", "viec_tot")[number], title=title, story=STORY,
            subject=("Tổ bốc xếp ca đêm", "Tổ trưởng công đoàn phân xưởng 2", "Một nữ công nhân tổ may")[number],
            happened_on=demo.inside(0.2 + number / 5), photo=read_photo(photo(unit, title)),
            consent_on=demo.inside(0.8) if agreed else None, consent_by="van_ban" if agreed else "",
        )  # fmt: skip
        if agreed:
            examples.take_step(row, "submit", by=chair)
        if number == 0 and unit.parent is not None:
            examples.take_step(row, "publish", by=cast[f"{cast.login(unit.parent)}.chutich"])
