"""Keeps the list of papers a plan cites in line with its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from documents.references.numbers import Mention, mentions
from plans.citation_models import Citation
from plans.linter.document import DocumentContext, read
from plans.linter.findings import Passage
from plans.models import Plan
from plans.outline import PlanContent

_TEXT_MOST = 80
_FACTS = ("number_key", "cited_on", "field", "line", "block_id", "start", "end", "text")


def keep_citations(plan: Plan, wanted: list[Citation]) -> None:
    """Bring the plan's citations to those that `cited_in` found: one query when nothing changed."""
    present = list(Citation.objects.filter(plan=plan).values_list(*_FACTS))
    if present == [tuple(getattr(row, name) for name in _FACTS) for row in wanted]:
        return
    if present:
        Citation.objects.filter(plan=plan).delete()
    Citation.objects.bulk_create(wanted, batch_size=500)


def cited_in(plan: Plan, content: PlanContent) -> list[Citation]:
    """The mentions of the text in reading order, not saved; blocks that do not apply cite nothing."""
    return [Citation(plan=plan, **facts) for facts in mentioned_in(content)]


def mentioned_in(content: PlanContent) -> list[dict[str, Any]]:
    """The fields of a citation for every mention of a paper, in reading order."""
    found = [(p, m) for p in read(content, DocumentContext()).passages for m in mentions(p.text)]
    days = _days(mention for _passage, mention in found)
    return [_facts(passage, mention, days.get(mention.key)) for passage, mention in found]


def _days(found: Iterable[Mention]) -> dict[str, dt.date]:
    """Number → the one date the text gives it: a short later mention means the paper named in full above."""
    said: dict[str, set[dt.date]] = {}
    for mention in found:
        if mention.dated:
            said.setdefault(mention.key, set()).add(mention.dated)
    return {key: next(iter(days)) for key, days in said.items() if len(days) == 1}


def _facts(passage: Passage, mention: Mention, day: dt.date | None) -> dict[str, Any]:
    return {
        "number_key": mention.key[:60],
        "cited_on": mention.dated or day,
        "field": passage.field,
        "line": passage.line,
        "block_id": passage.block_id,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text[:_TEXT_MOST],
    }
