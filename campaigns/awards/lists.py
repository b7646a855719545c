"""Lists of awards as blocks of a paper: people and groups under each title, in the order of the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaigns.awards.dossier import Annex, Block, Heading, Table
from campaigns.awards.models import Award, Receiver
from core.formats import write

_COLLECTIVE = ("TT", "Tập thể", "Thành tích")
_PERSON = ("TT", "Họ và tên", "Đơn vị", "Thành tích")
WIDTHS = {_COLLECTIVE: (7, 53, 40), _PERSON: (7, 28, 35, 30)}


def award_annex(awards: Iterable[Award], *, title: str = "DANH SÁCH TẬP THỂ, CÁ NHÂN") -> Annex:
    """A heading and a table for each title, groups before people."""
    found: dict[tuple[int, str, str], list[Award]] = {}
    for award in awards:
        found.setdefault((award.title.order, award.title.name, award.receiver), []).append(award)
    body: list[Block] = []
    for (_order, name, receiver), rows in sorted(found.items(), key=lambda pair: pair[0]):
        people = receiver == Receiver.PERSON
        body.append(Heading(f"{name}: {write.number(len(rows))} {'cá nhân' if people else 'tập thể'}"))
        body.append(_people(rows) if people else _groups(rows))
    return Annex(title=title, body=body)


def _people(rows: Sequence[Award]) -> Table:
    cells = [(n, _called(row), row.unit.name, row.reason) for n, row in enumerate(rows, 1)]
    return Table(_PERSON, cells, widths=WIDTHS[_PERSON])


def _groups(rows: Sequence[Award]) -> Table:
    cells = [
        (n, f"{row.name}, {row.unit.name}" if row.name else row.unit.name, row.reason)
        for n, row in enumerate(rows, 1)
    ]
    return Table(_COLLECTIVE, cells, widths=WIDTHS[_COLLECTIVE])


def _called(row: Award) -> str:
    return f"{'Bà' if row.female else 'Ông'} {row.name}"
