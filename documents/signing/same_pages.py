"""Whether a file shows exactly the pages of another one, with nothing but signatures on top.

Everything that is drawn, opened or attached is compared object by object; what is not known to be harmless counts as a
change. Streams are compared as they are stored, never unpacked: a signing program only appends, and what an unknown
file unpacks to is not to be trusted.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pikepdf

# Says nothing about what is seen, or leads back up.
_SKIPPED = {"/Parent", "/P", "/StructParent", "/StructParents", "/Metadata", "/LastModified", "/PieceInfo"}
# What a signature adds to, and what no reader sees on the page.
_ROOT_MAY_DIFFER = {"/Pages", "/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata", "/Perms", "/Outlines",
                    "/StructTreeRoot", "/MarkInfo", "/Type"}  # fmt: skip
_BIGGEST_STAMP = 0.25  # of the page


class OtherPages(ValueError):
    """The pages are not the same; str() is the Vietnamese message."""


def compare(ours: bytes, theirs: bytes) -> None:
    """Raises OtherPages unless `theirs` shows the pages of `ours`, with nothing but signatures on top."""
    try:
        with pikepdf.open(io.BytesIO(ours)) as first, pikepdf.open(io.BytesIO(theirs)) as second:
            _compare(first, second)
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError) as error:
        if isinstance(error, OtherPages):
            raise
        raise OtherPages("Tệp PDF bị hỏng, không đọc được các trang.") from error


def _compare(ours: pikepdf.Pdf, theirs: pikepdf.Pdf) -> None:
    if len(ours.pages) != len(theirs.pages):
        raise OtherPages(f"Tệp có {len(theirs.pages)} trang, văn bản gốc có {len(ours.pages)} trang.")
    mine, yours = _Digests(), _Digests()
    if mine.root(ours) != yours.root(theirs):
        raise OtherPages("Tệp kèm, lệnh tự chạy hoặc cách mở của tệp khác với văn bản gốc.")
    for number, (left, right) in enumerate(zip(ours.pages, theirs.pages, strict=True), start=1):
        if mine.page(left) != yours.page(right):
            raise OtherPages(f"Trang {number} không giống trang {number} của văn bản gốc.")
        known = {mine.of(note) for note in left.obj.get("/Annots", [])}
        for note in right.obj.get("/Annots", []):
            if yours.of(note) not in known and not _is_signature(note, right):
                raise OtherPages(f"Trang {number} có nội dung được chèn thêm ngoài chữ ký.")


def _is_signature(note: Any, page: pikepdf.Page) -> bool:
    kind = note.get("/FT") or note.get("/Parent", {}).get("/FT")
    if note.get("/Subtype") != "/Widget" or kind != "/Sig" or "/AA" in note or "/A" in note:
        return False
    left, low, right, high = (float(side) for side in note.get("/Rect", [0, 0, 0, 0]))
    x0, y0, x1, y1 = (float(side) for side in page.mediabox)
    return abs((right - left) * (high - low)) <= _BIGGEST_STAMP * abs((x1 - x0) * (y1 - y0))


class _Digests:
    """Digests of one file's objects, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def root(self, file: pikepdf.Pdf) -> str:
        fields: Any = file.Root.get("/AcroForm", {})
        parts = [
            f"{name}={self.of(file.Root[name])}" for name in sorted(set(file.Root.keys()) - _ROOT_MAY_DIFFER)
        ]
        return _hash(" ".join([*parts, str("/XFA" in fields)]))

    def page(self, page: pikepdf.Page) -> str:
        contents = page.obj.get("/Contents", pikepdf.Array())
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        seen = [self.of(part) for part in parts]
        seen += [self.of(page.resources), self.of(page.mediabox), self.of(page.cropbox)]
        seen += [str(page.obj.get(name, "")) for name in ("/Rotate", "/UserUnit", "/AA")]
        return _hash(" ".join(seen))

    def of(self, one: Any) -> str:
        """The digest of the object with everything below it; a page stands for itself."""
        key = getattr(one, "objgen", (0, 0))
        if key == (0, 0):
            return self._work_out(one)
        if key not in self._known:
            self._known[key] = "loop"
            self._known[key] = self._work_out(one)
        return self._known[key]

    def _work_out(self, one: Any) -> str:
        if isinstance(one, pikepdf.Stream):
            return _hash(self._entries(one.stream_dict) + hashlib.sha256(one.read_raw_bytes()).hexdigest())
        if isinstance(one, pikepdf.Dictionary):
            return "page" if one.get("/Type") == "/Page" else _hash(self._entries(one))
        if isinstance(one, pikepdf.Array):
            return _hash("[" + " ".join(self.of(item) for item in one) + "]")
        return _hash(one.unparse().hex() if isinstance(one, pikepdf.Object) else repr(one))

    def _entries(self, one: Any) -> str:
        return "".join(f"{name}={self.of(one[name])};" for name in sorted(one.keys()) if name not in _SKIPPED)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
