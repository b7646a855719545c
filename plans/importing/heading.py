"""The head of the paper: authorities, state title, number, place and date, type, abstract; whole or flattened."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from core.vietnamese import fold
from plans.importing.markers import marker_of
from plans.importing.result import Field
from plans.importing.source import BOLD, Line, Source, Spans
from plans.importing.text_file import RULE_REASON
from plans.importing.words import is_base, is_document_type, is_opening

HEAD_LINES = 40
MAX_ABSTRACT_LINE = 300
_BLANK = r"[.…_\s]*"
_STATE = re.compile(r"cong hoa xa hoi chu nghia viet nam")
_MOTTO = re.compile(r"doc lap\s*[-–—]+\s*tu do\s*[-–—]+\s*hanh phuc\.?")
_NUMBER = re.compile(
    rf"(?:s[ôố][́]?|so)?\s*[:.]?\s*(?P<number>\d+[a-z]?|{_BLANK})(?:/(?P<year>\d{{4}}))?\s*/\s*"
    r"(?P<symbol>[^\W\d_]{2,6}(?:\s*[-–]\s*[^\W_][^\s,;:]*)+)",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?:(?P<place>[^\W\d_][^,;:\d]{{1,60}}),\s*)?ngày\s*(?P<day>\d{{1,2}}|{_BLANK})\s*tháng\s*"
    rf"(?P<month>\d{{1,2}}|{_BLANK})\s*năm\s*(?P<year>\d{{4}}|[\d.…_\s]*)\.?",
    re.IGNORECASE,
)
_URGENCY = re.compile(r"(?:hoa toc|thuong khan|khan)\.?")
_DRAFT = re.compile(r"\(?du thao(?: lan(?: thu)? \S+)?\)?")
_BODY = re.compile(
    r"(?:lien doan|cong doan|cdcs|tong lien doan|ldld|uy ban|so|phong|ban|truong|hoi|doan|dang|dai hoi|van phong)\b"
)
_PLACE_LINE = re.compile(r"(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|viet nam|khu|lan thu)\b")
_ADDRESSEES = re.compile(r"kinh gui\b")


class HeadReader:
    """Takes the fields off the top of a source, line by line."""

    def __init__(self, source: Source, lines: Sequence[Line]) -> None:
        self.source = source
        self.lines = [line for line in lines if line.rows or source.visible(line.spans)]
        self.fields: dict[str, Field] = {}
        self._authorities: list[Spans] = []

    def read(self) -> tuple[dict[str, Field], list[Line]]:
        """The fields found, and the lines after the abstract."""
        place = self._type_place()
        head = self._untyped_head() if place is None else place
        for line in self.lines[:head]:
            self._read_head_line(line.spans)
        self._name_authorities()
        rest = self.lines[head:]
        return self.fields, rest if place is None else self._read_title(rest)

    def _text(self, line: Line) -> str:
        return self.source.visible(line.spans)

    def _keep(self, name: str, spans: Spans, value: Any) -> None:
        self.source.claim(spans)
        self.fields[name] = Field(value, self.source.visible(spans))

    def _type_place(self) -> int | None:
        for place, line in enumerate(self.lines[:HEAD_LINES]):
            text = self._text(line)
            if marker_of(text) and not is_document_type(text):
                return None
            if not line.rows and is_document_type(text):
                return place
        return None

    def _untyped_head(self) -> int:
        """How many lines at the top are head lines though no type name follows."""
        place = 0
        while place < min(len(self.lines), HEAD_LINES) and self._is_head_line(self._text(self.lines[place])):
            place += 1
        return place

    def _is_head_line(self, text: str) -> bool:
        if marker_of(text) and not _NUMBER.match(text):
            return False
        plain = _aligned(text)
        known = (_STATE.search(plain), _MOTTO.search(plain), _DATE.fullmatch(text), _URGENCY.fullmatch(plain))
        return any(known) or bool(_numbered(text)) or (text.isupper() and bool(_BODY.match(fold(text))))

    def _read_head_line(self, spans: Spans) -> None:
        """Take the known things out of a line, wherever they stand in it; what is left may be an authority."""
        text = self.source.visible(spans)
        for name, find, clean in _FINDERS:
            found = None if name in self.fields else find(text)
            if found is None:
                continue
            start, end, value = found[0], found[1], clean(text, found)
            self._keep(name, self.source.part(spans, start, end), value)
            for piece in (self.source.part(spans, 0, start), self.source.part(spans, end)):
                if self.source.visible(piece):
                    self._read_head_line(piece)
            return
        self._read_left_over(spans, text)

    def _read_left_over(self, spans: Spans, text: str) -> None:
        if not any(letter.isalnum() for letter in text):
            self.source.hide((place for start, end in spans for place in range(start, end)), RULE_REASON)
        elif text.isupper() or _BODY.match(fold(text)):
            self._authorities.append(spans)

    def _name_authorities(self) -> None:
        groups: list[list[Spans]] = []
        for spans in self._authorities:
            plain = fold(self.source.visible(spans))
            if groups and _PLACE_LINE.match(plain):
                groups[-1].append(spans)
            else:
                groups.append([spans])
        if not groups:
            return
        cut = self._first_bold(groups)
        parent, issuer = _flat(groups[:cut]), _flat(groups[cut:])
        if parent:
            self._keep("parent_authority", parent, self.source.visible(parent))
        self._keep("issuing_body", issuer, self.source.visible(issuer))

    def _first_bold(self, groups: list[list[Spans]]) -> int:
        """Where the issuing body starts: at the first bold line, else the last group is the issuer."""
        bold = [all(self.source.is_all(spans, BOLD) for spans in group) for group in groups]
        return bold.index(True) if True in bold and not bold[0] else len(groups) - 1

    def _read_title(self, lines: list[Line]) -> list[Line]:
        spans, text = lines[0].spans, self._text(lines[0])
        length = is_document_type(text)
        self._keep("document_type", self.source.part(spans, 0, length), text[:length])
        rest = self.source.part(spans, length)
        taken = [rest] if any(letter.isalnum() for letter in self.source.visible(rest)) else []
        count = self._abstract_length(lines[1:], started=bool(taken))
        taken += [line.spans for line in lines[1 : count + 1]]
        if taken:
            whole = tuple(span for spans in taken for span in spans)
            self._keep("abstract", whole, self.source.visible(whole).strip(" :-–"))
        return lines[count + 1 :]

    def _abstract_length(self, lines: list[Line], *, started: bool) -> int:
        """How many lines after the type name are the abstract."""
        count = 0
        for line in lines:
            if line.rows or not self._belongs_to_abstract(
                line, lines[count - 1] if count else None, started=started
            ):
                break
            count += 1
        return count

    def _belongs_to_abstract(self, line: Line, before: Line | None, *, started: bool) -> bool:
        text = self._text(line)
        if marker_of(text) or len(text) > MAX_ABSTRACT_LINE or _ADDRESSEES.match(fold(text)):
            return False
        if before is None:
            starts = not started or (not line.gap and not is_opening(text))
            return starts and not is_base(text) and not text.endswith(("như sau:", "sau đây:"))
        both_bold = self.source.is_all(line.spans, BOLD) and self.source.is_all(before.spans, BOLD)
        if both_bold or (text[0].islower() and not self._text(before).endswith((".", ";", ":"))):
            return True
        bold_ended = self.source.is_all(before.spans, BOLD)
        return not line.gap and not bold_ended and not is_base(text) and not is_opening(text)


def _flat(groups: list[list[Spans]]) -> Spans:
    return tuple(span for group in groups for spans in group for span in spans)


def _aligned(text: str) -> str:
    """The text without accents, letter by letter, so that places in it are places in the text."""
    return "".join(letter if letter.isspace() else (fold(letter) or letter)[0] for letter in text)


Found = tuple[int, int, dict[str, str]]


def _finder(pattern: re.Pattern[str], *, whole: bool = False) -> Callable[[str], Found | None]:
    def find(text: str) -> Found | None:
        plain = _aligned(text)
        found = pattern.fullmatch(plain) if whole else pattern.search(plain)
        return (found.start(), found.end(), {}) if found else None

    return find


def _numbered(text: str) -> Found | None:
    found = _NUMBER.search(text)
    if found is None or not (found[0].strip()[:1].lower() == "s" or found[0].lstrip().startswith("/")):
        return None
    return found.start(), found.end(), found.groupdict()


def _dated(text: str) -> Found | None:
    found = _DATE.search(text)
    if found is None:
        return None
    start, place = found.start(), found["place"] or ""
    words = place.split(" ")
    # In a flattened line the authority's capitals stand right before the place.
    while len(words) > 1 and words[0].isupper() and words[0] != "TP" and not place.isupper():
        start += len(words.pop(0)) + 1
    return start, found.end(), found.groupdict() | {"place": " ".join(words)}


def _as_is(text: str, found: Found) -> str:
    return text[found[0] : found[1]].strip()


def _clean_number(_text: str, found: Found) -> dict[str, Any]:
    digits = re.sub(r"\D", "", found[2]["number"] or "")
    symbol = re.sub(r"\s*[-–]\s*", "-", found[2]["symbol"]).rstrip(".")
    return {"number": int(digits) if digits else None, "symbol": symbol}


def _clean_date(_text: str, found: Found) -> dict[str, Any]:
    def figure(name: str) -> int | None:
        digits = found[2][name] or ""
        return int(digits) if digits.isdigit() else None

    place = " ".join(found[2]["place"].split()) or None
    return {"place": place, "day": figure("day"), "month": figure("month"), "year": figure("year")}


_FINDERS: tuple[tuple[str, Callable[[str], Found | None], Callable[[str, Found], Any]], ...] = (
    ("state_title", _finder(_STATE), _as_is),
    ("motto", _finder(_MOTTO), _as_is),
    ("number", _numbered, _clean_number),
    ("place_and_date", _dated, _clean_date),
    ("urgency", _finder(_URGENCY, whole=True), _as_is),
    ("draft_mark", _finder(_DRAFT, whole=True), _as_is),
)
