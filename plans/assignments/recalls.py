"""The daily letter names recalled papers a unit was told of and has not confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from documents.models import AmendmentKind, HolderNotice
from documents.workflow import RECEIVERS
from plans.assignments.reminding import MOST, RECALLED, Line, rings
from units.models import Seat
from units.scope import units_of


def people_with_recalls(today: dt.date) -> Iterable[int]:
    """Who receives papers where a recall waits for its confirmation; `rings` judges the day."""
    waiting = _waiting().filter(sent_at__date__lt=today).order_by().values("unit")
    seats = Seat.objects.current(today).filter(role__in=RECEIVERS, unit__in=waiting)
    return seats.values_list("user_id", flat=True).distinct()


def recall_lines(user: Any, today: dt.date) -> Iterable[Line]:
    """One line a paper and unit, a day after the recall, after three days, then every week until it is confirmed."""
    units = [unit.pk for unit in units_of(user, *RECEIVERS)]
    rows = _waiting().filter(unit__in=units, sent_at__date__lt=today)
    for notice in rows.select_related("unit", "amendment__document__issuer").order_by("sent_at", "pk")[:MOST]:
        document = notice.amendment.document
        yield Line(
            RECALLED, f"{document.doc_code}: {document.abstract}", f"{document.issuer.name} thu hồi; {notice.unit.name}",
            reverse("documents:notice_detail", args=[notice.pk]),
            rings=rings(timezone.localtime(notice.sent_at).date(), today),
        )  # fmt: skip


def _waiting() -> Any:
    return HolderNotice.objects.silent().filter(
        amendment__kind=AmendmentKind.RECALL, unit__ended_on__isnull=True
    )
