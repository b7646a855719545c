"""Writing down what a unit did: log once however often it is sent, change, delete with a trace."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from campaigns.models import (
    Activity,
    ActivityMoney,
    ActivityQuantity,
    ActivityType,
    Campaign,
    Channel,
    Message,
)
from campaigns.services import checks
from campaigns.services.errors import CampaignError
from campaigns.services.evidence import delete_files_later, store
from campaigns.workflow import changes_activity, logs_for
from core.workflow import StepRefused
from documents.evidence import NewEvidence
from plans.models import Task
from units import audit
from units.models import Unit


def log_activity(
    *,
    unit: Unit,
    by: Any = None,
    type: ActivityType | str,
    title: str,
    happened_on: dt.date,
    place: str = "",
    form: str = Activity.Form.FACE_TO_FACE,
    campaign: Campaign | None = None,
    task: Task | None = None,
    message: Message | None = None,
    channel: Channel | None = None,
    sessions: int = 1,
    participations: int | None = None,
    female_participations: int | None = None,
    note: str = "",
    quantities: Mapping[str, int] | None = None,
    money: Mapping[str, int] | None = None,
    partners: Iterable[Unit] = (),
    evidence: Iterable[NewEvidence] = (),
    request_key: uuid.UUID | None = None,
) -> Activity:
    """One activity of `unit`, with quantities (code → number), money (source → đồng) and evidence.

    The same `request_key` again gives the activity of the first call and stores nothing. What was not counted is left
    out (None), never 0. `by=None` is for programs that load data. Raises CampaignError, EvidenceError, StepRefused.
    """
    _allow(logs_for(by, unit) if by is not None else "")
    key = request_key or uuid.uuid4()
    if found := _already_logged(key, unit):
        return found
    values = checks.checked(
        unit, None, type=type, title=title, happened_on=happened_on, place=place, form=form, campaign=campaign, task=task,
        message=message, channel=channel, sessions=sessions, participations=participations,
        female_participations=female_participations, note=note,
    )  # fmt: skip
    amounts, sums = checks.quantities(quantities or {}), checks.money(money or {})
    activity = Activity(unit=unit, logged_by=by, request_key=key, **values)
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
            write_amounts(activity, amounts, sums)
            if joined := [partner for partner in partners if partner.pk != unit.pk]:
                activity.partners.set(joined)
            store(activity, evidence, by=by)
    except IntegrityError:
        # The second of two sends at the same moment.
        if found := _already_logged(key, unit):
            return found
        raise
    return activity


def change_activity(
    activity: Activity,
    *,
    by: Any,
    quantities: Mapping[str, int] | None = None,
    money: Mapping[str, int] | None = None,
    partners: Iterable[Unit] | None = None,
    evidence: Iterable[NewEvidence] = (),
    **values: Any,
) -> Activity:
    """Set the named fields of log_activity; `quantities` and `money`, when given, replace what was there.

    A campaign, task or message that is already named may stay after it went out of force. Raises CampaignError,
    EvidenceError, StepRefused.
    """
    with transaction.atomic():
        row = _locked(activity)
        _allow(changes_activity(by, row))
        before = facts_of(row)
        merged = {**{name: getattr(row, name) for name in checks.FIELDS}, **values}
        for name, value in checks.checked(row.unit, row, **merged).items():
            setattr(row, name, value)
        row.save(update_fields=[*checks.FIELDS])
        _replace_amounts(row, quantities, money)
        if partners is not None:
            row.partners.set(partner for partner in partners if partner.pk != row.unit_id)
        store(row, evidence, by=by)
        audit.record("activity.change", row, by=by, unit=row.unit, before=before, after=facts_of(row))
    return row


def remove_activity(activity: Activity, *, by: Any) -> None:
    """Delete the activity with its evidence; the log keeps who deleted what. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = _locked(activity)
        _allow(changes_activity(by, row))
        audit.record("activity.remove", row, by=by, unit=row.unit, before=facts_of(row))
        delete_files_later(row.evidence.all())
        try:
            row.delete()
        except ProtectedError as error:
            raise CampaignError(
                "Hoạt động này đang là nguồn số liệu của một báo cáo nên không xóa được. Hãy bỏ nguồn ở báo cáo trước."
            ) from error


def facts_of(activity: Activity) -> dict[str, Any]:
    """The activity as the audit log keeps it: fields, quantities, money in đồng, evidence by SHA-256 or address."""
    facts = {
        name: getattr(activity, f"{name}_id" if name in checks.LINKS else name) for name in checks.FIELDS
    }
    return {
        **facts,
        "quantities": dict(activity.quantities.values_list("kind_id", "amount")),
        "money": dict(activity.money.values_list("source", "amount")),
        "evidence": [e.url or f"{e.original_name} {e.sha256}" for e in activity.evidence.all()],
    }


def _allow(reason: str) -> None:
    if reason:
        raise StepRefused(reason)


def _already_logged(key: uuid.UUID, unit: Unit) -> Activity | None:
    found = Activity.objects.filter(request_key=key).first()
    if found and found.unit_id != unit.pk:
        raise CampaignError("Phiếu này đã được gửi cho đơn vị khác. Hãy mở lại trang ghi hoạt động.")
    return found


def _locked(activity: Activity) -> Activity:
    row = (
        Activity.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=activity.pk).first()
    )
    if row is None:
        raise CampaignError("Hoạt động này vừa bị xóa ở nơi khác.")
    return row


def write_amounts(activity: Activity, quantities: Mapping[str, int], money: Mapping[str, int]) -> None:
    """Rows of amounts that were checked, inside the transaction of the caller."""
    ActivityQuantity.objects.bulk_create(
        ActivityQuantity(activity=activity, kind_id=code, amount=amount)
        for code, amount in quantities.items()
    )
    ActivityMoney.objects.bulk_create(
        ActivityMoney(activity=activity, source=source, amount=amount) for source, amount in money.items()
    )


def _replace_amounts(
    activity: Activity, quantities: Mapping[str, int] | None, money: Mapping[str, int] | None
) -> None:
    new_quantities = checks.quantities(quantities) if quantities is not None else {}
    new_money = checks.money(money) if money is not None else {}
    if quantities is not None:
        activity.quantities.all().delete()
    if money is not None:
        activity.money.all().delete()
    write_amounts(activity, new_quantities, new_money)
