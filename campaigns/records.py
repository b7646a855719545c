"""What the portal holds of a unit in some days, in the one form a report takes its figures and their sources from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReportRecord:
    """One record of a kind (contest, award, petition …) that belongs to a unit and a day.

    `queries.records_of(unit, first_day, last_day)` of each package gives those of the unit itself (not of units below:
    they report themselves), in a number of queries that does not grow with the records. `amounts` maps a measure to what
    this record adds to it: {"to_chuc": 1}. A part of a measure is named "measure:breakdown" with a breakdown of
    reporting/catalogue/disaggregations.csv: {"danh_hieu": 1, "danh_hieu:n.nu": 1}; "n.nu" is given as 0 where nobody was
    a woman and left out where women were not counted. What the record does not know is left out: blank is never 0.
    `url` opens the record ("" when it has no page of its own); who may not open it gets a 404 there.
    """

    kind: str
    pk: int
    title: str
    on: dt.date
    url: str
    amounts: Mapping[str, int] = field(default_factory=dict)
    # Of activities only: the codes rules choose by, and the kind of the record this activity also tells of.
    type: str = ""
    form: str = ""
    channel: str = ""
    same_as: str = ""
