"""Activities of the world that were logged twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

from campaigns.duplicates.services import merge_activities
from campaigns.models import Activity
from campaigns.services import log_activity


def logged_twice(world: Any, on: dt.date) -> None:
    """Two that wait to be merged, and one that was."""
    one, other, kept, gone = (_log(world, on, f"Tọa đàm lần {n}") for n in (1, 1, 2, 2))
    merged = merge_activities(kept, gone, by=world["reporter"], chosen={})
    world.objects |= {
        "pair of activities": {"pk": one.pk, "other": other.pk},
        "merge of activities": {"pk": merged.pk},
    }


def _log(world: Any, on: dt.date, title: str) -> Activity:
    return log_activity(
        unit=world.base, by=world["reporter"], type="tuyen_truyen_mieng", title=title, happened_on=on
    )
