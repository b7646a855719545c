"""docs/report-sources.md: which indicator takes its suggestion from which records, and which has none and why."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from reporting.catalogue.loading import rows
from reporting.prefill.rules import ACTIVITY, ALL_TYPES, MOST, ONE, UNIT, PrefillRule, rules_by_box
from reporting.prefill.sources import KIND_NAMES

HOW = {MOST: " (the largest one)", ONE: " (1 if any)"}


@lru_cache(maxsize=1)
def without_source() -> dict[str, str]:
    """Indicator → why nothing on the portal can suggest its figure; for pages and for the table."""
    with Path(__file__).with_name("without_source.csv").open(encoding="utf-8", newline="") as file:
        return {row["indicator"]: row["reason"] for row in csv.DictReader(file)}


def sources_table() -> Iterator[str]:
    """The page as lines of Markdown, without its heading note."""
    yield "# Where the figures of a report come from"
    yield ""
    yield "Rules: `reporting/prefill/rules.csv`. Every suggestion opens to its records on the entry page, on the"
    yield "phone, in the workbook (sheet “Nguồn số liệu”), at `/bao-cao/phieu/…/nguon/` and in print. A new package joins by"
    yield "`records_of` (`campaigns/records.py`), a line in `reporting/prefill/sources.py` and its rules."
    yield ""
    yield "| indicator | name | sources | parts |"
    yield "|---|---|---|---|"
    by_box = rules_by_box()
    for row in rows("indicators.csv"):
        code = row["code"]
        whole = by_box.get((code, ""), ())
        if whole:
            parts = ", ".join(sorted(breakdown for one, breakdown in by_box if one == code and breakdown))
            yield f"| {code} | {row['name']} | {'; '.join(map(_words, whole))} | {parts} |"
    yield ""
    yield "Without a source, among the indicators of propaganda and emulation:"
    yield ""
    for code, reason in without_source().items():
        yield f"* {code}: {reason}"
    yield ""


def _words(rule: PrefillRule) -> str:
    if rule.kind == UNIT:
        return "hồ sơ đơn vị"
    if rule.kind != ACTIVITY:
        return f"{KIND_NAMES[rule.kind]}: `{rule.measure}`{HOW.get(rule.over, '')}"
    types = "mọi loại" if ALL_TYPES in rule.types else ", ".join(f"`{code}`" for code in sorted(rule.types))
    return f"{KIND_NAMES[ACTIVITY]} ({types}): `{rule.measure}`{HOW.get(rule.over, '')}"
