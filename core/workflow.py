"""Tables that say how a document or a report moves from one status to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

# Answers "" when the person may take the step, otherwise the reason in Vietnamese.
Allowed = Callable[[Any, Any], str]

LONGEST_NOTE = 5_000  # characters; kept in every record of the step and shown whole


class IllegalStep(Exception):
    """The step does not start from the status the row is in now; str() is the Vietnamese message."""


class NoteMissing(Exception):
    """The step asks for a reason and none was given; str() is the Vietnamese message."""


class StepRefused(PermissionDenied):
    """The person's roles do not allow the step; str() is the Vietnamese reason."""


@dataclass(frozen=True)
class Transition:
    """One row of a workflow table."""

    step: str
    sources: frozenset[str]
    target: str
    label: str | Promise
    allowed: Allowed
    needs_note: bool = False
    tone: str = "primary"
    # What the page asks before the step is taken; "" asks nothing.
    confirm: str | Promise = ""


class Workflow:
    """The transitions of one kind of row; the row must have a `status`."""

    def __init__(self, *transitions: Transition) -> None:
        self._transitions = transitions
        self._by_step = {t.step: t for t in transitions}

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._transitions)

    def open_to(self, user: Any, row: Any) -> list[Transition]:
        """Steps this person may take on this row now: what the page shows as buttons."""
        return [t for t in self._transitions if row.status in t.sources and not t.allowed(user, row)]

    @property
    def steps(self) -> frozenset[str]:
        return frozenset(self._by_step)

    def label(self, step: str) -> str:
        """The step's words, also of one that is no longer in the table."""
        return str(self._by_step[step].label) if step in self._by_step else step

    def _unknown(self, user: Any, row: Any) -> str:
        """What to say when the step is none of this table; the status only to whom some step belongs."""
        said = "Không có thao tác này ở đây."
        if all(t.allowed(user, row) for t in self._transitions):
            return f"{said} Hãy tải lại trang rồi dùng các nút trên trang."
        steps = ", ".join(str(t.label).lower() for t in self.open_to(user, row))
        now = f"Bạn có thể: {steps}." if steps else "Hiện không có bước nào chờ bạn."
        return f"{said} Trạng thái hiện nay: “{row.get_status_display()}”. {now}"

    def check(self, step: str, user: Any, row: Any, *, note: str = "") -> Transition:
        """The transition of `step` if it may be taken now.

        Raises IllegalStep (wrong status, note too long), StepRefused (wrong person), NoteMissing (no reason).
        The person is asked first, so that a stranger learns nothing of the row's status.
        """
        transition = self._by_step.get(step)
        if transition is None:
            raise IllegalStep(self._unknown(user, row))
        reason = transition.allowed(user, row)
        if reason:
            raise StepRefused(reason)
        if row.status not in transition.sources:
            raise IllegalStep(
                f"Không thể “{str(transition.label).lower()}” khi đang ở trạng thái "
                f"“{row.get_status_display()}”. Hãy tải lại trang để xem trạng thái mới nhất."
            )
        if transition.needs_note and not note.strip():
            raise NoteMissing(f"Hãy ghi lý do trước khi “{str(transition.label).lower()}”.")
        if len(note) > LONGEST_NOTE:
            raise IllegalStep(
                "Lời ghi dài quá 5.000 ký tự. Hãy viết gọn lại, phần dài để trong tệp kèm theo."
            )
        return transition
