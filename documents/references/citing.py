"""Who cites a paper is known higher up (plans): there a reader of back-links is registered at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.models import Document
from documents.references.models import LegalReference


@dataclass(frozen=True)
class CitingDocument:
    """A document that names the paper: its page, and how often it does."""

    document: Document
    url: str
    times: int


Reader = Callable[[Any, LegalReference], list[CitingDocument]]
_readers: list[Reader] = []


def register_citing(reader: Reader) -> None:
    """`reader(user, reference)` gives the documents visible to the person that cite the paper."""
    if reader not in _readers:
        _readers.append(reader)


def citing_documents(user: Any, reference: LegalReference) -> list[CitingDocument]:
    """The documents visible to the person that cite the paper."""
    return [found for reader in _readers for found in reader(user, reference)]
