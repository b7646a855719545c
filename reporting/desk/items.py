"""One line of the first page, whatever it stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Item:
    """Something to do or to know: where it leads, how it stands, by when."""

    title: str
    url: str
    note: str = ""
    status: str = ""
    label: Any = ""
    due_on: dt.date | None = None
    due_why: str = ""


@dataclass(frozen=True)
class Group:
    """Items of one kind; `total` says how many there are beyond those shown."""

    title: str
    items: list[Item]
    url: str = ""
    more: str = ""
    total: int = 0


@dataclass(frozen=True)
class Tile:
    label: str
    value: Any
    url: str = ""
    note: str = ""
    tone: str = ""
    icon: str = ""
    key: str = ""


@dataclass(frozen=True)
class Action:
    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class News:
    """A step somebody else took."""

    text: str
    url: str
    at: dt.datetime
    by: str = ""
    note: str = ""


@dataclass
class Desk:
    """Everything on the page."""

    tiles: list[Tile] = field(default_factory=list)
    waiting: list[Group] = field(default_factory=list)
    late: list[Group] = field(default_factory=list)
    tasks: list[Item] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    coverage: Any = None
    coverage_url: str = ""
    period_name: str = ""
    given: list[tuple[str, int, str, str]] = field(default_factory=list)
    given_total: int = 0
    given_url: str = ""
    targets: Any = None

    @property
    def waiting_count(self) -> int:
        return sum(group.total or len(group.items) for group in self.waiting)
