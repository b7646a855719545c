"""Headings of the text of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from reporting.designing.queries import texts_of
from reporting.designing.services.drafts import lock_draft
from reporting.models import Form, NarrativeSection
from units import audit
from units.models import User


@transaction.atomic
def save_text(form: Form, text: NarrativeSection | None, *, by: User, **values: Any) -> NarrativeSection:
    """A heading with part, title, prompt, required, required_for; a new one gets the next code of its part.

    Raises DesignError.
    """
    now = lock_draft(form, by)
    there = texts_of(now)
    if text is None:
        code = _next_text_code(there, values["part"])
        text = NarrativeSection(form=now, code=code, order=len(there))
    for name, value in values.items():
        setattr(text, name, value)
    text.save()
    if text.pk not in {one.pk for one in there}:
        there.append(text)
    _settle_texts([text if one.pk == text.pk else one for one in there])
    audit.record(
        "reporting.form.text", now, by=by, unit=now.owner, after={"code": text.code, "title": text.title}
    )
    return text


def _next_text_code(there: Iterable[NarrativeSection], part: str) -> str:
    """II.4 after II.3 of the same part; a new part takes its own roman number from its title."""
    roman = part.partition(".")[0].strip()[:8] or "I"
    used = {text.code for text in there}
    return next(code for code in (f"{roman}.{n}" for n in range(1, 1000)) if code not in used)


def _settle_texts(texts: Sequence[NarrativeSection]) -> None:
    parts = list(dict.fromkeys(text.part for text in texts))
    for at, text in enumerate(sorted(texts, key=lambda one: parts.index(one.part))):
        text.order = at
    NarrativeSection.objects.bulk_update(texts, ["order"])


@transaction.atomic
def move_text(
    text: NarrativeSection, *, by: User, up: bool = False, before: NarrativeSection | None = None,
    after: NarrativeSection | None = None,
) -> None:  # fmt: skip
    """The heading one place up or down, or before or after another one, into that one's part."""
    now = lock_draft(text.form, by)
    texts = texts_of(now)
    places = [one.pk for one in texts]
    at = places.index(text.pk)
    to = max(0, at - 1) if up else min(len(texts) - 1, at + 1)
    if beside := before or after:
        moved = texts.pop(at)
        moved.part = beside.part
        moved.save(update_fields=["part"])
        places.remove(moved.pk)
        texts.insert(places.index(beside.pk) + (before is None) if beside.pk != moved.pk else at, moved)
    elif texts[to].part != text.part:
        other = texts[to]
        texts[at].part = other.part
        texts[at].save(update_fields=["part"])
    else:
        texts.insert(to, texts.pop(at))
    _settle_texts(texts)
    audit.record("reporting.form.text.move", now, by=by, unit=now.owner, after={"code": text.code})


@transaction.atomic
def remove_text(text: NarrativeSection, *, by: User) -> None:
    now = lock_draft(text.form, by)
    audit.record("reporting.form.text.remove", now, by=by, unit=now.owner, before={"code": text.code})
    text.delete()
