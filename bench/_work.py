"""Pages of work given out, and rows to fill them with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from plans.assignments.services import give, take_step
from plans.models import Plan, PlannedActivity, Task

# Name, who looks at it, address, object.
PAGES = (
    ("work: mine", "reporter", "/ke-hoach/viec/", ""),
    ("work: given", "office", "/ke-hoach/viec/?ben=da-giao&loc=tat-ca", ""),
    ("work: board", "reporter", "/ke-hoach/viec/bang/", ""),
    ("calendar", "reporter", "/ke-hoach/lich/", ""),
    ("calendar as a list, of who gave", "office", "/ke-hoach/lich/?xem=danh-sach", ""),
    ("one plan: time line", "office", "/ke-hoach/{pk}/bieu-do/", "issued plan"),
    ("one plan: changes", "office", "/ke-hoach/{pk}/thay-doi/", "issued plan"),
)  # fmt: skip


def fill_work(world: Any, numbers: range) -> None:
    """One task a number, given to the reporter's union and accepted there; one activity a number."""
    plan, today = Plan.objects.get(pk=world.objects["issued plan"]["pk"]), timezone.localdate()
    for n in numbers:
        Task.objects.create(plan=plan, block_id=f"w{n}", text=f"Nhiệm vụ {n}", order=n, deadline_on=today)
        made = give(
            plan,
            f"w{n}",
            by=world["office"],
            units=[world.base],
            deadline_on=today + dt.timedelta(days=n % 9),
        )
        take_step(made.assignments.get(), "accept", by=world["reporter"])
    PlannedActivity.objects.bulk_create(
        PlannedActivity(plan=plan, block_id=f"v{n}", text=f"Hội thi {n}", starts_on=today) for n in numbers
    )
