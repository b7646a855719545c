"""Checks of a report while it is typed, before it is sent, while it is read and over the whole tree (DOMAIN 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporting.checks import kinds_against, kinds_within
from reporting.checks.facts import facts_of, facts_of_many
from reporting.checks.registry import BY_CODE, ERROR, RULES, WARNING, Facts, Finding, Rule
from reporting.models import Figure, Submission
from reporting.queries.layout import FormLayout, Key, layout_of

__all__ = [
    "BY_CODE",
    "ERROR",
    "RULES",
    "WARNING",
    "Facts",
    "Finding",
    "Rule",
    "check_many",
    "check_submission",
    "facts_of",
    "findings_of",
    "findings_while_typing",
    "kinds_against",
    "kinds_within",
]


def check_submission(
    submission: Submission, *, layout: FormLayout | None = None, figures: Mapping[Key, Figure] | None = None
) -> list[Finding]:
    """Findings about the stored figures, errors first, in the order of the form. A fixed number of queries.

    `layout`, `figures`: what the caller has read already.
    """
    return findings_of(facts_of(submission, layout or layout_of(submission.form), figures=figures))


def check_many(
    submissions: Iterable[Submission], layouts: Mapping[int, FormLayout]
) -> dict[int, list[Finding]]:
    """Submission id → findings; as many queries for fifty reports as for one. `layouts` by form id."""
    return {facts.submission.pk: findings_of(facts) for facts in facts_of_many(submissions, layouts)}


def findings_while_typing(
    submission: Submission, *, layout: FormLayout, figures: Mapping[Key, Figure] | None = None
) -> list[Finding]:
    """What is said after each box: all but what needs the activity logs of other units (that waits for the sending)."""
    return findings_of(facts_of(submission, layout, with_log=False, figures=figures))


def findings_of(facts: Facts) -> list[Finding]:
    """Every rule over the facts, errors first, in the order of the form."""
    found = [finding for rule in RULES for finding in rule.findings(facts)]
    order = {key: i for i, key in enumerate(facts.layout.cells)}
    return sorted(found, key=lambda f: (f.severity != ERROR, order.get(f.key, len(order)), f.rule))
