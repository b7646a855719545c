"""The whole way of a file: read, check, write; all of it or nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from units.importing.checking import Checked, MayPlace, check_table
from units.importing.faults import UnreadableFile
from units.importing.reading import read_table
from units.services import bulk_create_units, lock_tree


def check_file(content: bytes, name: str, *, may_place: MayPlace = lambda path: True) -> Checked:
    """What the file would bring, with every fault; writes nothing."""
    try:
        table = read_table(content, name)
    except UnreadableFile as error:
        return Checked(faults=[error.fault])
    return check_table(table, may_place=may_place)


@transaction.atomic
def import_file(
    content: bytes, name: str, *, by: Any = None, may_place: MayPlace = lambda path: True
) -> Checked:
    """Checks under the lock of the tree and writes when there is no fault; `rows` tells how many came in."""
    lock_tree()
    checked = check_file(content, name, may_place=may_place)
    if checked.ok:
        bulk_create_units(checked.rows, by=by)
    return checked
