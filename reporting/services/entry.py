"""Saving what a unit typed: every box is checked first, then all of it is stored, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.formats.write import number as format_number
from core.vietnamese import nfc
from core.workflow import IllegalStep, StepRefused
from reporting.checks.cells import CellError, CellInput, Entry, read_cell
from reporting.checks.registry import number_of
from reporting.designing.computed import computed_entries
from reporting.entry.cumulative import IN_PERIOD, Earlier, earlier_of
from reporting.entry.stored import stored_words
from reporting.models import (
    Figure,
    Narrative,
    NarrativeSection,
    Period,
    Submission,
    SubmissionMove,
    SubmissionStatus,
)
from reporting.prefill import prefill_of
from reporting.queries.layout import FormLayout, Key, kept_layout
from reporting.services.periods import held_status
from reporting.workflow import reporter
from units import audit
from units.models import User

MAX_NARRATIVE = 20_000
_CLOSED = {Period.Status.PREPARING: "chưa mở", Period.Status.CLOSED: "đã khóa"}


class EntryError(Exception):
    """Boxes that cannot be stored: `cells` (code, breakdown) → message, `narratives` section code → message."""

    def __init__(self, cells: dict[Key, str], narratives: dict[str, str] | None = None) -> None:
        self.cells = cells
        self.narratives = narratives or {}
        super().__init__(f"Có {len(self.cells) + len(self.narratives)} ô chưa đúng. Chưa lưu ô nào.")


class StaleEntry(Exception):
    """The report was saved elsewhere since this page was opened; `cells` and `narratives` say what stands there now."""

    def __init__(self, current: int, cells: dict[Key, str], narratives: dict[str, str]) -> None:
        self.current = current
        self.cells = cells
        self.narratives = narratives
        super().__init__(
            "Báo cáo đã được lưu ở nơi khác (thẻ khác, máy khác hoặc đồng nghiệp) sau khi bạn mở trang này. Chưa lưu gì "
            "từ trang này; các ô khác nhau được đánh dấu bên dưới. Hãy xem lại rồi bấm lưu lần nữa."
        )


@dataclass
class _Change:
    """What a save writes."""

    create: list[Figure] = field(default_factory=list)
    update: list[Figure] = field(default_factory=list)
    delete: list[Figure] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)


def lock_submission(submission: Submission) -> Submission:
    """The row of now, locked until the transaction ends; its period is neither locked nor opened meanwhile."""
    now = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("period__regime", "unit", "form", "period_unit", "period_unit__parent__unit")
        .get(pk=submission.pk)
    )
    now.period.status = held_status(now.period_id)
    return now


@transaction.atomic
def save_figures(
    submission: Submission, *, cells: Mapping[Key, CellInput], narratives: Mapping[str, str] | None = None, base: int,
    by: User, nil_return: bool | None = None, layout: FormLayout | None = None,
) -> Submission:  # fmt: skip
    """Store the boxes given (others stay as they are); a blank box loses its figure. `base` is the version opened.

    `layout`: the form's boxes where the caller read them already, for many reports at once.

    Raises StepRefused (not a reporter of the unit), IllegalStep (sent, or period closed), EntryError, StaleEntry.
    Saving what is already there changes nothing and keeps the version.
    """
    now = lock_submission(submission)
    check_editable(now, by)
    layout = form_layout(now, layout)
    stored = {(f.indicator.code, f.breakdown): f for f in now.figures.select_related("indicator")}
    earlier = earlier_of(now)
    entries, errors = read_cells(layout, cells, earlier)
    errors |= parts_above_total(layout, {key: Entry.of(f) for key, f in stored.items()} | entries, entries)
    texts, text_errors = read_narratives(layout, narratives or {})
    if errors or text_errors:
        raise EntryError(errors, text_errors)
    if base != now.version:
        raise StaleEntry(
            now.version, *_conflicts(now, earlier.typed_all(layout, stored), stored, entries, texts)
        )
    return store_entries(now, layout, stored, entries, texts, nil_return, by)


def form_layout(submission: Submission, known: FormLayout | None) -> FormLayout:
    """The boxes of the report's form: those already read, if they are of this form."""
    if known is not None and known.form.pk == submission.form_id:
        return known
    return kept_layout(submission.form)


def check_editable(submission: Submission, by: User) -> None:
    """Raises StepRefused (not a reporter of the unit) or IllegalStep (period not open, report sent)."""
    reason = reporter(by, submission)
    if reason:
        raise StepRefused(reason)
    if submission.period.status != Period.Status.OPEN:
        raise IllegalStep(
            f"{submission.period.name} {_CLOSED[Period.Status(submission.period.status)]} nên chưa lưu được gì từ trang "
            "này. Cần sửa số liệu, hãy liên hệ công đoàn cấp trên."
        )
    if not submission.period_unit.obliged:
        raise IllegalStep("Đơn vị được miễn báo cáo kỳ này nên không phải nhập, gửi.")
    if not submission.is_editable:
        raise IllegalStep(
            f"Báo cáo đang ở trạng thái “{submission.get_status_display()}” nên không sửa được. "
            "Cần sửa, hãy đề nghị công đoàn cấp trên trả lại."
        )


def read_cells(
    layout: FormLayout, cells: Mapping[Key, CellInput], earlier: Earlier = IN_PERIOD
) -> tuple[dict[Key, Entry | None], dict[Key, str]]:
    """Checked figures in the period (None: blank) and messages, box by box; `earlier` takes cumulative ones apart."""
    entries: dict[Key, Entry | None] = {}
    errors: dict[Key, str] = {}
    for key, typed in cells.items():
        spec = layout.cells.get(key)
        if spec is None:
            errors[key] = f"Biểu này không có ô {key[0]}{' ' + key[1] if key[1] else ''}."
            continue
        if spec.computed:
            errors[key] = f"Dòng {key[0]} hệ thống tự tính từ các dòng khác, không nhập."
            continue
        try:
            entries[key] = earlier.in_period(spec, read_cell(spec, typed))
        except CellError as error:
            errors[key] = str(error)
    return entries, errors


def parts_above_total(
    layout: FormLayout, now: Mapping[Key, Entry | None], touched: Mapping[Key, Entry | None]
) -> dict[Key, str]:
    """“Trong đó” above its total, at the box of the part; only rows this save touches."""
    errors: dict[Key, str] = {}
    for code in {key[0] for key in touched}:
        row = layout.rows[code]
        total = number_of(now.get((code, "")))
        for part in row.parts:
            value = number_of(now.get(part.key))
            if total is not None and value is not None and value > total:
                errors[part.key] = (
                    f"{part.words} là {format_number(value)}, lớn hơn tổng số {format_number(total)} của dòng {code}."
                )
    return errors


def read_narratives(
    layout: FormLayout, narratives: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    known = {section.code for section in layout.narratives}
    texts: dict[str, str] = {}
    errors: dict[str, str] = {}
    for code, text in narratives.items():
        clean = nfc(text).replace("\r\n", "\n").strip()
        if code not in known:
            errors[code] = f"Biểu này không có mục {code}."
        elif len(clean) > MAX_NARRATIVE:
            errors[code] = (
                f"Phần này dài {format_number(len(clean))} ký tự, tối đa {format_number(MAX_NARRATIVE)}."
            )
        else:
            texts[code] = clean
    return texts, errors


def _conflicts(
    submission: Submission,
    shown: Mapping[Key, Figure],
    stored: Mapping[Key, Figure],
    entries: Mapping[Key, Entry | None],
    texts: Mapping[str, str],
) -> tuple[dict[Key, str], dict[str, str]]:
    """Boxes that differ between the page and the database, with what stands there as the page shows it."""
    cells = {
        key: f"{stored_words(shown.get(key))}."
        for key, entry in entries.items()
        if entry != (Entry.of(stored[key]) if key in stored else None)
    }
    written = dict(submission.narratives.values_list("section__code", "text"))
    return cells, {
        code: written.get(code, "") for code, text in texts.items() if text != written.get(code, "")
    }


def store_entries(
    submission: Submission, layout: FormLayout, stored: dict[Key, Figure], entries: dict[Key, Entry | None],
    texts: dict[str, str], nil_return: bool | None, by: User, written: Mapping[str, str] | None = None,
) -> Submission:  # fmt: skip
    """Write what was checked and the rows computed from it, with move and audit entry; nothing when nothing differs.

    `stored` follows: afterwards it holds what stands. `written`: the texts that stand (section code → text), if known.
    """
    standing = {key: Entry.of(figure) for key, figure in stored.items()}
    entries = entries | computed_entries(layout, standing | entries)
    change = _changes(submission, layout, stored, entries)
    _store_narratives(
        submission, layout, texts, change, fresh=written is not None and not texts.keys() & written.keys()
    )
    if nil_return is not None and nil_return != submission.nil_return:
        change.before["nil_return"], change.after["nil_return"] = str(submission.nil_return), str(nil_return)
        submission.nil_return = nil_return
    if not (change.before or change.after):
        return submission
    _fill_suggestions(submission, change.create)
    Figure.objects.bulk_create(change.create)
    Figure.objects.bulk_update(change.update, ["state", "value", "base", "note"])
    if change.delete:
        Figure.objects.filter(pk__in=[figure.pk for figure in change.delete]).delete()
    stored.update({_key(figure): figure for figure in change.create})
    for figure in change.delete:
        del stored[_key(figure)]
    _start(submission, by)
    submission.version += 1
    submission.save(update_fields=["status", "version", "nil_return", "updated_at"])
    audit.record(
        "reporting.figures.save",
        submission,
        by=by,
        unit=submission.unit,
        before=change.before,
        after=change.after,
    )
    return submission


def _changes(
    submission: Submission,
    layout: FormLayout,
    stored: Mapping[Key, Figure],
    entries: Mapping[Key, Entry | None],
) -> _Change:
    change = _Change()
    for key, entry in entries.items():
        figure = stored.get(key)
        if entry == (Entry.of(figure) if figure else None):
            continue
        name = layout.cells[key].name
        if figure:
            change.before[name] = Entry.of(figure).words
        if entry:
            change.after[name] = entry.words
        if entry is None and figure:
            change.delete.append(figure)
        elif entry and figure:
            _copy(entry, figure)
            change.update.append(figure)
        elif entry:
            new = Figure(submission=submission, indicator=layout.cells[key].indicator, breakdown=key[1])
            _copy(entry, new)
            change.create.append(new)
    return change


def _key(figure: Figure) -> Key:
    return figure.indicator.code, figure.breakdown


def _copy(entry: Entry, figure: Figure) -> None:
    figure.state, figure.value, figure.base, figure.note = entry.state, entry.value, entry.base, entry.note


def _store_narratives(
    submission: Submission,
    layout: FormLayout,
    texts: Mapping[str, str],
    change: _Change,
    *,
    fresh: bool = False,
) -> None:
    """`fresh`: none of the headings has a text yet."""
    if not texts:
        return
    sections: dict[str, NarrativeSection] = {section.code: section for section in layout.narratives}
    written = {} if fresh else {n.section_id: n for n in submission.narratives.all()}
    new: list[Narrative] = []
    for code, text in texts.items():
        there = written.get(sections[code].pk)
        if text == (there.text if there else ""):
            continue
        change.before[code], change.after[code] = (there.text if there else ""), text
        if there and not text:
            there.delete()
        elif there:
            there.text = text
            there.save(update_fields=["text"])
        else:
            new.append(Narrative(submission=submission, section=sections[code], text=text))
    Narrative.objects.bulk_create(new)


def _fill_suggestions(submission: Submission, figures: list[Figure]) -> None:
    """Keep beside each new figure what the activity log suggested when it was entered."""
    suggested = prefill_of(submission, {(f.indicator.code, f.breakdown) for f in figures}) if figures else {}
    for figure in figures:
        found = suggested.get((figure.indicator.code, figure.breakdown))
        figure.prefilled = found.value if found else None


def _start(submission: Submission, by: Any) -> None:
    if submission.status != SubmissionStatus.NOT_STARTED:
        return
    SubmissionMove.objects.create(
        submission=submission,
        step="start",
        from_status=submission.status,
        to_status=SubmissionStatus.DRAFT,
        by=by,
    )
    submission.status = SubmissionStatus.DRAFT
