"""What changed in a plan's follow-up since a day: read from the records of steps, nothing is kept for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse

from documents.children import page_url, with_children
from documents.models import Document, DocumentMove
from plans.assignments.models import (
    Assignment,
    AssignmentMove,
    AssignmentRound,
    MoreTime,
    MoreTimeState,
    PromisedDocument,
)
from plans.models import Plan, TaskState
from units.models import AuditEntry

MOST = 100  # of one kind
GIVEN, WORK, DEADLINES, TASKS, DOCUMENTS, FIGURES = (
    "Giao việc", "Bước của việc", "Đổi hạn", "Tình trạng nhiệm vụ", "Văn bản", "Số liệu chỉ tiêu",
)  # fmt: skip
STEPS = {
    "accept": "nơi nhận việc", "progress": "lần báo tiến độ", "report": "nơi báo xong", "confirm": "nơi được xác nhận",
    "return": "nơi bị trả lại", "reopen": "nơi được mở lại", "withdraw": "nơi bị thu hồi", "hand_on": "nơi chuyển tiếp",
    "hand_over": "lần chuyển người làm",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    kind: str
    at: dt.datetime
    text: str
    note: str = ""
    url: str = ""
    by: str = ""


Source = Callable[[Plan, dt.datetime, Any], Iterable[Change]]
_sources: list[Source] = []


def register_changes(source: Source) -> None:
    """`source(plan, since, user)` gives what an app above knows to have changed."""
    _sources.append(source)


def changes_since(plan: Plan, since: dt.datetime, user: Any) -> list[Change]:
    """Newest first; steps of many places are told as one line a task and step. A constant number of queries."""
    own = (_given, _steps, _deadlines, _tasks, _documents)
    found = [change for source in (*own, *_sources) for change in source(plan, since, user)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _given(plan: Plan, since: dt.datetime, user: Any) -> Iterable[Change]:
    seen = Assignment.objects.visible_to(user).filter(plan=plan).values("round")
    rows = AssignmentRound.objects.filter(plan=plan, at__gte=since, pk__in=seen).select_related(
        "by", "by_unit"
    )
    for row in rows.annotate(places=Count("assignments"))[:MOST]:
        yield Change(
            GIVEN, row.at, f"Giao cho {row.places} nơi: {row.text}", row.by_unit.name,
            _listed(plan, row.block_id), str(row.by or ""),
        )  # fmt: skip


def _steps(plan: Plan, since: dt.datetime, user: Any) -> Iterable[Change]:
    seen = Assignment.objects.visible_to(user).filter(plan=plan)
    rows: Any = (
        AssignmentMove.objects.filter(at__gte=since, assignment__in=seen.values("pk"), step__in=STEPS)
        .order_by().values("assignment__block_id", "assignment__round__text", "step").annotate(n=Count("pk"), last=Max("at"))
    )  # fmt: skip
    for row in rows.order_by("-last")[:MOST]:
        url = _listed(plan, row["assignment__block_id"])
        yield Change(
            WORK, row["last"], f"{row['n']} {STEPS[row['step']]}", row["assignment__round__text"], url
        )


def _deadlines(plan: Plan, since: dt.datetime, user: Any) -> Iterable[Change]:
    seen = Assignment.objects.visible_to(user).filter(plan=plan)
    rows = MoreTime.objects.filter(
        assignment__in=seen.values("pk"), state=MoreTimeState.GRANTED, answered_at__gte=since
    )
    found: Any = rows.select_related("assignment__unit", "assignment__round", "answered_by")[:MOST]
    for row in found:
        yield Change(
            DEADLINES, row.answered_at,
            f"{row.assignment.unit.name}: hạn {row.deadline_before:%d/%m/%Y} → {row.wanted_on:%d/%m/%Y}",
            f"{row.assignment.round.text} ({row.reason})", reverse("plans:assignment_detail", args=[row.assignment_id]),
            str(row.answered_by or ""),
        )  # fmt: skip


def _tasks(plan: Plan, since: dt.datetime, user: Any) -> Iterable[Change]:
    tasks = {str(task.pk): task for task in plan.tasks.all()}
    entries = AuditEntry.objects.filter(
        target_kind="plans.task", target_id__in=list(tasks), action="task.state", at__gte=since
    )
    labels = {str(value): str(label) for value, label in TaskState.choices}
    for entry in entries.select_related("by").order_by("-pk")[:MOST]:
        before, after = (labels.get(side.get("state", ""), "–") for side in (entry.before, entry.after))
        yield Change(
            TASKS, entry.at, f"{before} → {after}", tasks[entry.target_id].text,
            f"{reverse('plans:plan_detail', args=[plan.pk])}#nhiem-vu", str(entry.by or ""),
        )  # fmt: skip


def _documents(plan: Plan, since: dt.datetime, user: Any) -> Iterable[Change]:
    """Plans built from this one, papers that kept a promise, steps of the plan itself."""
    seen: Any = Document.objects.visible_to(user)
    made = Plan.objects.filter(derived_from=plan).values("pk")
    kept = PromisedDocument.objects.filter(plan=plan).exclude(fulfilled_by=None).values("fulfilled_by")
    for words, rows in (("Đã phát hành kế hoạch cụ thể hóa", made), ("Đã ban hành văn bản đã hứa", kept)):
        moves = DocumentMove.objects.filter(
            step="issue", at__gte=since, document__in=seen.filter(pk__in=rows).values("pk")
        )
        found = with_children(moves.select_related("document__issuer", "by"), prefix="document__")
        for move in found.order_by("-at")[:MOST]:
            paper = move.document
            yield Change(
                DOCUMENTS, move.at, f"{words}: {paper.doc_code.strip()}", f"{paper.issuer.name}: {paper.abstract}",
                page_url(paper), str(move.by),
            )  # fmt: skip
    for move in plan.moves.filter(at__gte=since).select_related("by")[:MOST]:
        yield Change(
            DOCUMENTS,
            move.at,
            f"Bước “{move.step}” của chính kế hoạch",
            move.note,
            page_url(plan),
            str(move.by),
        )


def _listed(plan: Plan, block_id: str) -> str:
    url = reverse("plans:assignment_list")
    return f"{url}?ben=da-giao&loc=tat-ca&ke_hoach={plan.pk}&doan={block_id}"
