"""Awards of the world: a bằng khen of the province to a grassroots union, a tờ trình, a certificate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaigns.awards.dossier import draw_up
from campaigns.awards.models import AwardTitle
from campaigns.awards.printing import ask_for_book
from campaigns.awards.services import NewAward, record_award
from campaigns.certificates.jobs import job_key
from campaigns.certificates.services import Recipient, create_blank, print_for, set_background
from documents.evidence import read_photo
from documents.jobs import run
from documents.models import Job
from tests.campaigns.uploads import photo


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
    blank = create_blank(unit=world.province, name="Giấy khen A4", width=297, height=210, by=world["office"])
    set_background(blank, read_photo(photo()), by=world["office"])
    batch = print_for(
        [Recipient("Lê Thị Mai")], blank, unit=world.province, name="Khen thưởng năm 2025", by=world["office"]
    )
    run(Job.objects.get(key=job_key(batch)).pk)
    printed = ask_for_book({}, by=world["office"], unit=world.province)
    run(printed.pk)
    world.objects |= {
        "printed awards": {"pk": printed.pk},
        "blank form": {"pk": blank.pk},
        "certificates": {"pk": batch.pk, "step": "withdraw", "data": {"note": "In sai"}},
        "certificate": {"code": batch.certificates.get().code},
    }
    world.objects["award"] = {"pk": award.pk, "step": "revoke", "data": {"note": "Ghi nhầm"}}
