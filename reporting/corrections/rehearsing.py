"""Trying a correction: stored, added up, checked, and taken back, so that nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from reporting.checks import BY_CODE, ERROR, Finding, check_submission
from reporting.corrections.computing import Follower, followers_of
from reporting.corrections.models import Correction
from reporting.corrections.parts import Moves, moves_between, own_cells
from reporting.models import Figure, Narrative, Submission
from reporting.queries.layout import FormLayout
from reporting.rollups.rules import rules

# Rules that hold boxes equal: no box of them can be corrected alone.
EQUALITIES = frozenset({"class_sum", "identity"})


@dataclass(frozen=True)
class Rehearsal:
    """`moves`: what the totals above would feel; `findings`: what the checks say then and do not say now;
    `followers`: computed rows of the report that change with it."""

    moves: Moves = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    followers: list[Follower] = field(default_factory=list)

    @property
    def errors(self) -> list[str]:
        return [finding.message for finding in self.findings if finding.severity == ERROR]

    @property
    def needs_others(self) -> bool:
        """Whether corrections of other boxes of the report can make it right."""
        wrong = [finding for finding in self.findings if finding.severity == ERROR]
        return bool(wrong) and all(BY_CODE[finding.rule].kind in EQUALITIES for finding in wrong)


def rehearse(correction: Correction, *, layout: FormLayout, also: Iterable[Correction] = ()) -> Rehearsal:
    """What would come of the new value, and of those of `also` with it. A correction of words moves nothing."""
    if correction.indicator is None:
        return Rehearsal()
    submission, catalogue = correction.submission, rules()
    before = own_cells(submission, catalogue)
    said = {(one.rule, one.key, one.message) for one in check_submission(submission, layout=layout)}
    followers = followers_of(correction, submission, layout)
    with transaction.atomic():
        store_value(correction, submission, followers)
        for one in also:
            store_value(one, submission, followers_of(one, submission, layout))
        after = own_cells(submission, catalogue)
        findings = check_submission(submission, layout=layout)
        transaction.set_rollback(True)
    return Rehearsal(
        moves_between(before, after),
        [one for one in findings if (one.rule, one.key, one.message) not in said],
        followers,
    )


def store_value(correction: Correction, submission: Submission, followers: Iterable[Follower]) -> None:
    """The cell or the text gets its new value, and so do the rows computed from it."""
    if correction.section is not None:
        Narrative.objects.update_or_create(
            submission=submission, section=correction.section, defaults={"text": correction.new_text}
        )
        return
    Figure.objects.update_or_create(
        submission=submission, indicator=correction.indicator, breakdown=correction.breakdown,
        defaults={"state": correction.new_state, "value": correction.new_value, "base": correction.new_base},
    )  # fmt: skip
    for one in followers:
        cell = submission.figures.filter(indicator=one.spec.indicator, breakdown=one.spec.breakdown)
        if one.after is None:
            cell.delete()
            continue
        Figure.objects.update_or_create(
            submission=submission, indicator=one.spec.indicator, breakdown=one.spec.breakdown,
            defaults={"state": one.after.state, "value": one.after.value, "base": one.after.base},
        )  # fmt: skip
