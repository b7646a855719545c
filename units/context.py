"""What every page knows about the person in front of it."""

from django.http import HttpRequest


def seat(request: HttpRequest) -> dict[str, object]:
    """Template context of the active seat."""
    return {}
