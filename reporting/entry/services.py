"""Taking what a device sends: each box is stored, refused or found in conflict by itself; each message once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.workflow import IllegalStep
from reporting.checks import ERROR, WARNING, Finding, check_submission, findings_while_typing
from reporting.checks.cells import CellInput, Entry
from reporting.entry.cumulative import Earlier, earlier_of
from reporting.entry.queries import last_savers
from reporting.entry.stored import figure_stamp, stored_entry, stored_input, stored_words, text_stamp
from reporting.models import EntryReceipt, Figure, Form, Period, Submission
from reporting.queries.layout import FormLayout, Key, cell_name, kept_layout
from reporting.services.entry import (
    check_editable,
    lock_submission,
    read_cells,
    read_narratives,
    store_entries,
)
from reporting.services.steps import NotReady, step_locked
from units import audit
from units.models import User

SUBMIT = "submit"
SHOWN_TEXT = 200
MISSING_BOX = "Ô bắt buộc chưa trả lời."
MISSING_TEXT = "Mục bắt buộc chưa có nội dung."


@dataclass(frozen=True)
class SentCell:
    """A box as typed on the device; `name` is how the device calls it, `seen` the stamp it had before it."""

    name: str
    key: Key
    typed: CellInput
    seen: str


@dataclass(frozen=True)
class SentText:
    code: str
    text: str
    seen: str


@dataclass(frozen=True)
class Message:
    """One message of a device. `form` is "<code>@<version>" of the boxes it shows."""

    key: uuid.UUID
    form: str
    cells: tuple[SentCell, ...] = ()
    texts: tuple[SentText, ...] = ()
    nil_return: bool | None = None
    take: str = ""


class KeyTaken(Exception):
    """The key of the message was used by somebody else, or for another report."""

    def __init__(self) -> None:
        super().__init__("Khóa của lần gửi này đã được dùng cho một báo cáo khác hoặc bởi người khác.")


class NotTaken(Exception):
    """Nothing of the message can be stored: `reason` is closed, sent or form; `cells` are the boxes no longer there."""

    def __init__(self, reason: str, message: str, cells: list[str] | None = None) -> None:
        self.reason = reason
        self.cells = cells or []
        super().__init__(message)


@dataclass
class _Sorted:
    """Where each box or heading of a message goes: saved → stamp, refused → message, conflicts → what stands there."""

    saved: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return len(self.refused) + len(self.conflicts)

    def as_json(self) -> dict[str, Any]:
        return {"saved": self.saved, "refused": self.refused, "conflicts": self.conflicts}


# A message older than this is judged by its stamps alone: what it would change is stored already or a conflict.
KEPT = dt.timedelta(days=90)


def form_name(form: Form) -> str:
    """How a device names the form it shows: 1-HĐCĐ@2."""
    return f"{form.code}@{form.version}"


def save_message(submission: Submission, message: Message, *, by: User) -> dict[str, Any]:
    """Store what a device sent and give the answer; the same message again gives the same answer and does nothing.

    Raises StepRefused (not a reporter of the unit), NotTaken, KeyTaken.
    """
    try:
        return _take(submission, message, by)
    except IntegrityError:
        # Two at once with one key: the other was first.
        known = _receipt(submission, message.key, by)
        if known is None:
            raise
        return known


def _receipt(submission: Submission, key: uuid.UUID, by: User) -> dict[str, Any] | None:
    receipt = EntryReceipt.objects.filter(key=key).first()
    if receipt is None:
        return None
    if receipt.by_id != by.pk or receipt.submission_id != submission.pk:
        raise KeyTaken
    answer: dict[str, Any] = receipt.answer
    return answer


@transaction.atomic
def _take(submission: Submission, message: Message, by: User) -> dict[str, Any]:
    with audit.together():
        return _taken(lock_submission(submission), message, by)


def _taken(now: Submission, message: Message, by: User) -> dict[str, Any]:
    known = _receipt(now, message.key, by)
    if known is not None:
        return known
    layout = kept_layout(now.form)
    _check_takable(now, message, layout, by)
    stored = {(f.indicator.code, f.breakdown): f for f in now.figures.select_related("indicator")}
    cells, texts, written = _store(now, message, layout, stored, by)
    findings, sent, words = _send(now, message, layout, stored, written, cells.left + texts.left, by)
    answer = {
        "key": str(message.key), "version": now.version, "status": str(now.status), **cells.as_json(),
        "narratives": texts.as_json(), "findings": findings, "sent": sent, "message": words,
        "computed": _computed(layout, stored),
    }  # fmt: skip
    EntryReceipt.objects.create(key=message.key, submission=now, by=by, answer=answer)
    return answer


def _computed(layout: FormLayout, stored: Mapping[Key, Figure]) -> dict[str, str]:
    """Computed boxes as they are shown; "" while a component is not answered."""
    return {
        cell.name: stored_input(stored.get(cell.key), cell).value_text for cell in layout if cell.computed
    }


def _check_takable(submission: Submission, message: Message, layout: FormLayout, by: User) -> None:
    try:
        check_editable(submission, by)
    except IllegalStep as error:
        reason = "sent" if submission.period.status == Period.Status.OPEN else "closed"
        raise NotTaken(reason, str(error)) from None
    if message.form != form_name(submission.form):
        gone = [cell.name for cell in message.cells if cell.key not in layout.cells]
        raise NotTaken(
            "form",
            f"Biểu của báo cáo nay là {submission.form}, khác biểu trên máy này. Hãy tải lại trang; số đã nhập vẫn được "
            f"giữ trên máy.{f' Biểu mới không còn {len(gone)} ô đã nhập.' if gone else ''}",
            gone,
        )


def _store(
    submission: Submission, message: Message, layout: FormLayout, stored: dict[Key, Figure], by: User
) -> tuple[_Sorted, _Sorted, dict[str, str]]:
    """What became of the boxes and of the headings; the texts that stand now."""
    earlier = earlier_of(submission)
    entries, errors = read_cells(layout, {cell.key: cell.typed for cell in message.cells}, earlier)
    cells, kept = _sort_cells(submission, message, layout, stored, entries, errors, earlier)
    # A message of boxes alone asks nothing of the texts.
    of_texts = submission.narratives.values_list("section__code", "text")
    written = dict(of_texts) if message.texts or message.take == SUBMIT else {}
    texts, changed = _sort_texts(submission, message, layout, written)
    store_entries(submission, layout, stored, kept, changed, message.nil_return, by, written)
    return cells, texts, {code: text for code, text in (written | changed).items() if text}


def _sort_cells(
    submission: Submission, message: Message, layout: FormLayout, stored: Mapping[Key, Figure],
    entries: Mapping[Key, Entry | None], errors: Mapping[Key, str], earlier: Earlier,
) -> tuple[_Sorted, dict[Key, Entry | None]]:  # fmt: skip
    found, kept, against = _Sorted(), dict[Key, Entry | None](), list[SentCell]()
    for cell in message.cells:
        if cell.key in errors:
            found.refused[cell.name] = errors[cell.key]
            continue
        entry, there = entries[cell.key], stored_entry(stored.get(cell.key))
        if entry == there or cell.seen == figure_stamp(there):
            found.saved[cell.name] = figure_stamp(entry)
            kept[cell.key] = entry
        else:
            against.append(cell)
    savers = last_savers(submission, {cell_name(cell.key) for cell in against})
    for cell in against:
        figure, spec = stored.get(cell.key), layout.cells[cell.key]
        shown = earlier.typed(spec, figure)
        typed = stored_input(shown, spec)
        found.conflicts[cell.name] = {
            "words": _signed(stored_words(shown), savers.get(cell_name(cell.key), "")),
            "stamp": figure_stamp(stored_entry(figure)),
            "state": str(typed.state) or "blank", "typed": typed.value_text, "base": typed.base_text, "note": typed.note,
        }  # fmt: skip
    return found, kept


def _sort_texts(
    submission: Submission, message: Message, layout: FormLayout, there: Mapping[str, str]
) -> tuple[_Sorted, dict[str, str]]:
    texts, errors = read_narratives(layout, {text.code: text.text for text in message.texts})
    found, kept = _Sorted(refused=errors), dict[str, str]()
    seen = {text.code: text.seen for text in message.texts}
    against = {
        code
        for code, text in texts.items()
        if text != there.get(code, "") and seen[code] != text_stamp(there.get(code, ""))
    }
    savers = last_savers(submission, against)
    for code, text in texts.items():
        if code in against:
            standing = there.get(code, "")
            found.conflicts[code] = {
                "words": _signed(_text_words(standing), savers.get(code, "")),
                "stamp": text_stamp(standing),
                "text": standing,
            }
        else:
            found.saved[code] = text_stamp(text)
            kept[code] = text
    return found, kept


def _text_words(text: str) -> str:
    if not text:
        return "Nơi khác đã để trống mục này"
    short = text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"
    return f"Nơi khác đã lưu: “{short}”"


def _signed(words: str, saver: str) -> str:
    return f"{words} ({saver})" if saver else words


def _send(
    submission: Submission,
    message: Message,
    layout: FormLayout,
    stored: dict[Key, Figure],
    written: Mapping[str, str],
    left: int,
    by: User,
) -> tuple[list[dict[str, str]], bool, str]:
    """Findings as they stand now, whether the report was sent, and the line to show."""
    if message.take != SUBMIT or left:
        found = findings_while_typing(submission, layout=layout, figures=stored)
        return _findings(found), False, _saved_words(message, left)
    try:
        step_locked(submission, SUBMIT, by=by, layout=layout, figures=stored, written=written)
    except NotReady as error:
        findings = _findings(check_submission(submission, layout=layout, figures=stored))
        findings += [_blank(cell_name(key), MISSING_BOX) for key in error.blank]
        findings += [_blank(code, MISSING_TEXT) for code in error.narratives]
        return findings, False, f"{error} Số liệu đã được lưu nháp."
    except IllegalStep as error:
        found = check_submission(submission, layout=layout, figures=stored)
        return _findings(found), False, str(error)
    return [], True, "Đã gửi báo cáo lên công đoàn cấp trên."


def _saved_words(message: Message, left: int) -> str:
    if not left:
        return ""
    end = " Báo cáo chưa được gửi." if message.take == SUBMIT else ""
    return f"Còn {left} ô chưa lưu được.{end}"


def _findings(findings: list[Finding]) -> list[dict[str, str]]:
    """As the boxes show them: what was given a reason is no error any more."""
    return [
        {
            "cell": finding.cell, "severity": WARNING if finding.is_waived else finding.severity, "message": finding.message,
            "fix": f"Đã giải trình: {finding.reason}" if finding.is_explained else finding.fix,
        }
        for finding in findings
    ]  # fmt: skip


def _blank(name: str, message: str) -> dict[str, str]:
    return {"cell": name, "severity": ERROR, "message": message, "fix": ""}


def sweep_receipts() -> int:
    """Receipts no device asks for any more; how many there were."""
    count, _kinds = EntryReceipt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return count
