"""Rows of the world about what follows from an issued plan: a replaced upper plan, progress of targets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from documents.evidence import read_file
from documents.models import Amendment, Document, HolderNotice, Mail
from documents.services.amending import amend_by_entry
from documents.services.notices import draft_amending_paper
from documents.services.numbering import change_entry, reserve_number
from plans.models import Plan, Target
from plans.services import create_plan
from reporting.models import TargetTally
from reporting.targets.services import freeze_review, tell_progress
from tests.campaigns.uploads import photo


def replaced(world: Any, old: Document, new: Document) -> None:
    """A draft built from a plan that another one replaced since."""
    draft = create_plan(
        issuer=world.province, abstract="Phổ biến luật", by=world["office"], derived_from=Plan.objects.get(pk=old.pk)
    )  # fmt: skip
    Amendment.objects.create(
        document=old, kind="replace", status="in_force", paper=new, reason="Thiếu chỉ tiêu", in_force_at=timezone.now()
    )  # fmt: skip
    world.objects["draft under a replaced plan"] = {"pk": draft.pk}


def progress(world: Any, day: dt.date) -> None:
    """What the reporter's unit told of a target, and a review that froze it."""
    target = Target.objects.get(pk=world.objects["followed target"]["target_pk"])
    entry = tell_progress(
        target, unit=world.base, value=Decimal(80), as_of=day, by=world["reporter"], piece=read_file(photo()),
    )  # fmt: skip
    review = freeze_review(target.plan, kind="interim", name="Sơ kết 6 tháng", by=world["office"])
    TargetTally.objects.create(target=target, counts="sessions")
    world.objects |= {"target entry": {"pk": entry.pk}, "target review": {"pk": review.pk}}


def recalled(world: Any, plan: Plan, other: Plan) -> None:
    """A plan recalled by a notice on paper, a draft that was built from it, a letter that is to correct the other plan."""
    lower = create_plan(
        issuer=world.province, abstract="Tuyên truyền biển đảo", by=world["office"],
        derived_from=Plan.objects.get(pk=plan.pk),
    )  # fmt: skip
    entry = reserve_number(
        world.province, type="TB", abstract="Thu hồi kế hoạch", reserved_for="Văn phòng", by=world["office"]
    )
    change_entry(entry, by=world["office"], signed_by="Trần Ngọc Ánh")
    recall = amend_by_entry(plan, "recall", entry=entry, reason="Trùng kế hoạch", by=world["head"])
    mail = Mail.objects.create(
        document=Document.objects.get(pk=plan.pk), unit=world.base, kind="amended", occasion=str(recall.pk),
        address="cu@example.vn", addressee=world.base.name, status="bounced",
    )  # fmt: skip
    corrected = draft_amending_paper(
        other, "correct", reason="Sai ngày", details="Mục I: 05/3.",
        by=world["head"],
    )  # fmt: skip
    told = HolderNotice.objects.get(amendment=recall, unit=world.base)
    world.objects |= {
        "drafted correction": {"pk": corrected.paper_id},
        "amendment": {"pk": recall.pk}, "mail": {"pk": mail.pk},
        "holder notice": {"pk": told.pk, "data": {"answer": "destroyed"}},
        "recalled plan": {"pk": plan.pk, "code": plan.verification_code},
        "plan under a recalled one": {"pk": lower.pk, "amendment_pk": recall.pk, "data": {"decision": "adapted"}},
    }  # fmt: skip
