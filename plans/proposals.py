"""What a sentence says of its records: proposals for a person to confirm, and where sentence and record differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.formats import write
from core.vietnamese import fold
from plans.actors import class_of, is_named
from plans.grammar import TargetProposal, propose_target
from plans.grammar_parts import (
    activity_parts,
    named_actor,
    obligation_parts,
    responsibility_parts,
    task_parts,
)
from plans.indicators import Measure
from plans.measuring import propose_indicator
from plans.models import (
    Allocation,
    Basis,
    Comparator,
    Obligation,
    Plan,
    PlannedActivity,
    Responsibility,
    Target,
    Task,
)
from plans.outline import Block, Outline
from units.models import Unit

_COPIED = ("name", "comparator", "value", "unit_of_measure", "population", "basis", "due_on")
_BASE = ("change", "base_year")
_LINKS = {"lead_unit", "actor_unit", "department"}
_OPPOSITE = {("gte", "lte"), ("lte", "gte")}


@dataclass(frozen=True)
class Reading:
    """One target as the sentence says it: its form's values, the words a person checks, its figure's place."""

    place: str
    initial: dict[str, Any]
    words: str
    unsaid: tuple[str, ...]
    doubt: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """The targets kept for a sentence against what it says now.

    said: by target key, the reading it differs from; lost: keys of targets the sentence has no figure for; fresh: not kept.
    """

    said: dict[int, Reading] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()
    fresh: tuple[Reading, ...] = ()


def compare_targets(block: Block, targets: Iterable[Target], catalogue: Mapping[str, Measure]) -> Comparison:
    """Match kept targets with the figures of the sentence: same figure first, then in order."""
    found = list(enumerate(propose_target(block.text)))
    pairs: dict[int, int] = {}
    waiting = [t for t in targets if t.comparator != Comparator.QUALITATIVE]
    for target in list(waiting):
        same = next(
            (at for at, proposal in found if at not in pairs and _same_figure(target, proposal)), None
        )
        if same is not None:
            pairs[same] = target.pk
            waiting.remove(target)
    free = [at for at, _proposal in found if at not in pairs]
    said: dict[int, Reading] = {}
    for target, at in zip(waiting, free, strict=False):
        pairs[at] = target.pk
        said[target.pk] = _reading(at, found, pairs, catalogue)
    return Comparison(
        said=said,
        lost=frozenset(t.pk for t in waiting if t.pk not in said),
        fresh=tuple(_reading(at, found, pairs, catalogue) for at, _proposal in found if at not in pairs),
    )


def _same_figure(target: Target, proposal: TargetProposal) -> bool:
    alike = target.value == proposal.value and (target.unit_of_measure == "%") == (
        proposal.unit_of_measure == "%"
    )
    same_year = not target.change or (target.change, target.base_year) == (
        proposal.change,
        proposal.base_year,
    )
    return alike and same_year and (target.comparator, proposal.comparator) not in _OPPOSITE


def _reading(
    at: int, found: list[tuple[int, TargetProposal]], pairs: dict[int, int], catalogue: Mapping[str, Measure]
) -> Reading:
    proposal = found[at][1]
    copied = (*_COPIED, *_BASE) if proposal.base_year else _COPIED
    initial = {name: getattr(proposal, name) for name in copied if getattr(proposal, name) not in (None, "")}
    code = propose_indicator(proposal.name, proposal.unit_of_measure, catalogue)
    if proposal.part_of is not None:
        whole = found[proposal.part_of][1]
        same = propose_indicator(whole.name, whole.unit_of_measure, catalogue) == code
        code = "" if same else code  # a part is not measured by the figure of the whole
        initial["within"] = pairs.get(proposal.part_of)
    if proposal.each:
        initial["allocation"] = Allocation.EACH
    place = f"proposal-{at}"
    return Reading(
        place=place,
        initial=initial | {"indicator_code": code, "place": place},
        words=_words(proposal, f"{code} – {catalogue[code].name}" if code else ""),
        unsaid=_unsaid(proposal, code),
        doubt=proposal.doubt,
        span=proposal.span,
    )


def _words(proposal: TargetProposal, measure: str) -> str:
    """ "từ 90% trở lên · trên tổng số đoàn viên · hằng năm · đo bằng TT19 – …"."""
    goal = Target(
        comparator=proposal.comparator,
        value=proposal.value,
        unit_of_measure=proposal.unit_of_measure,
        change=proposal.change if proposal.base_year else "",
        base_year=proposal.base_year,
    ).goal
    due = f" {write.date(proposal.due_on)}" if proposal.due_on else ""
    parts = [
        goal,
        _("trên tổng số %(who)s") % {"who": proposal.population} if proposal.population else "",
        _("từng đơn vị đều đạt") if proposal.each else "",
        f"{Basis(proposal.basis).label}{due}" if proposal.basis else "",
        _("là một phần của chỉ tiêu trên") if proposal.part_of is not None else "",
        _("đo bằng %(measure)s") % {"measure": measure} if measure else "",
    ]
    return " · ".join(str(part) for part in parts if part)


def _unsaid(proposal: TargetProposal, code: str) -> tuple[str, ...]:
    missing = {
        _("tính theo năm, kỳ hay đến ngày nào"): not proposal.basis,
        _("đo bằng chỉ tiêu thống kê nào"): not code,
    }
    return tuple(words for words, absent in missing.items() if absent)


def record_proposals(block: Block, record: Any, outline: Outline, plan: Plan) -> dict[str, Any]:
    """What the sentence says of its record's empty fields: shown, stored only by a person."""
    said = said_by(block, record, outline, plan)
    if isinstance(record, Task):
        said |= _lead_named(said.get("lead_text", ""), record, plan)
    elif isinstance(record, Responsibility) and not _has_actor(record):
        said |= _actor_named(said.get("actor_text", ""), plan)
    return {name: value for name, value in said.items() if _is_open(record, name, value)}


def said_by(block: Block, record: Any, outline: Outline, plan: Plan) -> dict[str, Any]:
    """The parts of the record that its sentence says, or the headings above it."""
    year = plan.ends_on.year if plan.ends_on else None
    if isinstance(record, Task):
        above = next(filter(None, (named_actor(up.text) for up in reversed(outline.path(block.id)))), "")
        return ({"lead_text": above} if above else {}) | task_parts(block.text, year=year)
    if isinstance(record, Obligation):
        return obligation_parts(block.text, year=year)
    if isinstance(record, PlannedActivity):
        return activity_parts(block.text, year=year)
    if isinstance(record, Responsibility):
        if outline.is_titled(block) and (actor := named_actor(block.text)):
            return {"actor_text": actor}
        return responsibility_parts(block.text, above=[up.text for up in reversed(outline.path(block.id))])
    return {}


def _lead_named(words: str, record: Task, plan: Plan) -> dict[str, Any]:
    """The class or unit the words name, as long as nobody chose another one; never the issuer for a class."""
    if record.lead_class or record.lead_unit_id not in (None, plan.issuer_id):
        return {}
    if kind := class_of(words, plan.issuer):
        return {"lead_class": kind, "lead_unit": None}
    lead = _unit_named(words, plan)
    return {"lead_unit": lead.pk} if lead else {}


def _has_actor(record: Responsibility) -> bool:
    return bool(record.actor_class or record.actor_unit_id or record.department_id)


def _actor_named(words: str, plan: Plan) -> dict[str, Any]:
    """The row the words name: a department of the issuer, a unit near it, or a class of units."""
    plain = fold(words).replace("–", "-")
    if not plain:
        return {}
    for department in plan.issuer.departments.all():
        if plain.startswith(fold(department.name).replace("–", "-")):
            return {"department": department.pk}
    if unit := _unit_named(words, plan):
        return {"actor_unit": unit.pk}
    kind = class_of(words, plan.issuer)
    return {"actor_class": kind} if kind else {}


def _is_open(record: Any, name: str, value: Any) -> bool:
    """Nothing was stated there yet: the field is empty or still as a new record has it."""
    kept = getattr(record, f"{name}_id" if name in _LINKS else name)
    untouched = (
        kept in (None, "") or kept == record._meta.get_field(name).get_default() or name == "lead_unit"
    )
    plain = name == "who" and kept == _("Các đơn vị trực thuộc")
    return (untouched or plain) and kept != value


def _unit_named(words: str, plan: Plan) -> Unit | None:
    plain = fold(words)
    if not plain:
        return None
    if is_named(plan.issuer, words):
        return plan.issuer
    below = Unit.objects.active().filter(parent=plan.issuer, name_fold__contains=plain)
    named = [unit for unit in below[:20] if plain in (fold(unit.name), fold(unit.short_name))]
    return named[0] if len(named) == 1 else None


KIND_SIGNS = (
    ("target", lambda text: bool(propose_target(text))),
    (
        "obligation",
        lambda text: "báo cáo" in text.lower() and bool({"who", "through"} & obligation_parts(text).keys()),
    ),
    ("activity", lambda text: bool(activity_parts(text))),
    ("task", lambda text: bool(task_parts(text))),
    ("responsibility", lambda text: "actor_text" in responsibility_parts(text)),
    ("message", lambda text: text.strip().startswith(("“", '"')) and text.strip().endswith(("”", '"', "!"))),
)


def likely_kinds(text: str) -> list[str]:
    """Kinds of record the sentence has parts of, the likeliest first."""
    return [kind for kind, has_parts in KIND_SIGNS if has_parts(text)]
