"""What the units at and below a place wrote under one heading: paragraphs, copies, numbers, themes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from core.vietnamese import fold, search_words
from reporting.models import Figure, FigureState, Narrative, NarrativeSection, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.narratives.models import KeptGroups
from reporting.narratives.numbers import DIFFERS, Chip, chips_of, rules
from reporting.narratives.reading import NEXT_PERIOD, Facts, counts_in, digest_of, read
from reporting.narratives.similarity import grouped
from reporting.narratives.themes import themes
from reporting.report.narrative import outline

MOST = 2_000  # texts of a heading that are read at once
GRASSROOTS = 3  # tier
ALL, COPIED, LAST_YEAR, OTHER_NUMBER = "", "trung", "nam-truoc", "khac-so"
FILTERS = (
    (COPIED, "Nhiều đơn vị viết gần giống"), (LAST_YEAR, "Gần giống năm trước"),
    (OTHER_NUMBER, "Số trong lời văn khác biểu"),
)  # fmt: skip


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a unit's accepted report; `text` is as it may be shown."""

    submission_id: int
    unit_id: int
    unit: str
    tier: int
    text: str
    chips: tuple[Chip, ...]
    themes: frozenset[str]
    from_last_year: bool

    @property
    def differs(self) -> bool:
        return any(chip.kind == DIFFERS for chip in self.chips)


@dataclass(frozen=True)
class Group:
    """Paragraphs that say nearly the same; the first one is shown."""

    members: tuple[Paragraph, ...]

    @property
    def first(self) -> Paragraph:
        return self.members[0]

    @property
    def units(self) -> int:
        return len({member.unit_id for member in self.members})


@dataclass
class Gathered:
    """The paragraphs of a heading; how they group is worked out when it is asked for and nobody kept it."""

    paragraphs: list[Paragraph]
    kept: list[list[int]] | None = None

    @property
    def groups(self) -> list[list[int]]:
        if self.kept is None:
            self.kept = grouped([each.text for each in self.paragraphs])
        return self.kept


@dataclass(frozen=True)
class ThemeCount:
    code: str
    units: int
    words: str


def headings(place: PeriodUnit) -> list[tuple[NarrativeSection, int]]:
    """Headings of the period's forms with the number of accepted reports at and below that wrote there."""
    rows = _told(place).order_by().values_list("section__code").annotate(reports=Count("pk"))
    told = dict(rows)
    return [(section, told.get(section.code, 0)) for section in outline(place.period_id)]


def _told(place: PeriodUnit) -> QuerySet[Narrative]:
    return Narrative.objects.filter(
        submission__period_unit__in=PeriodUnit.objects.below(place), submission__status__in=COUNTED
    )


@dataclass(frozen=True)
class Text:
    """A unit's text under a heading with what was read of it, now or before; `kept`: nothing is to be read."""

    narrative_id: int
    submission_id: int
    unit_id: int
    unit: str
    tier: int
    digest: str
    facts: Facts
    kept: bool


def texts_of(place: PeriodUnit, section: NarrativeSection) -> list[Text]:
    """The texts under the heading in tree order, the first MOST; two queries whatever their number."""
    rows = (
        _told(place).filter(section__code=section.code).order_by("submission__period_unit__path")
        .values_list(
            "pk", "submission_id", "submission__unit_id", "submission__period_unit__name",
            "submission__period_unit__tier", "text", "reading__digest", "reading__facts",
        )[:MOST]
    )  # fmt: skip
    before = _last_year(place, section.code)
    found = []
    for pk, submission_id, unit_id, unit, tier, whole, known, facts in rows:
        digest = digest_of(section.code, section.title, whole, before[unit_id])
        if known != digest:
            facts = read(section.code, section.title, whole, before[unit_id])
        found.append(Text(pk, submission_id, unit_id, unit, tier, digest, facts, known == digest))
    return found


def paragraphs_of(place: PeriodUnit, section: NarrativeSection) -> Gathered:
    """The paragraphs under the heading in tree order, of the first MOST texts, and how they group; a constant number of
    queries. Only what nobody has read yet is read."""
    texts = texts_of(place, section)
    figures = _figures(place, section.code) if not section.code.startswith(NEXT_PERIOD) else {}
    found = [
        Paragraph(
            text.submission_id, text.unit_id, text.unit, text.tier, facts["text"],
            tuple(chips_of(counts_in(facts), figures.get(text.submission_id, {}))) if facts["counts"] else (),
            frozenset(facts["themes"]), facts["copied"],
        )
        for text in texts for facts in text.facts
    ]  # fmt: skip
    kept = KeptGroups.objects.filter(
        place=place, section_code=section.code, digest=digest_of_all(texts)
    ).values_list("groups", flat=True)
    return Gathered(found, next(iter(kept), None))


def digest_of_all(texts: Iterable[Text]) -> str:
    """SHA-256 (hex) of which texts there are, in their order."""
    return hashlib.sha256("".join(text.digest for text in texts).encode()).hexdigest()


def _figures(place: PeriodUnit, code: str) -> dict[int, dict[str, Decimal]]:
    """Submission id → indicator code → figure, of the indicators that texts are compared with; nil is 0."""
    rows = Figure.objects.filter(
        submission__in=_told(place).filter(section__code=code).values("submission_id"), breakdown="",
        indicator__code__in={rule.indicator for rule in rules()}, state__in=(FigureState.VALUE, FigureState.NIL),
    ).values_list("submission_id", "indicator__code", "value")  # fmt: skip
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for submission_id, indicator, value in rows:
        found[submission_id][indicator] = value or Decimal(0)
    return found


def _last_year(place: PeriodUnit, code: str) -> dict[int, list[str]]:
    """Unit id → its accepted texts under the heading in the same period last year."""
    found: dict[int, list[str]] = defaultdict(list)
    if not place.period.previous_id:
        return found
    units = _told(place).filter(section__code=code).values("submission__unit_id")
    rows = Narrative.objects.filter(
        submission__period_id=place.period.previous_id, submission__status__in=COUNTED, section__code=code,
        submission__unit__in=units,
    ).order_by("pk").values_list("submission__unit_id", "text")[: 2 * MOST]  # fmt: skip
    for unit_id, whole in rows:
        found[unit_id].append(whole)
    return found


def theme_counts(found: Gathered) -> list[ThemeCount]:
    """ "12 CĐCS nêu khó khăn về tiền lương", the most named first."""
    units: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in found.paragraphs:
        for code in paragraph.themes:
            units[code][paragraph.unit_id] = paragraph.tier
    told = [
        ThemeCount(theme.code, len(units[theme.code]), f"{_whose(units[theme.code])} nêu khó khăn về {theme.name}")
        for theme in themes() if theme.code in units
    ]  # fmt: skip
    return sorted(told, key=lambda each: -each.units)


def _whose(tiers: dict[int, int]) -> str:
    return "CĐCS" if set(tiers.values()) == {GRASSROOTS} else "đơn vị"


def groups_of(found: Gathered, *, search: str = "", theme: str = "", only: str = ALL) -> list[Group]:
    """The paragraphs behind the filters, near-duplicates once; the words searched are those that are shown."""
    words = search_words(search)
    fits = [(not theme or theme in each.themes) and _has(each, words) for each in found.paragraphs]
    groups = [
        Group(tuple(found.paragraphs[at] for at in members))
        for all_members in found.groups
        if (members := [at for at in all_members if fits[at]])
    ]
    tests = {
        COPIED: lambda group: group.units > 1,
        LAST_YEAR: lambda group: any(member.from_last_year for member in group.members),
        OTHER_NUMBER: lambda group: any(member.differs for member in group.members),
    }
    return [group for group in groups if tests[only](group)] if only in tests else groups


def _has(paragraph: Paragraph, words: list[str]) -> bool:
    text = fold(f"{paragraph.text} {paragraph.unit}") if words else ""
    return all(word in text for word in words)
