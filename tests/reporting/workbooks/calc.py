"""LibreOffice Calc for tests: opens a workbook, calculates every formula again, saves it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
CALC = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libsclo.so").exists()
needs_calc = pytest.mark.skipif(not CALC, reason="needs LibreOffice: apt-get install libreoffice-calc-nogui")
# 0: always calculate again what another program stored.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def saved_again(content: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it, every formula calculated by it."""
    source, profile, out = folder / "so.xlsx", folder / "profile", folder / "out"
    source.write_bytes(content)
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS)
    command = [
        SOFFICE or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", out, source], check=True, capture_output=True, timeout=120)
    return (out / "so.xlsx").read_bytes()
