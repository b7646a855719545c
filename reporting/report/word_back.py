"""Word file → the sections whose words were changed by hand; numbers and tables that were changed are told by place.

What people may change: paragraphs of the sections. What comes from the units' reports (tables, annexes, sentences with
figures) is corrected there, never in Word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from documents.pages import Line
from plans.anchors import read_anchor
from plans.importing.docx_file import read_docx_file
from plans.importing.reading import Changes, Reading
from plans.importing.source import ImportFailed, Source
from plans.importing.source import Line as Read
from reporting.models import CompiledReport
from reporting.report.narrative import sections_of
from reporting.report.word_out import SECTION_LINE, VERSIONS, anchor_id, word_paper

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
NOT_OURS = (
    "Tệp này không phải bản Word tải từ trang báo cáo này (hoặc dấu nhận biết đã mất khi lưu bằng chương trình khác). "
    "Hãy bấm “Bản Word” để tải lại, sửa trên tệp đó rồi gửi lên."
)


class WordsRefused(Exception):
    """The file cannot be taken; str() is the Vietnamese message."""


@dataclass(frozen=True)
class Refused:
    """A place that is not changed in Word: where, what stands in the report, what the file says."""

    place: str
    was: str
    now: str


@dataclass
class WordsBack:
    """`texts`: section code → its words, those that changed; `titles` of the same; `base`: the version of the file."""

    base: int
    texts: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_words(report: CompiledReport, path: Path) -> WordsBack:
    """What the file changes. Raises WordsRefused for a file of another report, or of another kind."""
    try:
        source = read_docx_file(path, Reading(changes=Changes.ACCEPT))
    except ImportFailed as failed:
        raise WordsRefused(str(failed)) from failed
    if report.current_version is None:
        raise WordsRefused("Báo cáo chưa được tổng hợp lần nào.")
    back = WordsBack(base=_version_of(report, source))
    reader = _Reader(report, source, back)
    reader.read()
    reader.compare(report.current_version.content)
    return back


def _version_of(report: CompiledReport, source: Source) -> int:
    """The version the file was made of."""
    for line in source.lines:
        found = re.fullmatch(r"_nc_opening_(\d+)", line.anchor)
        if found is None:
            continue
        number, version = divmod(int(found[1]), VERSIONS)
        if number != report.pk:
            other = CompiledReport.objects.filter(pk=number).select_related("period_unit", "period").first()
            whose = f" ({other.period_unit.name}, {other.period.name})" if other else ""
            raise WordsRefused(f"Tệp này là của báo cáo khác{whose}. Hãy mở đúng báo cáo rồi gửi lên.")
        return version
    raise WordsRefused(NOT_OURS)


class _Reader:
    def __init__(self, report: CompiledReport, source: Source, back: WordsBack) -> None:
        paper = word_paper(report)
        self.source, self.back = source, back
        self.fixed: dict[str, tuple[str, Line]] = {}
        self.words: dict[str, tuple[str, Line]] = {}
        for place, lines in (
            ("Phần lời", paper.lines),
            *((f"Phụ lục {a.number}", a.lines) for a in paper.appendices),
        ):
            for line in lines:
                if not line.block_id:
                    continue
                section = SECTION_LINE.fullmatch(line.block_id)
                kept = self.words if section and not line.titled else self.fixed
                kept[anchor_id(line.block_id)] = (section[1] if section else place, line)
        self.end = {"Nơi nhận", *(text.strip() for text in paper.signature.authority_lines)}
        self.sections: dict[str, list[str]] = {code: [] for code, _line in self.words.values()}
        self.told: dict[str, str] = {}  # id of a known paragraph → its words now
        self.seen: set[str] = set()

    def read(self) -> None:
        """Known paragraphs keep their section; new ones belong to the section they stand in."""
        code, ended = "", False
        for line in self.source.lines:
            anchor = read_anchor(line.anchor) if line.anchor else None
            if anchor is not None and anchor.part == "block":
                self.seen.add(anchor.id)
                if anchor.id in self.words:
                    code = self.words[anchor.id][0]
                    self._take(code, line, anchor.id)
                elif anchor.id in self.fixed:
                    place, kept = self.fixed[anchor.id]
                    self._fixed(kept, place, line)
                    code = place if SECTION_LINE.fullmatch(kept.block_id) else ""
                continue
            text = self._text(line)
            ended = ended or text.rstrip(":").strip() in self.end
            if anchor is None and code and text and not ended and not line.rows:
                self._take(code, line)

    def compare(self, content: dict[str, Any]) -> None:
        for anchor, (place, line) in self.fixed.items():
            if anchor not in self.seen and not SECTION_LINE.fullmatch(line.block_id):
                self.back.refused.append(Refused(_named(place, line), _short(_whole(line)), "(đã xóa)"))
        for section in sections_of(content):
            words = self.sections.get(section["code"])
            if words is None:
                continue
            self._check_numbers(section)
            text = "\n".join(words)
            if text != "\n".join(_plain(each) for each in section["text"].splitlines() if each.strip()):
                self.back.texts[section["code"]] = text
                self.back.titles.append(section["title"])

    def _take(self, code: str, line: Read, anchor: str = "") -> None:
        label = self.source.visible(((line.start, line.start + line.label),)) if line.label else ""
        text = _plain(self.source.exact(((line.start + line.label, line.end),))[0])
        typed = re.match(r"[-–•]\s+", text)
        if typed:
            text = text[typed.end() :]
        bullet = bool(typed) or label.strip() in {"-", "–", "•"}
        if not text:
            return
        text = f"- {text}" if bullet else text
        self.sections.setdefault(code, []).append(text)
        if anchor:
            self.told[anchor] = text

    def _text(self, line: Read) -> str:
        return _plain(self.source.visible(line.spans))

    def _fixed(self, kept: Line, place: str, line: Read) -> None:
        if kept.level != "table":
            now = _plain(self.source.exact(((line.start + line.label, line.end),))[0])
            if _letters(now) != _letters(kept.text):
                self.back.refused.append(Refused(_named(place, kept), _short(kept.text), _short(now)))
            return
        rows = [[_plain(self.source.exact(cell)[0]) for cell in row] for row in line.rows]
        self._table(kept, place, rows)

    def _table(self, kept: Line, place: str, rows: list[list[str]]) -> None:
        name = _named(place, kept)
        if len(rows) != len(kept.rows):
            self.back.refused.append(Refused(name, f"{len(kept.rows)} dòng", f"{len(rows)} dòng"))
            return
        for at, (row, now) in enumerate(zip(kept.rows, rows, strict=True), start=1):
            was = [_plain(text) for text in row]
            length = max(len(was), len(now))
            for column in range(length):
                old, new = (cells[column] if column < len(cells) else "" for cells in (was, now))
                if _letters(old) != _letters(new):
                    heading = kept.rows[0][column] if column < len(kept.rows[0]) else str(column + 1)
                    row_name = f"dòng {at} ({_short(max(kept.rows[at - 1][:2], key=len), 60)})"
                    self.back.refused.append(Refused(f"{name}, {row_name}, cột “{heading}”", old, new))

    def _check_numbers(self, section: dict[str, Any]) -> None:
        """A sentence with figures may be put in other words or left out; its numbers stay those of the reports."""
        figures = {_plain(sentence) for sentence in section["figures"]}
        for anchor, (code, line) in self.words.items():
            was, now = _plain(line.text), self.told.get(anchor)
            if code != section["code"] or was not in figures or now is None:
                continue
            if Counter(NUMBER.findall(was)) != Counter(NUMBER.findall(now)):
                place = f"Mục “{section['title']}”, câu có số liệu"
                self.back.refused.append(Refused(place, _short(was), _short(now)))


def _named(place: str, line: Line) -> str:
    if line.level == "table":
        return f"{place}, bảng “{line.caption}”" if line.caption else f"{place}, bảng số liệu"
    if SECTION_LINE.fullmatch(line.block_id):
        return f"Tên mục “{line.text}”"
    return f"{place}, dòng “{_short(line.text, 40)}”"


def _whole(line: Line) -> str:
    return f"bảng {len(line.rows)} dòng" if line.level == "table" else line.text


def _plain(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> str:
    """Without what a word processor changes by itself: blanks, kinds of dashes and quotes, the end mark."""
    bare = re.sub(r"[\s\u00ad\u200b\u2060]+", "", text).removesuffix("./.").rstrip(".;,")
    return bare.translate(str.maketrans("–—−“”’‘", "---\"\"''")).casefold()


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
