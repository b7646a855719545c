"""Uploads as a browser sends them."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def photo_bytes(size=(640, 480), form="JPEG", *, position=False, turned=False) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    if position:
        exif[0x010E] = "Ảnh chụp tại nhà"
        exif[0x8825] = {1: "N", 2: (21.0, 1.0, 2.0), 3: "E", 4: (105.0, 5.0, 6.0)}
    if turned:
        exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, form, **({"exif": exif} if form == "JPEG" else {}))
    return buffer.getvalue()


def photo(name="anh.jpg", size=(640, 480), **options) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_bytes(size, **options), content_type="image/jpeg")


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def zipped(**entries: str) -> bytes:
    """A ZIP; the keyword `types` becomes [Content_Types].xml."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in entries.items():
            archive.writestr("[Content_Types].xml" if name == "types" else name, text)
    return buffer.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
