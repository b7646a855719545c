"""Trying a correction: stored, added up, checked, and taken back, so that nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction

from reporting.checks import Finding, check_submission
from reporting.corrections.models import Correction
from reporting.corrections.parts import Moves, moves_between, own_cells
from reporting.models import Figure, Narrative, Submission
from reporting.queries.layout import FormLayout
from reporting.rollups.rules import rules


@dataclass(frozen=True)
class Rehearsal:
    """`moves`: what the totals above would feel; `findings`: what the checks say then and do not say now."""

    moves: Moves = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def rehearse(correction: Correction, *, layout: FormLayout) -> Rehearsal:
    """What would come of the new value. A correction of words moves nothing."""
    if correction.indicator is None:
        return Rehearsal()
    submission, catalogue = correction.submission, rules()
    before = own_cells(submission, catalogue)
    said = {(one.rule, one.key, one.message) for one in check_submission(submission, layout=layout)}
    with transaction.atomic():
        store_value(correction, submission)
        after = own_cells(submission, catalogue)
        findings = check_submission(submission, layout=layout)
        transaction.set_rollback(True)
    return Rehearsal(
        moves_between(before, after),
        [one for one in findings if (one.rule, one.key, one.message) not in said],
    )


def store_value(correction: Correction, submission: Submission) -> None:
    """The cell or the text gets its new value."""
    if correction.section is not None:
        Narrative.objects.update_or_create(
            submission=submission, section=correction.section, defaults={"text": correction.new_text}
        )
        return
    Figure.objects.update_or_create(
        submission=submission, indicator=correction.indicator, breakdown=correction.breakdown,
        defaults={"state": correction.new_state, "value": correction.new_value, "base": correction.new_base},
    )  # fmt: skip
