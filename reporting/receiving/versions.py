"""The report as it was sent each time: kept at the sending, compared for the officer, notes matched with the changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.formats.write import number
from reporting.checks import Finding
from reporting.entry.queries import last_savers
from reporting.models import (
    Figure,
    FigureState,
    ReturnNote,
    SentVersion,
    Submission,
    SubmissionMove,
)
from reporting.queries.comparisons import figures_of
from reporting.queries.layout import FormLayout, Key, cell_name

TEXT = "text-"
NOTHING = "(để trống)"
Cells = Mapping[str, list[str]]


@dataclass(frozen=True)
class Change:
    """One box or heading that differs between two sendings."""

    place: str
    title: str
    old: str
    new: str
    who: str = ""


@dataclass(frozen=True)
class AnsweredNote:
    """A note of the last return and what the unit did about it."""

    place: str
    title: str
    text: str
    answer: str

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)


def keep_version(
    submission: Submission, move: SubmissionMove, findings: Iterable[Finding],
    figures: Mapping[Key, Figure] | None = None, written: Mapping[str, str] | None = None, *,
    first: bool = False,
) -> SentVersion:  # fmt: skip
    """Keep every box and heading as sent with this move, and what the checks said. `figures`, `written` (heading → text):
    the stored ones, if known; `first`: it was never sent before."""
    last = None if first else submission.sent_versions.filter(current=True).first()
    told = list(findings)
    now = SentVersion(
        submission=submission, move=move, number=last.number + 1 if last else 1, by=move.by, at=move.at,
        cells=_cells(submission, figures), narratives=dict(written if written is not None else _texts(submission)),
        nil_return=submission.nil_return, errors=sum(f.is_error for f in told),
        warnings=sum(not f.is_error for f in told), explained=sum(f.is_explained for f in told),
    )  # fmt: skip
    if last:
        now.changes = len(_changed(last.cells, now.cells)) + len(_changed(last.narratives, now.narratives))
        submission.sent_versions.filter(current=True).update(current=False)
    now.save()
    return now


def _cells(submission: Submission, figures: Mapping[Key, Figure] | None) -> dict[str, list[str]]:
    stored = figures_of(submission) if figures is None else figures
    return {
        cell_name(key): [str(f.state), _plain(f.value), _plain(f.base), f.note] for key, f in stored.items()
    }


def _texts(submission: Submission) -> dict[str, str]:
    return dict(submission.narratives.values_list("section__code", "text"))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [place for place in {**old, **new} if old.get(place) != new.get(place)]


# --- what the officer reads


def two_versions(submission: Submission) -> tuple[SentVersion | None, SentVersion | None]:
    """The newest sending and the one before it."""
    newest = list(submission.sent_versions.order_by("-number")[:2])
    return (newest[0] if newest else None), (newest[1] if len(newest) > 1 else None)


def changes_between(
    submission: Submission, layout: FormLayout, old: SentVersion | None, new: SentVersion | None
) -> list[Change]:
    """What changed from one sending to the next, in the order of the form, with who saved it last. One query."""
    if old is None or new is None:
        return []
    cells = set(_changed(old.cells, new.cells))
    texts = set(_changed(old.narratives, new.narratives))
    savers = last_savers(submission, cells | texts)
    known = [spec.name for spec in layout if spec.name in cells]
    lines = [
        Change(
            name, _title(layout, name), _words(old.cells.get(name)), _words(new.cells.get(name)), savers.get(name, "")
        )
        for name in [*known, *sorted(cells.difference(known))]
    ]  # fmt: skip
    for section in layout.narratives:
        if section.code in texts:
            before = old.narratives.get(section.code) or NOTHING
            after = new.narratives.get(section.code) or NOTHING
            lines.append(
                Change(TEXT + section.code, section.title, before, after, savers.get(section.code, ""))
            )
    return lines


def answered_notes(
    submission: Submission, layout: FormLayout, old: SentVersion | None, new: SentVersion | None
) -> list[AnsweredNote]:
    """Notes of the return between two sendings and what became of each."""
    if old is None or new is None:
        return []
    notes = ReturnNote.objects.filter(submission=submission, move__at__range=(old.at, new.at)).order_by("pk")
    return [
        AnsweredNote(note.place, _title(layout, note.place), note.text, _answer(note.place, old, new))
        for note in notes
    ]


def _answer(place: str, old: SentVersion, new: SentVersion) -> str:
    if place.startswith(TEXT):
        code = place.removeprefix(TEXT)
        return "Đã sửa nội dung." if old.narratives.get(code) != new.narratives.get(code) else ""
    before, after = old.cells.get(place), new.cells.get(place)
    if before == after:
        return ""
    if before and after and before[:3] == after[:3]:
        return f"Giữ số, trả lời trong ghi chú: {after[3] or NOTHING}"
    return f"{_words(before)} → {_words(after)}"


def _title(layout: FormLayout, place: str) -> str:
    if place.startswith(TEXT):
        code = place.removeprefix(TEXT)
        return next((s.title for s in layout.narratives if s.code == code), code)
    code, _, part = place.partition(":")
    spec = layout.cells.get((code, part))
    return spec.title if spec else place


def _words(cell: list[str] | None) -> str:
    """A kept box as people read it: 1.234; 45/50; Không phát sinh; with its note."""
    if cell is None:
        return NOTHING
    state, value, base, note = cell
    if state != FigureState.VALUE:
        shown = str(FigureState(state).label)
    else:
        shown = number(value) + (f"/{number(base)}" if base else "")
    return f"{shown} (ghi chú: {note})" if note else shown


def keep_notes(submission: Submission, move: SubmissionMove, notes: Mapping[str, str]) -> None:
    """Keep the notes of a return by box (TT02:n.nu) or heading (text-I.1)."""
    ReturnNote.objects.bulk_create(
        [
            ReturnNote(submission=submission, move=move, place=place, text=text)
            for place, text in notes.items()
        ]
    )
