"""Checks against other periods: the identity of members, jumps, thousand-fold jumps."""

from __future__ import annotations

from decimal import Decimal

from core.formats.write import number as shown
from core.formats.write import signed_percent
from reporting.checks.registry import WARNING, Facts, Found, number_of, rule
from reporting.models import FigureState

JUMP = Decimal("0.5")
# Below this a jump says nothing: 2 sessions after 1.
SMALL = 10
FOLD = 900


@rule("members_identity", WARNING, "DOMAIN 2.6, 6: TC05 cuối kỳ = đầu kỳ + TC06 − TC07")
def members_identity(facts: Facts) -> Found:
    start, end = facts.opening.get("TC05"), facts.value("TC05")
    joined, left = facts.value("TC06"), facts.value("TC07")
    if start is None or end is None or joined is None or left is None:
        return
    expected = start + joined - left
    if expected != end:
        yield (
            ("TC05", ""),
            f"Đầu kỳ {shown(start)} + kết nạp {shown(joined)} − giảm {shown(left)} = {shown(expected)}, khác số báo cáo "
            f"{shown(end)}. Nếu do chuyển đến, chuyển đi, hãy ghi vào ghi chú.",
        )


def _pairs(facts: Facts) -> list[tuple[tuple[str, str], Decimal, Decimal]]:
    """Boxes answered with a number in both periods, both above 0: box, now, same period last year."""
    found = []
    for key, figure in facts.figures.items():
        now, before = number_of(figure), number_of(facts.previous.get(key))
        if figure.state == FigureState.VALUE and now and before and figure.indicator.kind != "R":
            found.append((key, now, before))
    return found


def _folded(now: Decimal, before: Decimal) -> bool:
    return now >= before * FOLD or before >= now * FOLD


@rule("thousand_fold", WARNING, "DOMAIN 2.6, 10: triệu đồng và đồng, dấu phân cách nghìn")
def thousand_fold(facts: Facts) -> Found:
    for key, now, before in _pairs(facts):
        if _folded(now, before):
            yield (
                key,
                f"Cùng kỳ là {shown(before)}, kỳ này {shown(now)}: lệch khoảng nghìn lần. Có nhầm đồng, nghìn, triệu không?",
            )


@rule("jump", WARNING, "DOMAIN 2.6, 11: tăng giảm quá 50 % so cùng kỳ")
def jump(facts: Facts) -> Found:
    for key, now, before in _pairs(facts):
        change = (now - before) / before
        if max(now, before) >= SMALL and abs(change) > JUMP and not _folded(now, before):
            yield (
                key,
                f"Cùng kỳ năm trước {shown(before)}, kỳ này {shown(now)}: {signed_percent(change * 100)}.",
            )
