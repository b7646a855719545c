"""Word files for tests: LibreOffice, and changing a .docx from inside."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui"
)


def convert(path: Path, form: str, folder: Path) -> Path:
    """The file in another form ("docx", "pdf"), made by LibreOffice in `folder`."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    # LibreOffice guesses UTF-8 text wrongly without being told.
    reading = ["--infilter=Text (encoded):UTF8"] if path.suffix == ".txt" else []
    writing = f"{form}:MS Word 2007 XML" if form == "docx" else form
    command = [SOFFICE or "soffice", profile, "--headless", *reading, "--convert-to", writing]
    subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{form}"


def rewritten(docx: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The .docx with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            raw = old.read(entry)
            new.writestr(entry.filename, change(raw.decode()).encode() if entry.filename == part else raw)
    return buffer.getvalue()


def paragraphs(docx: bytes) -> list[str]:
    """The XML of each paragraph of the text."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        text = package.read("word/document.xml").decode()
    return re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL)


def paragraph_with(docx: bytes, words: str) -> str:
    """The XML of the one paragraph that holds these words."""
    (found,) = [xml for xml in paragraphs(docx) if words in xml]
    return found
