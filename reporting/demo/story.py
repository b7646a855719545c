"""The whole example in order. Each chapter is one transaction and leaves a mark, so an interrupted run goes on there."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from campaigns.awards.models import Award
from campaigns.contests.models import Contest
from campaigns.emulation.models import Movement
from campaigns.events.models import Event
from campaigns.models import Activity, Campaign
from campaigns.sending.models import Broadcast
from core.formats import write
from documents.models import Delivery, SigningCertificate
from plans.models import Assignment, Plan, Task
from plans.targets.models import AllotmentSheet
from reporting import catalogue
from reporting.demo import compiling, contest, correcting, following, listening, planning, reports, work
from reporting.demo.activities import log_everything
from reporting.demo.awards import give_awards
from reporting.demo.behaviour import Behaviour, behaviours
from reporting.demo.calendar import DemoYear
from reporting.demo.emulation import hold_the_movement
from reporting.demo.events import hold_events
from reporting.demo.people import Cast, seat_everybody
from reporting.demo.running import Tell, worker
from reporting.demo.tree import PROVINCE_CODE, Size, plant
from reporting.models import Period, Regime, Submission, SubmissionStatus
from units.models import Unit, User


@dataclass(frozen=True)
class Chapter:
    """A part of the story: what it says, how to see that it has been told, how to tell it."""

    title: str
    told: Callable[[], bool]
    tell: Callable[[], object]


class Story:
    """The example of one size, told as far as it has not been told yet."""

    def __init__(self, size: Size, say: Tell) -> None:
        self.size, self.say = size, say
        self.demo = DemoYear(_first_day() or timezone.localdate())
        self.cast = Cast(size)

    @cached_property
    def behaviours(self) -> dict[str, Behaviour]:
        return behaviours(self.cast)

    def run(self) -> None:
        """Tell what is missing. Raises CommandError when a job fails."""
        for chapter in self._chapters():
            if chapter.told():
                continue
            self.say(f"{chapter.title}…")
            started = time.monotonic()
            with transaction.atomic():
                chapter.tell()
            self.say(f"  xong sau {write.number(time.monotonic() - started, 1)} giây")
        if not self.compiled:
            with worker(self.say):
                self.say("Công đoàn cấp trên trực tiếp cơ sở tổng hợp, phát hành báo cáo…")
                compiling.compile_uppers(self.cast, self.demo, self.say)
                self.say("Một đơn vị đính chính số liệu đã báo cáo…")
                correcting.correct_one_number(self.cast, self.demo)
                self.say("Tỉnh tổng hợp, phát hành báo cáo…")
                compiling.compile_province(self.cast, self.demo, self.say)
                self.say("In PDF các kế hoạch và báo cáo đã phát hành…")
                compiling.wait_for_pdfs(self.demo, self.say)

    @property
    def compiled(self) -> bool:
        """Whether every unit's report has been issued and every PDF is there."""
        units = [self.cast.top, *self.cast.uppers]
        found = [compiling.report_of(unit, self.demo) for unit in units]
        if any(report is None or report.status != "issued" for report in found):
            return False
        return not compiling.without_pdf(self.demo)

    def _chapters(self) -> tuple[Chapter, ...]:
        cast, demo = self.cast, self.demo
        year = {"period__code": reports.period_code(demo.year)}
        sent = Submission.objects.filter(**year).exclude(status=SubmissionStatus.NOT_STARTED)
        looked_at = Submission.objects.filter(**year, accepted_at__isnull=False)
        return (
            Chapter("Nạp danh mục", lambda: False, catalogue.load),
            Chapter(
                "Lập các đơn vị", Unit.objects.filter(code=PROVINCE_CODE).exists, partial(plant, self.size)
            ),
            Chapter(
                "Cấp tài khoản, chức danh",
                User.objects.filter(username="tinh.chutich").exists,
                partial(seat_everybody, self.size),
            ),
            Chapter(
                "Soạn, trình, trả lại, duyệt, phát hành kế hoạch tỉnh",
                Plan.objects.filter(issuer__code=PROVINCE_CODE).exists,
                lambda: planning.issue_province_plan(cast, demo),
            ),
            Chapter(
                "Công đoàn cấp trên trực tiếp cơ sở cụ thể hóa kế hoạch",
                Plan.objects.filter(derived_from__isnull=False).exists,
                lambda: planning.derive_plans(cast, demo),
            ),
            Chapter(
                "Soạn thêm các kế hoạch đang trình",
                lambda: Plan.objects.filter(issuer__code=PROVINCE_CODE).count() > 1,
                lambda: planning.write_further_plans(cast, demo),
            ),
            Chapter(
                "Mở chiến dịch, duyệt thông điệp",
                Campaign.objects.exists,
                lambda: planning.open_the_campaign(cast, demo),
            ),
            Chapter(
                "Các đơn vị mở và xác nhận văn bản",
                Delivery.objects.filter(acknowledged_at__isnull=False).exists,
                lambda: planning.read_deliveries(cast),
            ),
            Chapter(
                "Cập nhật tiến độ nhiệm vụ",
                Task.objects.exclude(state="open").exists,
                lambda: planning.move_tasks_on(cast),
            ),
            Chapter(
                "Giao việc, nhận việc, báo tiến độ",
                Assignment.objects.exists,
                lambda: work.give_out_work(cast),
            ),
            Chapter(
                "Ghi nhật ký hoạt động",
                Activity.objects.exists,
                lambda: log_everything(cast, demo, self.behaviours),
            ),
            Chapter(
                "Ghi sổ khen thưởng, in bằng khen", Award.objects.exists, lambda: give_awards(cast, demo)
            ),
            Chapter(
                "Phát động thi đua, đăng ký, chấm điểm",
                Movement.objects.exists,
                lambda: hold_the_movement(cast, demo),
            ),
            Chapter(
                "Tổ chức cuộc thi trực tuyến",
                Contest.objects.exists,
                lambda: contest.hold_the_contest(cast, demo),
            ),
            Chapter(
                "Gửi thông điệp tới cán bộ", Broadcast.objects.exists, lambda: contest.send_the_message(cast)
            ),
            Chapter(
                "Lập chế độ báo cáo",
                Regime.objects.filter(code=reports.REGIME).exists,
                lambda: reports.set_up_regime(cast, demo),
            ),
            Chapter(
                f"Nhập số liệu cùng kỳ {demo.year - 1}",
                Period.objects.filter(code=reports.period_code(demo.year - 1)).exists,
                lambda: reports.fill_last_year(cast, demo, self.say),
            ),
            Chapter(
                f"Mở kỳ báo cáo 6 tháng đầu năm {demo.year}",
                Period.objects.filter(code=reports.period_code(demo.year)).exists,
                lambda: reports.open_this_year(cast, demo, self.behaviours),
            ),
            Chapter(
                "Các đơn vị nhập và gửi báo cáo",
                sent.exists,
                lambda: reports.report_all(cast, demo, self.behaviours, self.say),
            ),
            Chapter(
                "Cấp trên tiếp nhận, trả lại, duyệt báo cáo",
                looked_at.exists,
                lambda: reports.review_all(cast, demo, self.behaviours, self.say),
            ),
            Chapter(
                "Giao chỉ tiêu, sơ kết, trình ký một kế hoạch",
                AllotmentSheet.objects.exists,
                lambda: following.give_targets(cast),
            ),
            Chapter(
                "Mời họp, mở lớp, điểm danh",
                Event.objects.exists,
                lambda: hold_events(cast),
            ),
            Chapter(
                "Nghe dư luận, nhận kiến nghị, giám sát, nêu gương",
                listening.told,
                lambda: listening.listen(cast, demo),
            ),
            Chapter(
                "Cấp chứng thư ký số thử nghiệm cho tỉnh",
                SigningCertificate.objects.exists,
                lambda: call_command("make_test_certificates", PROVINCE_CODE, stdout=StringIO()),
            ),
        )


def _first_day() -> dt.date | None:
    """The day the example was begun, so that a run over midnight or a year later goes on in the same year."""
    first = User.objects.filter(username="tinh.chutich").values_list("joined_at", flat=True).first()
    return timezone.localdate(first) if first else None
