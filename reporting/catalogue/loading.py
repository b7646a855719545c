"""Brings the tables to what the CSV files of this folder say; running it again changes nothing."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

import campaigns.catalogue
import documents.catalogue
import plans.catalogue
import units.catalogue
from reporting.models import (
    Category,
    CorrectionReason,
    Disaggregation,
    Form,
    FormItem,
    Holiday,
    Indicator,
    NarrativeSection,
    Submission,
)
from reporting.regimes.models import HOLIDAY_REMOVED
from units.models import AuditEntry

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Loaded:
    """How many rows the catalogue holds after loading."""

    indicators: int
    disaggregations: int
    forms: int
    new_days_off: int = 0


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one CSV file of the catalogue."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load() -> Loaded:
    """Load kinds of units, cited papers, templates of plans, activity types, indicators and forms.

    Idempotent. A form version that a report was made with is never changed (a new version is a new row of forms.csv).
    """
    units.catalogue.load()
    documents.catalogue.load()
    plans.catalogue.load()
    campaigns.catalogue.load()
    _load_disaggregations()
    _load_indicators()
    _load_reasons()
    new_days = _load_holidays()
    for row in rows("forms.csv"):
        _load_form(row)
    return Loaded(Indicator.objects.count(), Disaggregation.objects.count(), Form.objects.count(), new_days)


def _load_disaggregations() -> None:
    parts = rows("disaggregations.csv")
    order: dict[str, int] = {}
    for part in parts:
        order.setdefault(part["code"], len(order))
    Disaggregation.objects.bulk_create(
        [
            Disaggregation(
                code=p["code"], name=p["name"], exhaustive=p["exhaustive"] == "1", derived=p["derived"] == "1",
                order=order[p["code"]],
            )
            for p in {p["code"]: p for p in parts}.values()
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=["name", "exhaustive", "derived", "order"],
    )  # fmt: skip
    Category.objects.bulk_create(
        [
            Category(disaggregation_id=p["code"], code=p["category"], name=p["category_name"], order=i)
            for i, p in enumerate(parts)
        ],
        update_conflicts=True, unique_fields=["disaggregation", "code"], update_fields=["name", "order"],
    )  # fmt: skip


def _load_holidays() -> int:
    """Days the portal does not have; what somebody changed stays, what somebody took off the list stays off it."""
    left = AuditEntry.objects.filter(action=HOLIDAY_REMOVED).values_list("before", flat=True)
    known = {day.isoformat() for day in Holiday.objects.values_list("day", flat=True)}
    known |= {str((before or {}).get("day", "")) for before in left}
    new = [row for row in rows("holidays.csv") if row["day"] not in known]
    Holiday.objects.bulk_create(
        [
            Holiday(
                day=dt.date.fromisoformat(row["day"]),
                name=row["name"],
                off=row["off"] == "1",
                announced=row["announced"] == "1",
                source=row["source"],
            )
            for row in new
        ]
    )
    return len(new)


def _load_reasons() -> None:
    CorrectionReason.objects.bulk_create(
        [
            CorrectionReason(
                code=r["code"], name=r["name"], material=r["material"] == "1", scope=r["scope"], order=i
            )
            for i, r in enumerate(rows("correction_reasons.csv"))
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=["name", "material", "scope", "order"],
    )  # fmt: skip


PLAIN = (
    "name", "unit_of_measure", "group", "kind", "over_units", "over_periods", "numerator", "denominator",
    "denominator_name", "help_text", "source",
)  # fmt: skip


def _load_indicators() -> None:
    table = rows("indicators.csv")
    Indicator.objects.bulk_create(
        [
            Indicator(code=r["code"], computed=r["computed"] == "1", order=i, **{key: r[key] for key in PLAIN})
            for i, r in enumerate(table)
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=[*PLAIN, "computed", "order"],
    )  # fmt: skip
    ids = dict(Indicator.objects.values_list("code", "pk"))
    link = Indicator.disaggregations.through
    wanted = {(ids[r["code"]], code) for r in table for code in r["disaggregations"].split()}
    _sync_links(link, "indicator_id", {ids[r["code"]] for r in table}, wanted)


def _sync_links(link: type, owner: str, owners: set[int], wanted: set[tuple[int, str]]) -> None:
    """Make the many-to-many rows of `owners` exactly `wanted` (owner id, disaggregation code)."""
    manager = link._default_manager  # type: ignore[attr-defined]
    there = manager.filter(**{f"{owner}__in": owners})
    known = {(row[0], row[1]): row[2] for row in there.values_list(owner, "disaggregation_id", "pk")}
    manager.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    manager.bulk_create(
        [link(**{owner: o, "disaggregation_id": d}) for o, d in sorted(wanted - known.keys())]
    )


def _load_form(row: dict[str, str]) -> None:
    form, created = Form.objects.get_or_create(
        code=row["code"], version=int(row["version"]), defaults={"name": row["name"]}
    )
    if not created and Submission.objects.filter(form=form).exists():
        return
    _load_items(form)
    _load_narratives(form)


def _load_items(form: Form) -> None:
    table = [r for r in rows("form_items.csv") if r["form"] == form.code]
    ids = dict(Indicator.objects.filter(code__in=[r["indicator"] for r in table]).values_list("code", "pk"))
    FormItem.objects.filter(form=form).exclude(indicator__in=ids.values()).delete()
    FormItem.objects.bulk_create(
        [
            FormItem(
                form=form, indicator_id=ids[r["indicator"]], section=r["section"], required=r["required"] == "1",
                order=i,
            )
            for i, r in enumerate(table)
        ],
        update_conflicts=True, unique_fields=["form", "indicator"], update_fields=["section", "required", "order"],
    )  # fmt: skip
    items = dict(FormItem.objects.filter(form=form).values_list("indicator_id", "pk"))
    wanted = {(items[ids[r["indicator"]]], code) for r in table for code in r["disaggregations"].split()}
    _sync_links(FormItem.disaggregations.through, "formitem_id", set(items.values()), wanted)


def _load_narratives(form: Form) -> None:
    table = [r for r in rows("narratives.csv") if r["form"] == form.code]
    NarrativeSection.objects.filter(form=form).exclude(code__in=[r["code"] for r in table]).delete()
    NarrativeSection.objects.bulk_create(
        [
            NarrativeSection(
                form=form, code=r["code"], part=r["part"], title=r["title"], prompt=r["prompt"],
                required=r["required"] == "1", order=i,
            )
            for i, r in enumerate(table)
        ],
        update_conflicts=True, unique_fields=["form", "code"],
        update_fields=["part", "title", "prompt", "required", "order"],
    )  # fmt: skip
