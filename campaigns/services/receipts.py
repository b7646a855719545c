"""Taking an activity a device kept while it had no line: once, however often and late it is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.models import ActivityReceipt
from campaigns.services.activities import log_activity
from campaigns.services.errors import CampaignError
from units.models import Unit, User

Answer = dict[str, Any]


def receipt_of(key: uuid.UUID, by: User) -> Answer | None:
    """What was answered to this key. Raises CampaignError when somebody else used it."""
    receipt = ActivityReceipt.objects.filter(key=key).first()
    if receipt is None:
        return None
    if receipt.by_id != by.pk:
        raise CampaignError("Khóa của lần gửi này đã được người khác dùng. Hãy ghi lại hoạt động.")
    answer: Answer = receipt.answer
    return answer


def take_activity(*, key: uuid.UUID, unit: Unit, by: User, **values: Any) -> Answer:
    """Log the activity (arguments of log_activity) and keep the answer; the same key again gives it and changes nothing.

    Raises what log_activity raises; then nothing is kept, and the key may come again with corrected values.
    """
    known = receipt_of(key, by)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            activity = log_activity(unit=unit, by=by, request_key=key, **values)
            answer: Answer = {
                "key": str(key),
                "activity": activity.pk,
                "evidence": activity.evidence.count(),
                "message": "Đã ghi hoạt động. Số liệu được gợi ý khi báo cáo của kỳ có ngày này.",
            }
            ActivityReceipt.objects.create(key=key, activity=activity, by=by, answer=answer)
    except IntegrityError:
        # Two at once with one key: the other was first.
        known = receipt_of(key, by)
        if known is None:
            raise
        return known
    return answer
