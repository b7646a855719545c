"""Reports that units one level below have issued: their totals are their row, and what changed since is told."""

from __future__ import annotations

from typing import Any

from core.formats import write
from documents.models import Status
from reporting.models import CompiledReport, Indicator, PeriodUnit
from reporting.report.sentences import written
from reporting.rollups import Branch, Parts, TotalsBelow, shown_value

MOST_TOLD = 5  # changed figures of one report; the page of the totals tells all


def received(place: PeriodUnit, below: TotalsBelow) -> list[dict[str, Any]]:
    """Unit, paper, day, data code and [code, indicator, received, now] of the figures that changed since, in the order
    of the rows."""
    issued = CompiledReport.objects.filter(period_unit__parent=place, status=Status.ISSUED)
    by_place = {each.period_unit_id: each for each in issued.select_related("current_version")}
    found = []
    for branch in below.branches:
        report = None if branch.own else by_place.get(branch.place.pk)
        if report is None or report.current_version is None:
            continue
        content = report.current_version.content
        found.append({
            "unit": branch.place.name, "report": report.pk, "doc_code": report.doc_code.strip(),
            "issued_on": write.date(report.issued_on), "data_code": content["data_code"],
            "changed": _changed(content["totals"], branch, below.indicators),
        })  # fmt: skip
    return found


def _changed(totals: dict[str, Any], branch: Branch, indicators: tuple[Indicator, ...]) -> list[list[str]]:
    """Figures of the row that are not those of the received report; what the system counts itself is left out."""
    found = []
    for indicator in indicators:
        if indicator.computed:
            continue
        then = _parts(totals.get(indicator.code, {}).get(""))
        now = branch.cells.get((indicator.code, ""), Parts(None))
        if (then.value, then.base) != (now.value, now.base):
            words = (written(indicator, shown_value(indicator, p.value, p.base)) for p in (then, now))
            found.append([indicator.code, indicator.name, *(word or "không có" for word in words)])
    return found


def _parts(stored: list[str] | None) -> Parts:
    value, base = (write.as_decimal(text) for text in stored or ("", ""))
    return Parts(value, base)


def words_of(each: dict[str, Any]) -> str:
    """ "Công đoàn xã A: theo Báo cáo số 03/BC-CĐX ngày 10/6/2026 (mã dữ liệu …); sau đó thay đổi: …"."""
    paper = f"Báo cáo số {each['doc_code']} ngày {each['issued_on']}"
    text = f"{each['unit']}: theo {paper} (mã dữ liệu {each['data_code'][:16]})"
    changed = [f"{name} ({code}) từ {was} thành {now}" for code, name, was, now in each["changed"]]
    if not changed:
        return f"{text}."
    more = f" và {len(changed) - MOST_TOLD} chỉ tiêu khác" if len(changed) > MOST_TOLD else ""
    return f"{text}; sau đó thay đổi: {'; '.join(changed[:MOST_TOLD])}{more}."
