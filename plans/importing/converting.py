"""Files that other programs turn into what we read: .doc and .odt by LibreOffice, the text of a PDF by pdftotext.

Both run for a minute at most, in an empty folder of their own, without macros; LibreOffice gets a profile in which links
are never followed and every address leads to a closed door.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from plans.importing.docx_package import LOCKED, MACROS, MAX_PARTS, MAX_UNZIPPED
from plans.importing.source import MAX_LETTERS, ImportFailed, Source
from plans.importing.text_file import text_source

SECONDS = 60
NO_OFFICE = (
    "Máy chủ chưa cài LibreOffice nên chưa đọc được tệp {form}. Hãy mở tệp, lưu thành .docx rồi nhập lại."
)
NO_PDF = "Máy chủ chưa cài pdftotext nên chưa đọc được PDF. Hãy dùng bản Word của văn bản."
FAILED = "Không đọc được tệp {form}: tệp bị hỏng hoặc có mật khẩu. Hãy mở tệp, lưu thành .docx rồi nhập lại."
TOO_SLOW = "Đọc tệp {form} quá một phút chưa xong nên dừng. Hãy mở tệp, lưu thành .docx rồi nhập lại."
NO_TEXT = "PDF này chỉ có ảnh quét, không có chữ để đọc. Hãy dùng bản Word, hoặc nhận dạng chữ (OCR) rồi lưu thành .docx."
OTHER_FORM = "Tệp có đuôi {form} nhưng bên trong là dạng khác. Hãy mở tệp, lưu thành .docx rồi nhập lại."
_OLE, _RTF, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK", b"%PDF-"
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_CLOSED_DOOR = "http://127.0.0.1:9"
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


@contextmanager
def converted_to_docx(path: Path) -> Iterator[Path]:
    """The .doc or .odt as .docx, gone afterwards. Raises ImportFailed."""
    form = path.suffix.lower()
    _refuse_bad(path, form)
    soffice = shutil.which("soffice")
    if soffice is None:
        raise ImportFailed(NO_OFFICE.format(form=form))
    with tempfile.TemporaryDirectory(prefix="nhap-") as name:
        folder = Path(name)
        source = folder / f"ke-hoach{form}"
        shutil.copyfile(path, source)
        profile = _profile(folder)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
                   "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)]  # fmt: skip
        _run(command, folder, form)
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise ImportFailed(FAILED.format(form=form))
        yield made


def read_pdf_file(path: Path) -> Source:
    """The source of the text layer of a PDF, page by page. Raises ImportFailed."""
    with path.open("rb") as file:
        if _PDF not in file.read(1024):
            raise ImportFailed(OTHER_FORM.format(form=".pdf"))
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        raise ImportFailed(NO_PDF)
    with tempfile.TemporaryDirectory(prefix="nhap-") as name:
        made = Path(name) / "ke-hoach.txt"
        _run([pdftotext, "-layout", "-enc", "UTF-8", str(path.resolve()), str(made)], Path(name), ".pdf")
        if not made.is_file():
            raise ImportFailed(FAILED.format(form=".pdf"))
        if made.stat().st_size > 4 * MAX_LETTERS:
            raise ImportFailed("Tệp quá dài so với một kế hoạch (trên 2 triệu ký tự). Hãy kiểm tra lại tệp.")
        text = made.read_text(encoding="utf-8", errors="replace")
    if not text.strip():
        raise ImportFailed(NO_TEXT)
    return text_source(text)


def _refuse_bad(path: Path, form: str) -> None:
    raw = path.read_bytes()
    if form == ".doc" and not raw.startswith((_OLE, _RTF)):
        raise ImportFailed(OTHER_FORM.format(form=form))
    if form == ".doc" and _VBA in raw:
        raise ImportFailed(MACROS)
    if form == ".odt":
        _refuse_bad_odt(path)


def _refuse_bad_odt(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNZIPPED or len(entries) > MAX_PARTS:
                raise ImportFailed("Tệp .odt giải nén ra quá lớn (trên 60 MB), không nhập được.")
            names = {entry.filename for entry in entries}
            if "content.xml" not in names:
                raise ImportFailed(OTHER_FORM.format(form=".odt"))
            if any(name.startswith(("Basic/", "Scripts/")) for name in names):
                raise ImportFailed(MACROS)
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read(
                "META-INF/manifest.xml"
            ):
                raise ImportFailed(LOCKED)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError):
        raise ImportFailed(FAILED.format(form=".odt")) from None


def _profile(folder: Path) -> Path:
    """A profile of LibreOffice in which nothing in a document runs or is fetched."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
    return user.parent


def _run(command: Sequence[str], folder: Path, form: str) -> None:
    """Run a program in the folder; after a minute it and whatever it started is ended. Raises ImportFailed."""
    surroundings = {
        "PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8",
        "http_proxy": _CLOSED_DOOR, "https_proxy": _CLOSED_DOOR,
    }  # fmt: skip
    program = subprocess.Popen(
        command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        program.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ImportFailed(TOO_SLOW.format(form=form)) from None
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
