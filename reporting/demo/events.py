"""Events of the example: a course that was held, a conference to come, and one meeting that two units wrote down."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from campaigns.events.models import CheckIn, Event, Invitee
from campaigns.events.services import NewInvitee, add_people, create_event, invite_officers, take_step
from campaigns.models import ActivityType
from campaigns.services import log_activity
from reporting.demo.names import dice
from reporting.demo.people import Cast

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Hoàng")
MIDDLE = ("Thị", "Văn", "Thị Thu", "Minh", "Thị Hồng", "Đức")
GIVEN = ("Hoa", "Bình", "Lan", "Nam", "Hương", "Sơn", "Thủy", "Dũng", "Phương Thảo", "Thanh Xuân")


def hold_events(cast: Cast) -> None:
    """Made by the services, as people would."""
    _course(cast)
    _conference(cast)
    _written_down_twice(cast)


def _course(cast: Cast) -> None:
    unit = cast.uppers[0]
    officer = cast.officer(unit)
    first = _at(-12, 8)
    event = create_event(
        unit=unit, by=officer, kind=Event.Kind.COURSE, type=ActivityType.objects.get(pk="tap_huan"),
        title="Tập huấn nghiệp vụ công đoàn cho cán bộ công đoàn cơ sở mới được bầu nhiệm kỳ 2025–2030",
        starts_at=first, ends_at=first + dt.timedelta(hours=3, minutes=30),
        audience="Chủ tịch, ủy viên ban chấp hành công đoàn cơ sở mới được bầu",
        place=f"Hội trường {unit.short_name or unit.name}",
        content="Thương lượng tập thể, đối thoại tại nơi làm việc\nThu, chi tài chính công đoàn cơ sở\n"
        "Ghi hoạt động và báo cáo trên cổng",
        lead="Phó Chủ tịch phụ trách", money={"tai_chinh_cd": 12_500_000},
    )  # fmt: skip
    bases = [base for base in cast.bases if base.parent_id == unit.pk][:24]
    people = [
        NewInvitee(_name(at), "Chủ tịch công đoàn", base.name, "nu" if at % 5 != 1 else "nam")
        for at, base in enumerate(bases)
    ]
    add_people(event, people, by=officer)
    event = take_step(event, "open", by=officer)
    sitting = event.sittings.get()
    came = [person for at, person in enumerate(event.invitees.order_by("pk")) if at % 9 != 4]
    CheckIn.objects.bulk_create(
        CheckIn(invitee=person, sitting=sitting, at=first - dt.timedelta(minutes=20 - at % 15), by=officer)
        for at, person in enumerate(came)
    )
    take_step(event, "close", by=officer)


def _conference(cast: Cast) -> None:
    drafter = cast.drafter(cast.top)
    first = _at(9, 8)
    event = create_event(
        unit=cast.top, by=drafter, type=ActivityType.objects.get(pk="tuyen_truyen_mieng"), form=Event.Form.FACE_TO_FACE,
        title="Hội nghị phổ biến Luật Công đoàn năm 2024 và Chương trình công tác năm tới", starts_at=first,
        ends_at=first + dt.timedelta(hours=3),
        audience="Lãnh đạo các công đoàn cấp trên trực tiếp cơ sở, chủ tịch công đoàn cơ sở trực thuộc tỉnh",
        content="Những điểm mới của Luật Công đoàn\nDự thảo chương trình công tác",
        place="Hội trường Liên đoàn Lao động tỉnh, số 1 đường Hòa Bình",
        lead="Chủ tịch Liên đoàn Lao động tỉnh",
    )  # fmt: skip
    invite_officers(event, "next", by=drafter)
    event = take_step(event, "open", by=drafter)
    Invitee.objects.filter(pk__in=event.invitees.order_by("pk").values("pk")[:4]).update(
        answer=Invitee.Answer.COMING, answered_at=timezone.now()
    )


def _written_down_twice(cast: Cast) -> None:
    """For the page of duplicates."""
    upper = cast.uppers[-1]
    pair = [base for base in cast.bases if base.parent_id == upper.pk][:2]
    for at, base in enumerate(pair):
        log_activity(
            unit=base, by=cast.reporter(base), type="van_nghe_the_thao", place="Nhà văn hóa Lao động",
            title="Hội thao chào mừng ngày thành lập Công đoàn" + (" (liên đơn vị)" if at else ""),
            happened_on=timezone.localdate() - dt.timedelta(days=4), participations=180 + 5 * at, female_participations=90,
            money={"tai_chinh_cd": 8_000_000 - at * 5_000_000},
        )  # fmt: skip


def _name(at: int) -> str:
    middles = MIDDLE[::2] if at % 5 != 1 else MIDDLE[1::2]
    throw = dice("guests", at)
    return f"{throw.choice(FAMILY)} {throw.choice(middles)} {throw.choice(GIVEN)}"


def _at(days: int, hour: int) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), timezone.get_current_timezone())
