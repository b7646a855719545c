"""Where a sentence and the record kept for it say different things: told to a person, who takes either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.formats import write
from core.vietnamese import fold
from plans.models import Obligation, Plan, PlannedActivity, Responsibility, Task
from plans.outline import Block, Outline
from plans.proposals import said_by

# What is compared: boxes a person fills with words of the sentence, days and counts.
_COMPARED: dict[type[Any], tuple[str, ...]] = {
    Task: ("lead_text", "partner_text", "deadline_on"),
    PlannedActivity: ("starts_on", "ends_on", "place", "times"),
    Responsibility: ("actor_text",),
    Obligation: ("who", "through", "due_on"),
}


@dataclass(frozen=True)
class Difference:
    """One box: what the sentence says, what is kept, both as typed; where in the sentence its words stand, if they do."""

    name: str
    label: str
    said: str
    kept: str
    span: tuple[int, int] | None


def differences(block: Block, record: Any, outline: Outline, plan: Plan) -> list[Difference]:
    """The boxes of the record that were filled in and that the sentence says otherwise; none for targets and messages."""
    said = said_by(block, record, outline, plan)
    return [
        _difference(block, record, name, said[name])
        for name in _COMPARED.get(type(record), ())
        if name in said and _differs(record, name, said[name], plan)
    ]


def _differs(record: Any, name: str, said: Any, plan: Plan) -> bool:
    kept = getattr(record, name)
    if kept in (None, "") or kept == record._meta.get_field(name).get_default():
        return False
    if name == "who" and plan.derived_from_id:
        return False  # the report-back clause stays as above, the duty is this unit's
    return bool(_plain(kept) != _plain(said))


def _plain(value: Any) -> str:
    return fold(_typed(value)).replace("–", "-")


def _typed(value: Any) -> str:
    return write.date(value) if isinstance(value, date) else str(value)


def _difference(block: Block, record: Any, name: str, said: Any) -> Difference:
    words = _typed(said)
    start = block.text.find(words) if isinstance(said, str) else -1
    return Difference(
        name=name,
        label=str(record._meta.get_field(name).verbose_name),
        said=words,
        kept=_typed(getattr(record, name)),
        span=(start, start + len(words)) if start >= 0 else None,
    )


def drifted(plan: Plan, outline: Outline) -> Iterator[tuple[str, Difference]]:
    """Block id and difference of every record of the plan; one query for each kind of record."""
    for model in _COMPARED:
        for record in model.objects.filter(plan=plan):
            if record.block_id in outline:
                found = differences(outline[record.block_id], record, outline, plan)
                yield from ((record.block_id, one) for one in found)
