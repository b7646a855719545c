"""One block of a plan's body, the words for its level and kind, and how blocks are read from JSON."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans import block_fields as read
from plans.block_fields import Fault, FieldError, Mark, Note, OutlineError

# Iterating gives the names in order; .items() gives choices.
LEVELS = {
    "part": gettext_lazy("Phần (I.)"),
    "section": gettext_lazy("Mục (1.)"),
    "subsection": gettext_lazy("Tiểu mục (1.1.)"),
    "subsubsection": gettext_lazy("Tiểu mục con (1.1.1.)"),
    "point": gettext_lazy("Điểm a)"),
    "bullet": gettext_lazy("Gạch đầu dòng (-)"),
    "plus": gettext_lazy("Dấu cộng (+)"),
    "item": gettext_lazy("Ý đánh số (1)"),
    "paragraph": gettext_lazy("Đoạn văn"),
    "table": gettext_lazy("Bảng"),
}
KINDS = {
    "text": gettext_lazy("Nội dung"),
    "purpose": gettext_lazy("Mục đích"),
    "requirement": gettext_lazy("Yêu cầu"),
    "target": gettext_lazy("Chỉ tiêu"),
    "task": gettext_lazy("Nhiệm vụ"),
    "activity": gettext_lazy("Hoạt động"),
    "message": gettext_lazy("Thông điệp"),
    "responsibility": gettext_lazy("Phân công thực hiện"),
    "obligation": gettext_lazy("Chế độ báo cáo"),
}
ADOPTIONS = {
    "": gettext_lazy("Của đơn vị"),
    "pending": gettext_lazy("Chưa rà soát"),
    "adopted": gettext_lazy("Giữ nguyên"),
    "adapted": gettext_lazy("Điều chỉnh"),
    "not_applicable": gettext_lazy("Không áp dụng"),
}
MAX_BLOCKS = 2_000
_NAMES = {
    "id": gettext_lazy("Mã khối"),
    "level": gettext_lazy("Cấp"),
    "kind": gettext_lazy("Loại"),
    "text": gettext_lazy("Nội dung"),
    "marks": gettext_lazy("Định dạng chữ"),
    "notes": gettext_lazy("Chú thích"),
    "rows": gettext_lazy("Bảng"),
    "header_rows": gettext_lazy("Số hàng tiêu đề"),
    "source": gettext_lazy("Văn bản gốc"),
    "origin": gettext_lazy("Khối của cấp trên"),
    "adoption": gettext_lazy("Cách tiếp thu"),
    "adoption_reason": gettext_lazy("Lý do"),
    "abstract": gettext_lazy("Trích yếu"),
    "bases": gettext_lazy("Căn cứ"),
    "opening": gettext_lazy("Lời mở đầu"),
    "closing": gettext_lazy("Lời kết"),
}


def new_block_id() -> str:
    """A fresh id of ten letters and digits."""
    return secrets.token_hex(5)


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or table. `origin`: the upper plan's block it derives from; `source`: text as imported."""

    id: str
    level: str
    kind: str = "text"
    text: str = ""
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    source: str = ""
    origin: str = ""
    adoption: str = ""
    adoption_reason: str = ""

    @classmethod
    def from_json(cls, value: Any) -> Block:
        """The block of a JSON object. Raises OutlineError."""
        return read_blocks([value])[0]

    @classmethod
    def stored(cls, value: Mapping[str, Any]) -> Block:
        """The block of a JSON object that `to_json` wrote; nothing is checked."""
        lists = {name: tuple(map(_OF_LISTS[name], value[name])) for name in _OF_LISTS if name in value}
        return cls(**{**value, **lists})

    def to_json(self) -> dict[str, Any]:
        """A JSON object; fields with nothing in them are left out, except text."""
        kept: dict[str, Any] = {"id": self.id, "level": self.level, "kind": self.kind, "text": self.text}
        if self.marks:
            kept["marks"] = [list(mark) for mark in self.marks]
        if self.notes:
            kept["notes"] = [list(note) for note in self.notes]
        if self.rows:
            kept["rows"] = [list(row) for row in self.rows]
        names = ("header_rows", "source", "origin", "adoption", "adoption_reason")
        return kept | {name: getattr(self, name) for name in names if getattr(self, name)}


_OF_LISTS: dict[str, Callable[[Any], Any]] = {"marks": Mark._make, "notes": Note._make, "rows": tuple}
_BLOCK_FIELDS = frozenset(field.name for field in fields(Block))


def read_blocks(value: Any) -> list[Block]:
    """The blocks of a JSON list. Raises OutlineError with every fault."""
    faults: list[Fault] = []
    blocks = collect_blocks(faults, value)
    if faults:
        raise OutlineError(faults)
    return blocks


def collect_blocks(faults: list[Fault], value: Any, stored: Iterable[Mapping[str, Any]] = ()) -> list[Block]:
    """The blocks that can be read of a JSON list; what is wrong with the others is added to `faults`.

    Those that are as `stored` (JSON that `to_json` wrote) were read before: a save costs what it changed.
    """
    if not isinstance(value, (list, tuple)):
        faults.append(Fault(None, "", "blocks", _("Các khối của kế hoạch phải là một danh sách.")))
        return []
    if len(value) > MAX_BLOCKS:
        counts = {"count": len(value), "most": MAX_BLOCKS}
        faults.append(Fault(None, "", "blocks", _("Kế hoạch có %(count)d khối, tối đa %(most)d.") % counts))
        return []
    known = {block["id"]: block for block in stored}
    found = [
        Block.stored(same) if (same := _same(item, known)) else _read_block(faults, place, item)
        for place, item in enumerate(value)
    ]
    _refuse_twins(faults, found)
    return [block for block in found if block is not None]


def _same(item: Any, known: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    block_id = item.get("id") if isinstance(item, dict) else None
    same = known.get(block_id) if isinstance(block_id, str) else None
    return same if same == item else None


def _refuse_twins(faults: list[Fault], blocks: Iterable[Block | None]) -> None:
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        if block is None:
            continue
        if block.id in seen:
            faults.append(Fault(place, block.id, "id", _("Mã khối “%(id)s” bị trùng.") % {"id": block.id}))
        seen.add(block.id)


def _read_block(faults: list[Fault], place: int, value: Any) -> Block | None:
    if not isinstance(value, dict):
        faults.append(Fault(place, "", "", _("Khối %(place)d không đọc được.") % {"place": place + 1}))
        return None
    block_id = str(value.get("id", ""))[:12]
    own = unknown_keys(place, block_id, value, _BLOCK_FIELDS)
    found: dict[str, Any] = {}
    for name, reader in _READERS.items():
        if name in value or name in {"id", "level"}:
            found[name] = take(own, name, partial(reader, value.get(name, "")), place, block_id)
    for name, places_of in _PLACED.items():
        if not own and value.get(name):
            text = value.get("text", "")
            reader = partial(places_of, value[name], text, found.get("text", ""))
            found[name] = take(own, name, reader, place, block_id)
    if not own and found.get("notes") and found["level"] == "table":
        take(own, "notes", _refuse_in_table, place, block_id)
    faults.extend(own)
    return None if own else Block(**found)


_READERS: dict[str, Callable[[Any], Any]] = {
    "id": read.read_id,
    "level": lambda value: read.read_choice(value, LEVELS),
    "kind": lambda value: read.read_choice(value, KINDS),
    "text": read.read_text,
    "rows": read.read_rows,
    "header_rows": lambda value: read.read_count(value, most=20),
    "source": lambda value: read.read_text(value, limit=2 * read.MAX_TEXT),
    "origin": read.read_origin,
    "adoption": lambda value: read.read_choice(value, ADOPTIONS),
    "adoption_reason": lambda value: read.read_text(value, limit=read.MAX_REASON),
}


_PLACED: dict[str, Callable[[Any, str, str], Any]] = {"marks": read.read_marks, "notes": read.read_notes}


def _refuse_in_table() -> None:
    raise FieldError(_("chưa đặt được trong bảng; hãy đặt ở đoạn văn trước hoặc sau bảng"))


def take(
    faults: list[Fault], name: str, reading: Callable[[], Any], place: int | None = None, block_id: str = ""
) -> Any:
    """What `reading` gives; a FieldError becomes a fault and None."""
    try:
        return reading()
    except FieldError as error:
        faults.append(Fault(place, block_id, name, f"{_where(place)}{_NAMES[name]} {error}."))
        return None


def unknown_keys(
    place: int | None, block_id: str, value: dict[str, Any], known: frozenset[str]
) -> list[Fault]:
    """A fault for every key that is not known."""
    message = _("%(where)smục “%(name)s” không có trong kế hoạch.")
    strange = sorted(str(name)[:40] for name in value if name not in known)
    return [
        Fault(place, block_id, name, message % {"where": _where(place), "name": name}) for name in strange
    ]


def _where(place: int | None) -> str:
    return "" if place is None else _("Khối %(place)d: ") % {"place": place + 1}
