"""How a body numbers its papers: all types in one series or each type in its own (NĐ 30/2020/NĐ-CP, Điều 15.1c)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.workflow import StepRefused
from documents.models import NumberSeries, RegisterEntry
from documents.services.errors import DocumentError
from documents.services.numbering import COMMON, locked_setting
from units import audit
from units.models import Role, Unit
from units.scope import holds_any

KEEPERS = (Role.REGISTRY, Role.ADMIN)


def series_keeper(user: Any, unit: Unit) -> str:
    """ "" when the person decides how the unit numbers, else the reason."""
    if holds_any(user, *KEEPERS, at=unit):
        return ""
    return f"Chỉ văn thư hoặc quản trị của {unit.name} được đổi cách đánh số văn bản."


@transaction.atomic
def set_series(unit: Unit, *, per_type: bool, in_mid_year: bool = False, by: Any) -> bool:
    """Number each type in its own series or all types in one; gives whether anything changed.

    When numbers were given this year, `in_mid_year` must say that the change is meant now. The new series then go on
    after the highest number given, so that no two papers of the year have the same number and symbol.
    Raises StepRefused for a person who does not keep the register, DocumentError without the word for mid-year.
    """
    refusal = series_keeper(by, unit)
    if refusal:
        raise StepRefused(refusal)
    setting, year = locked_setting(unit), timezone.localdate().year
    if setting.per_type == per_type:
        return False
    given = RegisterEntry.objects.filter(series__issuer=unit, series__year=year)
    if not in_mid_year and given.exists():
        raise DocumentError(
            f"Năm {year} đã cấp số theo cách cũ. Hãy đánh dấu xác nhận để đổi ngay trong năm, hoặc chờ đến ngày 01/01.",
            field="in_mid_year",
        )
    for name, last in _continued(given, per_type).items():
        series, _made = NumberSeries.objects.get_or_create(issuer=unit, series=name, year=year)
        series.last_number = max(series.last_number, last)
        series.save(update_fields=["last_number"])
    audit.record(
        "number.series", setting, by=by, unit=unit,
        before={"per_type": setting.per_type}, after={"per_type": per_type, "in_mid_year": given.exists()},
    )  # fmt: skip
    setting.per_type = per_type
    setting.save(update_fields=["per_type"])
    return True


def _continued(given: Any, per_type: bool) -> dict[str, int]:
    """Series → the number after which it goes on."""
    if not per_type:
        highest = given.aggregate(last=Max("number"))["last"]
        return {COMMON: highest} if highest else {}
    found: dict[str, int] = {}
    for type_, symbol, number in given.values_list("type", "symbol", "number"):
        # A line without a document has its type only in the symbol: KH-LĐLĐ.
        name = type_ or symbol.partition("-")[0]
        found[name] = max(found.get(name, 0), number)
    return found
