"""Tracked changes of Word made ready to be kept as suggestions: the old text stays the text, the changes stay visible.

What a suggestion cannot hold is undone or told: formats are what they were, a split paragraph is whole again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plans.importing.docx_changes import OLD_FORMATS, join_next, rename_deleted, restore_formats, unwrap
from plans.importing.docx_numbering import W, child

# Stands on a paragraph that is new, or gone, as a whole: "added" or "removed", with who said so and when.
WHOLE, BY, AT = "nc-whole", "nc-by", "nc-at"
# Stands on a paragraph about which something is to be said: the words.
SPLIT, MERGED = "nc-split", "nc-merged"
_CONTENT = (W + "ins", W + "del")
_WHOLE_KINDS = ("added", "removed")


def keep_changes(root: Any) -> int:
    """Prepare the text part of a file; gives how many changes it tracks."""
    for old, new in (("moveTo", "ins"), ("moveFrom", "del")):
        for node in list(root.iter(W + old)):
            node.tag = W + new
    count = sum(1 for _node in root.iter(*_CONTENT, *(W + name for name in OLD_FORMATS)))
    if not count:
        return 0
    _keep_formats(root)
    for paragraph in list(root.iter(W + "p")):
        _judge(paragraph)
    rename_deleted(root)
    return count


def who(node: Any) -> tuple[str, str]:
    """(author, time as ISO) of a tracked change or a comment; "" where the file does not say."""
    return (node.get(W + "author") or "").strip()[:120], (node.get(W + "date") or "")[:40]


def _keep_formats(root: Any) -> None:
    restore_formats(root)
    for name in OLD_FORMATS:
        for node in list(root.iter(W + name)):
            node.getparent().remove(node)


def _judge(paragraph: Any) -> None:
    """Mark a paragraph that is new or gone as a whole; make one that was only split whole again."""
    added, removed, own = _letters(paragraph)
    if added and not own and not removed:
        _mark_whole(paragraph, 0)
    elif removed and not own and not added:
        _mark_whole(paragraph, 1)
    elif own or removed:
        _judge_end(paragraph)


def _letters(paragraph: Any) -> tuple[str, str, str]:
    """The words put in, taken out, and neither."""
    found: dict[str, list[str]] = {"ins": [], "del": [], "": []}
    for node in paragraph.iter(W + "t", W + "delText"):
        above = [up.tag for up in node.iterancestors(*_CONTENT)]
        if len(set(above)) < 2:
            found["" if not above else above[0].removeprefix(W)].append(node.text or "")
    added, removed, own = ("".join(found[name]).strip() for name in ("ins", "del", ""))
    return added, removed, own


def _mark_whole(paragraph: Any, kind: int) -> None:
    nodes = [node for node in paragraph.iter(_CONTENT[kind]) if node.getparent().tag != W + "rPr"]
    by, at = who(nodes[0])
    for node in nodes:
        unwrap(node)
    for name, value in ((WHOLE, _WHOLE_KINDS[kind]), (BY, by), (AT, at)):
        paragraph.set(name, value)


def _judge_end(paragraph: Any) -> None:
    """The end of a paragraph that was put in splits an old one; one that is taken out is told."""
    marks = child(child(paragraph, "pPr"), "rPr")
    following = paragraph.getnext()
    if marks is None or following is None or following.tag != W + "p":
        return
    for name, told in (("ins", SPLIT), ("del", MERGED)):
        mark = child(marks, name)
        if mark is None or not _has_old_words(following):
            continue
        by, at = who(mark)
        target = following if told == SPLIT else paragraph
        if told == SPLIT:
            join_next(paragraph)
        for key, value in ((told, "1"), (BY, by), (AT, at)):
            target.set(key, value)


def _has_old_words(paragraph: Any) -> bool:
    _added, removed, own = _letters(paragraph)
    return bool(own or removed)


def told(paragraph: Any) -> Iterator[str]:
    """What is to be said about the paragraph, in words."""
    if paragraph.get(SPLIT):
        yield "Theo dõi thay đổi trong Word: đề nghị tách đoạn này làm hai; đang giữ nguyên một đoạn."
    if paragraph.get(MERGED):
        yield "Theo dõi thay đổi trong Word: đề nghị nối đoạn này với đoạn sau; đang giữ nguyên hai đoạn."
