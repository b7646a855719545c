"""What may be answered to a question, and whether it is right."""

from __future__ import annotations

from typing import Any

from campaigns.contests.models import Question
from core.vietnamese import fold, nfc

LONGEST = 200
MOST_PREDICTED = 10_000_000
Kind = Question.Kind


class BadAnswer(ValueError):
    """Not an answer to this question; str() is the Vietnamese message."""


def read_value(question: Question, given: Any) -> Any:
    """The answer as it is stored, None for one that is taken back. Raises BadAnswer."""
    if given in (None, "", []):
        return None
    if question.kind == Kind.SHORT:
        return _text(given)
    if question.kind == Kind.PREDICTION:
        return _number(given)
    if question.kind == Kind.SINGLE:
        return _place(question, given)
    if not isinstance(given, list):
        raise BadAnswer("Câu trả lời không đúng dạng. Hãy tải lại trang rồi chọn lại.")
    places = [_place(question, one) for one in given]
    if len(set(places)) != len(places):
        raise BadAnswer("Một phương án được chọn hai lần. Hãy chọn lại.")
    if question.kind == Kind.MULTIPLE:
        return sorted(places)
    if len(places) != len(question.options):
        raise BadAnswer("Hãy xếp đủ các phương án, mỗi vị trí một lần.")
    return places


def is_right(question: Question, value: Any) -> bool:
    """Whether a stored answer is right; a prediction is never judged here."""
    if value is None or question.kind == Kind.PREDICTION:
        return False
    if question.kind == Kind.SHORT:
        return _plain(value) in {_plain(one) for one in question.answer}
    if question.kind == Kind.SINGLE:
        return value in question.answer
    if question.kind == Kind.MULTIPLE:
        return value == sorted(question.answer)
    return value == list(range(len(question.options)))


def _plain(text: Any) -> str:
    """Short answers are compared without accents, case, spaces and marks."""
    return "".join(char for char in fold(str(text)) if char.isalnum())


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise BadAnswer("Câu trả lời phải là chữ.")
    text = " ".join(nfc(given).split())
    if len(text) > LONGEST:
        raise BadAnswer(f"Câu trả lời dài quá {LONGEST} ký tự. Hãy viết ngắn lại.")
    return text


def _number(given: Any) -> int:
    text = str(given).replace(".", "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= MOST_PREDICTED):
        raise BadAnswer("Số dự đoán phải là số nguyên từ 0 đến 10.000.000.")
    return int(text)


def _place(question: Question, given: Any) -> int:
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) < len(question.options)):
        raise BadAnswer("Phương án này không có trong câu hỏi. Hãy tải lại trang rồi chọn lại.")
    return int(text)
