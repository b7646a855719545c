"""GIFT: “::tên:: câu hỏi {=đúng ~sai}”; several right with weights; {T}/{F}; {=a =b} is a short answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.contests.importing.line import Read
from campaigns.contests.models import Question
from campaigns.contests.services import NewQuestion
from units.importing.faults import Fault

_Kind = Question.Kind
_HIDDEN = {char: chr(0xE000 + at) for at, char in enumerate("~=#{}:\\")}
_ONE = re.compile(r"([=~])((?:%-?[\d.]+%)?)([^=~]*)")


def read_gift(text: str) -> Iterator[Read]:
    """Every block between blank lines; comments (//) and $CATEGORY lines are passed over."""
    rows: list[str] = []
    begins = 1
    for row, raw in enumerate([*text.split("\n"), ""], 1):
        line = raw.strip()
        if line.startswith(("//", "$CATEGORY")):
            continue
        if line:
            begins = begins if rows else row
            rows.append(line)
        elif rows:
            yield _block(begins, "\n".join(rows))
            rows = []


def _block(row: int, text: str) -> Read:
    for char, hidden in _HIDDEN.items():
        text = text.replace(f"\\{char}", hidden)
    found = re.fullmatch(r"(?:::.*?::)?\s*(?:\[\w+\])?\s*([^{}]*)\{([^{}]*)\}([^{}]*)", text, re.S)
    if not found:
        return _refused(row, text, "Dấu { } mở đóng không đúng, hoặc câu không có phần đáp án.")
    words, inside, after = (_shown(part).strip() for part in (found[1], "", found[3]))
    inside = found[2].strip()
    stem = f"{words} … {after}" if after else words
    truth = re.fullmatch(r"(T|TRUE|F|FALSE)(#.*)?", inside, re.S | re.I)
    if truth:
        right = truth[1].upper().startswith("T")
        return Read(row, NewQuestion(_Kind.SINGLE, stem, ["Đúng", "Sai"], [0 if right else 1]))
    if inside.startswith("#") or "->" in inside or not inside:
        return _refused(row, text, "Loại câu GIFT này (số, ghép cặp, tự luận) chưa nhập được.")
    return _choices(row, stem, _ONE.findall(inside))


def _choices(row: int, stem: str, parts: list[tuple[str, str, str]]) -> Read:
    options = [_shown(words.split("#")[0]).strip() for _mark, _weight, words in parts]
    if parts and all(mark == "=" for mark, _weight, _words in parts):
        return Read(row, NewQuestion(_Kind.SHORT, stem, [], options))
    right = [at for at, (mark, weight, _words) in enumerate(parts) if mark == "=" or _above_zero(weight)]
    kind = _Kind.MULTIPLE if len(right) > 1 else _Kind.SINGLE
    return Read(row, NewQuestion(kind, stem, options, right))


def _above_zero(weight: str) -> bool:
    digits = weight.strip("%")
    return bool(digits) and not digits.startswith("-") and any(char in "123456789" for char in digits)


def _shown(text: str) -> str:
    for char, hidden in _HIDDEN.items():
        text = text.replace(hidden, char)
    return text


def _refused(row: int, text: str, reason: str) -> Read:
    fix = "Sửa câu này theo mẫu “Câu hỏi {=đáp án đúng ~đáp án sai}”, hoặc nhập bằng tệp Excel."
    return Read(row, fault=Fault(reason, fix, row=row, value=_shown(text)[:60]))
