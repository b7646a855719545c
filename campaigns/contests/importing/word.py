"""A Word file of questions: “Câu 1. …”, options “A. …”, the right one starred, bold, underlined or named by “Đáp án: B”."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from campaigns.contests.importing.line import Read
from campaigns.contests.models import Question
from campaigns.contests.services import NewQuestion
from plans.importing.docx_file import read_docx_file
from plans.importing.reading import Changes, Reading
from plans.importing.source import BOLD, UNDERLINE, ImportFailed, Source
from units.importing.faults import Fault, UnreadableFile

_BEGIN = re.compile(r"(?:câu\s*(?:hỏi)?\s*(?:số)?\s*\d{1,4}|\d{1,4})\s*[.:)]\s*(?P<text>.*)", re.I)
# Options stand a line each, or side by side behind tabs.
_OPTION = re.compile(r"(?:^|\t\s*)(?P<star>\*?)\s*(?P<letter>[A-Ja-j])[.)]\s+")
_ANSWER = re.compile(r"(?:đáp án(?: đúng)?|answer)\s*[:.]\s*(?P<text>.*)", re.I)
_POINTS = re.compile(r"điểm\s*:\s*(?P<text>\d{1,3})", re.I)
_LEVEL = re.compile(r"(?:độ khó|mức độ)\s*:\s*(?P<text>.*)", re.I)
_SOURCE = re.compile(r"(?:nguồn|căn cứ)\s*:\s*(?P<text>.*)", re.I)
_LEVELS = {str(level.label).casefold(): level for level in Question.Difficulty}
_FIX = "Ghi “Câu 1. …”, rồi “A. …”, “B. …”, rồi “Đáp án: B”."


@dataclass
class _Draft:
    row: int
    text: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    starred: list[bool] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)
    answer: str = ""
    points: int = 1
    level: str = Question.Difficulty.MEDIUM
    source: str = ""


def read_word(content: bytes) -> Iterator[Read]:
    """Every question of the file with the number of its line. Raises UnreadableFile."""
    with tempfile.TemporaryDirectory(prefix="cau-hoi-") as folder:
        path = Path(folder) / "cau-hoi.docx"
        path.write_bytes(content)
        try:
            source = read_docx_file(path, Reading(changes=Changes.ACCEPT))
        except ImportFailed as error:
            raise UnreadableFile(
                str(error), "Lưu lại bằng Word thành .docx, hoặc dùng tệp mẫu Excel."
            ) from error
    draft: _Draft | None = None
    for row, text, at in _lines(source):
        if begun := _BEGIN.fullmatch(text):
            if draft:
                yield _read(draft)
            draft = _Draft(row, [begun["text"]])
        elif draft is None:
            continue  # the heading of the file
        else:
            _take(draft, text, at, source)
    if draft is None:
        raise UnreadableFile("Không thấy câu hỏi nào trong tệp Word.", _FIX)
    yield _read(draft)


def _lines(source: Source) -> Iterator[tuple[int, str, int]]:
    """Number, text and place of each line, also of those in tables."""
    number = 0
    for line in source.lines:
        at = line.start
        for part in source.text[line.start : line.end].split("\n"):
            if part.strip():
                number += 1
                yield number, part.strip(), at + len(part) - len(part.lstrip())
            at += len(part) + 1


def _take(draft: _Draft, text: str, at: int, source: Source) -> None:
    options = list(_OPTION.finditer(text))
    if options and options[0].start() == 0:
        for place, found in enumerate(options):
            end = options[place + 1].start() if place + 1 < len(options) else len(text)
            draft.options.append(text[found.end() : end].strip())
            draft.starred.append(bool(found["star"]))
            draft.marked.append(_is_marked(source, at + found.end(), at + end))
    elif told := _ANSWER.fullmatch(text):
        draft.answer = told["text"].strip()
    elif told := _POINTS.fullmatch(text):
        draft.points = int(told["text"])
    elif told := _LEVEL.fullmatch(text):
        draft.level = _LEVELS.get(told["text"].strip().casefold(), told["text"])
    elif told := _SOURCE.fullmatch(text):
        draft.source = told["text"]
    elif draft.options:
        draft.options[-1] += f" {text}"
    else:
        draft.text.append(text)


def _is_marked(source: Source, start: int, end: int) -> bool:
    """Whether every letter of the option is bold or underlined."""
    letters = [place for place in range(start, end) if not source.text[place].isspace()]
    return bool(letters) and all(source.formats[place] & (BOLD | UNDERLINE) for place in letters)


def _read(draft: _Draft) -> Read:
    text = "\n".join(draft.text).strip()
    if not draft.options:
        accepted = [part.strip() for part in draft.answer.split("|") if part.strip()]
        question = NewQuestion(
            Question.Kind.SHORT, text, [], accepted, draft.level, draft.points, draft.source
        )
        return Read(draft.row, question)
    letters = re.findall(r"[A-J]", draft.answer.upper()) if draft.answer else []
    if re.sub(r"[A-J\s,;.]|và", "", draft.answer, flags=re.I):
        fault = Fault(
            "Dòng đáp án không chỉ có chữ cái của phương án.",
            "Ghi “Đáp án: B”, hoặc “Đáp án: A, C”.",
            row=draft.row,
        )
        return Read(draft.row, fault=fault)
    marks = draft.starred if any(draft.starred) else draft.marked
    # A file where every option is bold marks nothing by it.
    told = [place for place, marked in enumerate(marks) if marked] if not all(marks) else []
    answer = sorted({ord(letter) - ord("A") for letter in letters}) or told
    kind = Question.Kind.MULTIPLE if len(answer) > 1 else Question.Kind.SINGLE
    question = NewQuestion(kind, text, draft.options, list(answer), draft.level, draft.points, draft.source)
    return Read(draft.row, question)
