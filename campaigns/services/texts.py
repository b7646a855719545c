"""Text and numbers as the services store them, whoever calls."""

from __future__ import annotations

from typing import Any

from campaigns.services.errors import CampaignError
from core.formats import write
from core.vietnamese import nfc

MOST_PEOPLE = 999_999_999
MOST_AMOUNT = 999_999_999_999_999


def line(value: str, *, field: str, label: str, longest: int, required: bool = True) -> str:
    """The text on one line in NFC. Raises CampaignError when it is empty (and required) or too long."""
    text = " ".join(nfc(value).split())
    if required and not text:
        raise CampaignError(f"{label} không được để trống.", field)
    return within(text, field=field, label=label, longest=longest)


def within(text: str, *, field: str, label: str, longest: int) -> str:
    """The text when it has at most `longest` characters (0: no limit); the refusal names the count and the limit."""
    if longest and len(text) > longest:
        raise CampaignError(
            f"{label} dài {write.number(len(text))} ký tự, tối đa {write.number(longest)} ký tự. Hãy rút bớt.",
            field,
        )
    return text


def count(value: Any, *, field: str, label: str, most: int = MOST_PEOPLE) -> int:
    """The value as a whole number from 0 to `most`. Raises CampaignError."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise CampaignError(f"{label} phải là số nguyên.", field)
    if value < 0:
        raise CampaignError(f"{label} không thể là số âm.", field)
    if value > most:
        raise CampaignError(f"{label} quá lớn: tối đa {write.number(most)}.", field)
    return value
