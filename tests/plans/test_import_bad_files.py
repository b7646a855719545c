"""Files that could hurt the portal: each gets clear words, stores nothing, fetches nothing, stays small."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from plans.import_models import ImportDraft
from plans.models import Plan
from plans.queries import content_of
from tests.factories import person, province
from tests.plans.test_docx_reading import OFFICE, ROOT, repacked
from tests.plans.test_import_readings import IN_TCVN3, IN_VNI, in_font
from tests.plans.test_importing_docx import with_list
from units.models import Role

MB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def unit(db):
    return province(short_name="LĐLĐ tỉnh Mẫu Sơn")


@pytest.fixture
def drafter(unit):
    return person(Role.DRAFTER, unit, "Lý Thị Mai")


def plain(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines or ("- Mở tủ sách.",):
        document.add_paragraph(line)
    return as_bytes(document)


def as_bytes(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_entry(name: str, raw: bytes, *, flags: int = 0) -> bytes:
    buffer = io.BytesIO(plain())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, raw)
    found = bytearray(buffer.getvalue())
    if flags:  # general purpose bit 0 of the last entry of the central directory: encrypted
        place = found.rindex(b"PK\x01\x02")
        found[place + 8] |= flags
    return bytes(found)


def five_thousand_numbers() -> bytes:
    document = docx.Document()
    with_list(document)
    place = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>'
    line = f"<w:p {nsdecls('w')}><w:pPr>{place}</w:pPr><w:r><w:t>Việc</w:t></w:r></w:p>"
    for _ in range(5000):
        document.element.body.insert(0, parse_xml(line))
    return as_bytes(document)


def two_thousand_changes() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("- Mở tủ sách ")
    change = f"<w:ins {nsdecls('w')}>{run('mới ')}</w:ins>"
    for _ in range(2001):
        paragraph._p.append(parse_xml(change))
    return as_bytes(document)


def old_font() -> bytes:
    document = docx.Document()
    in_font(document, ".VnTime", "- Më tñ s¸ch.")
    return as_bytes(document)


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zip bomb": ("a.docx", lambda: with_entry("word/media/x.bin", bytes(61 * MB)), "trên 60 MB"),
    "bomb of XML": ("a.docx", lambda: with_entry("word/extra.xml", b" " * (11 * MB)), "trên 10 MB"),
    "macros": ("a.docx", lambda: with_entry("word/vbaProject.bin", OLE), "macro"),
    "encrypted by Word": (
        "a.docx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "mật khẩu",
    ),
    "encrypted by a packer": ("a.docx", lambda: with_entry("word/x.xml", b"<x/>", flags=1), "mật khẩu"),
    "over 20 MB": ("a.docx", lambda: bytes(20 * MB + 1), "20 MB"),
    "truncated": ("a.docx", lambda: plain()[:-400], "bị hỏng"),
    "empty": ("a.docx", lambda: b" ", "không phải tệp Word"),
    "another thing": ("a.docx", lambda: b"GIF89a", "không phải tệp Word"),
    "more changes than anybody decides": ("a.docx", two_thousand_changes, "2.000 chỗ"),
    "five thousand numbers": ("a.docx", five_thousand_numbers, "5000 khối"),
    "old letters in Word": ("a.docx", old_font, "TCVN3"),
    "VNI text": ("a.txt", lambda: IN_VNI.encode("cp1252"), "VNI"),
    "TCVN3 text": ("a.txt", lambda: IN_TCVN3.encode("cp1252"), "TCVN3"),
    "no PDF": ("a.pdf", lambda: b"GIF89a", "dạng khác"),
    "macros in .doc": ("a.doc", lambda: OLE + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_with_words_and_nothing_is_stored(client, unit, drafter, tmp_path, case):
    name, build, words = REFUSED[case]
    raw = build()
    client.force_login(drafter)
    sent = {"issuer": unit.pk, "file": SimpleUploadedFile(name, raw), "changes": "suggest"}
    page = client.post(reverse("plans:plan_import"), sent)
    assert page.status_code == 422 and words in page.content.decode()
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(CommandError, match=words):
        call_command("import_plan", str(path), "--unit", unit.code, "--changes", "suggest")
    assert not ImportDraft.objects.exists() and not Plan.objects.exists()


# --- taken, but nothing in it runs or is fetched


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A real socket that notes whoever calls."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stopped = threading.Event()

        def listen() -> None:
            while not stopped.is_set():
                try:
                    caller, _address = server.accept()
                except TimeoutError:
                    continue
                heard.append(caller.recv(100))
                caller.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            stopped.set()
            thread.join()


def test_the_listener_hears_who_calls():
    with listening() as (port, heard), socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"x")
    assert heard == [b"x"]


def reaching_out(port: int, tmp_path: Path) -> bytes:
    """A file with every kind of outside relation, a remote picture, a remote template, a remote DTD, an OLE object."""
    document = docx.Document()
    document.add_paragraph("- Xem trang của Công đoàn.")
    address = f"http://127.0.0.1:{port}"
    for kind in (
        "hyperlink",
        "image",
        "attachedTemplate",
        "header",
        "footnotes",
        "comments",
        "oleObject",
        "settings",
    ):
        document.part.relate_to(f"{address}/{kind}", f"{OFFICE}/{kind}", is_external=True)
    key = document.part.relate_to(f"{address}/anh.png", f"{OFFICE}/image", is_external=True)
    picture = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
        f'xmlns:r="{OFFICE}" r:id="{key}"/></v:shape></w:pict></w:r>'
    )
    document.paragraphs[0]._p.append(parse_xml(picture))
    path = tmp_path / "ngoai.docx"
    document.save(str(path))
    dtd = f'<!DOCTYPE w SYSTEM "{address}/x.dtd"><w:document'.encode()
    objects = {"word/embeddings/oleObject1.bin": OLE + b"x" * 5000}
    return repacked(path, swap=(b"<w:document", dtd), add=objects).read_bytes()


def test_nothing_is_fetched_and_no_object_is_opened(client, unit, drafter, tmp_path):
    client.force_login(drafter)
    with listening() as (port, heard):
        file = SimpleUploadedFile("ngoai.docx", reaching_out(port, tmp_path))
        sent = {"issuer": unit.pk, "file": file, "changes": "suggest"}
        page = client.post(reverse("plans:plan_import"), sent, follow=True)
        client.post(page.request["PATH_INFO"], {"step": "accept"})
    assert [block.text for block in content_of(Plan.objects.get()).outline] == ["Xem trang của Công đoàn."]
    assert heard == []


def test_decomposed_letters_are_stored_composed(client, unit, drafter):
    client.force_login(drafter)
    raw = plain(unicodedata.normalize("NFD", "- Tổ chức tủ sách cho đoàn viên."))
    page = client.post(
        reverse("plans:plan_import"),
        {"issuer": unit.pk, "file": SimpleUploadedFile("nfd.docx", raw)},
        follow=True,
    )
    client.post(page.request["PATH_INFO"], {"step": "accept"})
    (block,) = content_of(Plan.objects.get()).outline
    assert block.text == "Tổ chức tủ sách cho đoàn viên."


# --- memory

_MEASURE = """
import os, sys
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django; django.setup()
import json
from plans.importing import Changes, ImportFailed, Reading, import_file
from plans.importing.stored import from_stored, to_stored
from plans.outline import OutlineError
try:
    imported = import_file({path!r}, reading=Reading(changes=Changes.SUGGEST))
    kept = from_stored(json.loads(json.dumps(to_stored(imported))))
    kept.content()
    told = "taken"
except (ImportFailed, OutlineError) as error:
    told = "refused"
# ru_maxrss would be that of the process that started this one when it is larger.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(told, int(peak.split()[1]) // 1024)
"""


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def paragraphs_until(size: int, xml: str, most: int) -> bytes:
    return xml.encode() * min(size // len(xml.encode()), most)


WORST: dict[str, Callable[[], bytes]] = {
    # As much markup as is let in, in the fewest letters.
    "markup": lambda: paragraphs_until(
        9 * MB, f"<w:p>{'<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>' * 90}{run('.')}</w:p>", 1_900
    ),
    "letters": lambda: paragraphs_until(9 * MB, f"<w:p>{run('chữ và nghĩa ' * 75)}{run('.')}</w:p>", 1_900),
    "changes": lambda: paragraphs_until(
        9 * MB, f"<w:p>{(run('giữ ') + f'<w:ins>{run(chr(65))}</w:ins>') * 40}{run('.')}</w:p>", 49
    ),
    "too many paragraphs": lambda: paragraphs_until(9 * MB, f"<w:p>{run('abcdefghi')}</w:p>", 10**9),
}


@pytest.mark.parametrize("case", WORST)
def test_memory_stays_below_300_megabytes(tmp_path, case):
    path = tmp_path / "goc.docx"
    path.write_bytes(plain())
    heavy = repacked(path, swap=(b"<w:sectPr", WORST[case]() + b"<w:sectPr"))
    script = _MEASURE.format(root=str(ROOT), path=str(heavy))
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    told, peak = answer.stdout.split()
    assert told == ("refused" if case == "too many paragraphs" else "taken")
    assert int(peak) < 300
