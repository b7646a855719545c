"""The populated world of the tests about access, here under attack."""

from tests.architecture.conftest import world

__all__ = ["world"]
