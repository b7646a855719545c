"""The one error the services of units raise for what a person can put right."""

from __future__ import annotations


class UnitError(Exception):
    """str() is the Vietnamese message; `field` names the argument it belongs to, "" for the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
