"""Plan → the paper that is printed."""

from __future__ import annotations

import json

from documents.pages import Line, Paper
from documents.papers import PaperSource, frame_of
from plans.models import Plan
from plans.outline import Outline, PlanContent
from plans.queries import content_of
from plans.records import NOT_TAKEN


def printed_outline(outline: Outline) -> Outline:
    """The blocks without those that do not apply here."""
    return Outline(tuple(block for block in outline.blocks if block.adoption != NOT_TAKEN))


def printed_lines(outline: Outline) -> tuple[Line, ...]:
    """The blocks as printed: what does not apply here is left out before numbers are given."""
    shown = printed_outline(outline)
    numbers = shown.numbers()
    return tuple(
        Line(
            block_id=block.id,
            level=block.level,
            number=numbers[block.id],
            text=block.text,
            marks=block.marks,
            notes=block.notes,
            titled=shown.is_titled(block),
            rows=block.rows,
            header_rows=block.header_rows,
        )
        for block in shown.blocks
    )


def plan_paper(plan: Plan) -> PaperSource:
    """The plan's paper and the data that travels in the PDF."""
    content = content_of(plan)
    paper = Paper(
        **frame_of(plan),
        lines=printed_lines(content.outline),
        bases=content.bases,
        opening=content.opening,
        closing=content.closing,
    )
    return PaperSource(paper=paper, data=_data(plan, content), data_name="ke-hoach.json", tagged=True)


def _data(plan: Plan, content: PlanContent) -> bytes:
    """The plan as JSON: the text that is printed and the records that are tracked."""
    targets = plan.targets.values(
        "block_id", "name", "comparator", "value", "unit_of_measure", "basis", "indicator_code"
    )
    body = {
        "code": plan.doc_code.strip(),
        "issuer": plan.issuer.code,
        "issued_on": plan.issued_on,
        "content": content.to_json(),
        "targets": list(targets),
        "tasks": list(plan.tasks.values("block_id", "text", "deadline_on", "deliverable")),
        "obligations": list(
            plan.obligations.values("block_id", "who", "through", "in_periodic_report", "due_on")
        ),
        "responsibilities": list(
            plan.responsibilities.values("block_id", "actor_text", "actor_class", "duty")
        ),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, default=str).encode()
