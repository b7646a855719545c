"""Why a signature is refused. str() is the Vietnamese message for the person."""

from __future__ import annotations

from documents.services.errors import DocumentError


class NotSigned(DocumentError):
    """The document cannot be signed now, or not this way."""
