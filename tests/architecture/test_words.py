"""Words that pages and messages use (docs/glossary.md)."""

import ast
import re
from pathlib import Path

from tests.architecture import sources

# Said otherwise: “hệ thống công đoàn”, “các đơn vị trực thuộc”; “lỗi”, “cảnh báo”.
FORBIDDEN = re.compile(
    r"\b(toàn cây|cây (đơn vị|tổ chức|hiện nay|của kỳ|cụ thể hóa)|chỗ cần xem\b(?! lại))", re.IGNORECASE
)


def _strings(path: Path) -> list[str]:
    """String constants that may reach a page: not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in bare)
    return [node.value for node in constants if isinstance(node.value, str)]


def test_pages_speak_of_units_not_of_trees_and_of_errors_and_warnings():
    texts = [(path, text) for path in sources.python_files(*sources.APPS) for text in _strings(path)]
    texts += [(path, path.read_text(encoding="utf-8")) for path in sources.templates()]
    found = [
        f"{sources.name(path)}: {match.group()}" for path, text in texts for match in FORBIDDEN.finditer(text)
    ]
    assert found == []
