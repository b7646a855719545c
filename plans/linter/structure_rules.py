"""Rules about headings and numbers: a "1." without a "2.", the same number twice, numbers typed by hand."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from plans.importing.markers import marker_of
from plans.linter.document import Reading
from plans.linter.findings import ERROR, WARNING, Finding, Rule
from plans.numbering import DOTTED, LADDER
from plans.outline import Block, Outline

SOURCE = "NĐ 30/2020, Phụ lục I, II.6"
LONE = Rule("numbering.lone", WARNING, SOURCE)
REPEATED = Rule("numbering.repeated", ERROR, SOURCE)
TYPED = Rule("numbering.typed", WARNING, SOURCE)
DIFFERS = Rule("numbering.differs", WARNING, SOURCE)

_COUNTED = frozenset({"part", "section", "subsection", "subsubsection", "point", "item"})
# A letter or "(1)" may begin a sentence; "1. Mục đích" inside a numbered block is a number typed again.
_HAND_TYPED = frozenset({"roman", "one", "two", "three"})


def check(reading: Reading) -> Iterator[Finding]:
    """Lone numbered headings, numbers typed into the text, numbers of a file that will print differently."""
    yield from _lone(reading)
    yield from _repeated(reading)
    for passage in reading.blocks:
        marker = marker_of(passage.text) if passage.level in _COUNTED else None
        if marker and marker.kind in _HAND_TYPED and marker.length < len(passage.text):
            message = _("Số đầu đoạn do hệ thống đánh; hãy bỏ số gõ tay kẻo in hai lần.")
            yield passage.finding(TYPED, 0, len(marker.text), message)
    places = {passage.block_id: passage for passage in reading.blocks}
    for block_id, typed, printed in reading.context.typed_numbers:
        if block_id in places:
            message = _("Số gõ trong tệp là “%(typed)s”, theo thứ tự phải là “%(printed)s”.") % {
                "typed": typed, "printed": printed,
            }  # fmt: skip
            yield places[block_id].finding(DIFFERS, 0, 0, message, fix=printed)


def _lone(reading: Reading) -> Iterator[Finding]:
    outline = reading.outline
    places = {passage.block_id: passage for passage in reading.blocks}
    for parent in (None, *(block.id for block in outline.blocks)):
        counts: dict[str, list[str]] = {}
        for child in outline.children(parent):
            counts.setdefault(child.level, []).append(child.id)
        for level, ids in counts.items():
            if level in _COUNTED and len(ids) == 1 and places[ids[0]].text.strip():
                passage = places[ids[0]]
                message = _(
                    "Có “%(number)s” mà không có số tiếp theo: nên gộp lại hoặc thêm mục còn thiếu."
                ) % {"number": passage.number}
                yield passage.finding(LONE, 0, 0, message)


def _repeated(reading: Reading) -> Iterator[Finding]:
    """Blocks that skip a level print the numbers of the level they skip: "1., 2." and again "1., 2.".

    One finding for those of one parent; its fix lifts them, with what hangs below, to the level they skip.
    """
    outline = reading.outline
    places = {passage.block_id: passage for passage in reading.blocks}
    for parent in (None, *outline.blocks):
        children = [b for b in outline.children(parent.id if parent else None) if b.level in DOTTED]
        wanted = _below(parent)
        skipping = [block for block in children if LADDER.index(block.level) > LADDER.index(wanted)]
        others = {outline.number(block.id) for block in children if block not in skipping}
        twice = [block for block in skipping if outline.number(block.id) in others]
        if not twice:
            continue
        numbers = ", ".join(outline.number(block.id) for block in skipping[:3])
        message = _(
            "Cấp của đoạn này bỏ cách một bậc nên số %(numbers)s in hai lần. Nâng lên một bậc thì số nối tiếp nhau."
        ) % {"numbers": numbers}
        levels = tuple(change for block in skipping for change in _lifted(outline, block, wanted))
        yield places[twice[0].id].finding(REPEATED, 0, 0, message, levels=levels)


def _below(parent: Block | None) -> str:
    """The level that belongs right below this block."""
    if parent is None or parent.level not in LADDER[:-1]:
        return "section"
    return LADDER[LADDER.index(parent.level) + 1]


def _lifted(outline: Outline, block: Block, wanted: str) -> Iterator[tuple[str, str]]:
    by = LADDER.index(block.level) - LADDER.index(wanted)
    for one in (block, *outline.descendants(block.id)):
        if one.level in DOTTED:
            yield one.id, LADDER[LADDER.index(one.level) - by]
