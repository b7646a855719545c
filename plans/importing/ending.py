"""The end of the paper: "Nơi nhận", its lines, the authority lines and the name; side by side or one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.vietnamese import fold
from plans.importing.markers import marker_of
from plans.importing.result import Field, ImportedRecipient, ImportedSignature
from plans.importing.source import Line, Source, Spans
from plans.importing.words import (
    is_appendix,
    is_authority,
    is_name,
    is_post,
    is_signed_note,
    recipients_label,
)

TAIL_LINES = 12
REACH = 8
MAX_POSTS_ABOVE = 8
_COLUMNS = re.compile(r"\t+|\s{3,}")
_ARCHIVE = re.compile(r"(?:[-–+•]\s*)?luu\b(?=\s*(?:[:.;,]|vt|vp|van|tai|h[sô]|$))")
_PURPOSES = (
    ("bao_cao", re.compile(r"\(?\s*(?:de )?(?:b\s*/\s*c|bao cao)\b")),
    ("chi_dao", re.compile(r"\(?\s*(?:de )?(?:c\s*/\s*d|chi dao)\b")),
    ("thuc_hien", re.compile(r"\(?\s*(?:de )?(?:t\s*/\s*h|thuc hien)\b")),
    ("phoi_hop", re.compile(r"\(?\s*(?:de )?(?:p\s*/\s*h|phoi hop)\b")),
    ("website", re.compile(r"\(?\s*(?:dang )?(?:website|trang thong tin|cong thong tin)\b")),
)
_NOTE = re.compile(r"\(([^()]*)\)")


@dataclass
class Ending:
    """Where the body ends, and what stands below it."""

    body: list[Line]
    appendix: list[Line]
    recipients: tuple[ImportedRecipient, ...] = ()
    signature: ImportedSignature = field(default_factory=lambda: ImportedSignature((), None, ""))
    fields: dict[str, Field] = field(default_factory=dict)


def read_ending(source: Source, lines: Sequence[Line]) -> Ending:
    """Split the end off the lines and claim its letters."""
    texts = ["" if line.rows else source.visible(line.spans) for line in lines]
    start = _start(texts)
    stop = _stop(texts, start)
    tables = [line for line in lines[start:stop] if _is_table(source, line)]
    ending = Ending(body=list(lines[:start]), appendix=[*tables, *lines[stop:]])
    left, right = _columns(source, [line for line in lines[start:stop] if line not in tables])
    _read_left(source, left, ending)
    _read_right(source, right, ending)
    return ending


def _is_table(source: Source, line: Line) -> bool:
    """Whether a table below "Nơi nhận" is one to be read, not the two columns of the end."""
    texts = [source.visible(cell) for row in line.rows for cell in row]
    return bool(texts) and not any(_is_of_the_end(text) for text in texts if text)


def _is_of_the_end(text: str) -> bool:
    """A post in small letters may stand in any table: "Trưởng ban"."""
    signs = is_authority(text) or is_signed_note(text) or (is_post(text) and text.isupper())
    return signs or _has_label(text) or bool(_ARCHIVE.match(fold(text)))


def _start(texts: Sequence[str]) -> int:
    """The first line of the ending; len(texts) when there is none."""
    labels = [place for place, text in enumerate(texts) if _has_label(text)]
    if labels:
        return _posts_above(texts, labels[-1])
    stop = next((place for place, text in enumerate(texts) if place > 3 and is_appendix(text)), len(texts))
    for place in range(max(stop - TAIL_LINES, 0), stop):
        if is_authority(texts[place]) or is_post(texts[place]):
            return place
    return stop - 1 if stop and is_name(texts[stop - 1]) else stop


def _has_label(text: str) -> bool:
    return bool(recipients_label(text)) and len(text) < 120


def _posts_above(texts: Sequence[str], label: int) -> int:
    """Authority, post and name may stand before "Nơi nhận"."""
    start = label
    for place in range(label - 1, max(label - MAX_POSTS_ABOVE, -1), -1):
        text = texts[place]
        if is_authority(text) or is_post(text):
            start = place
        elif not (is_name(text) or is_signed_note(text)):
            break
    return start


def _stop(texts: Sequence[str], start: int) -> int:
    return next((place for place in range(start, len(texts)) if is_appendix(texts[place])), len(texts))


def _columns(source: Source, lines: Sequence[Line]) -> tuple[list[Spans], list[Spans]]:
    """Recipients' lines and signature's lines; lines holding both columns are cut."""
    left: list[Spans] = []
    right: list[Spans] = []
    in_list = False
    for line in lines:
        for spans in _cells(source, line):
            text = source.visible(spans)
            if not text:
                continue
            in_list = in_list or _has_label(text)
            signs = (
                is_authority(text) or is_post(text) or is_signed_note(text) or (is_name(text) and bool(right))
            )
            ends = is_name(text) and line is lines[-1]
            goes_left = _is_listed(text) or (in_list and not right and not signs and not ends)
            (left if goes_left else right).append(spans)
    return left, right


def _cells(source: Source, line: Line) -> list[Spans]:
    if line.rows:
        return [cell for row in line.rows for cell in row]
    raw, cells, place = source.text[line.start : line.end], [], line.start
    for found in _COLUMNS.finditer(raw):
        cells.append(((place, line.start + found.start()),))
        place = line.start + found.end()
    return [*cells, ((place, line.end),)]


def _is_dashed(text: str) -> bool:
    marker = marker_of(text)
    return marker is not None and marker.kind in {"dash", "plus", "one"}


def _is_listed(text: str) -> bool:
    return _has_label(text) or _is_dashed(text) or bool(_ARCHIVE.match(fold(text)))


def _read_left(source: Source, cells: list[Spans], ending: Ending) -> None:
    found: list[ImportedRecipient] = []
    for spans in _unwrapped(source, cells):
        text = source.visible(spans)
        label = recipients_label(text)
        if label and "recipients_label" not in ending.fields:
            head = source.part(spans, 0, label)
            _keep(source, ending, "recipients_label", head, source.visible(head))
            spans = source.part(spans, label)
            text = source.visible(spans)
        if not text:
            continue
        if _ARCHIVE.match(fold(text)) and "archive_line" not in ending.fields:
            _keep(source, ending, "archive_line", spans, _without_dash(text))
        else:
            source.claim(spans)
            found.append(_recipient(text))
    ending.recipients = tuple(found)


def _keep(source: Source, ending: Ending, name: str, spans: Spans, value: str) -> None:
    source.claim(spans)
    ending.fields[name] = Field(value, source.visible(spans))


def _unwrapped(source: Source, cells: list[Spans]) -> list[Spans]:
    """Recipients' lines with the rest of a wrapped one put back."""
    joined: list[Spans] = []
    for spans in cells:
        text = source.visible(spans)
        before = source.visible(joined[-1]) if joined else ""
        goes_on = before and not _is_listed(text) and not before.endswith((";", ".", ":"))
        if goes_on:
            joined[-1] += spans
        else:
            joined.append(spans)
    return joined


def _without_dash(text: str) -> str:
    marker = marker_of(text)
    return text[marker.length :] if marker and marker.kind in {"dash", "plus"} else text


def _recipient(text: str) -> ImportedRecipient:
    plain = _without_dash(text)
    notes = [note.strip() for note in _NOTE.findall(plain)]
    known = [(note, _purpose(note)) for note in notes]
    telling = [note for note, purpose in known if purpose]
    purposes = [purpose for _note, purpose in known if purpose]
    for note in telling:
        plain = plain.replace(f"({note})", " ")
    name = " ".join(plain.replace("}", " ").replace("{", " ").split()).strip(" ;,.")
    return ImportedRecipient(
        text=re.sub(r"\s*;\s*$", "", name),
        purpose=purposes[0] if purposes else _purpose(name) or "de_biet",
        note="; ".join(telling),
        source=text,
    )


def _purpose(text: str) -> str:
    plain = fold(text)
    return next((code for code, pattern in _PURPOSES if pattern.match(plain)), "")


def _read_right(source: Source, cells: list[Spans], ending: Ending) -> None:
    """Authority and post lines in capitals, then the name; all letters are the signature's source."""
    lines: list[str] = []
    name: str | None = None
    sources: list[str] = []
    for spans in cells:
        text = source.visible(spans)
        if is_name(text) and (name is None or text.istitle()):
            name = text
        elif is_authority(text) or is_post(text) or (lines and name is None and text.isupper()):
            lines.append(text)
        elif not is_signed_note(text):
            continue
        source.claim(spans)
        sources.append(text)
    ending.signature = ImportedSignature(tuple(lines), name, "\n".join(sources))
