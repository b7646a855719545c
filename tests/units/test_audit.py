"""The log of decisions cannot be changed unseen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from units import audit
from units.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(union):
    for n in range(4):
        audit.record("test", union.north, unit=union.north, after={"n": n, "on": dt.date(2026, 1, n + 1)})
    return list(AuditEntry.objects.filter(action="test"))


def test_untouched_log_is_whole(entries, capsys):
    call_command("verify_audit")
    assert "nguyên vẹn" in capsys.readouterr().out


def test_values_that_json_does_not_know_are_kept_as_text_and_verified(union):
    audit.record("test", union.north, before={1: Decimal("1.50")}, after={"on": dt.date(2026, 2, 3)})
    entry = AuditEntry.objects.latest("pk")
    assert (entry.before, entry.after) == ({"1": "1.50"}, {"on": "2026-02-03"})
    assert audit.verify_chain() is None


@pytest.mark.parametrize(
    "change", [{"after": {"n": 99}}, {"action": "other"}, {"by": None, "target_id": "1"}]
)
def test_changed_entry_is_found(entries, change):
    AuditEntry.objects.filter(pk=entries[1].pk).update(**change)
    assert audit.verify_chain() == entries[1].pk
    with pytest.raises(CommandError, match=str(entries[1].pk)):
        call_command("verify_audit")


def test_entry_taken_out_is_found_at_the_next(entries):
    entries[1].delete()
    assert audit.verify_chain() == entries[2].pk
