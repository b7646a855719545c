"""A list page asks the database as often for three rows as for thirty."""

from __future__ import annotations

import pytest

from bench._lists import LISTS, fill, queries_of

pytestmark = pytest.mark.django_db

FEW, MANY, MOST = 3, 30, 36


@pytest.fixture(scope="module")
def counts(world):
    """List → queries with few rows, with many."""
    fill(world, 0, FEW)
    few = {page.name: queries_of(page, world) for page in LISTS}
    fill(world, FEW, MANY)
    return {page.name: (few[page.name], queries_of(page, world)) for page in LISTS}


@pytest.mark.parametrize("name", [page.name for page in LISTS])
def test_many_rows_cost_the_queries_of_few(counts, name):
    few, many = counts[name]
    assert many == few
    assert many <= MOST
