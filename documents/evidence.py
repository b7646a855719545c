"""What people add as evidence, made safe to keep: photos drawn anew, files known by their content, web links."""

from __future__ import annotations

import hashlib
import io
import lzma
import struct
import threading
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import magic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from core.formats import write
from core.vietnamese import nfc

PHOTO_SIDE = 2000
PREVIEW_SIDE = 480
# JPEG is read at a fraction of its size, so that a large one costs little memory; other formats are not.
MOST_PIXELS = {"JPEG": 120_000_000, "MPO": 120_000_000, "PNG": 40_000_000}
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_TYPES = 1024 * 1024  # of the list of content types

PHOTO, FILE, LINK = "photo", "file", "link"
PDF, DOCX, XLSX = "pdf", "docx", "xlsx"
FILE_TYPES = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IMAGES = frozenset({"jpg", "jpeg", "png"})
_OOXML = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}

# What the decoders raise for damaged files, EXIF among them.
_BROKEN_IMAGE = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, struct.error, zlib.error,
)  # fmt: skip
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error,
    lzma.LZMAError,
)  # fmt: skip
_TRUNCATION = threading.Lock()


class EvidenceError(Exception):
    """str() is the Vietnamese message: which file, what is wrong, what to do."""


@dataclass(frozen=True)
class NewEvidence:
    """One piece ready to be stored; `data` is empty for a link."""

    kind: str
    data: bytes = b""
    preview: bytes = b""
    extension: str = ""
    url: str = ""
    original_name: str = ""
    caption: str = ""
    consent: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest() if self.data else ""

    def described(self, caption: str, consent: bool) -> NewEvidence:
        """The same piece with its caption and whether the people shown agreed."""
        return replace(self, caption=_caption(caption), consent=consent)


def read_photo(upload: Any, *, caption: str = "", consent: bool = False) -> NewEvidence:
    """The photo as a JPEG of at most 2,000 pixels a side, without EXIF and position. Raises EvidenceError."""
    name = _name_of(upload)
    data = _bytes_of(upload, name)
    image = _opened(data, name)
    try:
        image.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
        _load_whole(image)
        upright = _on_white(ImageOps.exif_transpose(image))
    except (*_BROKEN_IMAGE, Image.DecompressionBombError) as error:
        raise EvidenceError(
            f"Ảnh “{name}” bị hỏng hoặc tải lên chưa đủ. Hãy chụp hoặc chọn lại ảnh."
        ) from error
    return NewEvidence(
        kind=PHOTO, data=_jpeg(upright, PHOTO_SIDE), preview=_jpeg(upright, PREVIEW_SIDE), extension="jpg",
        original_name=name, caption=_caption(caption), consent=consent,
    )  # fmt: skip


def read_file(upload: Any, *, caption: str = "", consent: bool = False) -> NewEvidence:
    """A PDF, DOCX or XLSX as it is; a JPG or PNG becomes a photo. Judged by content. Raises EvidenceError."""
    name = _name_of(upload)
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in IMAGES:
        return read_photo(upload, caption=caption, consent=consent)
    if extension not in FILE_TYPES:
        raise EvidenceError(f"Không nhận tệp “{name}”. Chỉ nhận tệp pdf, docx, xlsx, jpg, png.")
    data = _bytes_of(upload, name)
    found = _type_of(data)
    if found != extension:
        raise EvidenceError(_wrong_content(name, extension, found))
    return NewEvidence(
        kind=FILE, data=data, extension=extension, original_name=name, caption=_caption(caption)
    )


def read_link(url: str, *, caption: str = "") -> NewEvidence:
    """An address that starts with http:// or https://. Raises EvidenceError."""
    address = nfc(url).strip()
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise EvidenceError(
            "Đường dẫn chưa đúng. Hãy chép cả địa chỉ, bắt đầu bằng https:// hoặc http://."
        ) from error
    if len(address) > 500:
        raise EvidenceError(f"Đường dẫn dài {write.number(len(address))} ký tự, tối đa 500 ký tự.")
    if urlsplit(address).username:
        raise EvidenceError("Đường dẫn chứa tên đăng nhập. Hãy dùng địa chỉ công khai của bài viết.")
    return NewEvidence(kind=LINK, url=address, caption=_caption(caption))


def _name_of(upload: Any) -> str:
    """Base name as the person knows it, at most 200 characters."""
    name = PurePath(nfc(str(upload.name)).replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable()).strip() or "tệp"
    return name if len(name) <= 200 else name[: 200 - len(PurePath(name).suffix)] + PurePath(name).suffix


def _caption(text: str) -> str:
    return " ".join(nfc(text).split())[:200]


def _bytes_of(upload: Any, name: str) -> bytes:
    size, most = upload.size, settings.UPLOAD_MAX_BYTES
    if size > most:
        raise EvidenceError(
            f"Tệp “{name}” nặng {_megabytes(size)}, tối đa {_megabytes(most)}. Hãy giảm dung lượng rồi chọn lại."
        )
    if size == 0:
        raise EvidenceError(f"Tệp “{name}” rỗng. Hãy chọn lại tệp.")
    upload.seek(0)
    return bytes(upload.read())


def _megabytes(size: int) -> str:
    return f"{write.number(size / 1024 / 1024, 1)} MB"


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except Image.DecompressionBombError as error:
        raise EvidenceError(_too_many_pixels(name)) from error
    except (UnidentifiedImageError, *_BROKEN_IMAGE) as error:
        raise EvidenceError(
            f"“{name}” không phải ảnh JPG hoặc PNG. Ảnh HEIC của iPhone: chọn Cài đặt, Camera, Định dạng, "
            "“Tương thích nhất” rồi chụp lại."
        ) from error
    if image.width * image.height > MOST_PIXELS.get(image.format or "", 0):
        raise EvidenceError(_too_many_pixels(name, image))
    return image


def _load_whole(image: Image.Image) -> None:
    """Read the pixels; a truncated file raises OSError, although WeasyPrint switches that off for the process."""
    with _TRUNCATION:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _too_many_pixels(name: str, image: Image.Image | None = None) -> str:
    size = f" ({write.number(image.width)} × {write.number(image.height)} điểm ảnh)" if image else ""
    return f"Ảnh “{name}” có kích thước quá lớn{size}. Hãy thu nhỏ ảnh rồi chọn lại."


def _on_white(image: Image.Image) -> Image.Image:
    """The picture alone: no metadata, no transparency."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def _jpeg(image: Image.Image, side: int) -> bytes:
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    # What Pillow would write back: EXIF, comments, profiles.
    small.info = {}
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def _type_of(data: bytes) -> str:
    """ "pdf", "docx", "xlsx", otherwise the MIME type libmagic found."""
    mime = magic.from_buffer(data[:8192], mime=True)
    if mime == "application/pdf":
        return PDF
    if data[:4] == b"PK\x03\x04":
        return _ooxml_type(data) or "application/zip"
    return str(mime)


def _ooxml_type(data: bytes) -> str:
    """ "docx" or "xlsx" when the ZIP is that, "" for any other; macros and ZIP bombs are none of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                return ""
            if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                return ""
            with archive.open("[Content_Types].xml") as listed:
                types = listed.read(MOST_TYPES)
    except _BROKEN_ARCHIVE:
        return ""
    return next((found for mark, found in _OOXML.items() if mark in types), "")


def _wrong_content(name: str, extension: str, found: str) -> str:
    words = {
        "application/zip": "một tệp nén (zip)", "text/html": "một trang web", "text/plain": "văn bản thuần",
        PDF: "một tệp PDF", DOCX: "một tệp Word (docx)", XLSX: "một tệp Excel (xlsx)",
    }  # fmt: skip
    real = words.get(found, "một loại tệp khác")
    return (
        f"Tệp “{name}” mang đuôi .{extension} nhưng nội dung là {real}. "
        f"Hãy mở bằng phần mềm soạn thảo và lưu lại đúng dạng .{extension}."
    )
