"""Reading the JSON a device sends: well-formed or refused whole; what a box holds is judged later, box by box."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from typing import Any

from reporting.checks.cells import CellInput
from reporting.entry.services import SUBMIT, Message, SentCell, SentText
from reporting.models import FigureState

MOST_BYTES = 4 * 1024 * 1024
MOST_BOXES = 5000
LONGEST_NAME = 60
BLANK = "blank"
_STATES = {*FigureState.values, BLANK}
_STAMP = re.compile(r"[0-9a-f]{0,32}")
# What no database stores.
_UNSTORED = re.compile("[\x00\ud800-\udfff]")


class Unreadable(ValueError):
    """str() is the Vietnamese message."""


def read_message(body: bytes) -> Message:
    """The message in a request's body. Raises Unreadable."""
    try:
        said = json.loads(body)
        cells = tuple(_cell(one) for one in _list(said, "cells"))
        texts = tuple(_narrative(one) for one in _list(said, "narratives"))
        _once(cell.key for cell in cells)
        _once(text.code for text in texts)
        return Message(
            key=uuid.UUID(_text(said["key"])),
            form=_text(said["form"]),
            cells=cells,
            texts=texts,
            nil_return=_yes_no(said.get("nil_return")),
            take=_one_of(said.get("take", ""), {"", SUBMIT}),
        )
    except Unreadable:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable(
            "Không đọc được nội dung máy gửi lên. Số đã nhập vẫn ở trên máy; hãy tải lại trang."
        ) from None


def _cell(said: dict[str, Any]) -> SentCell:
    name = _name(said["cell"])
    # On the page a box is TT01:n.nu; a space does as well.
    code, _, breakdown = name.replace(" ", ":", 1).partition(":")
    state = _one_of(said["state"], _STATES)
    typed = CellInput()
    if state != BLANK:
        typed = CellInput(
            state, _text(said.get("typed", "")), _text(said.get("base", "")), _text(said.get("note", ""))
        )
    return SentCell(name, (code, breakdown), typed, _stamp(said))


def _narrative(said: dict[str, Any]) -> SentText:
    return SentText(_name(said["code"]), _text(said["text"]), _stamp(said))


def _name(value: Any) -> str:
    name = _text(value)
    if len(name) > LONGEST_NAME:
        raise ValueError("no name")
    return name


def _stamp(said: dict[str, Any]) -> str:
    stamp = _text(said["seen"])
    if not _STAMP.fullmatch(stamp):
        raise ValueError("no stamp")
    return stamp


def _list(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list):
        raise TypeError(name)
    if len(found) > MOST_BOXES:
        raise Unreadable(f"Một lần gửi có tối đa {MOST_BOXES} ô.")
    return found


def _once(keys: Iterable[Any]) -> None:
    """Raises ValueError for a box sent twice in one message: which of the two is meant?"""
    sent = list(keys)
    if len(set(sent)) != len(sent):
        raise ValueError("twice")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    if _UNSTORED.search(value):
        raise Unreadable("Nội dung gửi lên có ký tự hỏng, không lưu được. Hãy xóa ký tự lạ trong ô vừa nhập.")
    return value


def _one_of(value: Any, known: set[str]) -> str:
    text = _text(value)
    if text not in known:
        raise ValueError("unknown word")
    return text


def _yes_no(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError("not yes or no")
    return value
