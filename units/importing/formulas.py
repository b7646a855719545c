"""Formulas of a workbook that carry no result: a program wrote them and no spreadsheet has calculated them since."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_CHUNK = 1024 * 1024


class Uncalculated(str):
    """Stands in a cell whose formula has no stored result; nothing may be read from it."""

    __slots__ = ()


UNCALCULATED = Uncalculated("=…")


def uncalculated_cells(archive: zipfile.ZipFile) -> dict[str, list[tuple[int, int]]]:
    """Sheet name → (row, column) of its formulas without a result, both counted from 1."""
    parts = _parts(archive)
    found = {name: list(_cells(archive, part)) for name, part in parts.items() if _has_formula(archive, part)}
    return {name: cells for name, cells in found.items() if cells}


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


def _has_formula(archive: zipfile.ZipFile, part: str) -> bool:
    """A look at the bytes: most sheets hold none and are not parsed."""
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            if re.search(rb"<(\w+:)?f[\s>/]", tail + chunk):
                return True
            tail = chunk[-20:]
    return False


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int]]:
    with archive.open(part) as file:
        for _event, element in ElementTree.iterparse(file):
            if _local(element.tag) == "c":
                place = _PLACE.fullmatch(element.get("r", ""))
                if place and lacks_result(element):
                    yield int(place[2]), column_number(place[1])
            elif _local(element.tag) == "row":
                element.clear()


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
