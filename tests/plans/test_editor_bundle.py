"""The committed bundle is what the sources give."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUNDLES = ROOT / "static" / "js" / "bundles"


def test_sums_beside_the_bundle_are_those_of_its_sources():
    done = subprocess.run([ROOT / ".ci" / "bundles", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_licences_of_what_is_bundled_stand_beside_it():
    licences = (BUNDLES / "plan-editor.LICENSES.txt").read_text()
    for package in ("@tiptap/core 3.34.0", "prosemirror-view ", "prosemirror-model ", "prosemirror-history "):
        assert package in licences


if shutil.which("node") and shutil.which(
    "npm"
):  # elsewhere `.ci/bundles check` says that only sums were compared

    def test_rebuilt_bundle_is_the_committed_one(tmp_path):
        """The packages come from the lock file with their hashes, so the bytes are the same on every machine."""
        subprocess.run([ROOT / ".ci" / "bundles", "make", tmp_path], check=True)
        for made in sorted(tmp_path.iterdir()):
            assert made.read_bytes() == (BUNDLES / made.name).read_bytes(), made.name
