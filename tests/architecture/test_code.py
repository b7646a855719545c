"""Rules about Python modules that no linter knows."""

import ast
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import APPS, ROOT, name, python_files, static_sources, templates

LINES = 400

# Path → why it may be longer. A file that no longer needs it must leave this table.
LONGER: dict[str, str] = {}


def test_imports_point_downwards_only():
    answer = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_no_module_grows_past_400_lines_without_a_reason():
    long = {
        name(path): lines
        for path in [*python_files(), *templates(), *static_sources()]
        if (lines := len(path.read_text().splitlines())) > LINES
    }
    assert {path: lines for path, lines in long.items() if path not in LONGER} == {}


def test_table_of_longer_modules_names_only_longer_ones():
    assert [path for path in LONGER if len((ROOT / path).read_text().splitlines()) <= LINES] == []


def _reads_environment(tree: ast.AST) -> bool:
    return any(
        (isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and ast.unparse(node.value) == "os")
        or (isinstance(node, ast.ImportFrom) and node.module in {"os", "environ"}
            and {a.name for a in node.names} & {"environ", "getenv", "Env"})
        for node in ast.walk(tree)
    )  # fmt: skip


def test_only_one_module_reads_the_environment():
    readers = {
        name(path)
        for path in python_files(*APPS, "config")
        if _reads_environment(ast.parse(path.read_text()))
    }
    # A started worker gets its parent's environment, handed on unread.
    assert readers - {"config/env.py"} == set()


def _is_service(path: Path) -> bool:
    return any(part.removesuffix(".py") == "services" for part in path.relative_to(ROOT).parts)


def _status_writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Lines that set a status: `row.status = …` and `rows.update(status=…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
                yield node.lineno, "assign"
        is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
        if is_update and any(keyword.arg == "status" for keyword in node.keywords):
            yield node.lineno, "update"


def test_status_changes_only_in_services():
    """A task may claim its row with a conditional update (CONVENTIONS, rule 5), nothing else may."""
    found = []
    for path in python_files(*APPS):
        if _is_service(path) or path.name.startswith("test_"):
            continue
        for line, kind in _status_writes(ast.parse(path.read_text())):
            if kind == "update" and path.stem in {"tasks", "jobs"}:
                continue
            found.append(f"{name(path)}:{line}")
    assert found == []


def test_every_text_is_nfc():
    """Two spellings of the same letter would never be found by the same search."""
    files = [*python_files(), *templates(), *static_sources()]
    wrong = [name(path) for path in files if not unicodedata.is_normalized("NFC", path.read_text())]
    assert wrong == []


def test_apps_send_tasks_without_the_celery_app():
    """`from celery import shared_task`; importing the app would turn the layers round."""
    wrong = [
        name(path)
        for path in python_files(*APPS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module == "celery"
        and any(alias.name == "Celery" for alias in node.names)
    ]
    assert wrong == []
