"""Footnotes of a source: each hangs on a letter; its words stand behind the text until a block or a line takes them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from plans.block_fields import MAX_NOTE, MAX_NOTES, Note
from plans.importing.source import Places, Source, Spans


def notes_in(source: Source, spans: Spans, places: Places) -> tuple[Note, ...]:
    """The notes called inside these spans, on letters of the text that stands at `places`; they are placed.

    One that is too long for a plan stays on the list of the rest.
    """
    if not source.footnotes:
        return ()
    called = [f for f in source.footnotes if any(start <= f.place <= end for start, end in spans)]
    found: list[Note] = []
    for footnote in called:
        text = source.exact(footnote.spans)[0]
        if text and len(text) <= MAX_NOTE and len(found) < MAX_NOTES:
            source.claim(footnote.spans)
            found.append(Note(bisect_left(places, footnote.place), text))
    return tuple(found)


def moved(notes: Iterable[Note], by: int) -> tuple[Note, ...]:
    """The notes of a block whose text moved `by` letters to the right."""
    return tuple(note._replace(place=note.place + by) for note in notes)
