"""What a Word file holds beside its text: remarks, deleted words, and the part our own export puts in."""

from __future__ import annotations

import json
from typing import Any

from plans.anchors import read_name
from plans.importing.docx_numbering import W
from plans.importing.docx_package import Package
from plans.importing.docx_suggestions import who
from plans.importing.remarks import COMMENT
from plans.importing.source import ImportFailed, Remark

_REMARK = "ghi chú bên lề (comment) của {author}, thành góp ý của dự thảo"
MAX_COMMENTS = 2_000
TOO_MANY = "Tệp có trên 2.000 ghi chú bên lề (comment), không nhập được. Hãy xóa bớt ghi chú đã xong."
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
# The same name as plans.docx writes; a reader imports nothing that writes.
DATA_TAG = "{urn:nhip-cau:ke-hoach:1}plan"


def deleted_text(node: Any) -> list[str]:
    """The words inside a tracked deletion or move."""
    text = "".join(t.text or "" for t in node.iter(W + "delText", W + "t"))
    return [text] if text.strip() else []


def comments_of(package: Package) -> dict[str, Remark]:
    """The comments beside the text by their number, without a place, answers with the number they answer."""
    threads = _threads(package)
    found: dict[str, Remark] = {}
    named: dict[str, str] = {}
    for root in package.parts("comments"):
        for node in root.findall(W + "comment"):
            author, at = who(node)
            key, text = node.get(W + "id") or "", _text(node)
            names = [name for p in node.iter(W + "p") if (name := p.get(f"{_WORD_2010}paraId"))]
            named |= dict.fromkeys(names, key)
            above = next((threads[name] for name in reversed(names) if threads.get(name)), "")
            if len(found) == MAX_COMMENTS:
                raise ImportFailed(TOO_MANY)
            if text and key not in found:
                own = next((own for name in reversed(names) if (own := read_name(name))), 0)
                found[key] = Remark(COMMENT, -1, -1, text, author or "người khác", at, key, above, own)
    for remark in found.values():
        remark.answers = named.get(remark.answers, "")
    return found


def _threads(package: Package) -> dict[str, str]:
    """Paragraph of an answer → paragraph of the comment it answers, both by Word's own ids."""
    return {
        node.get(f"{_WORD_2012}paraId") or "": node.get(f"{_WORD_2012}paraIdParent") or ""
        for root in package.parts("commentsExtended")
        for node in root.iter(f"{_WORD_2012}commentEx")
    }


def why_not_taken(remark: Remark) -> str:
    """Why the words of a comment stand nowhere in the text."""
    return _REMARK.format(author=remark.author)


def _text(node: Any) -> str:
    paragraphs = (
        " ".join("".join(t.text or "" for t in p.iter(W + "t")).split()) for p in node.iter(W + "p")
    )
    return "\n".join(filter(None, paragraphs))


def carried_data(package: Package) -> dict[str, Any]:
    """The JSON our own export put beside the text; nothing for other files."""
    for root in package.parts("customXml"):
        if root.tag == DATA_TAG:
            try:
                found = json.loads(root.text or "")
            except (ValueError, RecursionError):
                return {}
            return found if isinstance(found, dict) else {}
    return {}
