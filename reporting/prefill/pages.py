"""The sources of a whole report: box by box what stands there, what its records add up to, and each record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from campaigns.records import ReportRecord
from core.formats import write
from reporting.models import Submission
from reporting.prefill.suggesting import Line, Prefilled, prefill_of
from reporting.queries.comparisons import figures_of
from reporting.queries.layout import CellSpec, FormLayout
from reporting.queries.submissions import figure_words

HEADINGS = (
    "Chỉ tiêu",
    "Báo cáo",
    "Cộng từ hồ sơ",
    "Loại hồ sơ",
    "Hồ sơ",
    "Ngày",
    "Số tính vào chỉ tiêu",
    "Đường dẫn",
)
LEFT_OUT = "không cộng: đã tính ở hồ sơ khác"


@dataclass(frozen=True)
class BoxSources:
    """One box with its records; `reported` are the words that stand in it, "" when not answered."""

    spec: CellSpec
    reported: str
    suggestion: Prefilled

    @property
    def title(self) -> str:
        name = f"{self.spec.indicator.code} {self.spec.indicator.name}"
        return f"{name} – {self.spec.words}" if self.spec.breakdown else name

    @property
    def differs(self) -> bool:
        return bool(self.reported) and self.reported != write.number(self.suggestion.value)


def sources_of(submission: Submission, layout: FormLayout) -> list[BoxSources]:
    """Boxes of the form that records suggest a number for, in the form's order."""
    suggestions, figures = prefill_of(submission, layout.cells), figures_of(submission)
    return [
        BoxSources(spec, figure_words(figures.get(spec.key), spec), suggestions[spec.key])
        for spec in layout
        if spec.key in suggestions and suggestions[spec.key].lines
    ]


def plain_rows(boxes: list[BoxSources]) -> Iterator[tuple[str, ...]]:
    """HEADINGS as text: a row for every record of every box."""
    for box in boxes:
        for line in box.suggestion.lines:
            yield _row(box, line.record, line.kind_name, write.number(line.amount))
        for record in box.suggestion.left_out:
            yield _row(box, record, Line(record, 0).kind_name, LEFT_OUT)


def _row(box: BoxSources, record: ReportRecord, kind: str, amount: str) -> tuple[str, ...]:
    url = f"{settings.SITE_URL}{record.url}" if record.url else ""
    total = write.number(box.suggestion.value)
    return box.title, box.reported, total, kind, record.title, write.date(record.on), amount, url
