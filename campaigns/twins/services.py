"""Saying that an activity and a record are one, and taking it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from campaigns.models import Activity, ActivityTwin
from campaigns.services.errors import CampaignError
from campaigns.twins.queries import candidates
from campaigns.workflow import changes_activity
from core.workflow import StepRefused
from units import audit


def set_twin(activity: Activity, wanted: str, *, by: Any) -> ActivityTwin | None:
    """`wanted` is the value of a candidate, "" for none. Raises CampaignError, StepRefused."""
    with transaction.atomic():
        row = Activity.objects.select_for_update(of=("self",)).select_related("unit").get(pk=activity.pk)
        if reason := changes_activity(by, row):
            raise StepRefused(reason)
        before = ActivityTwin.objects.filter(activity=row).first()
        chosen = next((one for one in candidates(by, row) if one.value == wanted), None)
        if wanted and chosen is None:
            raise CampaignError(
                "Hồ sơ đã chọn không còn ở gần ngày của hoạt động này. Hãy mở lại trang rồi chọn lại."
            )
        ActivityTwin.objects.filter(activity=row).delete()
        made = None
        if chosen:
            made = ActivityTwin.objects.create(
                activity=row, kind=chosen.kind, record_id=chosen.pk, title=chosen.title, said_by=by
            )
        audit.record(
            "activity.twin", row, by=by, unit=row.unit, before={"same_as": before.title if before else ""},
            after={"same_as": made.title if made else ""},
        )  # fmt: skip
    return made
