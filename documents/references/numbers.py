"""Numbers of cited papers in a text: "23-CT/TW", "30/2020/NĐ-CP", "50/2024/QH15"; Party order is taken as it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.vietnamese import nfc

_GROUP = r"[A-ZĐƯ][\w&]*"
_PARTY = rf"-[ ]?{_GROUP}[ ]?/[ ]?{_GROUP}(?:-{_GROUP})*"
_STATE = rf"/[ ]?{_GROUP}(?:[ ]?-[ ]?{_GROUP})*"
_NUMBER = re.compile(rf"(?<![\w/.,-])\d{{1,5}}(?:[ ]?/[ ]?\d{{4}})?[ ]?(?:{_PARTY}|{_STATE})(?!\w)")
_DATE = re.compile(
    r"[ ,(]{0,3}(?:(?:ký|ban hành)[ ])?(?:ngày[ ]{0,2})?(\d{1,2})(?:[/.-]|[ ]tháng[ ])(\d{1,2})(?:[/.-]|[ ]năm[ ])(\d{4})"
)
_BLANKS = re.compile(r"\s+")


def key_of(number: str) -> str:
    """The same for "5/KH-LĐLĐ", "05 /KH- LĐLĐ" and "05/kh-lđlđ": what searches and back-links compare."""
    return _BLANKS.sub("", nfc(number)).lstrip("0").casefold()


def is_number(text: str) -> bool:
    """Whether the text is one number with its symbol and nothing else."""
    found = _NUMBER.match(text)
    return found is not None and found.end() == len(text)


@dataclass(frozen=True)
class Mention:
    """A number in a text, with the date that follows it when one does."""

    start: int
    end: int
    text: str
    key: str
    dated: dt.date | None


def mentions(text: str) -> Iterator[Mention]:
    """The numbers of cited papers in the text, in order."""
    if "/" not in text:
        return
    for found in _NUMBER.finditer(text):
        yield Mention(found.start(), found.end(), found[0], key_of(found[0]), _date_after(text, found.end()))


def _date_after(text: str, place: int) -> dt.date | None:
    found = _DATE.match(text, place)
    if not found:
        return None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
