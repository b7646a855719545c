"""Every change of units, people and seats; each locks, checks, records, saves in one transaction."""

from units.services.delegations import (
    end_delegation,
    give_delegation,
    record_absence,
    remove_absence,
    set_signature_form,
)
from units.services.errors import UnitError
from units.services.inserting import UnitRow, bulk_create_units, create_unit, lock_tree
from units.services.people import (
    change_person,
    create_department,
    create_person,
    end_seat,
    grant_seat,
    set_password,
)
from units.services.tree import change_unit_facts, end_unit, move_unit, rename_unit

__all__ = [
    "UnitError",
    "UnitRow",
    "bulk_create_units",
    "change_person",
    "change_unit_facts",
    "create_department",
    "create_person",
    "create_unit",
    "end_delegation",
    "end_seat",
    "end_unit",
    "give_delegation",
    "grant_seat",
    "lock_tree",
    "move_unit",
    "record_absence",
    "remove_absence",
    "rename_unit",
    "set_password",
    "set_signature_form",
]
