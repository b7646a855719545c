"""Numbers and symbols of documents as they stand in a text: "05/KH-LĐLĐ", "23-CT/TW", "30/2020/NĐ-CP"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.official import document_types

# State symbols that are not among the decree's 29 types but are cited every day.
_LAWS = ("NĐ", "TT", "TTLT", "NQLT", "VBHN", "KHLT", "CTrPH", "KHPH", "QCPH", "CTPH", "CTHĐ")
_TYPES = sorted({*document_types(), *_LAWS}, key=len, reverse=True)
_TYPE = f"(?:{'|'.join(_TYPES)})"
_GROUP = r"[A-ZĐ][A-ZĐa-zđ]*(?:&[A-ZĐ]+)?"
_STATE = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,5}})(?P<year>[ ]?/[ ]?\d{{4}})?[ ]*/[ ]*(?P<type>{_TYPE})"
    rf"(?P<groups>(?:[ ]*-[ ]*{_GROUP})+)(?![\w])"
)
_PARTY = re.compile(
    rf"(?<![\w/.,-])(?P<number>\d{{1,5}})[ ]*-[ ]*(?P<type>{_TYPE})[ ]*/[ ]*"
    rf"(?P<issuer>[A-ZĐƯ][A-ZĐƯa-z]*(?:-[A-ZĐƯ]+)?)(?!\w)"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Symbol:
    """A number with its symbol in a text: as written, and without the blanks inside."""

    start: int
    end: int
    written: str
    number: str
    type: str
    groups: tuple[str, ...]
    party: bool

    @property
    def tight(self) -> str:
        return _SPACES.sub("", self.written)

    @property
    def key(self) -> str:
        """The same for "5/KH-LĐLĐ" and "05 /KH- LĐLĐ"."""
        return self.tight.lstrip("0").casefold()


def symbols(text: str) -> Iterator[Symbol]:
    """The symbols of a text in order; Party order ("23-CT/TW") is recognised and left as it is."""
    found = [_state(m) for m in _STATE.finditer(text)] + [_party(m) for m in _PARTY.finditer(text)]
    last = 0
    for symbol in sorted(found, key=lambda s: (s.start, -s.end)):
        if symbol.start >= last:
            last = symbol.end
            yield symbol


def _state(found: re.Match[str]) -> Symbol:
    groups = tuple(group.strip() for group in found["groups"].split("-") if group.strip())
    return Symbol(found.start(), found.end(), found[0], found["number"], found["type"], groups, False)


def _party(found: re.Match[str]) -> Symbol:
    return Symbol(
        found.start(), found.end(), found[0], found["number"], found["type"], (found["issuer"],), True
    )
