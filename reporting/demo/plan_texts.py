"""The province's plan of the example (texts/plan.toml): its text, and what each sentence means as a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plans.outline import Block, Outline, PlanContent
from reporting.demo.calendar import DemoYear
from reporting.demo.texts import read

MOTTO = "Mỗi đoàn viên một việc tốt - Mỗi cơ sở một mô hình hay"


@dataclass(frozen=True)
class Sentence:
    """One block of the plan; `record` are the fields of its target, task, activity or obligation."""

    block: Block
    record: dict[str, Any] = field(default_factory=dict)
    more: tuple[dict[str, Any], ...] = ()
    late: bool = False
    """Not in the first draft, the one the leader returned."""


def abstract(demo: DemoYear) -> str:
    return str(_in_year(read("plan")["abstract"], demo))


def return_reason() -> str:
    """What the leader wrote when the first version came back."""
    return str(read("plan")["return_reason"])


def sentences(demo: DemoYear, *, complete: bool = True) -> Iterator[Sentence]:
    """Every block of the plan in order; the first draft (not `complete`) lacks some."""
    for found in read("plan")["block"]:
        row = _in_year(found, demo)
        record, more, late = row.pop("record", {}), row.pop("more", ()), row.pop("late", False)
        if complete or not late:
            rows = tuple(tuple(cells) for cells in row.pop("rows", ()))
            yield Sentence(Block(**row, rows=rows), _dated(record, demo), tuple(more), late)


def content(demo: DemoYear, *, complete: bool = True) -> PlanContent:
    """The whole text of the plan, or of its first draft."""
    plan = _in_year({name: read("plan")[name] for name in ("bases", "opening", "closing")}, demo)
    return PlanContent(
        abstract=abstract(demo),
        bases=tuple(plan["bases"]),
        opening=tuple(plan["opening"]),
        outline=Outline(tuple(sentence.block for sentence in sentences(demo, complete=complete))),
        closing=tuple(plan["closing"]),
    )


def further(demo: DemoYear) -> Iterator[tuple[str, PlanContent]]:
    """The last step taken with each further plan of the province, and its text."""
    for row in _in_year(read("plan")["further"], demo):
        blocks = (
            Block("vb0000", "part", "text", "NỘI DUNG THỰC HIỆN"),
            *(Block(f"vb{n:04d}", "section", "task", text) for n, text in enumerate(row["texts"], start=1)),
        )
        yield row["until"], PlanContent(abstract=row["abstract"], outline=Outline(blocks))


def further_reason() -> str:
    """Why the last of them came back."""
    return str(read("plan")["further_reason"])


def own_task(pool: str, ends_on: dt.date) -> tuple[Block, dict[str, Any]]:
    """The block and record of the task an upper unit adds when it derives the plan."""
    block = Block("rieng01", "point", "task", read("plan")["own_tasks"][pool])
    return block, {"deadline_on": ends_on, "deliverable": "Ảnh, danh sách, đánh giá sau ba tháng"}


def _in_year(value: Any, demo: DemoYear) -> Any:
    """The value with {year} filled in, down to every text in it."""
    if isinstance(value, str):
        return value.replace("{year}", str(demo.year)).replace("{next_year}", str(demo.year + 1))
    if isinstance(value, list):
        return [_in_year(item, demo) for item in value]
    if isinstance(value, dict):
        return {name: _in_year(item, demo) for name, item in value.items()}
    return value


def _dated(record: dict[str, Any], demo: DemoYear) -> dict[str, Any]:
    """[month, day] of a record as a date of the example's year."""
    return {name: demo.day(*value) if name.endswith("_on") else value for name, value in record.items()}
