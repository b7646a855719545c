"""Which tone a state has, and the lines of an error summary: the plain Python behind `portal`."""

from __future__ import annotations

from typing import Any

# Written as words so that one tone is one line.
TONES = {
    "muted": "draft not_started preparing cancelled void superseded replaced ended closed na not_applicable withdrawn",
    "info": "in_review submitted sent delivered received opened queued planned open registered assigned reported asked",
    "progress": "running in_progress doing compiling active forwarded ranked numbered prepared checking unstamped handed_on",
    "success": "approved issued accepted ready done compiled acknowledged signed adopted met confirmed granted published "
    "told answered",
    "warning": "noted returned late due_soon reopened warning adapted partial corrected unknown pending partly",
    "danger": "missing failed overdue error recalled refused rejected not_met",
}
_TONE_OF = {status: tone for tone, statuses in TONES.items() for status in statuses.split()}
NOTICE_ICONS = {
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "error": "circle-alert",
}


def of_status(value: str) -> str:
    """Tone of a state's value; a state nobody listed is shown without colour."""
    return _TONE_OF.get(value, "muted")


def of_days_left(left: int | None) -> str:
    """Late is danger, the last three days are warning."""
    if left is None:
        return ""
    return "danger" if left < 0 else "warning" if left <= 3 else ""


def error_lines(form: Any) -> list[dict[str, str]]:
    """Errors of a form or formset as {"text", "label", "target"}; target is the id of the field, or empty."""
    if hasattr(form, "forms"):
        lines = [{"text": str(e), "label": "", "target": ""} for e in form.non_form_errors()]
        for row, part in enumerate(form.forms, start=1):
            lines += [
                {**line, "label": f"Dòng {row}: {line['label']}".rstrip(": ")} for line in error_lines(part)
            ]
        return lines
    if not getattr(form, "is_bound", False):
        return []
    lines = []
    for name, errors in form.errors.items():
        bound = form[name] if name in form.fields else None
        for error in errors:
            lines.append(
                {
                    "text": str(error),
                    "label": str(bound.label) if bound else "",
                    "target": (bound.id_for_label or bound.auto_id) if bound else "",
                }
            )
    return lines
