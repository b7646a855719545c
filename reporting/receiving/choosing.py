"""Which of the chosen reports can be accepted unread, from what the checks said at their last sending. In SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

from reporting.models import Submission, Waiver
from reporting.models.submissions import COUNTED

CLEAN, APPROVED, EXPLAINED = "clean", "approved", "explained"
# What may be accepted without reading → words of the choice.
SCOPES = {
    CLEAN: "Chỉ báo cáo không có lỗi, cảnh báo",
    APPROVED: "Cả báo cáo có giải trình đã được chấp nhận",
    EXPLAINED: "Cả báo cáo mọi lỗi, cảnh báo đều có giải trình (duyệt là chấp nhận giải trình)",
}
REASONS = {
    "refused": "Có giải trình không được chấp nhận: hãy trả lại để đơn vị sửa",
    CLEAN: "Còn cảnh báo, hoặc lỗi có giải trình",
    APPROVED: "Còn lỗi, cảnh báo chưa có giải trình được chấp nhận",
    EXPLAINED: "Còn lỗi, cảnh báo chưa có giải trình",
    "below": "Bên dưới còn báo cáo chưa được duyệt",
}


@dataclass(frozen=True)
class Outlook:
    """How many of the chosen can be taken now, and why not the others: (words, how many, the first of them)."""

    total: int
    ready: int
    left: list[tuple[str, int]]
    examples: Sequence[Submission]

    @property
    def left_count(self) -> int:
        return self.total - self.ready


def outlook(rows: QuerySet[Submission], *, scope: str, over_open: bool, examples: int = 20) -> Outlook:
    """Two queries, whatever is chosen. `rows` as queries.waiting_for gives them."""
    judged = rows.annotate(left=_why_left(scope, over_open=over_open))
    counts = dict(judged.order_by().values_list("left").annotate(n=Count("pk")))
    kept: list[Any] = list(judged.exclude(left="")[:examples])
    for report in kept:
        report.reason = REASONS[report.left]
    left = [(words, counts[code]) for code, words in REASONS.items() if counts.get(code)]
    return Outlook(sum(counts.values()), counts.get("", 0), left, kept)


def _why_left(scope: str, *, over_open: bool) -> Case:
    refused = Waiver.objects.filter(submission=OuterRef("pk"), status=Waiver.Status.REFUSED)
    approved = Waiver.objects.filter(submission=OuterRef("pk"), status=Waiver.Status.APPROVED).order_by()
    counted = Coalesce(Subquery(approved.values("submission").annotate(n=Count("pk")).values("n")), 0)
    unread = {
        CLEAN: Q(told__gt=0), APPROVED: Q(told__gt=counted), EXPLAINED: Q(told__gt=F("explained")),
    }[scope]  # fmt: skip
    whens = [When(Exists(refused), then=Value("refused")), When(unread, then=Value(scope))]
    if not over_open:
        whens.append(When(Exists(_open_below()), then=Value("below")))
    return Case(*whens, default=Value(""), output_field=CharField())


def _open_below() -> QuerySet[Submission]:
    path = OuterRef("period_unit__path")
    return Submission.objects.filter(
        period=OuterRef("period"), period_unit__obliged=True, period_unit__path__gt=path,
        period_unit__path__lt=Concat(path, Value("~")),
    ).exclude(status__in=COUNTED)  # fmt: skip
