"""What differs between two texts of a plan: blocks moved, changed, added, removed, and the words inside. No database.

Blocks are told apart by their id; where an id is gone, an equal sentence counts as the same block (text taken back from
Word). Against an upper plan, a block is compared with the one it derives from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.blocks import ADOPTIONS, KINDS, LEVELS
from plans.outline import Block, Note, Outline, PlanContent
from plans.wording import Row, Span, compare_rows, compare_words

_LEVEL, _KIND = gettext_lazy("Cấp"), gettext_lazy("Loại")
NOT_TAKEN = "not_applicable"
_LIKE, _MOST_LIKENED = 0.6, 200
ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
PARTS = {"abstract": "Trích yếu", "bases": "Căn cứ", "opening": "Mở đầu", "closing": "Kết"}


@dataclass(frozen=True)
class Fact:
    """Something about the block other than its words: level, kind, adoption."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One place that differs. `block_id` is the block in the later text, or of the earlier one when it was removed."""

    states: tuple[str, ...]
    label: str
    block_id: str = ""
    number_before: str = ""
    number_after: str = ""
    spans: tuple[Span, ...] = ()
    rows: tuple[Row, ...] = ()
    facts: tuple[Fact, ...] = ()
    with_below: int = 0  # blocks that moved along
    path: str = ""
    before: str = ""
    after: str = ""

    @property
    def tone(self) -> str:
        """Colour of its badge (design-system.md)."""
        return TONES[self.states[-1]]

    @property
    def renumbered(self) -> bool:
        return bool(self.number_before and self.number_after and self.number_before != self.number_after)


def compare(
    before: PlanContent, after: PlanContent, *, origins: Mapping[str, str] | None = None
) -> list[Difference]:
    """The differences in the order of the later text; removed blocks stand where they were.

    `origins` (block id of the later text → block id of the earlier one) says which block derives from which, when the
    earlier text is another plan's.
    """
    parts = [d for name in PARTS for d in _part(name, before, after)]
    return parts + _Outlines(before, after, origins).differences()


def same_blocks(before: Outline, after: Outline) -> dict[str, str]:
    """Later block id → earlier block id: by id, else by an equal sentence, else by the likest one of the same level."""
    pairs = _pairs(before.blocks, after.blocks, None)
    used = set(pairs.values())
    left = [block for block in before.blocks if block.id not in used and block.text]
    for block in after.blocks:
        if block.id in pairs or not block.text or len(left) > _MOST_LIKENED:
            continue
        likest = max(left, key=lambda one: _likeness(one, block), default=None)
        if likest is not None and _likeness(likest, block) >= _LIKE:
            pairs[block.id] = likest.id
            left.remove(likest)
    return pairs


def _likeness(one: Block, other: Block) -> float:
    if one.level != other.level:
        return 0.0
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE else 0.0


class _Outlines:
    def __init__(self, before: PlanContent, after: PlanContent, origins: Mapping[str, str] | None) -> None:
        self.old, self.new = before.outline, after.outline
        self.derived = origins is not None
        self.old_numbers, self.new_numbers = self.old.numbers(), self.new.numbers()
        self.pairs = _pairs(self.old.blocks, self.new.blocks, origins)
        self.moved = _moved(
            [block.id for block in self.old.blocks], [block.id for block in self.new.blocks], self.pairs
        )
        self.alongside = self._alongside()

    def _alongside(self) -> dict[str, int]:
        """How many moved blocks went along under each moved block; those themselves are not told again."""
        counts: dict[str, int] = {}
        top: dict[str, str] = {}
        for block in self.new.blocks:
            if block.id not in self.moved:
                continue
            above = self.new.parent(block.id)
            old_above = self.old.parent(self.pairs[block.id])
            if (
                above is not None
                and above.id in self.moved
                and old_above is not None
                and self.pairs[above.id] == old_above.id
            ):
                top[block.id] = top.get(above.id, above.id)
                counts[top[block.id]] = counts.get(top[block.id], 0) + 1
            else:
                counts.setdefault(block.id, 0)
        return counts

    def differences(self) -> list[Difference]:
        gone = self._gone_after()
        found = [self._removed(block) for block in gone.pop("", [])]
        for block in self.new.blocks:
            found.extend(self._kept(block))
            found.extend(self._removed(earlier) for earlier in gone.pop(self.pairs.get(block.id, "-"), []))
        return found

    def _gone_after(self) -> dict[str, list[Block]]:
        """Blocks that are gone, by the id of the kept block they stood behind ("": at the start)."""
        kept = set(self.pairs.values())
        gone: dict[str, list[Block]] = defaultdict(list)
        behind = ""
        for block in self.old.blocks:
            if block.id in kept:
                behind = block.id
            else:
                gone[behind].append(block)
        return dict(gone)

    def _kept(self, block: Block) -> Iterator[Difference]:
        earlier = self.old[self.pairs[block.id]] if block.id in self.pairs else None
        if earlier is None:
            yield self._added(block)
            return
        facts = tuple(_facts(earlier, block, derived=self.derived))
        states = ((MOVED,) if block.id in self.alongside else ()) + (
            (CHANGED,) if facts or _words_differ(earlier, block) else ()
        )
        if not states:
            return
        rows, spans = _inside(earlier, block)
        yield Difference(
            states, _label(states), block.id, self.old_numbers[earlier.id], self.new_numbers[block.id], spans, rows,
            facts, self.alongside.get(block.id, 0), _path(self.new, self.new_numbers, block),
            _shown(earlier, self.old_numbers), _shown(block, self.new_numbers),
        )  # fmt: skip

    def _added(self, block: Block) -> Difference:
        rows, spans = _inside(None, block)
        return Difference(
            (ADDED,), _label((ADDED,)), block.id, "", self.new_numbers[block.id], spans, rows,
            tuple(_note_facts(None, block)), path=_path(self.new, self.new_numbers, block),
            after=_shown(block, self.new_numbers),
        )  # fmt: skip

    def _removed(self, block: Block) -> Difference:
        rows, spans = _inside(block, None)
        return Difference(
            (REMOVED,), _label((REMOVED,)), block.id, self.old_numbers[block.id], "", spans, rows,
            tuple(_note_facts(block, None)), path=_path(self.old, self.old_numbers, block),
            before=_shown(block, self.old_numbers),
        )  # fmt: skip


# --- which block is which


def _pairs(old: Sequence[Block], new: Sequence[Block], origins: Mapping[str, str] | None) -> dict[str, str]:
    """Later block id → earlier block id."""
    earlier_ids = {block.id for block in old}
    named = {block.id: (origins.get(block.id, "") if origins is not None else block.id) for block in new}
    pairs: dict[str, str] = {}
    used: set[str] = set()
    for block in new:
        earlier = named[block.id]
        if earlier in earlier_ids and earlier not in used:
            pairs[block.id] = earlier
            used.add(earlier)
    return pairs | _same_texts([b for b in old if b.id not in used], [b for b in new if b.id not in pairs])


def _same_texts(old: Sequence[Block], new: Sequence[Block]) -> dict[str, str]:
    waiting: dict[tuple[str, object], list[str]] = defaultdict(list)
    for block in reversed(old):
        waiting[block.text, block.rows].append(block.id)
    return {
        block.id: waiting[block.text, block.rows].pop()
        for block in new
        if (block.text or block.rows) and waiting.get((block.text, block.rows))
    }


def _moved(old: list[str], new: list[str], pairs: Mapping[str, str]) -> set[str]:
    """Later ids outside the longest run that kept its order."""
    place = {block_id: index for index, block_id in enumerate(old)}
    common = [block_id for block_id in new if block_id in pairs]
    places = [place[pairs[block_id]] for block_id in common]
    tails: list[int] = []  # smallest last place of a run of each length
    at: list[int] = []
    for value in places:
        length = bisect_left(tails, value)
        tails[length : length + 1] = [value]
        at.append(length)
    kept: set[str] = set()
    wanted = len(tails) - 1
    for index in range(len(common) - 1, -1, -1):
        if at[index] == wanted:
            kept.add(common[index])
            wanted -= 1
    return set(common) - kept


# --- what differs inside


def _facts(before: Block, after: Block, *, derived: bool) -> Iterator[Fact]:
    for label, choices, name in ((_LEVEL, LEVELS, "level"), (_KIND, KINDS, "kind")):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Fact(str(label), str(choices[old]), str(choices[new]))
    # What the upper unit did with its own upper plan is not what this unit did with it.
    if derived:
        if after.adoption == NOT_TAKEN:
            yield Fact(_("Cách tiếp thu"), "", _adoption(after))
    elif (before.adoption, before.adoption_reason) != (after.adoption, after.adoption_reason):
        yield Fact(_("Cách tiếp thu"), _adoption(before), _adoption(after))
    if before.text == after.text and before.marks != after.marks:
        yield Fact(_("Chữ đậm, nghiêng"), _marked(before), _marked(after))
    yield from _note_facts(before, after)
    if before.rows and after.rows and before.header_rows != after.header_rows:
        yield Fact(_("Số hàng tiêu đề"), str(before.header_rows), str(after.header_rows))


def _note_facts(before: Block | None, after: Block | None) -> Iterator[Fact]:
    """Footnotes that came, went, say something else, or are called elsewhere in the same sentence."""
    old, new = (block.notes if block else () for block in (before, after))
    if old == new and (not old or (before and after and before.text == after.text)):
        return
    label = _("Chú thích")
    matcher = SequenceMatcher(None, [note.text for note in old], [note.text for note in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for one, other in zip_longest(old[i1:i2], new[j1:j2]):
            if tag != "equal":
                yield Fact(label, one.text if one else "", other.text if other else _("đã bỏ"))
            elif before and after and before.text == after.text and one.place != other.place:
                yield Fact(label, _called(before, one), _called(after, other))


def _called(block: Block, note: Note) -> str:
    return _("sau “%(words)s”") % {"words": " ".join(block.text[: note.place].split()[-4:])}


def _adoption(block: Block) -> str:
    name = str(ADOPTIONS[block.adoption])
    return f"{name}: {block.adoption_reason}" if block.adoption_reason else name


def _marked(block: Block) -> str:
    return "; ".join(f"“{block.text[mark.start : mark.end]}”" for mark in block.marks) or _("không có")


def _words_differ(before: Block, after: Block) -> bool:
    return (before.text, before.rows) != (after.text, after.rows)


def _inside(before: Block | None, after: Block | None) -> tuple[tuple[Row, ...], tuple[Span, ...]]:
    old_rows, new_rows = (block.rows if block else () for block in (before, after))
    old_text, new_text = (block.text if block else "" for block in (before, after))
    rows = tuple(compare_rows(old_rows, new_rows)) if old_rows or new_rows else ()
    return rows, tuple(compare_words(old_text, new_text))


# --- words around it


TONES = {ADDED: "success", REMOVED: "danger", CHANGED: "warning", MOVED: "info"}
LABELS = {ADDED: "Thêm", REMOVED: "Bỏ", CHANGED: "Sửa", MOVED: "Chuyển chỗ"}


def _label(states: tuple[str, ...]) -> str:
    return ", ".join(
        LABELS[state] if index == 0 else LABELS[state].lower() for index, state in enumerate(states)
    )


def _path(outline: Outline, numbers: Mapping[str, str], block: Block) -> str:
    return " › ".join(f"{numbers[above.id]} {above.text}".strip()[:80] for above in outline.path(block.id))


def _part(name: str, before: PlanContent, after: PlanContent) -> Iterator[Difference]:
    old, new = (_lines(content, name) for content in (before, after))
    if old != new:
        spans = tuple(compare_words(old, new))
        state = CHANGED if old and new else (ADDED if new else REMOVED)
        yield Difference((state,), PARTS[name], spans=spans, before=old, after=new)


def _lines(content: PlanContent, name: str) -> str:
    value = getattr(content, name)
    return value if isinstance(value, str) else "\n".join(value)


def _shown(block: Block, numbers: Mapping[str, str]) -> str:
    text = "\n".join(" | ".join(row) for row in block.rows) if block.rows else block.text
    return f"{numbers[block.id]} {text}".strip()
