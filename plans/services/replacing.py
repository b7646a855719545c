"""A new plan in place of an issued one whose content was wrong (NĐ 30/2020, Điều 17.4)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.models import AmendmentKind
from documents.services import BadSigner, choose_signer, set_recipients
from documents.services.amending import prepare_amendment
from plans.models import Bound, Plan
from plans.queries import content_of
from plans.records import RECORD_OF_KIND
from plans.services.drafting import create_plan


def replace_plan(plan: Plan, *, reason: str, by: Any) -> Plan:
    """A draft with the text, records, signer and recipients of the issued plan; it replaces that one when it is issued.

    Blocks keep their ids, so what changed can be told block by block. Raises what `create_plan` and
    `prepare_amendment` raise.
    """
    with transaction.atomic():
        draft = create_plan(
            issuer=plan.issuer, abstract=plan.abstract, kind=plan.kind, starts_on=plan.starts_on, ends_on=plan.ends_on,
            content=content_of(plan), derived_from=plan.derived_from, by=by,
        )  # fmt: skip
        prepare_amendment(plan, AmendmentKind.REPLACE, reason=reason, paper=draft, by=by)
        for model in dict.fromkeys(RECORD_OF_KIND.values()):
            _copy_records(model, plan, draft)
        _copy_frame(plan, draft, by)
    return draft


def _copy_records(model: type[Bound], plan: Plan, draft: Plan) -> None:
    """What people stated about each sentence goes along with it."""
    model.objects.filter(plan=draft).delete()
    rows: list[Any] = sorted(
        model.objects.filter(plan=plan), key=lambda row: bool(getattr(row, "within_id", None))
    )
    fresh: dict[int, int] = {}
    for row in rows:
        before = row.pk
        row.pk, row.plan, row._state.adding = None, draft, True
        if hasattr(row, "within_id"):
            row.within_id = fresh.get(row.within_id)
        row.save()
        fresh[before] = row.pk


def _copy_frame(plan: Plan, draft: Plan, by: Any) -> None:
    lines = [
        {"unit": line.unit, "group": line.group, "text": line.text, "role": line.role}
        for line in plan.recipients.select_related("unit")
        if not (line.unit and line.unit.ended_on and line.unit.ended_on <= timezone.localdate())
    ]
    set_recipients(draft, lines, by=by)
    if plan.signer is not None:
        try:
            choose_signer(draft, plan.signer, delegation=plan.delegation, by=by)
        except BadSigner:
            # Who signed then may not sign today: the drafter chooses anew.
            return
