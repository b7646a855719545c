"""Rows of the world about report forms."""

from __future__ import annotations

from typing import Any

from reporting.designing.services import create_form
from reporting.models import Form


def forms(world: Any) -> None:
    """The form of the catalogue, and a draft of the province."""
    shared = Form.objects.get(code="1-HĐCĐ")
    draft = create_form(world.province, code="B-TINH", name="Biểu của tỉnh", like=shared, by=world["office"])
    for title, form in {"form of the catalogue": shared, "form being drafted": draft}.items():
        row, text = form.items.first(), form.narratives.first()
        world.objects[title] = {"pk": form.pk, "row": row and row.pk, "text": text and text.pk}
