"""What people said about a text in Word: comments and tracked changes, each tied to the letters it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from typing import Any

from core.vietnamese import nfc
from plans.importing.source import Remark, Source, Spans
from plans.wording import changes

COMMENT, EDIT, ADDED, REMOVED = "comment", "edit", "added", "removed"
ADDED_WORDS = "Theo dõi thay đổi trong Word: đề nghị thêm “{text}”."
REMOVED_WORDS = "Theo dõi thay đổi trong Word: đề nghị bỏ “{text}”."
TAKEN_WORDS = (
    "Theo dõi thay đổi trong Word: đoạn “{text}” mới thêm, đã đưa vào phần đầu hoặc phần cuối văn bản."
)
KEPT_WORDS = "Theo dõi thay đổi trong Word: đề nghị bỏ cả đoạn “{text}”."
_BLANKS = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True)
class Said:
    """One remark on a block, or on the plan. `start`–`end`: letters of the block's text.

    comment: `text` about these letters (`quote` where they stand in no block's text). edit: `text` instead of these
    letters. added, removed: the whole block is proposed, or is to go. `of`: the place of the thread a comment answers.
    """

    kind: str
    start: int
    end: int
    text: str
    author: str
    at: str  # ISO, "" when the file does not say
    quote: str = ""
    key: str = ""  # the file's own number of a comment
    answers: str = ""  # the number of the comment that this one answers
    own: int = (
        0  # key of the comment that left through our own export, below zero that of a suggestion told as one
    )


@dataclass(frozen=True)
class Sent:
    """A suggestion that left through our own export; `block`: the block it changes, removes or adds."""

    id: int
    action: str
    block: str
    before: str
    after: str
    author: str
    note: str


def sent_in(carried: dict[str, Any]) -> tuple[Sent, ...]:
    """What our own export says of the suggestions it wrote as tracked changes; damaged ones are passed over."""
    listed = carried.get("suggestions")
    found = []
    for item in listed if isinstance(listed, list) else []:
        with suppress(TypeError):
            sent = Sent(**item)
            if type(sent.id) is int and all(isinstance(text, str) for text in astuple(sent)[1:]):
                found.append(sent)
    return tuple(found)


def said_in(source: Source, spans: Spans, places: Sequence[int], *, table: bool = False) -> tuple[Said, ...]:
    """The remarks whose place is in these spans, in letters of the text that stands at `places`; they are taken."""
    if not source.remarks:
        return ()
    here: list[Remark] = []
    for start, end in spans:
        first = bisect_left(source.remarks, start, key=_start)
        past = bisect_right(source.remarks, end, key=_start)
        here += source.remarks[first:past]
        del source.remarks[first:past]
    return tuple(_spoken(source, r) if table or _in_number(r, places) else _placed(r, places) for r in here)


def _start(remark: Remark) -> int:
    return remark.start


def said_elsewhere(source: Source) -> tuple[Said, ...]:
    """The remarks that no block took: about the head, the end, or the file as a whole."""
    return tuple(_spoken(source, remark) for remark in source.remarks)


def _in_number(remark: Remark, places: Sequence[int]) -> bool:
    """A change of the typed number before the text is a matter for people: numbers are computed."""
    return remark.kind == EDIT and bool(places) and remark.start < places[0]


def _placed(remark: Remark, places: Sequence[int]) -> Said:
    start, end = bisect_left(places, remark.start), bisect_left(places, remark.end)
    return Said(
        remark.kind, start, end, remark.text, remark.author, remark.at,
        key=remark.key, answers=remark.answers, own=remark.own,
    )  # fmt: skip


def _spoken(source: Source, remark: Remark) -> Said:
    """A remark as a comment that says in words what it is about."""
    text, quote = remark.text, _squeezed(source.text[max(remark.start, 0) : max(remark.end, 0)])
    if remark.kind == EDIT:
        text = ADDED_WORDS.format(text=_squeezed(text)) if text.strip() else REMOVED_WORDS.format(text=quote)
        quote = "" if remark.text.strip() else quote
    elif remark.kind in (ADDED, REMOVED):
        text = (TAKEN_WORDS if remark.kind == ADDED else KEPT_WORDS).format(text=quote[:300])
    key, answers = remark.key, remark.answers
    return Said(COMMENT, 0, 0, text, remark.author, remark.at, quote[:400], key, answers, remark.own)


def in_words(one: Said, text: str) -> str:
    """What a remark says, for people, beside the text of its block."""
    if one.kind == ADDED:
        return "đề xuất thêm đoạn này"
    if one.kind == REMOVED:
        return "đề xuất bỏ cả đoạn này"
    about = text[one.start : one.end].strip()
    if one.kind == COMMENT:
        quote = one.quote or about
        return f"“{quote[:200]}”: {one.text}" if quote else one.text
    if not one.text.strip():
        return f"đề xuất bỏ “{about}”"
    return f"đề xuất thêm “{_squeezed(one.text)}”"


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def moved(said: Iterable[Said], by: int) -> tuple[Said, ...]:
    """The remarks of a block whose text moved `by` letters to the right."""
    return tuple(replace(one, start=one.start + by, end=one.end + by) for one in said)


def joined(said: Iterable[Said], text: str) -> tuple[Said, ...]:
    """The remarks of a block that was joined with another: one on the whole block becomes a comment."""
    whole = {ADDED: TAKEN_WORDS, REMOVED: KEPT_WORDS}
    return tuple(
        replace(one, kind=COMMENT, text=whole[one.kind].format(text=text[:300])) if one.kind in whole else one
        for one in said
    )


def proposals(text: str, said: Iterable[Said]) -> list[tuple[list[Said], str]]:
    """The edits of a text in groups that can be taken or left alone, each with the text it would give."""
    groups: list[list[Said]] = []
    reach = -1
    for edit in sorted((one for one in said if one.kind == EDIT), key=lambda one: (one.start, one.end)):
        start, end = _whole_words(text, edit.start, edit.end)
        if groups and (start < reach or edit.start <= groups[-1][-1].end):
            groups[-1].append(edit)
        else:
            groups.append([edit])
        reach = max(reach, end)
    found = [(group, _edited(text, group)) for group in groups]
    return [(group, after) for group, after in found if after and after != text]


def came_back(text: str, said: Iterable[Said], sent: Sent) -> list[Said]:
    """The edits that are the suggestion as it was sent; none when somebody changed them since."""
    reach = [(start, end) for start, end, _words in changes(sent.before, sent.after)]
    edits = [
        one
        for one in said
        if one.kind == EDIT
        and nfc(one.author) == sent.author
        and any(start <= one.start and one.end <= end for start, end in reach)
    ]
    edits.sort(key=lambda one: (one.start, one.end))
    same = text == sent.before and _squeezed(_edited(text, edits)) == _squeezed(sent.after)
    return edits if same else []


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The letters and the rest of the words they cut."""
    while 0 < start < len(text) and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while 0 < end < len(text) and not text[end - 1].isspace() and not text[end].isspace():
        end += 1
    return start, end


def _edited(text: str, edits: Sequence[Said]) -> str:
    for edit in reversed(edits):
        head, tail = text[: edit.start], text[edit.end :]
        words = _BLANKS.sub(" ", edit.text)
        if head.endswith((" ", "\n")) or not head:
            words = words.lstrip() if words.strip() else ""
        if tail.startswith(" ") and (words or head).endswith(" "):
            tail = tail[1:]
        text = head + words + tail
    return text.strip()
