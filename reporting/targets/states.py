"""What is said of a target: vượt, đạt, gần đạt, đang thực hiện, chậm, chưa có số liệu. No database.

`RULES` is shown as the legend of the pages; `state_of` is the same in code. Vượt, đạt, gần đạt, đang thực hiện are the
words reviews use (DOMAIN 2.5, QT05); where gần đạt and chậm begin is the portal's own choice.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from core.formats import write
from plans.models import Basis, Plan, Target
from reporting.report.targets import NEARLY_FROM, NO_FIGURE, ONGOING, verdict

BEHIND = "chậm"
LAG = Decimal(20)  # points between the share of time gone and the share reached
RULES = (
    ("vượt", "trên 100% mức phấn đấu"),
    ("đạt", "từ 100%; chỉ tiêu “không quá” thì số đạt được không lớn hơn mức"),
    ("gần đạt", f"từ {NEARLY_FROM}% đến dưới 100%"),
    (
        "chậm",
        f"hết thời gian mà dưới {NEARLY_FROM}%, hoặc tỷ lệ đạt kém tỷ lệ thời gian đã qua trên {LAG} điểm "
        "(không áp dụng khi đang còn thời gian với chỉ tiêu tính bằng %)",
    ),
    ("đang thực hiện", "còn lại"),
    (NO_FIGURE, "chưa có báo cáo được duyệt hoặc số tự theo dõi, hoặc chưa được giao mức"),
)
TONES = {
    "vượt": "success", "đạt": "success", "gần đạt": "info", ONGOING: "progress", BEHIND: "danger", NO_FIGURE: "muted",
}  # fmt: skip


def state_of(
    target: Target, achieved: Decimal | None, aim: Decimal | None, *, gone: Decimal | None = None
) -> str:
    """The state's word; `gone` is the share of the target's time that had passed when the figure was taken, 0 to 100."""
    said = verdict(target, achieved, aim)
    if said != ONGOING or gone is None or achieved is None:
        return said
    if gone >= 100:
        return BEHIND
    rate = write.share(achieved, aim)
    if rate is None or target.is_ceiling or target.unit_of_measure.strip() == "%":
        return said
    return BEHIND if gone - rate > LAG else said


def time_gone(target: Target, plan: Plan, on: dt.date) -> Decimal | None:
    """How much of the target's time had passed on a day, in per cent; None when the time is not known."""
    start, end = time_of(target, plan, on)
    if start is None or end is None or end <= start:
        return None
    share = Decimal((on - start).days) * 100 / Decimal((end - start).days)
    return min(max(share, Decimal(0)), Decimal(100))


def time_of(target: Target, plan: Plan, on: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the target's time around a day; None where the plan does not say."""
    if target.basis in {Basis.YEAR, Basis.PERIOD}:
        # Union statistics close on 30 November (DOMAIN 2.2).
        year = on.year + 1 if on.month == 12 else on.year
        return dt.date(year - 1, 12, 1), dt.date(year, 11, 30)
    return plan.starts_on or plan.issued_on, target.due_on or plan.ends_on
