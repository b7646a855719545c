"""What a read workbook would change in a report, and which of its cells cannot be taken; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.vietnamese import fold, nfc
from reporting.checks import RULES, facts_of
from reporting.checks.cells import MAX_NOTE, STATE_LABELS, CellError, CellInput, Entry, read_cell
from reporting.entry.cumulative import earlier_of
from reporting.models import Figure, FigureState, Submission
from reporting.queries.comparisons import figures_of
from reporting.queries.layout import CellSpec, FormLayout, Key
from reporting.queries.submissions import figure_words
from reporting.services.entry import parts_above_total, read_narratives
from reporting.workbooks import layout as at
from reporting.workbooks.decisions import UNDECIDED, Decisions, seal_of, text_box
from reporting.workbooks.layout import BLANK, Row, plain, stored_row
from reporting.workbooks.reading import DOWNLOAD, ReadBook, ReadRow, Refusal, number_text, text_of
from units.importing.faults import UnreadableFile

_STATES = {fold(str(label)): str(value) for value, label in STATE_LABELS} | {
    fold(str(FigureState(value).label)): str(value) for value, _label in STATE_LABELS
}
NOTHING = "(để trống)"
CHOOSE = "Chọn “Lấy số trong tệp” ở ô này; không chọn thì giữ số trên cổng."
LONGEST_SHOWN = 120


@dataclass(frozen=True)
class Change:
    """One cell that would be stored; `box` names it in a decision."""

    sheet: str
    cell: str
    title: str
    old: str
    new: str
    box: str = ""


@dataclass
class Judged:
    """Good cells ready for the entry service, what they change, what is refused and why."""

    cells: dict[Key, CellInput] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    nil_return: bool | None = None
    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # What the file held where it is not what the portal holds: row id → raw cells, section code → text.
    typed: dict[str, tuple[Any, Any, Any, Any]] = field(default_factory=dict)
    typed_texts: dict[str, str] = field(default_factory=dict)


def judge(
    book: ReadBook, submission: Submission, layout: FormLayout, *, decided: Decisions = UNDECIDED
) -> Judged:
    """Compares the file with what its template was filled with and with the portal: only what the person changed counts.

    `decided`: the boxes where the file is taken although the portal was changed too, and those that are not taken.
    Raises UnreadableFile for a form that is not the report's.
    """
    _check_form(book, submission, layout)
    return _Judge(book, submission, layout, decided).judged()


def _check_form(book: ReadBook, submission: Submission, layout: FormLayout) -> None:
    ids, form = book.ids, submission.form
    if ids.form != form.code:
        raise UnreadableFile(
            f"Mẫu này là biểu {ids.form}, báo cáo của đơn vị dùng biểu {form.code}.", DOWNLOAD
        )
    known = {spec.name for spec in layout}
    gone = sorted(set(book.rows) - known - {at.NIL_ID})
    if ids.form_version > form.version or (book.rows and len(gone) >= len(book.rows) - 1):
        raise UnreadableFile(
            f"Mẫu theo phiên bản {ids.form_version}, báo cáo dùng phiên bản {form.version}; không còn các chỉ tiêu: "
            f"{', '.join(gone[:10]) or 'không rõ'}.", DOWNLOAD,
        )  # fmt: skip


class _Judge:
    def __init__(
        self, book: ReadBook, submission: Submission, layout: FormLayout, decided: Decisions
    ) -> None:
        self.book, self.submission, self.layout, self.decided = book, submission, layout, decided
        self.earlier = earlier_of(submission)
        # As the unit types them, like the cells of the file.
        self.stored: dict[Key, Figure] = self.earlier.typed_all(layout, figures_of(submission))
        self.entries: dict[Key, Entry | None] = {}
        self.skipped = 0
        self.specs = {spec.name: spec for spec in layout}
        # What a computed row shows is the form's own formula, whatever a program made of it.
        typed = [one for one in book.refusals if not self._is_computed(one.row_id)]
        self.out = Judged(refusals=typed, notes=list(book.notes))
        self.faulty = {one.row_id for one in typed if one.row_id}

    def _is_computed(self, name: str) -> bool:
        return name in self.specs and self.specs[name].computed

    def judged(self) -> Judged:
        gone, missing = [], [name for name in self.specs if name not in self.book.rows]
        for row_id, read in self.book.rows.items():
            spec = self.specs.get(row_id)
            if row_id == at.NIL_ID:
                self._nil(read)
            elif self._is_computed(row_id):
                continue
            elif row_id in self.faulty:
                self.out.typed[row_id] = read.raw
            elif spec is None:
                gone.append(row_id)
                self._gone(read)
            else:
                self._box(spec, read)
        self._versions(gone, missing)
        self._parts()
        self._texts()
        if self.skipped:
            self.out.notes.append(
                f"Bỏ qua {self.skipped} ô theo lựa chọn khi lưu; số trên cổng được giữ nguyên."
            )
        self._changes()
        self._warnings()
        self.out.refusals.sort(key=_place)
        self.out.changes.sort(key=_place)
        self.out.warnings.sort(key=_place)
        return self.out

    def _versions(self, gone: list[str], missing: list[str]) -> None:
        old, now = self.book.ids.form_version, self.submission.form.version
        if old < now:
            self.out.notes.append(
                f"Mẫu theo phiên bản {old}; số liệu được chuyển sang phiên bản {now} theo mã chỉ tiêu."
            )
        if gone:
            self.out.notes.append(f"Biểu phiên bản {now} không còn: {', '.join(gone[:20])}.")
        if missing:
            self.out.notes.append(
                f"Tệp không có {len(missing)} dòng của biểu ({', '.join(missing[:10])}); số trên cổng được giữ nguyên."
            )

    def _refuse(self, read: ReadRow, column: int, value: str, rule: str, fix: str) -> None:
        self.out.refusals.append(
            Refusal(self.book.numbers, read.cell(column), value[:80], rule, fix, read.row_id, column)
        )
        self.out.typed[read.row_id] = read.raw

    def _gone(self, read: ReadRow) -> None:
        value = number_text(read.raw[1])
        if value and value != self.book.original(read.row_id)[1].replace(".", ","):
            rule = f"Biểu phiên bản {self.submission.form.version} không còn ô {read.row_id}."
            self._refuse(read, at.VALUE, value, rule, "Số này không nhận được; xem biểu mới có ô nào thay.")

    def _nil(self, read: ReadRow) -> None:
        text = text_of(read.raw[1])
        if fold(text) not in {fold(at.YES), fold(at.NO)}:
            self._refuse(read, at.VALUE, text, "Ô này chỉ nhận “Có” hoặc “Không”.", "Chọn một trong hai.")
            return
        chosen, now = fold(text) == fold(at.YES), self.submission.nil_return
        if text != self.book.original(at.NIL_ID)[1] and chosen != now:
            self.out.nil_return = chosen
            old, new = (at.YES if one else at.NO for one in (now, chosen))
            title = "Trong kỳ không phát sinh hoạt động nào"
            self.out.changes.append(Change(self.book.numbers, read.cell(at.VALUE), title, old, new))

    def _box(self, spec: CellSpec, read: ReadRow) -> None:
        state_text = text_of(read.raw[0])
        state = _STATES.get(fold(state_text), "") if state_text else ""
        if state_text and not state:
            labels = ", ".join(f"“{label}”" for _value, label in STATE_LABELS)
            self._refuse(read, at.STATE, state_text, "Không có tình trạng này.", f"Chọn một trong {labels}.")
            return
        typed = CellInput(
            state, self._value(spec, read.raw[1]), number_text(read.raw[2]), text_of(read.raw[3])
        )
        try:
            entry = read_cell(spec, typed)
            self.earlier.in_period(spec, entry)
        except CellError as error:
            column = _column_of(spec, typed, str(error))
            shown = (state_text, typed.value_text, typed.base_text, typed.note)[at_index(column)]
            self._refuse(read, column, shown, str(error), _fix(spec, column, typed))
            return
        self._compare(spec, read, typed, entry)

    def _value(self, spec: CellSpec, raw: Any) -> str:
        text = number_text(raw)
        if not spec.choices:
            return text
        ranks = {fold(name): rank for rank, name in spec.choices}
        return ranks.get(fold(text), text)

    def _compare(self, spec: CellSpec, read: ReadRow, typed: CellInput, entry: Entry | None) -> None:
        wanted, before = row_of(entry), self.book.original(spec.name)
        now = stored_row(self.stored.get(spec.key))
        if wanted in {before, now}:
            return
        if self.decided.skips(spec.name):
            self.skipped += 1
            return
        if now != before and not self.decided.overwrites(spec.name, seal_of(now)):
            self.out.refusals.append(
                Refusal(
                    self.book.numbers, read.cell(at.VALUE), _shown(spec, entry)[:LONGEST_SHOWN],
                    f"Ô đã đổi trên cổng sau khi tải mẫu: đang là {self._words(spec, now)}.", CHOOSE, spec.name, at.VALUE,
                    box=spec.name, portal=self._words(spec, now), seal=seal_of(now), title=spec.title,
                )
            )  # fmt: skip
            self.out.typed[spec.name] = read.raw
            return
        self.out.cells[spec.key], self.entries[spec.key] = typed, entry
        self.out.typed[spec.name] = read.raw

    def _words(self, spec: CellSpec, row: Row) -> str:
        return figure_words(self.stored.get(spec.key), spec) or NOTHING if row != BLANK else NOTHING

    def _parts(self) -> None:
        """A part above its total is refused at the part; a total below a stored part at the total."""
        stored = {key: Entry.of(figure) for key, figure in self.stored.items()}
        while errors := parts_above_total(self.layout, stored | self.entries, self.entries):
            for key, message in errors.items():
                at_fault = key if key in self.entries else (key[0], "")
                if self.entries.pop(at_fault, None) is None and at_fault not in self.out.cells:
                    continue
                typed = self.out.cells.pop(at_fault)
                read = self.book.rows[self.layout.cells[at_fault].name]
                self._refuse(
                    read,
                    at.VALUE,
                    typed.value_text,
                    message,
                    "Sửa phần này hoặc tổng số của dòng cho khớp nhau.",
                )

    def _texts(self) -> None:
        written = dict(self.submission.narratives.values_list("section__code", "text"))
        titles = {section.code: section.title for section in self.layout.narratives}
        for code, (cell, raw) in self.book.texts.items():
            text = nfc(text_of(raw)).replace("\r\n", "\n").strip()
            before, now = self.book.original_texts.get(code, ""), written.get(code, "")
            if text in {before.strip(), now.strip()}:
                continue
            if self.decided.skips(text_box(code)):
                self.skipped += 1
                continue
            self.out.typed_texts[code] = text
            refusal = self._text_refusal(code, cell, text, before, now, titles.get(code, code))
            if refusal is not None:
                self.out.refusals.append(refusal)
                continue
            self.out.texts[code] = text
            old, new = (one[:LONGEST_SHOWN] or NOTHING for one in (now, text))
            change = Change(self.book.texts_sheet, cell, titles[code], old, new, text_box(code))
            self.out.changes.append(change)

    def _text_refusal(
        self, code: str, cell: str, text: str, before: str, now: str, title: str
    ) -> Refusal | None:
        """Why the text of a heading cannot be taken, if it cannot."""
        rule = read_narratives(self.layout, {code: text})[1].get(code, "")
        if rule:
            fix = "Rút ngắn hoặc chuyển sang mục khác của biểu."
            return Refusal(self.book.texts_sheet, cell, text[:80], rule, fix, code, at.TEXT_BODY)
        box = text_box(code)
        if now == before or self.decided.overwrites(box, seal_of(now)):
            return None
        shown = now[:LONGEST_SHOWN] or NOTHING
        return Refusal(
            self.book.texts_sheet, cell, text[:LONGEST_SHOWN] or NOTHING,
            f"Mục này đã đổi trên cổng sau khi tải mẫu: {shown}", CHOOSE, code, at.TEXT_BODY,
            box=box, portal=shown, seal=seal_of(now), title=title,
        )  # fmt: skip

    def _changes(self) -> None:
        made = []
        for key in self.out.cells:
            spec, entry = self.layout.cells[key], self.entries[key]
            read = self.book.rows[spec.name]
            old = figure_words(self.stored.get(key), spec) or NOTHING
            new = _shown(spec, entry)
            if old == new:
                old, new = (f"{words}, ghi chú: {note or NOTHING}" for words, note in (
                    (old, self.stored[key].note if key in self.stored else ""), (new, entry.note if entry else ""),
                ))  # fmt: skip
            made.append(Change(self.book.numbers, read.cell(at.VALUE), spec.title, old, new, spec.name))
        self.out.changes[:0] = made

    def _warnings(self) -> None:
        """What the report would be told before it is sent, were the good cells stored."""
        if not self.out.cells:
            return
        facts = facts_of(self.submission, self.layout)
        for key, entry in self.entries.items():
            spec = self.layout.cells[key]
            figure = figure_of(spec, self.earlier.in_period(spec, entry))
            if figure is None:
                facts.figures.pop(key, None)
            else:
                facts.figures[key] = figure
        touched = {code for code, _part in self.entries}
        for finding in (found for rule in RULES for found in rule.findings(facts)):
            box = self.layout.cells.get(finding.key)
            read = self.book.rows.get(box.name) if box else None
            if box is None or read is None or box.key[0] not in touched:
                continue
            fix = f"Phải sửa trước khi gửi. {finding.fix}" if finding.is_error else finding.fix
            shown = number_text(read.raw[1])
            self.out.warnings.append(
                Refusal(
                    self.book.numbers, read.cell(at.VALUE), shown, finding.message, fix, box.name, at.VALUE
                )
            )


def row_of(entry: Entry | None) -> Row:
    return BLANK if entry is None else (entry.state, plain(entry.value), plain(entry.base), entry.note)


def figure_of(spec: CellSpec, entry: Entry | None) -> Figure | None:
    """The figure the entry would be, not stored."""
    if entry is None:
        return None
    return Figure(
        indicator=spec.indicator, breakdown=spec.breakdown, state=entry.state, value=entry.value, base=entry.base,
        note=entry.note,
    )  # fmt: skip


def _shown(spec: CellSpec, entry: Entry | None) -> str:
    return figure_words(figure_of(spec, entry), spec) or NOTHING


def _place(one: Change | Refusal) -> tuple[str, int]:
    """Down the sheet, as a person goes through it."""
    return one.sheet, int("".join(filter(str.isdigit, one.cell)) or 0)


def at_index(column: int) -> int:
    """Place of an input's column among state, value, base and note."""
    return (at.STATE, at.VALUE, at.BASE, at.NOTE).index(column)


def _column_of(spec: CellSpec, typed: CellInput, message: str) -> int:
    """Which of the four inputs the message is about."""
    if len(" ".join(typed.note.split())) > MAX_NOTE:
        return at.NOTE
    under = (
        fold(message).startswith(("mau so", "quyen so"))
        or "Còn thiếu mẫu" in message
        or "Còn thiếu quyền" in message
    )
    return at.BASE if under and spec.asks_base else at.VALUE


def _fix(spec: CellSpec, column: int, typed: CellInput) -> str:
    if column == at.NOTE:
        return "Rút ngắn ghi chú."
    if typed.state not in {"", FigureState.VALUE} and (typed.value_text or typed.base_text):
        return "Có số thì xóa ô “Tình trạng” của dòng này; không có số thì xóa số."
    if spec.choices:
        return f"Chọn một trong: {'; '.join(name for _rank, name in spec.choices)}."
    kind = "một số nguyên" if spec.whole or column == at.BASE else "một số"
    return (
        f"Ghi {kind} tính bằng {spec.indicator.unit_of_measure}, không kèm chữ, ví dụ 1.234; "
        "không có số thì để trống và chọn tình trạng."
    )


def marks_of(refusals: list[Refusal]) -> Mapping[tuple[str, int], str]:
    """(row id, column) → what a comment at the cell says."""
    return {one.place: f"{one.rule} → {one.fix}" for one in refusals if one.row_id}
