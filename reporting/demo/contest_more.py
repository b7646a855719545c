"""What belongs to the example's contest beside its papers: prizes, an essay part marked blind, and contests of others."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from campaigns.contests.essays.models import Essay, EssayTask, Marking
from campaigns.contests.essays.services import add_marker, deal_out, give_marks, lock_marks, save_task
from campaigns.contests.models import Contest
from campaigns.contests.outside.services import record_contest
from campaigns.contests.prizes.services import name_winners, save_prize
from reporting.demo.calendar import DemoYear
from reporting.demo.names import dice
from reporting.demo.people import Cast

ESSAYS = 8
WRITTEN = (
    "Ở tổ may số 3, ai cũng nhắc đến chị tổ trưởng công đoàn luôn đến sớm nửa giờ để nghe chị em kể chuyện.\n\n"
    "Nhờ chị, hai cháu nhỏ có chỗ gửi gần nhà máy, một công nhân được nhận đủ tiền làm thêm giờ. Chị nói: “Hiểu luật thì "
    "mình mới bảo vệ được nhau.” Bài học tôi giữ lại là lắng nghe trước, nói sau, và việc gì cũng ghi lại cho rõ."
)
PRIZES = (("Giải Nhất", 1, 5_000_000), ("Giải Nhì", 2, 3_000_000), ("Giải Ba", 3, 2_000_000))
OUTSIDE = (
    (
        "Cuộc thi viết “Xây dựng Đảng trong tình hình mới”",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy Mẫu Sơn",
        False,
        2,
    ),
    ("Cuộc thi trực tuyến “Tìm hiểu pháp luật về giao thông đường bộ”", "Sở Tư pháp tỉnh Mẫu Sơn", True, 0),
)


def prepare_more(contest: Contest, cast: Cast) -> EssayTask:
    """Prizes and the essay task, while the contest is prepared."""
    by, soon = cast.drafter(cast.top), timezone.now() + dt.timedelta(days=1)
    for name, places, worth in PRIZES:
        save_prize(contest, None, by=by, name=name, kind="person", places=places, worth=worth)
    save_prize(
        contest, None, by=by, name="Giải tập thể dự thi đông nhất", kind="unit", places=3, worth=4_000_000
    )
    return save_task(
        contest, None, by=by, name="Phần thi viết", text="Viết về một cán bộ công đoàn cơ sở mà bạn quý trọng.",
        rubric="Đúng chủ đề, nhân vật có thật | 40\nCảm xúc, cách kể | 40\nBài học rút ra | 20", most_words=2000,
        opens_at=soon, closes_at=soon + dt.timedelta(days=30), forward_until=None, most_forwarded=None, gap=Decimal(10),
        in_total=False,
    )  # fmt: skip


def hold_the_essays(contest: Contest, task: EssayTask, cast: Cast, demo: DemoYear) -> None:
    """Essays handed in after the half-year's last day, marked by three people of the province's office."""
    by, rng = cast.drafter(cast.top), dice("contest essays")
    last = timezone.make_aware(dt.datetime.combine(demo.day(6, 15), dt.time(17)))
    closes = min(last, timezone.now() - dt.timedelta(minutes=1))
    EssayTask.objects.filter(pk=task.pk).update(opens_at=closes - dt.timedelta(days=30), closes_at=closes)
    authors = contest.participants.exclude(unit=cast.top).order_by("pk")[:ESSAYS]
    Essay.objects.bulk_create(
        Essay(
            task=task, participant=author, code=f"BV{at:05d}", text=WRITTEN, words=len(WRITTEN.split()), turn=3,
            status=Essay.Status.FORWARDED, at_unit=cast.top, saved_at=closes,
            submitted_at=closes - dt.timedelta(hours=at * 5),
        )
        for at, author in enumerate(authors, 1)
    )  # fmt: skip
    task = EssayTask.objects.select_related("contest__owner").get(pk=task.pk)
    for marker in {
        person.pk: person for person in (by, cast.leader(cast.top), cast.clerk(cast.top))
    }.values():
        add_marker(task, marker, by=by)
    deal_out(task, by=by)
    while open_ones := list(
        Marking.objects.filter(essay__task=task, done_at__isnull=True).select_related("marker")
    ):
        for marking in open_ones:
            marks = {
                one.pk: Decimal(rng.randint(one.points * 2, one.points * 4)) / 4
                for one in task.criteria.all()
            }
            give_marks(marking, marks=marks, remark="", by=marking.marker)
    lock_marks(task, by=by)


def settle_more(contest: Contest, cast: Cast) -> None:
    name_winners(contest, by=cast.drafter(cast.top))


def take_part_elsewhere(cast: Cast, demo: DemoYear) -> None:
    """A few units tell of contests of others, before the half-year's first day."""
    rng = dice("outside contests")
    for at, base in enumerate(cast.bases[:12]):
        name, organiser, online, essays = OUTSIDE[at % 2]
        people = rng.randint(8, 60)
        record_contest(
            unit=base, by=cast.reporter(base), name=name, organiser=organiser, online=online, essays=essays,
            starts_on=demo.day(11, 2, back=1), ends_on=demo.day(11, 20, back=1), participants=people, female=people // 2,
            results="01 giải Khuyến khích cá nhân." if at % 4 == 0 else "",
        )  # fmt: skip
