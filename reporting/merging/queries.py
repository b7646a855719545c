"""Sentences of a heading with where they come from, and what the units' texts say now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from reporting.merging.models import SentenceSource
from reporting.merging.sentences import key_of, nearest, printed_key, sentences_of
from reporting.models import CompiledReport, Narrative, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.narratives.queries import Gathered, Group, theme_counts
from reporting.narratives.themes import is_difficulty, is_opinion, themes_of, without_names
from reporting.report.narrative import paragraphs, sections_of

SHORT = 12  # characters of a key inside a page
STANDS, CHANGED, REOPENED = "", "changed", "reopened"

# Heading → report of a unit → its sentences, names of persons hidden under headings of opinions.
Told = Mapping[str, Mapping[int, list[str]]]


@dataclass(frozen=True)
class Source:
    """A unit's sentence; `state`: whether the unit's report still says it."""

    submission_id: int
    unit: str
    text: str
    version: int
    reworded: bool
    state: str

    @property
    def token(self) -> str:
        return f"{self.submission_id}:{key_of(self.text)[:SHORT]}"


@dataclass(frozen=True)
class Shown:
    """A sentence of the report; `of_figures`: made from the totals, not from a unit's text."""

    kind: str
    text: str
    sources: tuple[Source, ...] = ()
    of_figures: bool = False

    @property
    def tokens(self) -> str:
        return ",".join(source.token for source in self.sources)

    @property
    def key(self) -> str:
        return printed_key(self.text)

    @property
    def outdated(self) -> bool:
        return any(source.state for source in self.sources)


@dataclass(frozen=True)
class Offered:
    """A sentence of the units that may be put into the report, with everyone who wrote it or nearly it."""

    text: str
    tokens: str


def sources_of(report: CompiledReport) -> QuerySet[SentenceSource]:
    """Those of the report and of the issued one it replaces: its words came along."""
    return SentenceSource.objects.filter(report__in=[pk for pk in (report.pk, report.replaces_id) if pk])


def told_below(place: PeriodUnit, codes: Iterable[str] | None = None) -> Told:
    """What the accepted reports at and below say, one query; `codes`: only under these headings."""
    rows = Narrative.objects.filter(
        submission__period_unit__in=PeriodUnit.objects.below(place), submission__status__in=COUNTED
    )
    if codes is not None:
        rows = rows.filter(section__code__in=list(codes))
    found: dict[str, dict[int, list[str]]] = defaultdict(dict)
    told = rows.order_by().values_list("section__code", "section__title", "submission_id", "text")
    for code, title, submission_id, text in told:
        found[code][submission_id] = sentences_told(text, title)
    return found


def sentences_told(text: str, title: str) -> list[str]:
    """The sentences of a unit's text as they may be shown under a heading of that title."""
    shown = without_names(text) if is_opinion(title) else text
    return [each.text for each in sentences_of("\n".join(paragraphs(shown)))]


def shown_sentences(report: CompiledReport, section: Mapping[str, Any]) -> list[Shown]:
    """The sentences of the heading as they stand, each with its sources; two queries whatever their number."""
    rows: dict[str, list[SentenceSource]] = defaultdict(list)
    found = sources_of(report).filter(section_code=section["code"])
    for row in found.select_related("submission__period_unit"):
        rows[row.sentence_key].append(row)
    now = _told_by({row.submission_id for each in rows.values() for row in each}, section["code"])
    figures = {printed_key(each.text) for line in section["figures"] for each in sentences_of(line)}
    return [
        Shown(
            each.kind, each.text, tuple(_source(row, now) for row in _once(rows[printed_key(each.text)])),
            printed_key(each.text) in figures,
        )
        for each in sentences_of(section["text"])
    ]  # fmt: skip


def outdated_headings(report: CompiledReport) -> list[tuple[str, str, int]]:
    """(code, title, how many sentences) of headings with a sentence whose source was corrected, reopened or returned
    since it was taken; only reports saved since are read again."""
    content = report.current_version.content if report.current_version else {}
    moved = sources_of(report).filter(
        ~Q(submission__version=F("version")) | ~Q(submission__status__in=COUNTED)
    )
    rows: dict[tuple[str, str], list[SentenceSource]] = defaultdict(list)
    for row in moved.select_related("submission__period_unit"):
        rows[row.section_code, row.sentence_key].append(row)
    if not rows:
        return []
    found = []
    for section in sections_of(content):
        mine = {key for code, key in rows if code == section["code"]}
        keys = mine & {printed_key(each.text) for each in sentences_of(section["text"])}
        if not keys:
            continue
        asked = [row for key in keys for row in rows[section["code"], key]]
        now = _told_by({row.submission_id for row in asked}, section["code"])
        count = len({row.sentence_key for row in asked if _source(row, now).state})
        if count:
            found.append((section["code"], section["title"], count))
    return found


def _told_by(submissions: set[int], code: str) -> dict[int, set[str]]:
    """Report → keys of what it says now under the heading; reports that do not count any more are missing."""
    if not submissions:
        return {}
    rows = Narrative.objects.filter(
        submission__in=submissions, submission__status__in=COUNTED, section__code=code
    ).values_list("submission_id", "section__title", "text")
    return {pk: {key_of(each) for each in sentences_told(text, title)} for pk, title, text in rows}


def _source(row: SentenceSource, now: Mapping[int, set[str]]) -> Source:
    submission = row.submission
    state = STANDS
    if submission.status not in COUNTED:
        state = REOPENED
    elif row.source_key not in now.get(row.submission_id, set()):
        state = CHANGED
    return Source(
        row.submission_id, submission.period_unit.name, row.source, row.version, row.reworded, state
    )


def _once(rows: Iterable[SentenceSource]) -> Iterable[SentenceSource]:
    """A replacement keeps rows of its own beside those of the report it replaces."""
    return {(row.submission_id, row.source_key): row for row in rows}.values()


def offered(group: Group) -> list[Offered]:
    """The sentences of the group's first paragraph, each with the nearest of every member's."""
    members = [
        (member.submission_id, [each.text for each in sentences_of(member.text)]) for member in group.members
    ]
    found = []
    for sentence in sentences_of(group.first.text):
        tokens = [f"{pk}:{key}" for pk, told in members if (key := _key_near(sentence.text, told))]
        found.append(Offered(sentence.text, ",".join(dict.fromkeys(tokens))))
    return found


def proposed(found: Gathered, title: str) -> list[Offered]:
    """ "12 CĐCS nêu khó khăn về tiền lương." with the sentence of each unit that says so."""
    hard = is_difficulty(title)
    offers = []
    for theme in theme_counts(found):
        tokens = [
            f"{paragraph.submission_id}:{key_of(_naming(theme.code, paragraph.text, hard))[:SHORT]}"
            for paragraph in found.paragraphs if theme.code in paragraph.themes
        ]  # fmt: skip
        offers.append(Offered(f"{theme.units} {theme.words}.", ",".join(dict.fromkeys(tokens))))
    return offers


def _naming(theme: str, text: str, hard: bool) -> str:
    told = [each.text for each in sentences_of(text)]
    return next((each for each in told if theme in themes_of(each, all_hard=hard)), told[0])


def _key_near(text: str, told: list[str]) -> str:
    if text in told:
        return key_of(text)[:SHORT]
    at = nearest(text, told)
    return key_of(told[at])[:SHORT] if at is not None else ""
