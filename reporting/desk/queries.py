"""What one seat's unit has before it: every read is limited, so the page costs the same at any size."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from campaigns.models import Activity
from documents.models import SENT, Delivery, Document, DocumentMove, RecipientRole, Status
from documents.papers import with_children
from documents.review.models import ReviewSheet, ReviewStep, SheetStatus
from documents.review.queries import asked_of
from documents.workflow import REPORT
from plans.assignments.models import DEADLINE_MOVED, Assignment, AssignmentMove
from plans.lineage import UpperChange, own_flagged
from plans.models import Comment, Plan, Task, TaskState
from plans.services.answering import ANSWERERS
from reporting.models import Period, PeriodUnit, Submission, SubmissionMove
from reporting.models import SubmissionStatus as S
from reporting.queries.agenda import OWED
from reporting.queries.periods import overdue_condition, reports_below
from units.models import Role, Unit
from units.scope import holds, holds_any
from units.succession.queries import inherited

SHOWN = 5
WORK_NEWS = {
    DEADLINE_MOVED: "Đổi hạn việc được giao", "return": "Trả lại việc được giao", "confirm": "Xác nhận việc được giao",
    "withdraw": "Thu hồi việc được giao",
}  # fmt: skip


def open_place(user: Any, unit: Unit) -> PeriodUnit | None:
    """The unit's place in the newest open period, with its report."""
    places = PeriodUnit.objects.visible_to(user).filter(unit=unit, period__status=Period.Status.OPEN)
    return (
        places.select_related("period__regime", "unit__kind", "parent__unit", "submission")
        .order_by("-period__ends_on", "-pk").first()
    )  # fmt: skip


def inherited_reports(unit: Unit) -> QuerySet[Submission]:
    """Reports of open periods that ended units left to this one, not sent yet."""
    editable = Submission.objects.filter(
        status__in=OWED, period__status=Period.Status.OPEN, period_unit__obliged=True
    )
    return (
        editable.filter(inherited([unit.pk])).select_related("period", "period_unit")
        .order_by("period_unit__due_on", "pk")[:SHOWN]
    )  # fmt: skip


def documents_at_work(user: Any, unit: Unit) -> list[Document]:
    """Own papers whose next step is this person's: to write on, to review, to approve, to number. Oldest change first."""
    mine = Document.objects.visible_to(user).filter(_next_step_is_mine(user, unit), issuer=unit)
    return list(with_children(mine.select_related("issuer")).order_by("updated_at")[: SHOWN + 1])


def _next_step_is_mine(user: Any, unit: Unit) -> Q:
    found = Q(pk__in=[])
    being_written = Q(status__in=[Status.DRAFT, Status.RETURNED])
    if holds(user, Role.DRAFTER, at=unit):
        found |= being_written
    elif holds(user, Role.UPPER_UNIT, at=unit):
        found |= being_written & Q(type=REPORT)
    if holds_any(user, Role.LEADER, Role.UNIT_HEAD, at=unit):
        # With a review sheet under way, its steps say whose turn it is.
        found |= Q(~Exists(_sheet_under_way()), status=Status.IN_REVIEW)
    if holds(user, Role.REGISTRY, at=unit):
        found |= Q(status__in=[Status.APPROVED, Status.NUMBERED])
    return found | Q(status=Status.NUMBERED, signer__user=user)


def _sheet_under_way() -> QuerySet[ReviewSheet]:
    return ReviewSheet.objects.filter(document=OuterRef("pk"), status=SheetStatus.OPEN)


def to_answer(user: Any, unit: Unit) -> QuerySet[ReviewStep]:
    """Steps of review sheets at the unit that wait for this person's word, the most urgent first."""
    return asked_of(user, unit).select_related("sheet__document__issuer", "sheet__submitted_by")


def unconfirmed(user: Any, unit: Unit) -> QuerySet[Delivery]:
    """What the unit received and has not confirmed, newest first."""
    rows = Delivery.objects.received_by(user).filter(unit=unit, acknowledged_at=None)
    return with_children(rows.select_related("document__issuer"), prefix="document__")


def to_review(place: PeriodUnit) -> QuerySet[Submission]:
    """Reports directly below that wait for this unit, those sent first on top."""
    waiting = Submission.objects.filter(status__in=[S.SUBMITTED, S.RECEIVED], period_id=place.period_id)
    return (
        waiting.filter(Q(period_unit__parent=place) | Q(period_unit=place, period_unit__parent=None))
        .select_related("period_unit").order_by("last_submitted_at", "pk")
    )  # fmt: skip


def overdue(place: PeriodUnit) -> QuerySet[Submission]:
    """Reports below that should have been sent, the longest overdue first."""
    late = overdue_condition(timezone.localdate(), place.period.regime.grace_days)
    rows = reports_below(place).filter(late).select_related("period_unit__parent")
    return rows.order_by("period_unit__due_on", "period_unit__sort_key")


def return_note(submission: Submission) -> str:
    """What the level above wrote when it last sent the report back."""
    notes = submission.moves.filter(step__in=["return", "reopen"]).order_by("-at", "-pk")
    return notes.values_list("note", flat=True).first() or ""


def mentions(user: Any, unit: Unit) -> list[Comment]:
    """Open threads on the unit's drafts in which somebody called the person by name, newest first."""
    rows = Comment.objects.visible_to(user).filter(mentions=user, plan__issuer=unit)
    rows = rows.filter(resolved_at=None, reply_to__resolved_at=None).exclude(plan__status__in=SENT)
    return list(rows.select_related("plan", "by").order_by("-at", "-pk")[:SHOWN])


def to_derive(user: Any, unit: Unit) -> list[Plan]:
    """Upper plans the unit was told to carry out and has not built its own from."""
    if not holds(user, Role.DRAFTER, at=unit):
        return []
    told = Delivery.objects.filter(unit=unit, role=RecipientRole.CARRY_OUT, document=OuterRef("pk"))
    own = Plan.objects.filter(derived_from=OuterRef("pk"), issuer=unit)
    plans = Plan.objects.visible_to(user).filter(Exists(told), ~Exists(own), status=Status.ISSUED)
    return list(plans.exclude(issuer=unit).select_related("issuer").order_by("-issued_on")[:SHOWN])


def changed_above(user: Any, unit: Unit) -> list[tuple[Plan, list[UpperChange]]]:
    """Own plans under an upper plan that was replaced, corrected or recalled, not answered yet."""
    return own_flagged(unit.pk, SHOWN) if holds_any(user, *ANSWERERS, at=unit) else []


def tasks_ahead(user: Any, unit: Unit) -> list[Task]:
    """Tasks of plans in force that are not done: the unit's own ones, at the base those of the nearest unit above."""
    tasks = Task.objects.visible_to(user).in_force_for(unit).exclude(state=TaskState.DONE)
    tasks = tasks.filter(Q(plan__ends_on=None) | Q(plan__ends_on__gte=timezone.localdate()))
    if unit.kind.tier < 3:
        tasks = tasks.filter(lead_unit=unit)
    else:
        # Whether an upper unit is late with its tasks is not the base's business.
        tasks = tasks.filter(Q(deadline_on=None) | Q(deadline_on__gte=timezone.localdate()))
    rows = tasks.select_related("plan__issuer").order_by("-plan__issuer__depth", "deadline_on", "order")
    return list(rows[:SHOWN])


def document_news(user: Any, unit: Unit) -> list[DocumentMove]:
    """Steps others took with the unit's papers, newest first."""
    rows = DocumentMove.objects.filter(document__issuer=unit, at__lte=Now()).exclude(by=user)
    rows = with_children(rows.select_related("by", "document__issuer"), prefix="document__")
    return list(rows.order_by("-at", "-pk")[:SHOWN])


def work_news(user: Any, unit: Unit) -> list[AssignmentMove]:
    """What the level above did with the person's work: another deadline, returned, confirmed, taken back."""
    rows = AssignmentMove.objects.filter(assignment__unit=unit, step__in=WORK_NEWS).exclude(by=user)
    rows = rows.filter(assignment__in=Assignment.objects.of_person(user).values("pk"))
    return list(rows.select_related("by", "assignment__round").order_by("-at", "-pk")[:SHOWN])


def report_news(user: Any, unit: Unit) -> list[SubmissionMove]:
    """Reports sent from directly below, and steps others took with the unit's own report."""
    sent = Q(submission__period_unit__parent__unit=unit, step="submit")
    rows = SubmissionMove.objects.filter(sent | Q(submission__unit=unit)).exclude(by=user)
    return list(rows.select_related("by", "submission__period_unit").order_by("-at", "-pk")[:SHOWN])


def logged_in(place: PeriodUnit) -> int:
    """Activities the unit has written down in the period."""
    period = place.period
    days = (period.starts_on, period.ends_on)
    return Activity.objects.filter(unit=place.unit_id, happened_on__range=days).count()
