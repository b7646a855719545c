"""Checks of a report before it is sent and while it is read (DOMAIN 2.6)."""

from __future__ import annotations

from reporting.checks import against, within
from reporting.checks.registry import ERROR, RULES, WARNING, Facts, Finding, Rule
from reporting.models import Indicator, IndicatorKind, Submission
from reporting.queries.comparisons import figures_of, opening_stock, previous_figures
from reporting.queries.layout import FormLayout, layout_of

__all__ = [
    "ERROR",
    "RULES",
    "WARNING",
    "Facts",
    "Finding",
    "Rule",
    "against",
    "check_submission",
    "facts_of",
    "within",
]


def check_submission(submission: Submission, *, layout: FormLayout | None = None) -> list[Finding]:
    """Findings about the stored figures, errors first, in the order of the form. A fixed number of queries."""
    facts = facts_of(submission, layout or layout_of(submission.form))
    found = [finding for rule in RULES for finding in rule.findings(facts)]
    order = {key: i for i, key in enumerate(facts.layout.cells)}
    return sorted(found, key=lambda f: (f.severity != ERROR, order.get(f.key, len(order)), f.rule))


def facts_of(submission: Submission, layout: FormLayout) -> Facts:
    """Everything the rules look at."""
    ratios = Indicator.objects.filter(kind=IndicatorKind.RATIO).exclude(numerator="").exclude(denominator="")
    return Facts(
        submission=submission, layout=layout, figures=figures_of(submission), previous=previous_figures(submission),
        opening={"TC05": opening_stock(submission, "TC05")}, ratios=list(ratios),
    )  # fmt: skip
