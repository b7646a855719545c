"""docs/workflows.md, access.md and report-sources.md, written from the tables the portal and its tests go by."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import URLPattern, URLResolver, get_resolver

from campaigns.contests.models import Contest
from campaigns.contests.workflow import CONTEST_WORKFLOW
from campaigns.emulation.models import CriteriaSet, EmulationRegistration, Movement, ScoreSheet
from campaigns.emulation.workflow import CRITERIA_WORKFLOW, MOVEMENT_WORKFLOW, SHEET_WORKFLOW
from campaigns.events.models import Event
from campaigns.events.workflow import EVENT_WORKFLOW
from campaigns.examples.models import Example
from campaigns.examples.workflow import EXAMPLE_WORKFLOW
from campaigns.models import Campaign
from campaigns.opinions.models import OpinionReach, OpinionReport
from campaigns.opinions.workflow import OPINION_WORKFLOW
from campaigns.petitions.models import Petition
from campaigns.petitions.workflow import PETITION_WORKFLOW
from campaigns.supervision.models import Recommendation, Visit
from campaigns.supervision.workflow import RECOMMENDATION_WORKFLOW, VISIT_WORKFLOW
from campaigns.workflow import CAMPAIGN_WORKFLOW
from core.workflow import Transition, Workflow
from documents.amending.workflow import AFTER_ISSUE, AMENDMENT_WORKFLOW
from documents.models import Amendment, AmendmentStatus, Document, IncomingDocument
from documents.models import Status as DocumentStatus
from documents.registers.models import IncomingStatus
from documents.registers.workflow import INCOMING_WORKFLOW
from documents.review.models import ReviewSheet, ReviewStep, StepKind
from documents.review.workflow import REVIEW_WORKFLOW
from documents.workflow import DOCUMENT_WORKFLOW, REPORT
from plans.assignments.models import Assignment, AssignmentStatus
from plans.assignments.workflow import ASSIGNMENT_WORKFLOW
from reporting.corrections.models import CorrectionStatus
from reporting.corrections.workflow import CORRECTION_WORKFLOW
from reporting.models import Submission, SubmissionStatus
from reporting.prefill.telling import sources_table
from reporting.workflow import SUBMISSION_WORKFLOW
from units.models import Role, Seat, Unit, User

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
ACCESS = ROOT / "tests" / "architecture" / "access.csv"
NOTE = "<!-- Written by `manage.py write_docs` (`make docs`); change the code, not this page. -->"
PEOPLE = {
    "anonymous": "nobody signed in",
    "outsider": "holds every role in another province",
    "reporter": "grassroots officer two levels below",
    "head": "leader of the province",
    "office": "staff of the province: drafter, head of department, clerk, reporting officer, administrator",
}


class Command(BaseCommand):
    help = "Write docs/workflows.md and docs/access.md anew from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail when a page is out of date."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = []
        for name, text in pages().items():
            path = DOCS / name
            if path.exists() and path.read_text() == text:
                continue
            stale.append(name)
            if not check:
                path.write_text(text)
                self.stdout.write(f"Wrote docs/{name}")
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run `make docs`.")


def pages() -> dict[str, str]:
    """File name in docs/ → its text. Raises CommandError when the tests are not beside the code."""
    if not ACCESS.exists():
        raise CommandError(f"{ACCESS.name} is missing: the access table belongs to the tests.")
    return {
        "workflows.md": "\n".join(_workflows()), "access.md": "\n".join(_access()),
        "report-sources.md": "\n".join([NOTE, "", *sources_table()]),
    }  # fmt: skip


# --- workflows

OWN, ABOVE = Unit(pk=1), Unit(pk=2)


def _workflows() -> Iterator[str]:
    yield from (NOTE, "", "# Workflows", "")
    yield "Which step leads where, and who may take it. `tests/architecture/test_workflows.py` refuses everything else."
    yield from _workflow(
        "Plans and other documents", DOCUMENT_WORKFLOW, DocumentStatus, partial(_document, "KH")
    )
    yield from _workflow("Compiled reports", DOCUMENT_WORKFLOW, DocumentStatus, partial(_document, REPORT))
    yield from _workflow(
        "Issued papers: replaced, corrected, recalled", AFTER_ISSUE, DocumentStatus, partial(_document, "KH")
    )
    yield from _workflow(
        "What is prepared to replace, correct or recall a paper",
        AMENDMENT_WORKFLOW,
        AmendmentStatus,
        _amendment,
    )
    yield from _review()
    yield from _workflow("Reports of units", SUBMISSION_WORKFLOW, SubmissionStatus, _report)
    yield from _corrections()
    yield from _workflow("Incoming documents", INCOMING_WORKFLOW, IncomingStatus, _incoming)
    yield from _workflow("Work given out", ASSIGNMENT_WORKFLOW, AssignmentStatus, _assignment)
    yield from _workflow("Campaigns", CAMPAIGN_WORKFLOW, Campaign.Status, _campaign)
    yield from _workflow("Contests", CONTEST_WORKFLOW, Contest.Status, _contest)
    yield from _workflow("Events and courses", EVENT_WORKFLOW, Event.Status, _event)
    yield from _workflow("Emulation movements", MOVEMENT_WORKFLOW, Movement.Status, _movement)
    yield from _workflow("Criteria of emulation", CRITERIA_WORKFLOW, CriteriaSet.Status, _criteria)
    yield from _workflow("Score sheets of the unit itself", SHEET_WORKFLOW, ScoreSheet.Status, _sheet)
    yield from _workflow("Opinions", OPINION_WORKFLOW, OpinionReport.Status, _opinion)
    yield from _workflow("Petitions", PETITION_WORKFLOW, Petition.Status, _petition)
    yield from _workflow("Supervision visits", VISIT_WORKFLOW, Visit.Status, _visit)
    yield from _workflow("Recommendations", RECOMMENDATION_WORKFLOW, Recommendation.Status, _recommendation)
    yield from _workflow("Good examples", EXAMPLE_WORKFLOW, Example.Status, _example)
    yield ""


def _movement(status: str) -> Movement:
    return Movement(owner=OWN, status=status)


def _criteria(status: str) -> CriteriaSet:
    return CriteriaSet(owner=OWN, status=status)


def _sheet(status: str) -> ScoreSheet:
    registration = EmulationRegistration(unit=Unit(pk=1, parent=ABOVE), movement=Movement(owner=ABOVE))
    return ScoreSheet(registration=registration, level=ScoreSheet.Level.SELF, status=status)


def _amendment(status: str) -> Amendment:
    return Amendment(document=_document("KH", DocumentStatus.ISSUED), status=status)


def _corrections() -> Iterator[str]:
    """Whose turn it is depends on the path; a level that agrees passes it on until the top one that compiled."""
    yield from ("", "## Corrections of accepted figures", "", "```mermaid", "stateDiagram-v2")
    for transition in CORRECTION_WORKFLOW:
        for source in _ordered(transition.sources, CorrectionStatus):
            yield f"    {source} --> {transition.target}: {transition.step}"
    yield from ("```", "", "| Step | From | To | Who | Reason |", "|---|---|---|---|---|")
    asker = "who asked; reporters of the unit"
    turn = "who receives reports at the level it waits at (the one above an ended unit), not who asked"
    for transition in CORRECTION_WORKFLOW:
        sources = _ordered(transition.sources, CorrectionStatus)
        names = ", ".join(str(CorrectionStatus(source).label) for source in sources)
        target, reason = (
            CorrectionStatus(transition.target).label,
            "required" if transition.needs_note else "",
        )
        who = asker if transition.step == "withdraw" else turn
        yield f"| {transition.label} (`{transition.step}`) | {names} | {target} | {who} | {reason} |"


def _review() -> Iterator[str]:
    """Who answers a step depends on what it asks; here it is asked of everybody who holds the role."""
    yield from (
        "",
        "## Steps of a review sheet",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    waiting --> open: round begins",
    )
    for transition in REVIEW_WORKFLOW:
        yield f"    open --> {transition.target}: {transition.step}"
    yield from (
        "    open --> dropped: sheet ends",
        "```",
        "",
        "| Asked for | Answer | Who | Reason |",
        "|---|---|---|---|",
    )
    for kind in StepKind:
        for transition in REVIEW_WORKFLOW:
            who = _who(transition, _review_step(kind))
            reason = "required" if transition.needs_note else ""
            if who and not (transition.step == "skip" and kind != StepKind.OPINION):
                yield f"| {kind.label} | {transition.label} (`{transition.step}`) | {who} | {reason} |"


def _review_step(kind: StepKind) -> ReviewStep:
    return ReviewStep(
        sheet=ReviewSheet(document=_document("KH", DocumentStatus.IN_REVIEW)), kind=kind, role=""
    )


def _document(type: str, status: str) -> Document:
    return Document(issuer=OWN, type=type, status=status)


def _incoming(status: str) -> IncomingDocument:
    return IncomingDocument(unit=OWN, status=status)


def _assignment(status: str) -> Assignment:
    return Assignment(unit=OWN, by_unit=ABOVE, status=status)


def _campaign(status: str) -> Campaign:
    return Campaign(owner=OWN, status=status)


def _event(status: str) -> Event:
    return Event(unit=OWN, status=status)


def _contest(status: str) -> Contest:
    return Contest(owner=OWN, status=status)


def _opinion(status: str) -> OpinionReport:
    """Came to the unit above; whom its responsible people named handles it like them."""
    row = OpinionReport(pk=1, unit=Unit(pk=OWN.pk, parent=ABOVE), status=status)
    cast("Any", row)._prefetched_objects_cache = {
        "reaches": [OpinionReach(unit=OWN), OpinionReach(unit=ABOVE)]
    }
    return row


def _petition(status: str) -> Petition:
    """Received by the own unit, sent to the one above."""
    return Petition(unit=OWN, holder=ABOVE, status=status)


def _visit(status: str) -> Visit:
    return Visit(unit=OWN, visited=Unit(pk=0), status=status)


def _recommendation(status: str) -> Recommendation:
    return Recommendation(visit=Visit(unit=ABOVE, visited=OWN), status=status)


def _example(status: str) -> Example:
    return Example(unit=Unit(pk=OWN.pk, parent=ABOVE), status=status)


def _report(status: str) -> Submission:
    report = Submission(unit=OWN, status=status)
    report._state.fields_cache["period_unit"] = SimpleNamespace(parent=SimpleNamespace(unit=ABOVE))
    return report


def _workflow(title: str, workflow: Workflow, statuses: Any, row: Any) -> Iterator[str]:
    yield from ("", f"## {title}", "", "```mermaid", "stateDiagram-v2")
    for transition in workflow:
        for source in _ordered(transition.sources, statuses):
            yield f"    {source} --> {transition.target}: {transition.step}"
    yield from ("```", "", "| Step | From | To | Who | Reason |", "|---|---|---|---|---|")
    for transition in workflow:
        sources = _ordered(transition.sources, statuses)
        names = ", ".join(str(statuses(source).label) for source in sources)
        reason = "required" if transition.needs_note else ""
        target = statuses(transition.target).label
        who = _who(transition, row(sources[0]))
        yield f"| {transition.label} (`{transition.step}`) | {names} | {target} | {who} | {reason} |"


def _ordered(sources: frozenset[str], statuses: Any) -> list[str]:
    return [status for status in statuses.values if status in sources]


def _who(transition: Transition, row: Any) -> str:
    """The roles the step's own rule lets through, at the unit itself and at the one above it."""
    words = []
    for unit, place in ((OWN, "of the unit"), (ABOVE, "of the unit above")):
        roles = [Role(role).label for role in Role.values if not transition.allowed(_person(role, unit), row)]
        if roles:
            words.append(f"{' / '.join(str(role) for role in roles)} {place}")
    return "; ".join(words)


def _person(role: str, unit: Unit) -> User:
    user = User(pk=1)
    user._current_seats = [Seat(user=user, unit=unit, role=role)]  # type: ignore[attr-defined]
    return user


# --- access


def _access() -> Iterator[str]:
    yield from (NOTE, "", "# Access", "")
    yield "What each person gets at every address, as `tests/architecture/test_access.py` asks for it: the status, or the"
    yield "page to sign in. Addresses that change something take POST only; a GET never writes."
    yield ""
    yield from (f"* **{who}**: {what}" for who, what in PEOPLE.items())
    routes = dict(_routes(get_resolver()))
    with ACCESS.open(newline="") as file:
        for app, lines in groupby(csv.DictReader(file), key=lambda line: line["address"].rpartition(":")[0]):
            yield from _head(app or "portal")
            yield from (_access_line(line, routes) for line in lines)
    yield ""


def _access_line(line: dict[str, str], routes: dict[str, str]) -> str:
    answers = " | ".join(line[who] for who in PEOPLE)
    return f"| `{line['method']} /{routes.get(line['address'], '')}` | {line['of'] or '–'} | {answers} |"


def _head(app: str) -> Iterator[str]:
    yield from (
        "",
        f"## {app}",
        "",
        f"| Address | Object | {' | '.join(PEOPLE)} |",
        "|---" * (2 + len(PEOPLE)) + "|",
    )


def _routes(resolver: URLResolver, prefix: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    for found in resolver.url_patterns:
        route = f"{path}{found.pattern}"
        if isinstance(found, URLPattern):
            yield f"{prefix}{found.name}", route
        else:
            yield from _routes(found, f"{prefix}{found.namespace}:" if found.namespace else prefix, route)
