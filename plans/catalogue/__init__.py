"""Skeletons of plans as delivered: `load()` brings the system's templates to what the files of templates/ say."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from plans.outline import PlanContent
from plans.services.templating import keep_system_template

TEMPLATES = Path(__file__).parent / "templates"


def load() -> int:
    """Write every template of templates/*.toml; those that exist follow the file, `active` stays. Gives the number.

    Raises OutlineError for a file that is no plan.
    """
    files = sorted(TEMPLATES.glob("*.toml"))
    for path in files:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        keep_system_template(
            code=path.stem.replace("_", "-"),
            kind=said["kind"],
            name=said["name"],
            description=said["description"],
            content=_content(path.stem, said),
        )
    return len(files)


def _content(code: str, said: dict[str, Any]) -> PlanContent:
    """The plan of a file: a line of `blocks` is level, kind, text. The same file gives the same ids."""
    blocks = [
        {"id": hashlib.sha256(f"{code}:{place}".encode()).hexdigest()[:10], "level": level, "kind": kind, "text": text}
        for place, (level, kind, text) in enumerate(said["blocks"])
    ]  # fmt: skip
    lines = {name: said.get(name, []) for name in ("bases", "opening", "closing")}
    return PlanContent.from_json({"abstract": said["abstract"], "blocks": blocks, **lines})
