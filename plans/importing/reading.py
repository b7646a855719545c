"""How a file is to be read where there is more than one way; people are asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Changes(StrEnum):
    """Tracked changes of Word: kept as suggestions on the old text, accepted with the deleted words listed, accepted,
    or rejected."""

    SUGGEST = "suggest"
    LIST = "list"
    ACCEPT = "accept"
    REJECT = "reject"


class Encoding(StrEnum):
    """Letters in an old Vietnamese encoding: refused with words, converted as recognised, or as told."""

    REFUSE = "refuse"
    FOUND = "found"
    VNI = "vni"
    TCVN3 = "tcvn3"


@dataclass(frozen=True)
class Reading:
    changes: Changes = Changes.LIST
    encoding: Encoding = Encoding.REFUSE
