"""Reads about review sheets: what waits for a person, one sheet with its steps, where it may be sent back to."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from core.vietnamese import search_words
from core.workflow import Transition
from documents.children import with_children
from documents.models import Document, DocumentVersion, Status
from documents.review.models import (
    LIVE,
    REQUIRED,
    STOPPING,
    ReviewSheet,
    ReviewStep,
    SheetStatus,
    StepKind,
    StepStatus,
)
from documents.review.presence import post_steps, substitute_steps, tell_missing
from documents.review.workflow import ASKED_ROLES, ROLES_OF_KIND, answerer, may_be_asked
from documents.workflow import DOCUMENT_WORKFLOW
from units.models import Absence, Department, Seat, Unit
from units.scope import seats_of


def sheet_under_way(document: Document) -> ReviewSheet | None:
    """The open sheet of the document."""
    return document.review_sheets.filter(status=SheetStatus.OPEN).first()


def asked_of(user: Any, unit: Unit | None = None) -> QuerySet[ReviewStep]:
    """Open steps for the person (at one unit, when it is named), the most urgent first."""
    seats = [seat for seat in seats_of(user) if unit is None or seat.unit_id == unit.pk]
    mine = reduce(or_, (_for_seat(user, seat) for seat in seats), Q(pk__in=[]))
    return (
        ReviewStep.objects.visible_to(user)
        .filter(mine, status=StepStatus.OPEN, sheet__status=SheetStatus.OPEN)
        .order_by("due_on", "pk")
    )


def _for_seat(user: Any, seat: Seat) -> Q:
    """As `workflow.answerer`, for the database."""
    stood_in = Q(sheet__document__issuer=seat.unit_id) & substitute_steps(user, seat)
    named = Q(seat_id=seat.pk) | stood_in
    if seat.role in ASKED_ROLES:
        anybody = Q(role__in=["", seat.role]) & (Q(department=None) | Q(department=seat.department_id))
        named |= Q(seat=None, sheet__document__issuer=seat.unit_id) & anybody
    kinds = [kind for kind in StepKind.values if seat.role in ROLES_OF_KIND.get(kind, ASKED_ROLES)]
    return (named & Q(kind__in=kinds)) | post_steps(user, seat, kinds)


def waiting_rows(user: Any, text: str = "", kind: str = "") -> QuerySet[ReviewStep]:
    """What waits for the person, with what a list shows; the words are looked for in number, symbol, abstract."""
    rows = asked_of(user).select_related(
        "sheet__document__issuer", "sheet__submitted_by", "sheet__version", "department", "seat__user"
    )
    for word in search_words(text):
        rows = rows.filter(sheet__document__search_fold__contains=word)
    if kind in StepKind.values:
        rows = rows.filter(kind=kind)
    # The text of a version may be megabytes; a list shows none of it.
    return with_children(rows.defer("sheet__version__content"), prefix="sheet__document__")


def waiting_count(user: Any) -> int:
    """How many papers wait for the person's word."""
    return asked_of(user).count() if seats_of(user) else 0


def sheets_of(document: Document) -> QuerySet[ReviewSheet]:
    """Every submission with its steps, the newest first."""
    steps = ReviewStep.objects.select_related("seat__user", "department", "answered_by", "sent_back_to")
    return (
        document.review_sheets.select_related("submitted_by", "version")
        .defer("version__content")
        .prefetch_related(Prefetch("steps", steps.select_related("sent_back_to__seat__user", "sent_back_to__department")))
        .order_by("-number")
    )  # fmt: skip


def newest_sheet(document: Document) -> ReviewSheet | None:
    """The last submission; its steps are at hand unless it ended well, when a page only links to it."""
    sheet = document.review_sheets.order_by("-number").first()
    if sheet is None or sheet.status == SheetStatus.APPROVED:
        return sheet
    sheet = sheets_of(document)[0]
    sheet.document = document
    for step in sheet.steps.all():
        step.sheet = sheet
    tell_missing(sheet.steps.all(), document.issuer_id)
    return sheet


def step_of(user: Any, sheet: ReviewSheet) -> ReviewStep | None:
    """The open step of the sheet that is the person's; what holds the draft up comes first."""
    if sheet.status != SheetStatus.OPEN:
        return None
    mine = [s for s in sheet.steps.all() if s.status == StepStatus.OPEN and not answerer(user, s)]
    return min(mine, key=lambda step: (step.kind not in REQUIRED, step.pk), default=None)


def earlier_steps(step: ReviewStep) -> list[ReviewStep]:
    """Steps before this one that were answered: where it may be sent back to. The newest answer of each."""
    if not step.stops:
        return []
    before = step.sheet.steps.filter(round__lt=step.round, kind__in=REQUIRED, status=StepStatus.DONE)
    newest = {
        same_place(one): one for one in before.select_related("seat__user", "department").order_by("turn")
    }
    return sorted(newest.values(), key=lambda one: (one.round, one.pk))


def same_place(step: ReviewStep) -> tuple[Any, ...]:
    """What two rows share when the second asks the first again."""
    return step.round, step.kind, step.seat_id, step.role, step.department_id


def earlier_version(sheet: ReviewSheet) -> DocumentVersion | None:
    """The text of the last submission that came to nothing, when it is another than this one's."""
    before = sheet.document.review_sheets.filter(number__lt=sheet.number).exclude(version=None)
    returned = before.exclude(status=SheetStatus.APPROVED).exclude(version=sheet.version_id)
    found = returned.select_related("version").defer("version__content").order_by("-number").first()
    return found.version if found else None


def returned_from(document: Document) -> ReviewStep | None:
    """The step that sent the last submission back to the drafter."""
    last = document.review_sheets.order_by("-number").first()
    if last is None or last.status != SheetStatus.RETURNED:
        return None
    steps = last.steps.filter(status=StepStatus.RETURNED, sent_back_to=None)
    return steps.select_related("seat__user", "department", "answered_by").order_by("-answered_at").first()


def steps_open_to(user: Any, document: Document) -> list[Transition]:
    """The steps of DOCUMENT_WORKFLOW a page shows as buttons: on its way, a draft waits for those its sheet asks."""
    found = DOCUMENT_WORKFLOW.open_to(user, document)
    if document.status != Status.IN_REVIEW or not any(t.step in {"approve", "return"} for t in found):
        return found
    sheet = sheet_under_way(document)
    if sheet is None:
        return found
    steps = list(sheet.steps.select_related("seat", "department", "sheet__document__issuer"))
    mine = [s for s in steps if s.status == StepStatus.OPEN and not answerer(user, s)]
    kinds = {s.kind for s in mine}
    straight = all(s.kind == StepKind.APPROVAL for s in steps)
    allowed = {
        "approve": StepKind.APPROVAL in kinds,
        "return": straight or bool(kinds & set(STOPPING)),
    }
    return [t for t in found if allowed.get(t.step, True)]


def departments_of(unit: Unit) -> QuerySet[Department]:
    """Departments of the unit somebody works in today."""
    staffed = Seat.objects.current().filter(unit=unit, user__is_active=True, role__in=ASKED_ROLES)
    return Department.objects.filter(unit=unit, pk__in=staffed.values("department_id")).order_by("name")


def staff_of(unit: Unit) -> QuerySet[Seat]:
    """Seats of the unit that can be asked, by name."""
    seats = Seat.objects.current().filter(unit=unit, user__is_active=True, role__in=ASKED_ROLES)
    return seats.select_related("user", "department").order_by("user__full_name", "pk")


def takers_of(step: ReviewStep) -> list[Seat]:
    """Who could answer the step instead: may be given it, is there today, is not asked in that round already."""
    issuer = step.sheet.document.issuer
    asked = step.sheet.steps.filter(round=step.round, turn=step.turn, kind=step.kind, status__in=LIVE)
    away = Absence.objects.on(timezone.localdate()).values("seat_id")
    seats = staff_of(issuer).exclude(pk__in=asked.exclude(seat=None).values("seat_id")).exclude(pk__in=away)
    # Who holds the role of the one who is missing comes first.
    role = step.seat.role if step.seat else step.role
    found = [seat for seat in seats if may_be_asked(seat, step.kind, issuer)]
    return sorted(found, key=lambda seat: seat.role != role)
