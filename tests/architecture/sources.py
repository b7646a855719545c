"""The project's own files, for tests that read the code instead of running it."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "units", "documents", "plans", "campaigns", "reporting")
PYTHON = (*APPS, "config", "bench", "tests")
TEMPLATES = ROOT / "templates"


def _files(folders: tuple[str, ...], *suffixes: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path


def python_files(*folders: str) -> list[Path]:
    """Python modules below the folders, all of the project's own by default; without migrations."""
    return [path for path in _files(folders or PYTHON, ".py") if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Every template of the project."""
    return list(_files(("templates",), ".html", ".txt", ".svg", ".xml"))


def static_sources() -> list[Path]:
    """Our own scripts and styles; not what is vendored."""
    return [path for path in _files(("static",), ".js", ".css") if "vendor" not in path.parts]


def name(path: Path) -> str:
    """The path as the reader of a failed test wants to see it."""
    return path.relative_to(ROOT).as_posix()


def line_of(text: str, position: int) -> int:
    """Line number of a position in a text."""
    return text.count("\n", 0, position) + 1
