"""Ids in pages are digits: a grouped "1.025" finds no row."""

import re

import pytest

from tests.architecture.sources import ROOT

# A bare id inside an attribute is written with the thousands dot of the language.
BARE = re.compile(r"""="[^"]*\{\{ ?[\w.]*\bpk ?\}\}""")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_id_is_written_with_dots(path):
    assert not BARE.findall(path.read_text())
