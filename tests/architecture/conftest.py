"""The populated world, built once for the tests of a folder and thrown away after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase

from tests.architecture.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(lambda: TestCase.captureOnCommitCallbacks(execute=True))
        transaction.set_rollback(True)
