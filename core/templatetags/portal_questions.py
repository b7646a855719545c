"""What stands behind the question mark of an address. `request.GET.urlencode` in a template would read `?urlencode=`."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

register = template.Library()


@register.filter
def query_string(request: HttpRequest) -> str:
    """As it goes into a link: q=ten&page=2."""
    return request.GET.urlencode()


@register.filter
def query_fields(request: HttpRequest) -> dict[str, str]:
    """As hidden fields of a form; of a name asked twice the last."""
    return {name: str(value) for name, value in request.GET.items()}
