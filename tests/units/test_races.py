"""Many people at once: the tree stays whole, the log keeps one chain."""

from __future__ import annotations

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from units import audit, catalogue, queries
from units.models import AuditEntry, Unit
from units.services import UnitError, UnitRow, bulk_create_units, create_unit, end_unit, move_unit

pytestmark = pytest.mark.django_db(transaction=True)


def _grow(count: int) -> list[int]:
    """A chain-rich random tree of groups, so that many moves would make cycles."""
    random.seed(7)
    rows = [UnitRow(code="U0", kind="union_group", name="Tổ 0")]
    rows += [
        UnitRow(
            code=f"U{n}", kind="union_group", name=f"Tổ {n}", parent=f"U{max(0, n - random.randint(1, 3))}"
        )
        for n in range(1, count)
    ]
    return [unit.pk for unit in bulk_create_units(rows)]


def _wander(ids: list[int], seed: int, moves: int) -> list[str]:
    """Random changes of the tree; gives what went wrong other than a refusal."""
    choose, wrong = random.Random(seed), []
    for step in range(moves):
        unit, parent = (Unit.objects.get(pk=pk) for pk in choose.sample(ids, 2))
        try:
            if step % 5 == 4:
                create_unit(code=f"N{seed}-{step}", kind="union_group", name="Tổ mới", parent=parent)
            elif step % 7 == 6:
                end_unit(unit, on=dt.date(2026, 1, 1))
            else:
                move_unit(unit, parent=parent, on=dt.date.today(), by=None)
        except UnitError:
            pass
        except Exception as error:
            wrong.append(repr(error))
    connection.close()
    return wrong


def test_random_moves_at_once_leave_a_whole_tree():
    catalogue.load()
    ids = _grow(30)
    with ThreadPoolExecutor(4) as pool:
        wrong = [text for texts in pool.map(lambda seed: _wander(ids, seed, 15), range(4)) for text in texts]
    assert wrong == []
    assert queries.broken_paths() == []
    assert AuditEntry.objects.filter(action="unit.move").count() > 5
    assert audit.verify_chain() is None


def test_two_units_moved_below_each_other_at_once_make_no_circle():
    catalogue.load()
    rows = [UnitRow(code="R", kind="union_group", name="Gốc")]
    rows += [UnitRow(code=code, kind="union_group", name=code, parent="R") for code in ("A", "B")]
    bulk_create_units(rows)

    def swap(pair):
        unit, parent = (Unit.objects.get(code=code) for code in pair)
        try:
            move_unit(unit, parent=parent, on=dt.date.today())
            return "moved"
        except UnitError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(swap, [("A", "B"), ("B", "A")])) == ["moved", "refused"]
    assert queries.broken_paths() == []


def test_entries_written_at_once_stay_one_chain():
    catalogue.load()
    unit = create_unit(code="R", kind="union_group", name="Gốc", parent=None)

    def write(n):
        for _ in range(5):
            audit.record("test", unit, after={"n": n})
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert AuditEntry.objects.filter(action="test").count() == 20
    assert audit.verify_chain() is None
