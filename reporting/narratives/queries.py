"""What the units at and below a place wrote under one heading: paragraphs, copies, numbers, themes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet

from core.vietnamese import fold, search_words
from reporting.models import Figure, FigureState, Narrative, NarrativeSection, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.narratives.numbers import DIFFERS, Chip, chips, rules
from reporting.narratives.similarity import Shingles, alike, grouped, plain, shingles
from reporting.narratives.themes import is_difficulty, is_opinion, themes, themes_of, without_names
from reporting.report.narrative import outline, paragraphs

MOST = 2_000  # texts of a heading that are read at once
GRASSROOTS = 3  # tier
NEXT_PERIOD = "IV."  # headings that tell plans: their numbers are not this period's figures
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


def paragraphs_of(place: PeriodUnit, section: NarrativeSection) -> list[Paragraph]:
    """The paragraphs under the heading in tree order, of the first MOST texts; four queries whatever their number."""
    rows = list(
        _told(place).filter(section__code=section.code).order_by("submission__period_unit__path")
        .values_list(
            "submission_id", "submission__unit_id", "submission__period_unit__name",
            "submission__period_unit__tier", "text",
        )[:MOST]
    )  # fmt: skip
    checked = not section.code.startswith(NEXT_PERIOD)
    figures = _figures(place, section.code) if checked else {}
    before = _last_year(place, section.code)
    all_hard = is_difficulty(section.title)
    shown = without_names if is_opinion(section.title) else str
    found = []
    for submission_id, unit_id, unit, tier, whole in rows:
        for text in paragraphs(whole):
            told = tuple(chips(text, figures.get(submission_id, {}))) if checked else ()
            copied = bool(before[unit_id]) and _near(text, before[unit_id])
            found.append(
                Paragraph(
                    submission_id,
                    unit_id,
                    unit,
                    tier,
                    shown(text),
                    told,
                    themes_of(text, all_hard=all_hard),
                    copied,
                )
            )
    return found


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


def _last_year(place: PeriodUnit, code: str) -> dict[int, list[Shingles]]:
    """Unit id → shingles of its accepted paragraphs under the heading in the same period last year."""
    found: dict[int, list[Shingles]] = defaultdict(list)
    if not place.period.previous_id:
        return found
    units = _told(place).filter(section__code=code).values("submission__unit_id")
    rows = Narrative.objects.filter(
        submission__period_id=place.period.previous_id, submission__status__in=COUNTED, section__code=code,
        submission__unit__in=units,
    ).order_by("pk").values_list("submission__unit_id", "text")[: 2 * MOST]  # fmt: skip
    for unit_id, whole in rows:
        found[unit_id] += [shingles(plain(text)) for text in paragraphs(whole)]
    return found


def _near(text: str, earlier: Iterable[Shingles]) -> bool:
    own = shingles(plain(text))
    return any(alike(own, other) for other in earlier)


def theme_counts(found: Iterable[Paragraph]) -> list[ThemeCount]:
    """ "12 CĐCS nêu khó khăn về tiền lương", the most named first."""
    units: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in found:
        for code in paragraph.themes:
            units[code][paragraph.unit_id] = paragraph.tier
    told = [
        ThemeCount(theme.code, len(units[theme.code]), f"{_whose(units[theme.code])} nêu khó khăn về {theme.name}")
        for theme in themes() if theme.code in units
    ]  # fmt: skip
    return sorted(told, key=lambda each: -each.units)


def _whose(tiers: dict[int, int]) -> str:
    return "CĐCS" if set(tiers.values()) == {GRASSROOTS} else "đơn vị"


def groups_of(
    found: Iterable[Paragraph], *, search: str = "", theme: str = "", only: str = ALL
) -> list[Group]:
    """The paragraphs behind the filters, near-duplicates once; the words searched are those that are shown."""
    words = search_words(search)
    kept = [each for each in found if (not theme or theme in each.themes) and _has(each, words)]
    groups = [Group(tuple(kept[at] for at in members)) for members in grouped([each.text for each in kept])]
    tests = {
        COPIED: lambda group: group.units > 1,
        LAST_YEAR: lambda group: any(member.from_last_year for member in group.members),
        OTHER_NUMBER: lambda group: any(member.differs for member in group.members),
    }
    return [group for group in groups if tests[only](group)] if only in tests else groups


def _has(paragraph: Paragraph, words: list[str]) -> bool:
    text = fold(f"{paragraph.text} {paragraph.unit}") if words else ""
    return all(word in text for word in words)
