"""Drafts on their way with a composed sheet."""

from __future__ import annotations

import base64
import datetime as dt
import io
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from documents.models import Document
from documents.review import services
from documents.review.models import ReviewStep, StepKind
from documents.services.review import Asked
from tests import factories
from tests.documents import samples
from units.models import Department, Role, User


def day(days: int = 3) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def usual() -> list[Asked]:
    """Content, format, approval, one after the other."""
    kinds = (
        (StepKind.CONTENT, Role.UNIT_HEAD),
        (StepKind.FORMAT, Role.REGISTRY),
        (StepKind.APPROVAL, Role.LEADER),
    )
    return [Asked(kind, day(), number, role=role) for number, (kind, role) in enumerate(kinds, start=1)]


def staffed(desk: samples.Office, *names: str) -> list[tuple[Department, User]]:
    """Departments of the unit, each with one member."""
    found = []
    for name in names:
        department = Department.objects.create(unit=desk.unit, name=name)
        member = factories.make_user(f"Người của {name}")
        factories.make_seat(member, Role.MEMBER, desk.unit, "Chuyên viên", department=department)
        found.append((department, member))
    return found


def on_its_way(desk: samples.Office, asked: list[Asked] | None = None, **fields: Any) -> Document:
    return services.submit(samples.draft(desk, **fields), asked or usual(), by=desk.drafter)


def step_now(document: Document, kind: str = "") -> ReviewStep:
    """The open step (of the kind)."""
    steps = ReviewStep.objects.filter(sheet__document=document, status="open")
    return (steps.filter(kind=kind) if kind else steps).get()


def say(document: Document, by: User, given: str = "agree", *, kind: str = "", **said: Any) -> ReviewStep:
    """The person answers the open step having seen the text as it is."""
    version = Document.objects.get(pk=document.pk).current_version.number
    return services.answer(step_now(document, kind), given, by=by, **{"version": version, **said})


def states(document: Document) -> list[tuple[str, str]]:
    steps = ReviewStep.objects.filter(sheet__document=document).order_by("sheet", "turn", "round", "pk")
    return list(steps.values_list("kind", "status"))


def drawn(size: tuple[int, int] = (300, 150), *, ink: bool = True, mode: str = "RGBA") -> str:
    """What the canvas sends."""
    image = Image.new(mode, size)
    if ink:
        ImageDraw.Draw(image).line(
            [(50, 50), (120, 90), (180, 40)], fill=(11, 63, 156, 255)[: len(mode)], width=3
        )
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
