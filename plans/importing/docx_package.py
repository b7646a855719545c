"""What a Word file is before it is read: refused with words when it is another thing, locked, dangerous or too big."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml

from plans.importing.source import ImportFailed

MB = 1024 * 1024
MAX_UNZIPPED = 60 * MB
# XML grows up to 17 times in memory (measured); a 60-page plan has two megabytes of it.
MAX_XML = 10 * MB
MAX_PARTS = 3_000
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


def parts_of(document: Any, *endings: str) -> Iterator[Any]:
    """Root elements of the parts inside the file whose relation ends so ("/comments"); nothing outside is fetched."""
    for rel in document.part.rels.values():
        if not rel.is_external and rel.reltype.endswith(endings):
            part = rel.target_part
            yield part.element if hasattr(part, "element") else parse_xml(part.blob)
