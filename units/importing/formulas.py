"""What values alone do not tell of a workbook: formulas (without a result: nobody calculated them), errors, hidden rows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_MARKED = re.compile(rb"""<(\w+:)?f[\s>/]|\bt="e"|\bhidden=""")
_CHUNK = 1024 * 1024


class Uncalculated(str):
    """Stands in a cell whose formula has no stored result; nothing may be read from it."""

    __slots__ = ()


UNCALCULATED = Uncalculated("=…")


@dataclass
class Marks:
    """What a sheet's cells do not tell by their values; places are (row, column), counted from 1."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)


def marks_of(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Sheet name → its formulas, those without a result, cells that show an error, hidden rows."""
    parts = _parts(archive)
    return {name: _marks(archive, part) for name, part in parts.items() if _is_marked(archive, part)}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its file in the archive."""
    names = set(archive.namelist())
    rels = "xl/_rels/workbook.xml.rels"
    if rels not in names:
        return {}
    targets = {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
        for one in ElementTree.fromstring(archive.read(rels))
    }
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for sheet in book.iter():
        if _local(sheet.tag) == "sheet":
            link = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), "")
            found[sheet.get("name", "")] = targets.get(link, "")
    return {name: part for name, part in found.items() if part in names}


def _is_marked(archive: zipfile.ZipFile, part: str) -> bool:
    """A look at the bytes: most sheets hold nothing of the kind and are not parsed."""
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if _MARKED.search(tail + chunk):
                return True
            tail = chunk[-20:]
    return False


def _marks(archive: zipfile.ZipFile, part: str) -> Marks:
    marks = Marks()
    with archive.open(part) as file:
        for _event, element in ElementTree.iterparse(file):
            if _local(element.tag) == "c":
                _mark(marks, element)
            elif _local(element.tag) == "row":
                if element.get("hidden") in {"1", "true"} and element.get("r", "").isdecimal():
                    marks.hidden_rows.add(int(element.get("r", "")))
                element.clear()
    return marks


def _mark(marks: Marks, cell: ElementTree.Element) -> None:
    found = _PLACE.fullmatch(cell.get("r", ""))
    if not found:
        return
    place = int(found[2]), column_number(found[1])
    inside = {_local(part.tag): part for part in cell}
    if "f" in inside:
        marks.formulas.add(place)
    if lacks_result(cell):
        marks.uncalculated.append(place)
    elif cell.get("t") == "e":
        marks.errors[place] = (inside["v"].text if "v" in inside else "") or "#N/A"


def lacks_result(cell: ElementTree.Element) -> bool:
    """A formula whose text is empty keeps an empty result on purpose."""
    inside = {_local(part.tag): part for part in cell}
    if "f" not in inside:
        return False
    result = inside.get("v")
    return result is None or (not result.text and cell.get("t") != "str")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def column_number(letters: str) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
