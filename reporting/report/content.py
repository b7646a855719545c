"""The content of a compiled report as JSON: everything its paper, annexes and spreadsheet need, nothing else is asked.

Same inputs, same content: no clock and no random value goes in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, Sum
from django.utils import timezone

from core.formats import write
from reporting.corrections.queries import restatement_notes
from reporting.models import Period, PeriodUnit, Submission
from reporting.models.submissions import COUNTED
from reporting.queries.totals import earlier_place
from reporting.report import annexes, charting, every_unit, like, narrative, received, targets
from reporting.report.figures import Figures, figures_of
from reporting.report.sentences import filled, templates
from reporting.rollups import TotalsBelow, totals_below

SCHEMA = 2
PARTS = {
    "I": "TÌNH HÌNH CÔNG NHÂN, VIÊN CHỨC, LAO ĐỘNG",
    "II": "KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN",
    "III": "ĐÁNH GIÁ CHUNG",
    "IV": "PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM",
    "V": "ĐỀ XUẤT, KIẾN NGHỊ",
}


def build_content(place: PeriodUnit) -> dict[str, Any]:
    """The report of `place` from its frozen totals and the accepted reports below it, read in the same moment
    (rollups.one_moment) as the totals were frozen. Texts edited by hand are not in it (see `keep_edits`).
    """
    figures = figures_of(place)
    parts = _parts(place, figures)
    rows = [row.as_json() for row in targets.target_rows(place, figures)]
    below = totals_below(place)
    missing = annexes.missing_rows(place)
    reports = every_unit.reports_below(place)
    included = _included(place)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "period": _period(place.period),
        "unit": {"code": place.unit.code, "name": place.name},
        "coverage": _coverage(place, figures),
        "parts": parts,
        "targets": rows,
        "targets_summary": targets.summary(rows),
        "annexes": {
            "figures": {
                "headings": list(annexes.FIGURE_HEADINGS),
                "rows": [*annexes.figure_rows(figures), *annexes.target_counts(figures, rows)],
            },
            "units": {
                "headings": annexes.unit_headings(figures.indicators),
                "rows": annexes.unit_rows(below),
            },
            "missing": {
                "headings": list(annexes.MISSING_HEADINGS),
                "rows": missing,
                "summary": annexes.missing_summary(missing),
            },
            "late": {"headings": list(annexes.MISSING_HEADINGS), "rows": annexes.late_rows(place)},
            "exempt": {"headings": list(annexes.EXEMPT_HEADINGS), "rows": annexes.exempt_rows(place)},
        },
        "chart": annexes.chart(below),
        "restated_before": restatement_notes(earlier_place(place)),
        "comparison": charting.comparison(figures),
        "like": like.as_json(figures.both),
        "verdicts": charting.verdicts(rows),
        "received": received.received(place, below),
        "tiles": every_unit.tiles(place, reports, below),
        "every_unit": {
            "headings": every_unit.headings(figures.indicators),
            "runs": every_unit.runs(place, reports, below),
        },
        "totals": raw_totals(figures),
        "units": raw_units(below),
        "included": list(included),
        "included_versions": list(included.values()),
    }
    content["data_code"] = data_code(content)
    return content


def abstract_of(period: Period) -> str:
    """Trích yếu from the period: half of the year or the whole year (DOMAIN 2.4 a)."""
    if period.regime.frequency == "year":
        return (
            f"Kết quả hoạt động công đoàn năm {period.year} và phương hướng, nhiệm vụ năm {period.year + 1}"
        )
    if period.ends_on.month <= 6:
        return (
            f"Kết quả hoạt động công đoàn 6 tháng đầu năm {period.year} và phương hướng, nhiệm vụ 6 tháng cuối "
            f"năm {period.year}"
        )
    return f"Kết quả hoạt động công đoàn 6 tháng cuối năm {period.year} và phương hướng, nhiệm vụ năm {period.year + 1}"


def data_code(content: dict[str, Any]) -> str:
    """SHA-256 (hex) of the numbers: two prints with one code hold the same totals."""
    facts = {
        key: content[key] for key in ("period", "unit", "coverage", "totals", "units", "targets", "included")
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep_edits(content: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    """The new content with the texts people had edited; a section whose sources changed since is marked."""
    edited = {s["code"]: s for s in narrative.sections_of(earlier or {}) if s["edited"]}
    for section in narrative.sections_of(content):
        old = edited.get(section["code"])
        if old:
            changed = (
                old["changed"]
                or old["gathered"] != section["gathered"]
                or old["figures"] != section["figures"]
            )
            section.update(text=old["text"], edited=True, changed=changed)
    return content


def edited_content(content: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """A copy of the content with new words for some sections; the words it was gathered with undo the edit."""
    copy: dict[str, Any] = json.loads(json.dumps(content))
    for section in narrative.sections_of(copy):
        if section["code"] in texts:
            text = "\n".join(line.strip() for line in texts[section["code"]].splitlines() if line.strip())
            section.update(text=text, edited=text != gathered_text(section), changed=False)
    return copy


def gathered_text(section: dict[str, Any]) -> str:
    """What stands in the section before anybody edits it: sentences with figures, then the units' paragraphs."""
    units = ["- " + narrative.tagged(each["text"], each["units"]) for each in section["gathered"]]
    return "\n".join([*section["figures"], *units])


def _parts(place: PeriodUnit, figures: Figures) -> list[dict[str, Any]]:
    said = narrative.gathered(place)
    by_part: dict[str, list[dict[str, Any]]] = {code: [] for code in PARTS}
    for heading in narrative.outline(place.period_id):
        part = heading.code.partition(".")[0]
        if part not in by_part:
            continue
        sentences = [filled(sentence, figures.words) for sentence in templates().get(heading.code, ())]
        section: dict[str, Any] = {
            "code": heading.code,
            "title": heading.title,
            "figures": [sentence for sentence in sentences if sentence],
            "gathered": [one.as_json() for one in said.get(heading.code, [])],
            "edited": False,
            "changed": False,
        }
        section["text"] = gathered_text(section)
        by_part[part].append(section)
    return [{"code": code, "title": title, "sections": by_part[code]} for code, title in PARTS.items()]


def _period(period: Period) -> dict[str, Any]:
    return {
        "code": period.code,
        "name": period.name,
        "year": period.year,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
    }


def _coverage(place: PeriodUnit, figures: Figures) -> dict[str, Any]:
    return {
        "counted": figures.counted,
        "expected": figures.expected,
        "accepted_until": _accepted_until(place),
        "members_percent": _members_percent(place),
    }


def _accepted_until(place: PeriodUnit) -> str:
    """When the last report that counts was accepted (ISO, local time): what was accepted later is in no number."""
    counted = Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place), status__in=COUNTED)
    last = counted.aggregate(last=Max("accepted_at"))["last"]
    return timezone.localtime(last).isoformat(timespec="seconds") if last else ""


def _members_percent(place: PeriodUnit) -> str:
    """Share of the members that belong to units with an accepted report, "" when no unit has a number of members."""
    told = PeriodUnit.objects.below(place).filter(obliged=True)
    counts = told.aggregate(
        everybody=Sum("members"), heard=Sum("members", filter=Q(submission__status__in=COUNTED))
    )
    everybody = counts["everybody"]
    return write.percent(write.share(counts["heard"] or 0, everybody), 1) if everybody else ""


def coverage_words(content: dict[str, Any]) -> str:
    """ "45/48 đơn vị (98,2% đoàn viên)"."""
    coverage = content["coverage"]
    members = f" ({coverage['members_percent']} đoàn viên)" if coverage["members_percent"] else ""
    return f"{coverage['counted']}/{coverage['expected']} đơn vị{members}"


def moment_words(content: dict[str, Any]) -> str:
    """ "10 giờ 05 phút ngày 20/6/2026": when the last report in the numbers was accepted; "" when nobody said."""
    told = content["coverage"].get("accepted_until")
    if not told:
        return ""
    moment = dt.datetime.fromisoformat(told)
    return f"{moment.hour} giờ {moment:%M} phút ngày {write.date(moment.date())}"


def _plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{number.normalize():f}" if number else "0"


def raw_totals(figures: Figures) -> dict[str, dict[str, list[str]]]:
    """code → breakdown → [value, base] as plain decimals."""
    found: dict[str, dict[str, list[str]]] = {}
    for (code, breakdown), parts in sorted(figures.cells.items()):
        found.setdefault(code, {})[breakdown] = [_plain(parts.value), _plain(parts.base)]
    return found


def raw_units(below: TotalsBelow) -> list[dict[str, Any]]:
    return [
        {
            "code": branch.place.unit.code,
            "own": branch.own,
            "counted": branch.counted,
            "expected": branch.expected,
            "figures": {
                f"{code}|{breakdown}".rstrip("|"): [_plain(parts.value), _plain(parts.base)]
                for (code, breakdown), parts in sorted(branch.cells.items())
            },
        }
        for branch in below.branches
    ]


def _included(place: PeriodUnit) -> dict[int, int]:
    """Id of each report in the totals → its version."""
    return dict(
        Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place), status__in=COUNTED)
        .order_by("pk").values_list("pk", "version")
    )  # fmt: skip
