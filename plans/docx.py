"""Plan → Word file that can come back: ids in bookmarks, what is not printed in a part of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from documents.docx import docx_bytes
from plans.anchors import block_anchor, outside_anchor
from plans.docx_remarks import OpenRemarks, open_remarks
from plans.models import Plan
from plans.outline import Outline, PlanContent
from plans.pages import plan_paper, printed_outline
from plans.queries import content_of
from plans.records import NOT_TAKEN

DATA_SPACE = "urn:nhip-cau:ke-hoach:1"
CARRIED = ("source", "origin", "adoption", "adoption_reason")


def plan_docx(plan: Plan, *, remarks: bool = False) -> bytes:
    """The plan as it is now. `remarks`: with the open comments, and the open suggestions as tracked changes.

    Raises LayoutError for a profile that does not print.
    """
    content = content_of(plan)
    version = plan.current_version.number if plan.current_version else 0
    said = open_remarks(plan, printed_outline(content.outline)) if remarks else OpenRemarks()
    return docx_bytes(
        plan_paper(plan).paper,
        anchors=_anchors(content) | said.anchors,
        data=_data(content.outline, plan.pk, version, said.sent),
        remarks=said.for_word(),
    )


def docx_name(plan: Plan) -> str:
    """ "05-KH-LĐLĐ.docx"; a draft says so."""
    if plan.number is None:
        return f"Du-thao-{plan.symbol}.docx"
    return f"{plan.number:02d}-{plan.symbol}.docx"


def _anchors(content: PlanContent) -> dict[str, str]:
    shown = printed_outline(content.outline)
    numbers = shown.numbers()
    anchors = {block.id: block_anchor(block, numbers[block.id]) for block in shown}
    anchors["abstract"] = outside_anchor("abstract", 1)
    for part, texts in (("base", content.bases), ("opening", content.opening), ("closing", content.closing)):
        filled = [text for text in texts if text.strip()]
        anchors |= {f"{part} {place}": outside_anchor(part, place) for place in range(1, len(filled) + 1)}
    return anchors


def _data(outline: Outline, plan: int = 0, version: int = 0, sent: Sequence[dict[str, Any]] = ()) -> bytes:
    """What stands on no page: where a block came from, how it was adopted, and the blocks that do not apply here."""
    carried: dict[str, dict[str, str]] = {}
    left_out: list[dict[str, Any]] = []
    before = ""
    for block in outline:
        if block.adoption == NOT_TAKEN:
            left_out.append({"after": before, "block": block.to_json()})
        else:
            found = {name: getattr(block, name) for name in CARRIED if getattr(block, name)}
            carried |= {block.id: found} if found else {}
        before = block.id
    whole: dict[str, Any] = {"blocks": carried, "left_out": left_out, "plan": plan, "version": version}
    if sent:
        whole["suggestions"] = list(sent)
    body = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<plan xmlns="{DATA_SPACE}">{escape(body)}</plan>'.encode()
    )
