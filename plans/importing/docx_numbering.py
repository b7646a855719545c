"""Word's automatic numbers as Word prints them: numPr of the paragraph or its styles, level formats, overrides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from plans.numbering import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DASHES = {"-", "–", "—", "\uf02d", "−"}
_PLUSES = {"+", "\uf02b", "＋"}  # LibreOffice writes a plus as a letter of the Symbol font
_HOLLOW = {"o", "◦", "○", "\uf06f"}
MAX_STYLE_DEPTH = 20
# Word has nine levels; a file may claim thousands, or begin at a number whose Roman digits fill the memory.
MAX_LEVELS = 9
MAX_START = 9_999
MAX_PATTERN = 60
MAX_NAMES = 1_000


class LocalNames(dict[str, str]):
    """Tag with its namespace → the name alone; it fills itself as tags are met in a file of ours or theirs."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < MAX_NAMES:
            self[tag] = name
        return name


def child(node: Any, name: str) -> Any:
    """The first w: element of this name right inside; None where there is none."""
    return None if node is None else next(node.iterchildren(W + name), None)


def attribute(node: Any, path: str, name: str = "val") -> str | None:
    """The w: attribute of the first element at the path; None where there is none."""
    for step in path.split("/"):
        node = child(node, step)
        if node is None:
            return None
    return node.get(W + name)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Level:
    """One level of a list: first number, format, "%1.%2." pattern."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives each numbered paragraph its label, in document order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._styles = (
            {} if styles is None else {s.get(W + "styleId"): s for s in styles.findall(W + "style")}
        )
        self._lists = {} if numbering is None else self._read(numbering)
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def style_chain(self, style_id: str | None) -> list[Any]:
        """The style and those it is based on."""
        chain: list[Any] = []
        while style_id in self._styles and len(chain) < MAX_STYLE_DEPTH:
            chain.append(self._styles[style_id])
            style_id = attribute(chain[-1], "basedOn")
        return chain

    def label(self, paragraph: Any) -> str:
        """The printed number of a w:p, "" for none; counts it."""
        number_id, depth = self._place(paragraph)
        found = self._lists.get(number_id or "")
        if found is None or depth not in found.levels:
            return ""
        self._count(number_id or "", found, depth)
        return self._print(found, depth)

    def _read(self, numbering: Any) -> dict[str, _List]:
        abstracts = {node.get(W + "abstractNumId"): node for node in numbering.findall(W + "abstractNum")}
        nums = {node.get(W + "numId"): node for node in numbering.findall(W + "num")}
        lists = {}
        for number_id, node in nums.items():
            abstract = attribute(node, "abstractNumId") or ""
            home = self._linked(abstracts, nums, abstracts.get(abstract))
            levels = (
                {}
                if home is None
                else {int(x.get(W + "ilvl", 0)): _level(x) for x in home.findall(W + "lvl")[:MAX_LEVELS]}
            )
            lists[number_id] = _with_overrides(_List(abstract, levels), node)
        return lists

    def _linked(self, abstracts: dict[str, Any], nums: dict[str, Any], node: Any) -> Any:
        """Follow numStyleLink: the levels stand in the list of that style."""
        link = attribute(node, "numStyleLink")
        style = self._styles.get(link) if link else None
        target = nums.get(attribute(style, "pPr/numPr/numId") or "")
        linked = abstracts.get(attribute(target, "abstractNumId") or "")
        return node if linked is None else linked

    def _place(self, paragraph: Any) -> tuple[str | None, int]:
        properties = child(paragraph, "pPr")
        if properties is None:
            return None, 0
        own_number = child(properties, "numPr")
        number_id, depth = attribute(own_number, "numId"), attribute(own_number, "ilvl")
        if number_id is not None:
            return number_id, int(depth or 0)
        for style in self.style_chain(attribute(properties, "pStyle")):
            number_id = attribute(style, "pPr/numPr/numId")
            if number_id is not None:
                own = self._depth_of_style(number_id, style)
                return number_id, int(depth or own or 0)
        return None, 0

    def _depth_of_style(self, number_id: str, style: Any) -> int:
        found = self._lists.get(number_id)
        name = style.get(W + "styleId")
        tied = [depth for depth, level in found.levels.items() if level.style == name] if found else []
        return tied[0] if tied else int(attribute(style, "pPr/numPr/ilvl") or 0)

    def _count(self, number_id: str, found: _List, depth: int) -> None:
        counts = self._counts.setdefault(found.abstract, {})
        level = found.levels[depth]
        level_start = found.starts.get(depth, level.start)
        if depth in found.starts and (number_id, depth) not in self._started:
            self._started.add((number_id, depth))
            counts.pop(depth, None)
        counts[depth] = counts[depth] + 1 if depth in counts else level_start
        for deeper, other in found.levels.items():
            if deeper > depth and other.restart != 0 and (other.restart is None or depth < other.restart):
                counts.pop(deeper, None)

    def _print(self, found: _List, depth: int) -> str:
        level, counts = found.levels[depth], self._counts[found.abstract]
        if level.form == "bullet":
            return _bullet(level.pattern)
        if level.form == "none":
            return ""
        label = level.pattern
        for place in range(depth, -1, -1):
            if f"%{place + 1}" in label:
                other = found.levels.get(place, Level())
                number = counts.setdefault(place, found.starts.get(place, other.start))
                form = "decimal" if level.legal else other.form
                label = label.replace(f"%{place + 1}", _format(number, form))
        return label.strip()


def _level(node: Any) -> Level:
    restart = attribute(node, "lvlRestart")
    legal = node.find(W + "isLgl")
    return Level(
        start=_start(attribute(node, "start") or "1"),
        form=attribute(node, "numFmt") or "decimal",
        pattern=(attribute(node, "lvlText") or "")[:MAX_PATTERN],
        restart=None if restart is None else int(restart),
        legal=legal is not None and is_on(legal),
        style=attribute(node, "pStyle") or "",
    )


def _start(text: str) -> int:
    return min(max(int(text), 0), MAX_START)


def is_on(toggle: Any) -> bool:
    """A w: on/off element: present means on, unless its value says off."""
    return toggle.get(W + "val", "1") not in {"0", "false", "off", "none"}


def _with_overrides(found: _List, node: Any) -> _List:
    for override in node.findall(W + "lvlOverride")[:MAX_LEVELS]:
        depth = int(override.get(W + "ilvl", 0))
        level = override.find(W + "lvl")
        if level is not None:
            found.levels[depth] = _level(level)
        start = attribute(override, "startOverride")
        if start is not None:
            found.starts[depth] = _start(start)
    return found


def _bullet(pattern: str) -> str:
    mark = pattern.strip()
    if mark in _DASHES:
        return "-"
    if mark in _PLUSES:
        return "+"
    return "◦" if mark in _HOLLOW else "•"


def _format(number: int, form: str) -> str:
    if form == "upperRoman":
        return roman(number)
    if form == "lowerRoman":
        return roman(number).lower()
    if form in {"upperLetter", "lowerLetter"}:
        turn, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) * (turn + 1)
        return letters.upper() if form == "upperLetter" else letters
    return f"{number:02d}" if form == "decimalZero" else str(number)
