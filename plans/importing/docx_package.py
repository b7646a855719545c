"""What a Word file is before it is read: refused with words when it is another thing, locked, dangerous or too big."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from plans.importing.docx_changes import settle_changes
from plans.importing.docx_suggestions import keep_changes
from plans.importing.reading import Changes
from plans.importing.source import ImportFailed

MB = 1024 * 1024
MAX_UNZIPPED = 60 * MB
# XML grows up to 17 times in memory (measured); a 60-page plan has two megabytes of it.
MAX_XML = 10 * MB
MAX_PARTS = 3_000
# Nobody goes through more of them one by one.
MAX_SUGGESTED = 2_000
TOO_MANY_CHANGES = (
    "Tệp có trên 2.000 chỗ theo dõi thay đổi, không giữ thành đề xuất. Hãy chọn nhận hoặc bỏ mọi chỗ sửa."
)
DAMAGED = "Tệp .docx bị hỏng hoặc tải về chưa hết. Hãy mở bằng Word, lưu lại rồi nhập lại."
NOT_WORD = "Tệp có đuôi .docx nhưng không phải tệp Word (có thể là tệp nén hoặc tệp khác đổi đuôi)."
LOCKED = (
    "Tệp có mật khẩu nên không đọc được. Hãy mở bằng Word, vào Tệp → Thông tin → Bảo vệ tài liệu, bỏ mật khẩu, "
    "lưu lại rồi nhập lại."
)
OLD_WORD = (
    "Tệp là Word đời cũ (.doc) hoặc có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx rồi nhập lại."
)
MACROS = (
    "Tệp có chứa macro (chương trình chạy trong Word) nên không nhận. Hãy mở bằng Word, lưu thành dạng “Word Document "
    "(.docx)” rồi nhập lại."
)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What a reader misses when a part that the file names is not in it.
LOST_PARTS = {
    "comments": "ghi chú bên lề",
    "commentsExtended": "thứ tự trả lời của ghi chú bên lề",
    "footnotes": "chú thích cuối trang",
    "endnotes": "chú thích cuối văn bản",
    "header": "đầu trang",
    "footer": "chân trang",
    "numbering": "số tự động của Word",
    "styles": "kiểu chữ",
    "customXml": "dữ liệu đi kèm",
}
_READ_PARTS = frozenset(LOST_PARTS)
_LEGACY_FONTS = (b'"VNI-', b"'VNI-", b'".Vn', b"'.Vn")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def refuse_bad_package(path: Path) -> None:
    """Raises ImportFailed for a file that is no Word document or must not be read."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLE):
        raise ImportFailed(LOCKED if _ENCRYPTED in path.read_bytes() else OLD_WORD)
    if not zipfile.is_zipfile(path):
        raise ImportFailed(DAMAGED if head.startswith(b"PK") else NOT_WORD)
    try:
        with zipfile.ZipFile(path) as package:
            _refuse_entries(package.infolist())
            types = package.read("[Content_Types].xml")
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
        raise ImportFailed(DAMAGED) from None
    if b"macroEnabled" in types:
        raise ImportFailed(MACROS)


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise ImportFailed(NOT_WORD)
    if any(name.lower().endswith(_MACRO_PARTS) for name in names):
        raise ImportFailed(MACROS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportFailed(LOCKED)
    xml = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
    if sum(entry.file_size for entry in entries) > MAX_UNZIPPED or len(entries) > MAX_PARTS:
        raise ImportFailed(
            "Tệp .docx giải nén ra quá lớn (trên 60 MB), không nhập được. Hãy bỏ bớt ảnh trong tệp."
        )
    if xml > MAX_XML:
        raise ImportFailed("Tệp .docx giải nén ra quá nhiều chữ và định dạng (trên 10 MB), không nhập được.")


class Package:
    """The parts of a Word file that are read: the text, and what its relations name inside the file.

    Nothing outside is fetched: an external relation is passed over, no entity and no DTD is loaded. The parts that
    python-docx would load beside them (theme, pictures, settings) are never unpacked.
    """

    def __init__(self, path: Path, changes: Changes = Changes.LIST) -> None:
        self.has_legacy_fonts = False
        with zipfile.ZipFile(path) as package:
            self._raw = package
            self._names = set(package.namelist())
            main = next(iter(self._relations("").get("officeDocument", ())), "")
            if main not in self._names:
                raise zipfile.BadZipFile("no main part")
            self.document = self._root(main)
            named = {kind: at for kind, at in self._relations(main).items() if kind in _READ_PARTS}
            self._parts = {
                kind: [self._root(name) for name in names if name in self._names]
                for kind, names in named.items()
            }
        self.lost = sorted(kind for kind, names in named.items() if not self._names.issuperset(names))
        beside = [root for part in self._parts.values() for root in part]
        if changes is Changes.SUGGEST:
            self.changes = keep_changes(self.document)
            if self.changes > MAX_SUGGESTED:
                raise ImportFailed(TOO_MANY_CHANGES)
            for root in beside:
                settle_changes(root, Changes.REJECT)
        else:
            self.changes = sum(settle_changes(root, changes) for root in (self.document, *beside))

    def parts(self, *kinds: str) -> Iterator[Any]:
        """Root elements of the parts of these kinds ("header", "comments")."""
        for kind in kinds:
            yield from self._parts.get(kind, ())

    def part(self, kind: str) -> Any:
        """The root of the one part of this kind; None where there is none."""
        return next(self.parts(kind), None)

    def _relations(self, name: str) -> dict[str, list[str]]:
        """Kind of relation → the parts inside the file it leads to, from the part of this name ("": the file)."""
        folder, _slash, file = name.rpartition("/")
        found: dict[str, list[str]] = {}
        table = posixpath.join(folder, "_rels", f"{file}.rels")
        if table not in self._names:
            return found
        for relation in self._root(table):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip(
                    "/"
                )
                found.setdefault((relation.get("Type") or "").rpartition("/")[2], []).append(target)
        return found

    def _root(self, name: str) -> Any:
        parser = etree.XMLParser(
            remove_blank_text=True, resolve_entities=False, no_network=True, load_dtd=False
        )
        raw = self._raw.read(name)
        self.has_legacy_fonts = self.has_legacy_fonts or any(font in raw for font in _LEGACY_FONTS)
        return etree.fromstring(raw, parser)
