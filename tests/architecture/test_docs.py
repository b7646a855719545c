"""docs/workflows.md and docs/access.md say what the code does."""

import pytest
from django.core.management import CommandError, call_command

from reporting.management.commands import write_docs


def test_written_pages_match_the_code():
    call_command("write_docs", check=True)


def test_stale_page_is_found_and_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(write_docs, "DOCS", tmp_path)
    (tmp_path / "access.md").write_text("alt")
    with pytest.raises(CommandError, match=r"workflows.md, access.md"):
        call_command("write_docs", check=True)
    call_command("write_docs", verbosity=0)
    call_command("write_docs", check=True)
    assert "| `POST /ke-hoach/<int:pk>/buoc/<slug:step>/` |" in (tmp_path / "access.md").read_text()
