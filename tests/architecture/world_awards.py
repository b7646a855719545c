"""Awards of the world: a bằng khen of the province to a grassroots union, a tờ trình."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaigns.awards.dossier import draw_up
from campaigns.awards.models import AwardTitle
from campaigns.awards.services import NewAward, record_award


def awards(world: Any) -> None:
    """Every address of the register finds a row of it."""
    line = NewAward(
        unit=world.base, title=AwardTitle.objects.get(pk="bang_khen"), year=2025, issuer=world.province,
        decision_number="125/QĐ-LĐLĐ", decided_on=dt.date(2025, 12, 20),
    )  # fmt: skip
    award = record_award(line, keeper=world.province, by=world["office"])
    paper = draw_up(
        "submission", issuer=world.province, by=world["office"], abstract="Về việc đề nghị khen thưởng",
        body=["Kính đề nghị xem xét."],
    )  # fmt: skip
    world.objects["award dossier"] = {"pk": paper.pk}
    world.objects["award"] = {"pk": award.pk, "step": "revoke", "data": {"note": "Ghi nhầm"}}
