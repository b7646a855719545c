"""What the units wrote, gathered heading by heading; the same words from several units stand once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from core.vietnamese import fold
from documents.models import Status
from reporting.merging.models import SentenceSource
from reporting.merging.sentences import printed_key, sentences_of
from reporting.models import CompiledReport, Narrative, NarrativeSection, PeriodUnit
from reporting.models.submissions import COUNTED
from reporting.narratives.themes import is_opinion, without_names

ALIKE = 0.85  # shared words of two paragraphs, of all their words
NOTHING_TO_SAY = frozenset(
    {"khong", "khong co", "khong phat sinh", "khong co gi", "khong co de xuat", "khong co kien nghi"}
)


@dataclass
class Said:
    """One paragraph and the units, with their reports, that wrote it or nearly it."""

    text: str
    units: list[str]
    reports: list[int] = field(default_factory=list)
    words: frozenset[str] = field(default_factory=frozenset, repr=False)

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "units": list(self.units), "reports": list(self.reports)}


def outline(period_id: int) -> list[NarrativeSection]:
    """Headings of all forms of the period, each code once, in the order of the outline (DOMAIN 2.4 a)."""
    forms = PeriodUnit.objects.filter(period_id=period_id, form__isnull=False).values("form_id").distinct()
    found: dict[str, NarrativeSection] = {}
    for section in NarrativeSection.objects.filter(form_id__in=forms).order_by("-form__code", "order"):
        found.setdefault(section.code, section)
    return sorted(found.values(), key=lambda section: order_of(section.code))


ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}


def order_of(code: str) -> tuple[int, int]:
    part, _, number = code.partition(".")
    return ROMAN.get(part, 99), int(number) if number.isdigit() else 99


def gathered(place: PeriodUnit) -> dict[str, list[Said]]:
    """Section code → paragraphs of accepted reports at and below the place.

    A branch whose own compiled report is issued speaks through it; every other unit speaks for itself.
    """
    issued = _issued_below(place)
    said: dict[str, list[Said]] = defaultdict(list)
    rows = (
        Narrative.objects.filter(
            submission__period_unit__in=PeriodUnit.objects.below(place), submission__status__in=COUNTED
        )
        .select_related("section", "submission__period_unit")
        .order_by("submission__period_unit__path", "section__order")
    )
    for narrative in rows:
        unit = narrative.submission.period_unit
        if any(unit.path.startswith(path) for path in issued):
            continue
        shown = without_names if is_opinion(narrative.section.title) else str
        for text in paragraphs(narrative.text):
            said[narrative.section.code].append(Said(shown(text), [unit.name], [narrative.submission_id]))
    taken = _taken_below(issued)
    for path in sorted(issued):
        version = issued[path].current_version
        for section in sections_of(version.content if version else {}):
            said[section["code"]] += _as_said(section, issued[path].period_unit.name, taken.get(path, {}))
    return {code: collapsed(found) for code, found in said.items()}


def _issued_below(place: PeriodUnit) -> dict[str, CompiledReport]:
    """Path of the branch → the issued report of the unit one level below."""
    reports = CompiledReport.objects.filter(period_unit__parent=place, status=Status.ISSUED).select_related(
        "period_unit", "current_version"
    )
    return {report.period_unit.path: report for report in reports if report.current_version}


def sections_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [section for part in content.get("parts", []) for section in part["sections"]]


def _taken_below(issued: dict[str, CompiledReport]) -> dict[str, dict[tuple[str, str], list[int]]]:
    """Path → (heading, sentence) → reports its words came from, of issued reports."""
    paths = {report.pk: path for path, report in issued.items()}
    found: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = SentenceSource.objects.filter(report__in=paths)
    for pk, code, key, submission in rows.values_list(
        "report_id", "section_code", "sentence_key", "submission_id"
    ):
        found[paths[pk]][code, key].append(submission)
    return found


def _as_said(section: dict[str, Any], unit: str, taken: dict[tuple[str, str], list[int]]) -> list[Said]:
    """What an issued report says: as its editor left it, with the reports behind each sentence."""
    if not section["edited"]:
        return [
            Said(each["text"], list(each["units"]), list(each.get("reports", ())))
            for each in section["gathered"]
        ]
    found = []
    for text in paragraphs(section["text"]):
        keys = [(section["code"], printed_key(each.text)) for each in sentences_of(text)]
        reports = dict.fromkeys(pk for key in keys for pk in taken.get(key, ()))
        found.append(Said(text, [unit], list(reports)))
    return found


def paragraphs(text: str) -> list[str]:
    """Lines of the text without dashes in front and without "không có"."""
    lines = (re.sub(r"^[-–+•*]\s*", "", line.strip()) for line in text.splitlines())
    return [line for line in lines if line and fold(line).strip(" .;") not in NOTHING_TO_SAY]


def collapsed(said: list[Said]) -> list[Said]:
    """The paragraphs with near-duplicates joined: the first wording stands, all its units are named."""
    kept: list[Said] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for one in said:
        one.words = frozenset(re.findall(r"\w+", fold(one.text)))
    common = Counter(word for one in said for word in one.words)
    for one in said:
        # Two alike paragraphs differ in few words, so they share one of the rarest few of each.
        few = len(one.words) - ceil(ALIKE * len(one.words)) + 1
        marks = sorted(one.words, key=lambda word: (common[word], word))[:few]
        near = sorted({at for mark in marks for at in by_word[mark]})
        twin = next((kept[at] for at in near if _alike(one.words, kept[at].words)), None)
        if twin is not None:
            twin.units = list(dict.fromkeys((*twin.units, *one.units)))
            twin.reports = list(dict.fromkeys((*twin.reports, *one.reports)))
            continue
        for mark in marks:
            by_word[mark].append(len(kept))
        kept.append(one)
    return kept


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one or other) and len(one & other) / len(one | other) >= ALIKE


def tagged(text: str, units: list[str]) -> str:
    """The paragraph with its source: "… (CĐCS A và 3 đơn vị khác)"."""
    if not units:
        return text
    others = f" và {len(units) - 1} đơn vị khác" if len(units) > 1 else ""
    return f"{text.rstrip(' .;')} ({units[0]}{others})."
