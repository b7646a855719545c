"""Channels, quantities, activity types, titles of awards as delivered; `load()` makes the tables what the files say."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.db import transaction

from campaigns.awards.models import AwardTitle
from campaigns.models import ActivityType, Channel, QuantityKind
from campaigns.opinions.models import OpinionTopic

FOLDER = Path(__file__).parent


def load() -> int:
    """Write every row of the files, changing those that exist; rows a customer added stay. Returns the number."""
    with transaction.atomic():
        return (
            _load_channels()
            + _load_quantity_kinds()
            + _load_activity_types()
            + _load_award_titles()
            + _load_opinion_topics()
        )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def fixed_days() -> tuple[tuple[int, int, str], ...]:
    """Month, day and name of the days campaigns gather around every year (DOMAIN 4.3)."""
    return tuple((int(row["month"]), int(row["day"]), row["name"]) for row in _rows("fixed_days.csv"))


def _load_channels() -> int:
    channels = [
        Channel(code=r["code"], name=r["name"], max_length=int(r["max_length"]), order=int(r["order"]))
        for r in _rows("channels.csv")
    ]
    Channel.objects.bulk_create(
        channels, update_conflicts=True, unique_fields=["code"], update_fields=["name", "max_length", "order"]
    )
    return len(channels)


def _load_quantity_kinds() -> int:
    kinds = [
        QuantityKind(
            code=r["code"], name=r["name"], unit_of_measure=r["unit_of_measure"], order=int(r["order"])
        )
        for r in _rows("quantity_kinds.csv")
    ]
    QuantityKind.objects.bulk_create(
        kinds,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "unit_of_measure", "order"],
    )
    return len(kinds)


def _load_activity_types() -> int:
    rows = _rows("activity_types.csv")
    ActivityType.objects.bulk_create(
        [ActivityType(code=r["code"], name=r["name"], order=int(r["order"])) for r in rows],
        update_conflicts=True, unique_fields=["code"], update_fields=["name", "order"],
    )  # fmt: skip
    asked = ActivityType.quantities.through
    asked.objects.filter(activitytype__in=[r["code"] for r in rows]).delete()
    asked.objects.bulk_create(
        asked(activitytype_id=row["code"], quantitykind_id=kind)
        for row in rows
        for kind in row["quantities"].split()
    )
    return len(rows)


def _load_award_titles() -> int:
    rows = _rows("award_titles.csv")
    fields = [name for name in rows[0] if name not in ("code", "order")]
    AwardTitle.objects.bulk_create(
        [AwardTitle(code=r["code"], order=int(r["order"]), **{name: r[name] for name in fields}) for r in rows],
        update_conflicts=True, unique_fields=["code"], update_fields=[*fields, "order"],
    )  # fmt: skip
    return len(rows)


def _load_opinion_topics() -> int:
    topics = [
        OpinionTopic(code=r["code"], name=r["name"], order=int(r["order"]))
        for r in _rows("opinion_topics.csv")
    ]
    OpinionTopic.objects.bulk_create(
        topics, update_conflicts=True, unique_fields=["code"], update_fields=["name", "order"]
    )
    return len(topics)
