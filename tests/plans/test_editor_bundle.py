"""The committed bundle is what the sources give."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLES = ROOT / "static" / "js" / "bundles"


def test_sums_beside_the_bundle_are_those_of_its_sources():
    done = subprocess.run([ROOT / ".ci" / "bundles", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_licences_of_what_is_bundled_stand_beside_it():
    licences = (BUNDLES / "plan-editor.LICENSES.txt").read_text()
    for package in ("@tiptap/core 3.34.0", "prosemirror-view ", "prosemirror-model ", "prosemirror-history "):
        assert package in licences


def test_rebuilt_bundle_is_the_committed_one(tmp_path):
    if not (ROOT / "var/bundles/node_modules").is_dir() or not shutil.which("node"):
        pytest.xfail("node with its packages is not here; the sums above speak for the bundle")
    packages = ROOT / "var/bundles/node_modules"
    subprocess.run(
        ["node", ROOT / "var/bundles/build.mjs", ROOT / "static/src", packages, tmp_path],
        check=True,
        cwd=ROOT,
    )
    assert (tmp_path / "plan-editor.js").read_bytes() == (BUNDLES / "plan-editor.js").read_bytes()
