"""What a change of campaigns and activities may be refused for."""

from __future__ import annotations


class CampaignError(Exception):
    """str() is the Vietnamese message; `field` names the argument to correct, "" for the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
