"""Files made to break the reader: one far cell, packed bombs, damaged pictures and archives."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest
import xlsxwriter
from PIL import Image

from documents.evidence import EvidenceError, read_file, read_photo
from tests.campaigns.uploads import upload
from units.importing.faults import UnreadableFile
from units.importing.reading import read_table

HEADINGS = ["Mã", "Tên", "Loại", "Cấp trên"]
TYPES = b"<Types>%s</Types>" % (
    b'<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
)


def workbook(far: tuple[int, int] | None = None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ["MS-1", "CĐCS Trường Mầm non Họa Mi", "CĐCS", "MS"])
        if far:
            sheet.write(*far, "x")
    return buffer.getvalue()


def archive(packing: int = zipfile.ZIP_DEFLATED, **entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return buffer.getvalue()


def damaged(data: bytes, seed: int) -> bytes:
    dice = random.Random(seed)
    changed = bytearray(data)
    for _ in range(dice.randint(1, 5)):
        changed[dice.randrange(4, len(changed))] = dice.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (1_048_575, 9), (300, 16_383)])
def test_one_far_cell_does_not_take_all_memory(far):
    """The sheet's last corner would ask for 512 GB and end the whole server."""
    with pytest.raises(UnreadableFile, match="rất xa"):
        read_table(workbook(far), "don-vi.xlsx")


def test_list_with_a_note_beside_it_is_still_read():
    assert len(read_table(workbook((40, 30)), "don-vi.xlsx").lines) == 2


def test_place_of_a_cell_is_found_across_pieces_of_the_file(monkeypatch):
    monkeypatch.setattr("units.importing.workbooks._CHUNK", 7)
    with pytest.raises(UnreadableFile, match="rất xa"):
        read_table(workbook((1_048_575, 16_383)), "don-vi.xlsx")


def test_workbook_that_is_also_another_kind_is_refused():
    data = archive(**{"[Content_Types].xml": TYPES, "xl/workbook.xml": b"", "xl/workbook.bin": b""})
    with pytest.raises(UnreadableFile):
        read_table(data, "don-vi.xlsx")


@pytest.mark.parametrize("seed", range(150))
def test_damaged_workbook_is_refused_or_read(seed):
    try:
        read_table(damaged(workbook(), seed), "don-vi.xlsx")
    except UnreadableFile as refused:
        assert str(refused)


def photo_with_exif() -> bytes:
    picture = Image.effect_noise((60, 40), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "máy ảnh"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0x"
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore")
def test_damaged_photo_is_refused_or_read():
    whole = photo_with_exif()
    for seed in range(600):
        cut = 200 if seed % 2 else len(whole)
        try:
            read_photo(upload("anh.jpg", damaged(whole[:cut], seed) + whole[cut:]))
        except EvidenceError as refused:
            assert "anh.jpg" in str(refused)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_archive_is_refused_or_read(packing):
    whole = archive(packing, **{"[Content_Types].xml": TYPES * 5, "xl/a.xml": b"abc" * 50})
    for seed in range(200):
        try:
            read_file(upload("bang.xlsx", damaged(whole, seed)))
        except EvidenceError as refused:
            assert "bang.xlsx" in str(refused)


def test_list_of_content_types_is_not_unpacked_whole(monkeypatch):
    asked: list[Any] = []
    real = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n=-1: asked.append(n) or real(self, n))
    read_file(upload("bang.xlsx", archive(**{"[Content_Types].xml": TYPES + b" " * 50_000_000})))
    assert asked and -1 not in asked
