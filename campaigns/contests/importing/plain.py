"""Aiken: the question, options as “A. …”, then “ANSWER: B”; a blank line between questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.contests.importing.line import Read
from campaigns.contests.models import Question
from campaigns.contests.services import NewQuestion
from units.importing.faults import Fault

_OPTION = re.compile(r"([A-Za-z])[.)]\s+(.*)")
_ANSWER = re.compile(r"ANSWER:\s*(.*)", re.I)


def read_aiken(text: str) -> Iterator[Read]:
    """Every block of lines up to its ANSWER line."""
    block: list[tuple[int, str]] = []
    for row, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line:
            continue
        block.append((row, line))
        if _ANSWER.fullmatch(line):
            yield _question(block)
            block = []
    if block:
        row, words = block[0]
        fix = "Thêm dòng đáp án, ví dụ “ANSWER: B”."
        yield Read(row, fault=Fault("Câu hỏi không có dòng “ANSWER:”.", fix, row=row, value=words[:60]))


def _question(block: list[tuple[int, str]]) -> Read:
    row = block[0][0]
    words: list[str] = []
    options: list[str] = []
    for _at, line in block[:-1]:
        option = _OPTION.fullmatch(line)
        if option and option[1].upper() == chr(ord("A") + len(options)) and words:
            options.append(option[2])
        elif options:
            options[-1] += f" {line}"
        else:
            words.append(line)
    told = _ANSWER.fullmatch(block[-1][1])
    letters = re.findall(r"[A-Z]", (told[1] if told else "").upper())
    answer = [ord(letter) - ord("A") for letter in letters]
    kind = Question.Kind.MULTIPLE if len(answer) > 1 else Question.Kind.SINGLE
    return Read(row, NewQuestion(kind=kind, text="\n".join(words), options=options, answer=answer))
