"""Makes an unknown variable in one of our templates an error. Used by the test settings only."""

import copy
import sys
from types import FrameType
from typing import Any

from django.template.base import Node

from config.env import BASE_DIR

OWN_TEMPLATES = str(BASE_DIR / "templates")


class UndefinedVariable(AssertionError):
    """A template asked for a name nobody gave it."""


class Undefined(str):
    """A `string_if_invalid` that raises in our templates and is empty in those of libraries.

    `{% if name %}` and `{{ name|default:… }}` stay allowed: they say that the name may be missing.
    """

    def __contains__(self, part: object) -> bool:
        # Django formats the value with the variable only if it holds "%s".
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        frame = sys._getframe(1)
        expression, context = frame.f_locals["self"], frame.f_locals["context"]
        if any(function.__name__ == "default" for function, _ in expression.filters):
            empty = copy.copy(expression)
            empty.is_var, empty.var = False, ""
            return str(empty.resolve(context))
        template = _template_name(frame)
        if template.startswith(OWN_TEMPLATES):
            raise UndefinedVariable(f"{template}: unknown variable {variable!s}")
        return ""


def _template_name(frame: FrameType | None) -> str:
    """File of the innermost template node being rendered."""
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""
