"""Reading a .txt file: its encoding, its lines, the marks ** and * left by conversion."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby, pairwise
from pathlib import Path

from plans.importing.legacy import CONVERTED, NAMES, REFUSED, convert, recognise
from plans.importing.reading import Encoding, Reading
from plans.importing.source import BOLD, ITALIC, MAX_LETTERS, ImportFailed, Line, Source, Spans

STAR_REASON = "ký hiệu đậm/nghiêng của tệp nguồn, đã đổi thành định dạng"
LONE_REASON = "ký hiệu đậm/nghiêng lẻ cặp của tệp nguồn"
RULE_REASON = "đường kẻ của tệp nguồn"
PIPE_REASON = "ký hiệu kẻ bảng của tệp nguồn, đã đổi thành bảng"
PAGE_REASON = "số trang của tệp nguồn"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
UNKNOWN = (
    "Không đọc được chữ trong tệp: tệp không ở bảng mã UTF-8, UTF-16, VNI hay TCVN3 (hoặc không phải tệp văn bản). Hãy "
    "mở tệp, chọn Lưu thành (Save as) với bảng mã UTF-8 rồi nhập lại."
)
# Byte → letter of Windows-1252, and of Latin-1 where that has none.
_WINDOWS = [bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256)]
_STARS = re.compile(r"\*{1,3}")
_RULE = re.compile(r"\s*(?:[-–—_=~*.·o]\s*){3,}\s*|\s*[-–—_=]{1,2}\s*")
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+\S")
_PIPED = re.compile(r"\s*\|.*\|\s*")
_PIPE_RULE = re.compile(r"[\s|:\-]+")
_PAGE = re.compile(r"\s*(?:[-–]\s*)?(\d{1,3})(?:\s*[-–])?\s*")


def read_text_file(path: Path, reading: Reading) -> Source:
    """The source of a text file. Raises ImportFailed."""
    text, notes = _unicode(_decode(path.read_bytes()), reading.encoding)
    if not text.strip():
        raise ImportFailed("Tệp rỗng: không có chữ nào để nhập.")
    if len(text) > MAX_LETTERS:
        raise ImportFailed("Tệp quá dài so với một kế hoạch (trên 2 triệu ký tự). Hãy kiểm tra lại tệp.")
    source = text_source(text)
    source.notes = notes
    return source


def _unicode(text: str, choice: Encoding) -> tuple[str, list[str]]:
    """The text out of an old encoding, and what was done. Raises ImportFailed naming it when it was not asked for."""
    found = recognise(text)
    if found is None:
        return text, []
    if choice is Encoding.REFUSE:
        raise ImportFailed(REFUSED.format(name=NAMES[found]))
    told = found if choice is Encoding.FOUND else choice
    return convert(text, told), [CONVERTED.format(name=NAMES[told])]


def text_source(text: str) -> Source:
    """The source of a text already decoded."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    lines = _lines(text)
    source = Source(text, _with_tables(text, lines))
    _hide_pipes(source)
    _hide_rules_and_pages(source)
    _hide_hashes(source)
    for chunk in _chunks(source.lines):
        _pair_stars(source, chunk)
    _pair_across_gaps(source)
    return source


def _decode(raw: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = "".join(map(_WINDOWS.__getitem__, raw)) if encoding == "utf-8" else ""
        if "\x00" in text or recognise(text) is None:
            raise ImportFailed(UNKNOWN) from None
    if "\x00" in text:
        raise ImportFailed("Tệp không phải tệp văn bản (có ký tự rỗng). Hãy chọn tệp .txt hoặc .docx.")
    return text


def _lines(text: str) -> list[Line]:
    lines, place, gap = [], 0, True
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.strip():
            lines.append(Line(place, place + len(raw), number, gap))
        gap = not raw.strip()
        place += len(raw) + 1
    return lines


def _with_tables(text: str, lines: list[Line]) -> list[Line]:
    """Two or more lines of cells between bars become one table line."""
    found: list[Line] = []
    for piped, run in groupby(lines, key=lambda line: bool(_PIPED.fullmatch(text, line.start, line.end))):
        group = list(run)
        if not piped or len(group) < 2:
            found += group
            continue
        rows = [
            _piped_cells(text, line) for line in group if not _PIPE_RULE.fullmatch(text, line.start, line.end)
        ]
        width = max((len(row) for row in rows), default=0)
        padded = tuple(row + ((),) * (width - len(row)) for row in rows)
        found.append(Line(group[0].start, group[-1].end, group[0].number, True, padded))
    return found


def _piped_cells(text: str, line: Line) -> tuple[Spans, ...]:
    bars = [place for place in range(line.start, line.end) if text[place] == "|"]
    return tuple(((start + 1, end),) for start, end in pairwise(bars))


def _hide_pipes(source: Source) -> None:
    """What stands between the cells of a table: the bars and the rule under its head."""
    for line in source.lines:
        if line.rows:
            inside = {place for start, end in line.spans for place in range(start, end)}
            source.hide((place for place in range(line.start, line.end) if place not in inside), PIPE_REASON)


def _chunks(lines: list[Line]) -> list[list[Line]]:
    chunks: list[list[Line]] = []
    for line in lines:
        if line.gap or not chunks:
            chunks.append([])
        chunks[-1].append(line)
    return chunks


def _hide_rules_and_pages(source: Source) -> None:
    shown = []
    for place, line in enumerate(source.lines):
        raw = "" if line.rows else source.text[line.start : line.end]
        page = _PAGE.fullmatch(raw)
        alone = line.gap and (place + 1 == len(source.lines) or source.lines[place + 1].gap)
        if _RULE.fullmatch(raw):
            source.hide(range(line.start, line.end), RULE_REASON)
        elif page and alone:
            shown.append((int(page[1]), line))
    # Page numbers grow; a lone figure that does not is text.
    last = 0
    for number, line in shown:
        if last < number <= last + 3:
            source.hide(range(line.start, line.end), PAGE_REASON)
            last = number


def _hide_hashes(source: Source) -> None:
    for line in source.lines:
        found = _HASHES.match(source.text[line.start : line.end])
        if found:
            source.hide(range(line.start + found.start(1), line.start + found.end(1)), STAR_REASON)


def _pair_stars(source: Source, chunk: list[Line]) -> None:
    """Pair the marks inside lines without a blank line between; what has no partner stays text."""
    start, end = chunk[0].start, chunk[-1].end
    open_marks: list[tuple[int, int]] = []
    for found in _STARS.finditer(source.text, start, end):
        if found.start() in source.hidden:
            continue
        place, size = found.start(), len(found[0])
        closes = place > start and not source.text[place - 1].isspace()
        match = next((mark for mark in reversed(open_marks) if mark[1] == size), None) if closes else None
        if match:
            _format(source, match[0], place, size)
            del open_marks[open_marks.index(match) :]
        elif found.end() < end and not source.text[found.end()].isspace():
            open_marks.append((place, size))


def _pair_across_gaps(source: Source) -> None:
    """Two stars are never text: pair what is left over, and list what stays alone."""
    left = [
        found
        for found in _STARS.finditer(source.text)
        if len(found[0]) > 1 and not any(place in source.hidden for place in range(*found.span()))
    ]
    while left:
        first = left.pop(0)
        if left and len(left[0][0]) == len(first[0]):
            _format(source, first.start(), left.pop(0).start(), len(first[0]))
        else:
            source.hide(range(*first.span()), LONE_REASON)


def _format(source: Source, start: int, end: int, size: int) -> None:
    source.hide((*range(start, start + size), *range(end, end + size)), STAR_REASON)
    bits = {1: ITALIC, 2: BOLD, 3: BOLD | ITALIC}[size]
    for place in range(start + size, end):
        source.formats[place] |= bits
