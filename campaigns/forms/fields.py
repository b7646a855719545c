"""Fields only campaigns use: several uploads at once, groups of choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import Truncator

from core.forms import NumberField
from documents.evidence import EvidenceError, NewEvidence


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Several uploads, each read by `read`; gives a list of NewEvidence, and one error a file that is refused."""

    widget = ManyFilesInput

    def __init__(self, *, read: Callable[[Any], NewEvidence], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.read = read

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = (
            [upload for upload in data or [] if upload]
            if isinstance(data, list | tuple)
            else [data]
            if data
            else []
        )
        pieces, errors = [], []
        for upload in uploads:
            try:
                pieces.append(self.read(upload))
            except EvidenceError as error:
                errors.append(str(error))
        if errors:
            raise ValidationError(errors)
        return pieces


class CountField(NumberField):
    """A whole number from 0; empty means that it was not counted. Gives an int or None."""

    def __init__(self, *, digits: int = 9, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("min_value", 0)
        super().__init__(whole=True, max_digits=digits, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        number = super().clean(value)
        return None if number is None else int(number)


def grouped_choices(
    rows: QuerySet[Any], group: Callable[[Any], Any], label: Callable[[Any], str], empty: str
) -> list[tuple[Any, Any]]:
    """Choices of a select under headings; labels are cut so that a phone can show them."""
    shown: Iterable[tuple[str, Any]] = (
        (Truncator(str(heading)).chars(70), [(row.pk, Truncator(label(row)).chars(90)) for row in members])
        for heading, members in groupby(rows, key=group)
    )
    return [("", empty), *shown]
