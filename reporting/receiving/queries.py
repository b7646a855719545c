"""Reports that wait for a person: the officer's desk, with what the checks said and what changed at the last sending."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce

from core.formats.write import number
from core.vietnamese import parse_id, search_words
from reporting.models import Period, PeriodUnit, Submission
from reporting.models import SubmissionStatus as S
from reporting.models.submissions import COUNTED
from reporting.workflow import RECEIVER_ROLES
from units.models import Sector, UnitKind
from units.scope import sees_all, units_of

WAITING = (S.SUBMITTED, S.RECEIVED)
# Filter → (words, condition): what the checks said when the report was sent.
CONTENTS: dict[str, tuple[str, Q]] = {
    "clean": ("Không có lỗi, cảnh báo", Q(told=0)),
    "explained": ("Mọi lỗi, cảnh báo đã giải trình", Q(told__gt=0, told=F("explained"))),
    "open": ("Còn lỗi, cảnh báo chưa giải trình", Q(told__gt=F("explained"))),
    "errors": ("Có lỗi kèm giải trình", Q(errors__gt=0)),
    "changed": ("Gửi lại, có thay đổi", Q(times_returned__gt=0, changes__gt=0)),
    "same": ("Gửi lại, không thay đổi gì", Q(times_returned__gt=0, changes=0)),
    "late": ("Gửi muộn", Q(late=True)),
    "paper": ("Nhập thay từ báo cáo giấy", Q(on_paper=True)),
}
ORDERS = {
    "cho": ("Chờ lâu nhất", ("last_submitted_at", "pk")),
    "moi": ("Mới gửi nhất", ("-last_submitted_at", "-pk")),
    "xem": ("Nhiều lỗi, cảnh báo nhất", ("-open_count", "last_submitted_at", "pk")),
    "ten": ("Tên đơn vị", ("period_unit__sort_key", "pk")),
}


def receiving_units(user: Any) -> list[int]:
    return [unit.pk for unit in units_of(user, *RECEIVER_ROLES)]


def waiting_for(user: Any) -> QuerySet[Submission]:
    """Sent reports this person may accept now, with the counts of the last sending. Its own columns: told, open_count."""
    places = PeriodUnit.objects.received_at(receiving_units(user))
    rows = Submission.objects.filter(status__in=WAITING, period__status=Period.Status.OPEN)
    if not sees_all(user):
        rows = rows.filter(period_unit__in=places.values("pk"))
    return with_counts(rows).select_related("unit", "period", "period_unit__parent", "form")


def with_counts(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Each report with errors, warnings, explained, changes of its last sending; 0 for one sent before these were kept."""
    version = FilteredRelation("sent_versions", condition=Q(sent_versions__current=True))
    columns = {
        name: Coalesce(F(f"sent__{name}"), 0) for name in ("errors", "warnings", "explained", "changes")
    }
    return rows.annotate(sent=version).annotate(**columns).annotate(
        told=F("errors") + F("warnings"), open_count=F("told") - F("explained")
    )  # fmt: skip


def filtered(rows: QuerySet[Submission], asked: dict[str, str]) -> QuerySet[Submission]:
    """The rows by content, period, kind, sector, place above, and every word of the search; ordered."""
    content = CONTENTS.get(asked.get("loc", ""))
    if content:
        rows = rows.filter(content[1])
    if parse_id(asked.get("ky")):
        rows = rows.filter(period=parse_id(asked["ky"]))
    if parse_id(asked.get("noi")):
        rows = rows.filter(period_unit__parent=parse_id(asked["noi"]))
    if asked.get("loai"):
        rows = rows.filter(period_unit__kind_code=asked["loai"])
    if asked.get("kv") in Sector.values:
        rows = rows.filter(period_unit__sector=asked["kv"])
    for word in search_words(asked.get("q", "")):
        rows = rows.filter(Q(unit__name_fold__contains=word) | Q(unit__code__icontains=word))
    return rows.order_by(*ORDERS.get(asked.get("xep", ""), ORDERS["cho"])[1])


def open_below(place: PeriodUnit) -> tuple[int, int]:
    """Reports below the place: (not accepted yet, all that are owed). One query."""
    counts = Submission.objects.filter(
        period=place.period_id,
        period_unit__obliged=True,
        period_unit__path__gt=place.path,
        period_unit__path__lt=place.path + "~",
    ).aggregate(every=Count("pk"), open=Count("pk", filter=~Q(status__in=COUNTED)))
    return counts["open"], counts["every"]


def open_below_words(submission: Submission) -> str:
    """ "" or “Duyệt khi bên dưới còn 3 trên 15 báo cáo chưa được duyệt.”: a total is never accepted over gaps silently."""
    place = submission.period_unit
    if place.tier >= 3:
        return ""
    waiting, every = open_below(place)
    return (
        f"Duyệt khi bên dưới còn {number(waiting)} trên {number(every)} báo cáo chưa được duyệt."
        if waiting
        else ""
    )


def choices(rows: QuerySet[Submission]) -> dict[str, list[tuple[Any, str]]]:
    """Periods, places above and kinds of units among the rows, for the filters. Three queries."""
    plain = rows.order_by()
    periods = plain.values_list("period_id", "period__name").distinct().order_by("-period_id")
    above = plain.filter(period_unit__parent__isnull=False).values_list(
        "period_unit__parent_id", "period_unit__parent__name"
    )
    codes = plain.values_list("period_unit__kind_code", flat=True).distinct()
    kinds = UnitKind.objects.filter(code__in=codes).order_by("order").values_list("code", "name")
    return {
        "periods": list(periods), "above": list(above.distinct().order_by("period_unit__parent__name")[:100]),
        "kinds": list(kinds),
    }  # fmt: skip
