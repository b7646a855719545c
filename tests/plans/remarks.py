"""A draft of the province with three blocks, for the tests about remarks."""

from __future__ import annotations

from typing import Any

from plans.models import Plan
from plans.outline import PlanContent
from plans.services import create_plan
from tests.factories import person, province
from units.models import Role, User

ABSTRACT = "Tổ chức Tháng Công nhân năm 2026"
BLOCKS = [
    {"id": "aaaa00", "level": "part", "kind": "text", "text": "Mục đích"},
    {"id": "aaaa01", "level": "bullet", "kind": "text", "text": "Chăm lo đoàn viên có hoàn cảnh khó khăn."},
    {
        "id": "aaaa02",
        "level": "bullet",
        "kind": "text",
        "text": "Thăm hỏi người lao động, thăm hỏi gia đình.",
    },
    {
        "id": "aaaa03",
        "level": "table",
        "kind": "text",
        "text": "",
        "rows": [["Số", "Việc"], ["1", "Tặng quà"]],
    },
]


def body(*blocks: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a plan with these blocks."""
    return {"abstract": ABSTRACT, "bases": [], "opening": [], "closing": [], "blocks": list(blocks or BLOCKS)}


def draft(names: dict[str, str] | None = None) -> tuple[Plan, dict[str, User]]:
    """The plan and one person for every role at its issuer."""
    place = province(short_name="LĐLĐ tỉnh Mẫu Sơn")
    names = {Role.DRAFTER: "Lý Thị Mai", Role.LEADER: "Trần Ngọc Ánh", Role.MEMBER: "Bùi Văn Đạt"} | (
        names or {}
    )
    people = {role.value: person(role, place, names.get(role, "")) for role in Role}
    content = PlanContent.from_json(body())
    made = create_plan(issuer=place, abstract=ABSTRACT, by=people["drafter"], content=content)
    return Plan.objects.get(pk=made.pk), people
