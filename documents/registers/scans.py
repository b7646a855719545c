"""A scan as it is kept: judged by content, never by name; pictures drawn anew without what cameras add."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import magic
import pikepdf
from django.conf import settings
from PIL import Image, ImageOps

from core.vietnamese import nfc

MOST_PIXELS = 60_000_000
MOST_PAGES = 500
# PDF 32000-1, 12.6.4 and 13: what does something when the paper is opened, read or filled in.
_PROGRAMS, _KINDS = ("/JS", "/XFA"), ("/S", "/Subtype")
_ACTING = tuple(
    pikepdf.Name(f"/{name}")
    for name in (
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "Rendition",
        "RichMedia",
        "RichMediaExecute",
        "Movie",
        "3D",
    )
)
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}


class BadScan(Exception):
    """str() is the Vietnamese message: which file, what is wrong, what to do."""


@dataclass(frozen=True)
class Scan:
    """What is stored; `name` is what the person knows the file by."""

    data: bytes
    extension: str
    name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_scan(upload: Any) -> Scan:
    """The PDF as it is, a JPG or PNG as a JPEG without metadata. Raises BadScan."""
    name = _name_of(str(upload.name))
    most = settings.UPLOAD_MAX_BYTES
    if upload.size > most:
        raise BadScan(
            f"Tệp “{name}” lớn hơn {most // 1024 // 1024} MB. Hãy quét lại ở độ phân giải thấp hơn."
        )
    upload.seek(0)
    data = bytes(upload.read())
    found = magic.from_buffer(data[:8192], mime=True) if data else ""
    if found == "application/pdf":
        _check_pdf(data, name)
        return Scan(data, "pdf", name)
    if found in PICTURES:
        return Scan(_drawn_anew(data, PICTURES[found], name), "jpg", name)
    raise BadScan(f"“{name}” không phải bản quét PDF, JPG hoặc PNG. Hãy quét lại thành một trong ba dạng đó.")


def _check_pdf(data: bytes, name: str) -> None:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            acts = any(map(_acts, pdf.objects))
    except pikepdf.PasswordError as error:
        raise BadScan(f"Tệp “{name}” có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại.") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise BadScan(f"Tệp “{name}” bị hỏng hoặc tải lên chưa đủ. Hãy quét lại.") from error
    if acts:
        raise BadScan(
            f"Tệp “{name}” có chương trình hoặc lệnh tự chạy bên trong nên không nhận. "
            "Hãy in ra rồi quét lại, hoặc lưu thành ảnh JPG."
        )
    if not 1 <= pages <= MOST_PAGES:
        raise BadScan(f"Tệp “{name}” có {pages} trang; chỉ nhận từ 1 đến {MOST_PAGES} trang.")


def _acts(found: Any) -> bool:
    """Whether an object of the file runs, starts or sends something; jumps to a page, links and attached data do not."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            inner = list(one)
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            if any(name in one for name in _PROGRAMS) or any(one.get(name) in _ACTING for name in _KINDS):
                return True
            inner = [one[name] for name in one.keys()]  # noqa: SIM118 - a stream is iterated by its bytes
        else:
            continue
        waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]
    return False


def _drawn_anew(data: bytes, format: str, name: str) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=(format,)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadScan(f"Ảnh “{name}” quá lớn. Hãy quét lại ở độ phân giải thấp hơn.")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadScan(f"Ảnh “{name}” bị hỏng hoặc tải lên chưa đủ. Hãy chụp lại.") from error
    file = io.BytesIO()
    upright.save(file, "JPEG", quality=85)
    return file.getvalue()


def _name_of(name: str) -> str:
    base = PurePath(nfc(name).replace("\\", "/")).name
    return "".join(char for char in base if char.isprintable()).strip()[-200:] or "tệp"
