"""The report form on the page: what was typed, what is stored, and everything that stands beside a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from core.formats.write import number
from core.vietnamese import parse_id
from plans.models import Target
from reporting.checks import Finding, check_submission
from reporting.checks.cells import STATE_LABELS, CellInput
from reporting.entry.cumulative import Earlier, earlier_of
from reporting.entry.services import form_name
from reporting.entry.stored import figure_stamp, stored_entry, stored_input, text_stamp
from reporting.models import Figure, FigureState, Indicator, IndicatorKind, NarrativeSection, Submission
from reporting.prefill import Prefilled, prefill_of
from reporting.queries.comparisons import figures_of, last_figures, previous_figures, targets_of
from reporting.queries.layout import MONEY, CellSpec, FormLayout, Key, kept_layout
from reporting.queries.submissions import figure_words, target_words


@dataclass(frozen=True)
class Running:
    """What stands beside a box that is asked since the beginning of the year."""

    before: Decimal
    words: str
    gaps: str
    in_period: str

    @property
    def plain(self) -> str:
        """Without grouping, for the script."""
        return f"{self.before.normalize():f}" if self.before else "0"


@dataclass
class BoundCell:
    """One box with its text, its messages and what helps to fill it in."""

    spec: CellSpec
    typed: CellInput
    stamp: str = ""
    required: bool = False
    error: str = ""
    findings: list[Finding] = field(default_factory=list)
    return_note: str = ""
    compared: list[tuple[str, str]] = field(default_factory=list)
    usual: str = ""
    suggestion: Prefilled | None = None
    sources_url: str = ""
    running: Running | None = None

    @property
    def state(self) -> str:
        return self.typed.state or FigureState.VALUE

    @property
    def states(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen)."""
        return [(str(value), label, value == self.state) for value, label in STATE_LABELS]

    @property
    def state_words(self) -> str:
        """What stands in the box instead of a number."""
        if self.state == FigureState.VALUE or self.state not in FigureState.values:
            return ""
        return str(dict(STATE_LABELS)[FigureState(self.state)])

    @property
    def answered(self) -> bool:
        return not self.error and self.filled

    @property
    def filled(self) -> bool:
        """Whether something stands in the box, right or wrong."""
        return bool(self.typed.value_text.strip()) or self.state != FigureState.VALUE

    @property
    def offered(self) -> str:
        """The suggestion as it would be typed."""
        if not self.suggestion:
            return ""
        return number(self.suggestion.value + (self.running.before if self.running else 0))

    @property
    def suggested(self) -> str:
        """The suggestion while the box says something else."""
        return "" if self.offered == self.typed.value_text.strip() else self.offered

    @property
    def offer(self) -> str:
        """How the box stands to its suggestion: fits, differs or open."""
        if not self.filled:
            return "open"
        return "differs" if self.suggested else "fits"

    @property
    def is_money(self) -> bool:
        return self.spec.indicator.unit_of_measure.startswith(MONEY)

    @property
    def errors(self) -> list[str]:
        found = [f"{f.message} {f.fix}".strip() for f in self.findings if f.is_error and not f.is_waived]
        return [self.error] if self.error else found

    @property
    def warnings(self) -> list[Finding]:
        return [f for f in self.findings if not f.is_error or f.is_waived]


@dataclass
class BoundRow:
    indicator: Indicator
    total: BoundCell
    groups: list[tuple[str, list[BoundCell]]]
    targets: list[str]
    counting: str = ""


@dataclass
class BoundSection:
    title: str
    letter: str
    rows: list[BoundRow]

    @property
    def answered(self) -> int:
        return sum(row.total.answered for row in self.rows)


@dataclass
class BoundText:
    section: NarrativeSection
    text: str
    stamp: str
    required: bool = False
    error: str = ""
    new_part: bool = False


class EntryForm:
    """Reads the posted boxes and prints them again with messages. Without `data` it shows what is stored."""

    def __init__(self, submission: Submission, data: Mapping[str, str] | None = None) -> None:
        self.submission = submission
        self.layout: FormLayout = kept_layout(submission.form)
        self.data = data
        self.figures: dict[Key, Figure] = figures_of(submission)
        self.suggestions = prefill_of(submission, self.layout.cells)
        self.earlier: Earlier = earlier_of(submission)
        self.cell_errors: dict[Key, str] = {}
        self.text_errors: dict[str, str] = {}
        self.blank: list[Key] = []
        self.base = submission.version

    # --- what came in

    @property
    def base_posted(self) -> int:
        text = (self.data or {}).get("base", "")
        return parse_id(text) if text.isdecimal() else -1

    @property
    def nil_return(self) -> bool:
        return bool(self.data.get("nil_return")) if self.data is not None else self.submission.nil_return

    def typed_cells(self) -> dict[Key, CellInput]:
        """Boxes that are in the posted form; what the page did not send stays as it is."""
        data = self.data or {}
        return {
            spec.key: CellInput(
                data.get(f"{spec.name}~s", ""), data.get(spec.name, ""), data.get(f"{spec.name}~b", ""),
                data.get(f"{spec.name}~n", ""),
            )
            for spec in self.layout
            if not spec.computed and (spec.name in data or f"{spec.name}~s" in data)
        }  # fmt: skip

    def typed_texts(self) -> dict[str, str]:
        data = self.data or {}
        return {s.code: data[f"text-{s.code}"] for s in self.layout.narratives if f"text-{s.code}" in data}

    def take_suggestions(self, wanted: str) -> dict[Key, CellInput]:
        """The typed boxes with the suggestion put into the wanted box, or into every blank one (“*”)."""
        cells = self.typed_cells()
        for key, suggestion in self.suggestions.items():
            spec = self.layout.cells.get(key)
            if spec is None or not (
                wanted == spec.name or (wanted == "*" and self._is_blank(cells.get(key)))
            ):
                continue
            note = cells[key].note if key in cells else ""
            offered = suggestion.value + self.earlier.before(spec)
            cells[key] = CellInput(FigureState.VALUE, number(offered), "", note)
        return cells

    @staticmethod
    def _is_blank(typed: CellInput | None) -> bool:
        return typed is None or (typed.state in {"", FigureState.VALUE} and not typed.value_text.strip())

    # --- what goes out

    @property
    def form_name(self) -> str:
        return form_name(self.submission.form)

    def sections(self) -> list[BoundSection]:
        """Everything the page prints, section by section."""
        beside = _Beside(self)
        return [
            BoundSection(
                section.short_title, section.letter,
                [
                    BoundRow(
                        row.indicator, beside.cell(row.total), _grouped(beside.cell(part) for part in row.parts),
                        [target_words(t) for t in beside.targets.get(row.indicator.code, [])], self._counting(row.total),
                    )
                    for row in section.rows
                ],
            )
            for section in self.layout.sections
        ]  # fmt: skip

    def _counting(self, spec: CellSpec) -> str:
        """How the row is counted, said where rows of one report differ in it."""
        if not self.earlier.asked or spec.choices:
            return ""
        if self.earlier.takes(spec):
            return "lũy kế"
        return "số hiện có" if spec.indicator.kind == IndicatorKind.STOCK else "trong kỳ"

    def texts(self) -> list[BoundText]:
        written = {n.section_id: n.text for n in self.submission.narratives.all()}
        kind = self.submission.period_unit.kind_code
        typed, part, bound = self.typed_texts(), "", []
        for section in self.layout.narratives:
            text = typed.get(section.code, written.get(section.pk, ""))
            stamp, error = text_stamp(written.get(section.pk, "")), self.text_errors.get(section.code, "")
            bound.append(
                BoundText(section, text, stamp, section.required_of(kind), error, section.part != part)
            )
            part = section.part
        return bound

    def error_lines(self) -> list[dict[str, str]]:
        """Lines of the error summary, each with the box it leads to."""
        lines = [self._line(key, message) for key, message in self.cell_errors.items()]
        lines += [
            {"label": code, "text": message, "target": f"text-{code}"}
            for code, message in self.text_errors.items()
        ]
        return lines + [self._line(key, "Ô bắt buộc chưa trả lời.") for key in self.blank]

    def returned_lines(self, note: str) -> list[dict[str, str]]:
        """The lines of a return, each with the box it is about; services.steps writes "title of the box: note"."""
        boxes = {cell.title: cell.anchor for cell in self.layout.cells.values()}
        lines = []
        for line in note.splitlines():
            label = next((name for name in boxes if line.startswith(f"{name}: ")), "")
            lines.append({"label": label, "text": line[len(label) :], "target": boxes.get(label, "")})
        return lines

    def _line(self, key: Key, message: str) -> dict[str, str]:
        spec = self.layout.cells.get(key)
        if spec is None:
            return {"label": key[0], "text": message, "target": ""}
        return {"label": spec.title, "text": message, "target": spec.anchor}


class _Beside:
    """What stands beside the boxes; read once for the whole page."""

    def __init__(self, form: EntryForm) -> None:
        self.form = form
        self.typed = form.typed_cells()
        self.previous = previous_figures(form.submission)
        self.last_name, self.last = last_figures(form.submission)
        self.targets: dict[str, list[Target]] = targets_of(form.submission, set(form.layout.rows))
        self.findings: dict[Key, list[Finding]] = defaultdict(list)
        for finding in check_submission(form.submission, layout=form.layout):
            self.findings[finding.key].append(finding)

    def cell(self, spec: CellSpec) -> BoundCell:
        form, figure = self.form, self.form.figures.get(spec.key)
        suggestion = form.suggestions.get(spec.key)
        error = form.cell_errors.get(spec.key, "")
        return BoundCell(
            spec=spec,
            typed=self.typed.get(spec.key) or stored_input(form.earlier.typed(spec, figure), spec),
            stamp=figure_stamp(stored_entry(figure)),
            required=spec.required_of(form.submission.period_unit.kind_code),
            error=error or ("Ô bắt buộc chưa trả lời." if spec.key in form.blank else ""),
            findings=self.findings.get(spec.key, []),
            return_note=figure.return_note if figure else "",
            compared=self._compared(spec),
            usual=self._usual(spec),
            suggestion=suggestion,
            sources_url=sources_url(form.submission, spec.key) if suggestion and suggestion.lines else "",
            running=self._running(spec, figure),
        )

    def _running(self, spec: CellSpec, figure: Figure | None) -> Running | None:
        earlier = self.form.earlier
        if not earlier.takes(spec):
            return None
        return Running(
            earlier.before(spec), earlier.words(spec), ", ".join(earlier.gaps(spec)),
            number(figure.value) if figure and figure.value is not None else "",
        )  # fmt: skip

    def _compared(self, spec: CellSpec) -> list[tuple[str, str]]:
        """(which period, figure) of what stands beside the box."""
        pairs = [
            ("Cùng kỳ năm trước", self.previous.get(spec.key)),
            (self.last_name, self.last.get(spec.key)),
        ]
        return [(name, words) for name, figure in pairs if (words := figure_words(figure, spec))]

    def _usual(self, spec: CellSpec) -> str:
        """The number a typed one is held against for a jump of a thousandfold, without grouping; "" for none."""
        figure = self.previous.get(spec.key) or self.last.get(spec.key)
        suggestion = self.form.suggestions.get(spec.key)
        value = figure.value if figure and figure.value else suggestion.value if suggestion else None
        return f"{(value + self.form.earlier.before(spec)).normalize():f}" if value else ""


def sources_url(submission: Submission, key: Key) -> str:
    url = reverse("reporting:figure_sources", args=[submission.pk, key[0]])
    return f"{url}?o={key[1]}" if key[1] else url


def _grouped(cells: Iterable[BoundCell]) -> list[tuple[str, list[BoundCell]]]:
    groups: dict[str, list[BoundCell]] = {}
    for cell in cells:
        groups.setdefault(cell.spec.disaggregation, []).append(cell)
    return list(groups.items())


def return_notes(data: Mapping[str, Any]) -> dict[Key, str]:
    """Notes an officer wrote at the boxes: note:TT02 or note:TT02:n.nu."""
    notes: dict[Key, str] = {}
    for name, text in data.items():
        if name.startswith("note:") and str(text).strip():
            code, _, breakdown = name.removeprefix("note:").partition(":")
            notes[(code, breakdown)] = str(text)
    return notes
