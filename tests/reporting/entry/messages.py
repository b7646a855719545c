"""Messages a device sends to /bao-cao/phieu/<pk>/o/."""

from __future__ import annotations

import uuid
from typing import Any

from reporting.entry.services import form_name
from reporting.models import Submission


def box(
    name: str, typed: str = "", *, state: str = "", seen: str = "", note: str = "", base: str = ""
) -> dict[str, str]:
    """One box; without a state it holds what was typed, or is blank."""
    state = state or ("value" if typed else "blank")
    return {"cell": name, "state": state, "typed": typed, "base": base, "note": note, "seen": seen}


def message(report: Submission, *cells: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "form": form_name(report.form), "cells": list(cells), **more}
