"""Numbers of the drawings of a compiled report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from core.formats import write
from reporting.report import targets
from reporting.report.figures import Figures
from reporting.report.sentences import written

# What leaders look at first; the order is that of the paper.
COMPARED = ("TC05", "TC06", "TT01", "TT02", "DB07", "DB08", "CL01", "CL02", "TD03")
VERDICTS = (targets.EXCEEDED, targets.REACHED, targets.NEARLY, targets.ONGOING, targets.NO_FIGURE)


def comparison(figures: Figures) -> list[dict[str, Any]]:
    """Indicators with a figure now and in the same period last year, of the units that reported in both."""
    found = []
    for code in COMPARED:
        now, before = figures.like(code)
        if code not in figures.indicators or now is None or before is None or now < 0 or before < 0:
            continue
        indicator = figures.indicators[code]
        measure = "" if indicator.unit_of_measure == "%" else f" {indicator.unit_of_measure}"
        found.append({
            "label": f"{indicator.name} ({code})", "value": float(now), "before": float(before),
            "shown": f"{written(indicator, now)}{measure}", "shown_before": f"{written(indicator, before)}{measure}",
            "change": write.signed_percent(figures.change(code)),
        })  # fmt: skip
    return found


def verdicts(rows: list[dict[str, str]]) -> list[list[Any]]:
    """[verdict, how many targets], those there are."""
    counts = Counter(row["verdict"] for row in rows)
    return [[verdict, counts[verdict]] for verdict in VERDICTS if counts[verdict]]
