"""Reads of the register of awards: for its pages, for grading, for the report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from campaigns.awards.models import Award, AwardTitle, Level, Receiver
from campaigns.records import ReportRecord
from core.vietnamese import nfc, parse_id
from units.models import Unit
from units.scope import below

# Indicator of the catalogue (DOMAIN 2.5, TD06–TD11) → measure of a report record.
MEASURES = {
    "TD06": "bang_lao_dong_sang_tao",
    "TD07": "co_thi_dua",
    "TD08": "bang_khen",
    "TD09": "giay_khen",
    "TD10": "danh_hieu",
    "TD11": "gioi_viec_nuoc",
}
# Level → category of the breakdown "issuer".
ISSUERS = {Level.CONFEDERATION: "tld", Level.PROVINCE: "ldld"}
KIND = "award"


@dataclass(frozen=True)
class PriorAward:
    """What a unit itself got: title code, group of titles, level of the giver, year."""

    unit_id: int
    title: str
    excludes: str
    level: str
    year: int


def prior_awards(
    units: Collection[int] | QuerySet[Unit],
    years: Collection[int],
    level: str = "",
    *,
    titles: Collection[str] = (),
) -> dict[int, list[PriorAward]]:
    """Unit → awards in force it got as a whole in these emulation years, newest first. One query.

    `units`: ids, or better a queryset when they are many. `level`, `titles` (codes) narrow; units without one are absent.
    """
    rows = Award.objects.in_force().filter(
        unit__in=units, year__in=list(years), receiver=Receiver.COLLECTIVE, name=""
    )
    if level:
        rows = rows.filter(level=level)
    if titles:
        rows = rows.filter(title__in=list(titles))
    found: dict[int, list[PriorAward]] = defaultdict(list)
    wanted = rows.order_by("-year", "-pk").values_list(
        "unit_id", "title_id", "title__excludes", "level", "year"
    )
    for row in wanted.iterator(chunk_size=2000):
        found[row[0]].append(PriorAward(*row))
    return dict(found)


def award_rows(user: Any, chosen: Mapping[str, Any]) -> QuerySet[Award]:
    """Visible lines of the register. `chosen`: q, danh-hieu, cap, doi-tuong, nam, don-vi, trang-thai, sap-xep as typed."""
    found = Award.objects.visible_to(user).select_related("title", "unit", "issuer")
    found = found.search(nfc(str(chosen.get("q", ""))))
    for name, field in (("danh-hieu", "title"), ("cap", "level"), ("doi-tuong", "receiver")):
        if value := str(chosen.get(name, "")):
            found = found.filter(**{field: nfc(value)})
    if year := parse_id(chosen.get("nam", "")):
        found = found.filter(year=year)
    if unit := parse_id(chosen.get("don-vi", "")):
        found = found.filter(unit=unit)
    if chosen.get("trang-thai") != "tat-ca":
        found = found.in_force()
    order = ORDERS.get(str(chosen.get("sap-xep", "")), ORDERS[""])
    return found.order_by(*order)


ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-decided_on", "-pk"),
    "cu": ("decided_on", "pk"),
    "don-vi": ("unit__sort_key", "-decided_on", "-pk"),
    "danh-hieu": ("title__order", "-decided_on", "-pk"),
}

ORDER_NAMES = (
    ("", "Mới nhất trước"),
    ("cu", "Cũ nhất trước"),
    ("don-vi", "Theo đơn vị"),
    ("danh-hieu", "Theo danh hiệu"),
)


def years_of(user: Any) -> list[int]:
    """Emulation years the person sees awards of, newest first."""
    years = Award.objects.visible_to(user).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def units_to_award(user: Any) -> QuerySet[Unit]:
    """Units an award may be written for by the person: own ones and those below."""
    return Unit.objects.visible_to(user).filter(below(user)).active()


def others_of(award: Award, user: Any) -> QuerySet[Award]:
    """What else the same recipient got, as far as the person may see it."""
    rows = Award.objects.visible_to(user).in_force().filter(recipient_key=award.recipient_key)
    return rows.exclude(pk=award.pk).select_related("title")[:20]


def awards_between(unit: Unit, first_day: dt.date, last_day: dt.date) -> QuerySet[Award]:
    """Awards in force the unit, its groups and its people got by decisions of these days."""
    return (
        Award.objects.in_force()
        .filter(unit=unit, decided_on__gte=first_day, decided_on__lte=last_day)
        .select_related("title", "unit")
        .order_by("decided_on", "pk")
    )


def amounts_of(award: Award) -> dict[str, int]:
    """Measure → 1 for what the award counts in, with its breakdowns; {} for titles no indicator asks for."""
    measure = MEASURES.get(award.title.indicator)
    if measure is None:
        return {}
    if measure == "gioi_viec_nuoc":
        # TD11 counts women only.
        return {measure: 1} if award.female else {}
    amounts = {measure: 1}
    if measure == "danh_hieu":
        amounts["danh_hieu:n.nu"] = int(award.female)
    if measure in ("co_thi_dua", "bang_khen", "giay_khen"):
        giver = ISSUERS.get(Level(award.level), "khac")
        amounts |= {f"{measure}:issuer.{one}": int(one == giver) for one in (*ISSUERS.values(), "khac")}
    if measure in ("bang_khen", "giay_khen"):
        person = award.receiver == Receiver.PERSON
        amounts |= {f"{measure}:ttcn.tap_the": int(not person), f"{measure}:ttcn.ca_nhan": int(person)}
    return amounts


def titles_for(level: str = "") -> list[AwardTitle]:
    """The catalogue in its order, of those the level may give when one is named."""
    return [one for one in AwardTitle.objects.all() if not level or level in one.level_list]


def records_of(unit: Unit, first_day: dt.date, last_day: dt.date) -> list[ReportRecord]:
    """The unit's awards of these days as a report counts them: TD06–TD11. One query."""
    found = []
    for award in awards_between(unit, first_day, last_day):
        if amounts := amounts_of(award):
            title = f"{award.title.name} – {award.recipient} (QĐ {award.decision_number})"
            url = reverse("campaigns:award_detail", args=[award.pk])
            found.append(ReportRecord(KIND, award.pk, title, award.decided_on, url, amounts))
    return found
