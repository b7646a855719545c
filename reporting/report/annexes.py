"""The annexes as rows of text: figures by indicator, figures by unit, units without an accepted report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from core.formats import write
from reporting.models import (
    Aggregation,
    Category,
    Exemption,
    Indicator,
    PeriodUnit,
    Submission,
    SubmissionStatus,
)
from reporting.models.submissions import COUNTED
from reporting.queries import totals as queries
from reporting.report.figures import POINTS, Figures
from reporting.report.sentences import NOTHING, written
from reporting.rollups import Branch, TotalsBelow, shown_value
from units.models import Sector

GROUPS = {**queries.GROUPS, "H": "Quản trị báo cáo, kế hoạch"}
# Columns of the annex by unit: indicator and its short heading.
KEY_HEADINGS = {
    "LD01": "Tổng số lao động", "TC05": "Tổng số đoàn viên", "TC06": "Kết nạp mới", "TC15": "Giới thiệu cho Đảng",
    "TT01": "Cuộc tuyên truyền", "TT02": "Lượt người dự", "DB07": "Hội nghị NLĐ", "DB08": "Đối thoại định kỳ",
    "CL01": "Lượt thăm hỏi, trợ cấp", "CL02": "Tiền thăm hỏi, trợ cấp (đồng)", "TD03": "Sáng kiến",
}  # fmt: skip
KEY_CODES = tuple(KEY_HEADINGS)
SECTORS = tuple(Sector.values)
MOST_BARS = 12  # of the chart; more would not stand on a page with their caption
FIGURE_HEADINGS = (
    "Mã", "Chỉ tiêu", "ĐVT", "Tổng số", "Trong đó nữ", "HCSN", "DNNN", "Ngoài NN", "FDI", "Cùng kỳ",
    "Tăng, giảm",
    "Đơn vị có số liệu (% ĐV)",
)  # fmt: skip
NOTHING_PRINTED = NOTHING | {""}
OWN_COLUMNS = {"", "n.nu", *(f"k.{sector}" for sector in SECTORS)}
MISSING_HEADINGS = ("TT", "Đơn vị", "Công đoàn cấp trên", "Tình trạng", "Hạn gửi")
EXEMPT_HEADINGS = ("TT", "Đơn vị", "Công đoàn cấp trên", "Lý do", "Người quyết định")
STATE_NAMES = {"tt.dung_han": "Đúng hạn", "tt.muon": "Gửi muộn", "tt.tra_lai": "Bị trả lại, chưa gửi lại"}
# Why a report is not in the totals.
WAITING = {
    SubmissionStatus.NOT_STARTED: "chưa gửi",
    SubmissionStatus.DRAFT: "chưa gửi (đang nhập)",
    SubmissionStatus.SUBMITTED: "đã gửi, chờ tiếp nhận",
    SubmissionStatus.RECEIVED: "đã tiếp nhận, chờ duyệt",
    SubmissionStatus.RETURNED: "bị trả lại, chưa gửi lại",
}


def figure_rows(figures: Figures) -> list[list[str]]:
    """A row per indicator that has a total, under the heading of its group; other breakdowns that have something as
    rows of their own (the rule is printed: reporting.pages.LEFT_OUT)."""
    names = _category_names()
    rows: list[list[str]] = []
    group = ""
    for indicator in figures.indicators.values():
        found = _indicator_rows(indicator, figures, names)
        if found and indicator.group != group:
            group = indicator.group
            rows.append([group, GROUPS.get(group, ""), *[""] * (len(FIGURE_HEADINGS) - 2)])
        rows += found
    return rows


def _category_names() -> dict[str, str]:
    """Breakdown → its name, in the catalogue's order."""
    names = {f"{c.disaggregation_id}.{c.code}": c.name for c in Category.objects.all()}
    return {**names, **STATE_NAMES}


def _measure(indicator: Indicator) -> str:
    """A self-rating is counted in units, whatever it is filled in with."""
    rated = indicator.over_units == Aggregation.COUNT and not indicator.computed
    return "đơn vị" if rated else indicator.unit_of_measure


def _indicator_rows(indicator: Indicator, figures: Figures, names: dict[str, str]) -> list[list[str]]:
    code = indicator.code
    parts = figures.cells.get((code, ""))
    given = {
        b
        for c, b in figures.cells
        if c == code and b not in OWN_COLUMNS and figures.shown(code, b) not in NOTHING_PRINTED
    }
    breakdowns = [*(b for b in names if b in given), *sorted(given - names.keys())]
    measure = _measure(indicator)
    if (parts is None or parts.value is None) and not breakdowns:
        return []
    units = ""
    if parts is not None and code[:2] != "QT":
        units = queries.n_of_n(parts.units_with_value, parts.members, figures.coverage)
    before = written(indicator, figures.value_before(code))
    change = figures.change_words(code).removesuffix(POINTS)
    rows = [[
        code, indicator.name, measure, figures.shown(code), figures.shown(code, "n.nu"),
        *(figures.shown(code, f"k.{sector}") for sector in SECTORS), before, change, units,
    ]]  # fmt: skip
    blank = [""] * (len(FIGURE_HEADINGS) - 4)
    rows += [["", f"– {names.get(b, b)}", measure, figures.shown(code, b), *blank] for b in breakdowns]
    return rows


def target_counts(figures: Figures, targets: list[dict[str, str]]) -> list[list[str]]:
    """QT05: how many targets of the plans in force are exceeded, reached, nearly reached, under way."""
    indicator = figures.indicators.get("QT05")
    if indicator is None or not targets:
        return []
    blank = [""] * (len(FIGURE_HEADINGS) - 4)
    counts = Counter(row["verdict"] for row in targets)
    rows = [["QT05", indicator.name, indicator.unit_of_measure, str(len(targets)), *blank]]
    return rows + [
        ["", f"– {verdict}", indicator.unit_of_measure, str(n), *blank]
        for verdict, n in sorted(counts.items())
    ]


def unit_headings(indicators: dict[str, Indicator]) -> list[str]:
    chosen = [indicators[code] for code in KEY_CODES if code in indicators]
    return ["TT", "Đơn vị", "Báo cáo", *(f"{KEY_HEADINGS[i.code]} {i.code}" for i in chosen)]


def unit_rows(below: TotalsBelow) -> list[list[str]]:
    """A row per unit one level below, the unit's own report first, the sum last; n/N is the unit's own coverage."""
    by_code = {indicator.code: indicator for indicator in below.indicators}
    chosen = [by_code[code] for code in KEY_CODES if code in by_code]
    rows = []
    number = 0
    for branch in below.branches:
        if branch.own and not branch.cells and not branch.expected:
            continue
        number += 1
        rows.append(
            [str(number), branch.name, f"{branch.counted}/{branch.expected}", *_cells(branch, chosen)]
        )
    total = [written(indicator, below.shown(indicator)) for indicator in chosen]
    heard = queries.n_of_n(below.counted, below.coverage.members, below.coverage)
    return [*rows, ["", "Cộng", heard, *total]]


def _cells(branch: Branch, chosen: Iterable[Indicator]) -> list[str]:
    found = [(indicator, branch.cells.get((indicator.code, ""))) for indicator in chosen]
    return [written(i, shown_value(i, parts.value, parts.base)) if parts else "" for i, parts in found]


def missing_rows(place: PeriodUnit) -> list[list[str]]:
    """Obliged units whose report is not in the totals, in the order of the tree."""
    rows = (
        Submission.objects.filter(period_unit__in=PeriodUnit.objects.below(place), period_unit__obliged=True)
        .exclude(status__in=COUNTED).select_related("period_unit__parent").order_by("period_unit__path")
    )  # fmt: skip
    return [_missing_row(number, row) for number, row in enumerate(rows, start=1)]


def _missing_row(number: int, submission: Submission) -> list[str]:
    unit = submission.period_unit
    parent = unit.parent.name if unit.parent else ""
    state = WAITING.get(SubmissionStatus(submission.status), str(submission.get_status_display()))
    if submission.late:
        state += ", gửi muộn"
    return [str(number), unit.name, parent, state[:1].upper() + state[1:], write.date(unit.due_on)]


def missing_summary(rows: list[list[str]]) -> str:
    """ "Có 5 đơn vị chưa có báo cáo được duyệt, trong đó: 3 đơn vị chưa gửi; 2 đơn vị bị trả lại, chưa gửi lại."."""
    if not rows:
        return ""
    counts = Counter(row[3][:1].lower() + row[3][1:] for row in rows)
    told = "; ".join(f"{count} đơn vị {state}" for state, count in counts.most_common())
    return f"Có {len(rows)} đơn vị chưa có báo cáo được duyệt, trong đó: {told}."


def late_rows(place: PeriodUnit) -> list[list[str]]:
    """Units whose accepted report came after its day."""
    rows = (
        Submission.objects.filter(
            period_unit__in=PeriodUnit.objects.below(place), period_unit__obliged=True, status__in=COUNTED, late=True
        )
        .select_related("period_unit__parent").order_by("period_unit__path")
    )  # fmt: skip
    found = []
    for number, row in enumerate(rows, start=1):
        line = _missing_row(number, row)
        found.append([*line[:3], f"Gửi ngày {write.date(row.submitted_at)}", line[4]])
    return found


def exempt_rows(place: PeriodUnit) -> list[list[str]]:
    """Units that were freed from the period: they are in no “n trên N”."""
    rows = (
        Exemption.objects.filter(place__in=PeriodUnit.objects.below(place))
        .select_related("place__parent").order_by("place__path")
    )  # fmt: skip
    return [
        [str(number), row.place.name, row.place.parent.name if row.place.parent else "", row.reason, row.decided_by]
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip


def chart_bars(below: TotalsBelow) -> list[dict[str, Any]]:
    """Share of accepted reports of each unit one level below that has units of its own, or of the whole."""
    bars = []
    for branch in below.branches:
        if branch.own or branch.expected < 2:
            continue
        rate = branch.counted * 100 / branch.expected
        shown = f"{branch.counted}/{branch.expected} ({write.percent(rate, 1)})"
        bars.append({"label": branch.place.name, "value": round(rate, 2), "shown": shown})
    return bars


def members_bars(below: TotalsBelow) -> list[dict[str, Any]]:
    """New members by unit, the most first, for a unit whose units below have none below them."""
    found = [(b, b.cells.get(("TC06", ""))) for b in below.branches if not b.own]
    bars = [
        {"label": branch.place.name, "value": float(parts.value or 0), "shown": write.number(parts.value)}
        for branch, parts in found
        if parts is not None and parts.value
    ]
    return sorted(bars, key=lambda bar: -bar["value"])


def chart(below: TotalsBelow) -> dict[str, Any]:
    """The one chart of the report: its title, what the bars mean, and as many bars as half a page holds."""
    bars = chart_bars(below)
    if bars:
        title, cut = "Báo cáo đã duyệt trên số đơn vị phải báo cáo", "tỷ lệ thấp nhất"
        axis, whole = "Tỷ lệ báo cáo đã duyệt (%)", 100
        shown = bars if len(bars) <= MOST_BARS else sorted(bars, key=lambda bar: bar["value"])[:MOST_BARS]
    else:
        bars = members_bars(below)
        title, cut = "Đoàn viên kết nạp mới theo đơn vị", "kết nạp nhiều nhất"
        axis, whole = "Số đoàn viên kết nạp mới (người)", 0
        shown = bars[:MOST_BARS]
    if len(shown) < len(bars):
        title += f" ({len(shown)} đơn vị có {cut})" if whole else f" ({len(shown)} đơn vị {cut})"
    return {"title": title, "axis": axis, "whole": whole, "bars": shown}
