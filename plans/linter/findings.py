"""What a check gives: a finding at a place, by a rule that names its source."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

ERROR, WARNING, HINT = "error", "warning", "hint"
SEVERITIES = {ERROR: _("Lỗi"), WARNING: _("Cần xem lại"), HINT: _("Gợi ý")}
_ORDER = tuple(SEVERITIES)
MAX_FOUND = 200


@dataclass(frozen=True)
class Rule:
    """One rule: its code, how grave a breach is, and where the rule is written down."""

    code: str
    severity: str
    source: str


@dataclass(frozen=True)
class Place:
    """Where: a field ("abstract", "bases" with its line, "heading"…) or a block; letters from start up to end."""

    field: str
    line: int = 0
    block_id: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `fix` is the text proposed for `found`, "" when only a person can say.

    `levels`: a fix that changes no letter but the level of these blocks (block id, level).
    """

    rule: str
    severity: str
    place: Place
    message: str
    source: str
    fix: str
    found: str
    digest: str
    levels: tuple[tuple[str, str], ...] = ()

    @property
    def appliable(self) -> bool:
        """Whether the editor can put the fix in: it says exactly what is to stand in the place of what was found."""
        whole = len(self.found) == self.place.end - self.place.start
        return bool(self.levels or (self.fix and self.found and whole))

    @property
    def level_changes(self) -> str:
        """The levels as the editor reads them: "id:level id:level"."""
        return " ".join(f"{block_id}:{level}" for block_id, level in self.levels)

    @property
    def rank(self) -> int:
        """0 for an error, then warning, then hint."""
        return _ORDER.index(self.severity)

    @property
    def severity_label(self) -> str:
        return str(SEVERITIES[self.severity])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Passage:
    """A piece of text with its place: the abstract, one line of a list, one block, one part of the heading."""

    text: str
    field: str
    line: int = 0
    block_id: str = ""
    level: str = ""
    number: str = ""

    @cached_property
    def digest(self) -> str:
        return digest_of(self.text)

    def finding(
        self,
        rule: Rule,
        start: int,
        end: int,
        message: str,
        *,
        fix: str = "",
        levels: tuple[tuple[str, str], ...] = (),
    ) -> Finding:
        """A finding about the letters from start up to end."""
        found = self.text[start:end]
        return Finding(
            rule=rule.code,
            severity=rule.severity,
            place=Place(self.field, self.line, self.block_id, start, end),
            message=message,
            source=rule.source,
            fix=fix,
            found=found[:MAX_FOUND],
            # A change of the letters or of the text around them makes an ignored finding speak again.
            digest=digest_of(found, self.digest),
            levels=levels,
        )

    def whole(self, rule: Rule, message: str, *, fix: str = "") -> Finding:
        """A finding about the whole passage."""
        return self.finding(rule, 0, len(self.text), message, fix=fix)


def digest_of(*texts: str) -> str:
    """Names texts in their order."""
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
