"""Keeping where the sentences of a compiled report come from, at every save of its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from reporting.merging.models import SentenceSource
from reporting.merging.queries import SHORT, sources_of, told_below
from reporting.merging.sentences import key_of, nearest, printed_key, sentences_of
from reporting.models import CompiledReport, Submission
from reporting.report.narrative import sections_of, tagged

BATCH = 500
# Heading → sentence of the report → "submission:key" of each sentence it was made from.
Given = Mapping[str, Mapping[str, Sequence[str]]]
Taken = tuple[int, str]  # a report and one of its sentences


def keep_compiled(report: CompiledReport, content: Mapping[str, Any]) -> None:
    """The sources of every gathered sentence of a report that was just compiled."""
    told = told_below(report.period_unit)
    _keep(report, {
        (section["code"], key, *taken)
        for section in sections_of(dict(content))
        for key, taken in _gathered(section, told.get(section["code"], {}))
    })  # fmt: skip


def keep_edited(
    report: CompiledReport, before: Mapping[str, Any], after: Mapping[str, Any], given: Given | None = None
) -> None:
    """The sources of sentences that were put in or put in other words.

    A sentence nobody named a source for takes those of the sentence it replaces, if it still shares half its words.
    """
    given = given or {}
    old = {section["code"]: section["text"] for section in sections_of(dict(before))}
    changed = {
        section["code"]: section["text"]
        for section in sections_of(dict(after))
        if section["text"] != old.get(section["code"]) or section["code"] in given
    }
    told = told_below(report.period_unit, given.keys()) if given else {}
    rows = list(sources_of(report).filter(section_code__in=changed))
    wanted: set[tuple[str, str, int, str]] = set()
    for code, text in changed.items():
        known = [row for row in rows if row.section_code == code]
        named = _named(given.get(code, {}), told.get(code, {}), known)
        wanted |= {(code, key, *taken) for key, taken in named}
        wanted |= {
            (code, key, *taken) for key, taken in _inherited(text, old.get(code, ""), known, dict(named))
        }
    _keep(report, wanted)


def confirm_sources(report: CompiledReport, code: str, keys: Collection[str]) -> None:
    """An editor looked again at sentences whose source had changed and keeps them: they come from what the units say
    now, and no more from a unit that says nothing like it."""
    rows = sources_of(report).filter(section_code=code, sentence_key__in=keys) if keys else ()
    told = told_below(report.period_unit, [code]).get(code, {}) if rows else {}
    old = [row for row in rows if row.source not in told.get(row.submission_id, [])]
    now = {
        (code, row.sentence_key, row.submission_id, _nearest(row.source, told.get(row.submission_id, [])))
        for row in old
    }
    with transaction.atomic():
        SentenceSource.objects.filter(pk__in=[row.pk for row in old]).delete()
        _keep(report, {each for each in now if each[3]})


def _gathered(section: Mapping[str, Any], told: Mapping[int, list[str]]) -> Iterator[tuple[str, Taken]]:
    for each in section["gathered"]:
        sentences = sentences_of(tagged(each["text"], each["units"]))
        plain = [one.text for one in sentences_of(each["text"])]
        for at, sentence in enumerate(sentences):
            words = plain[at] if at < len(plain) else sentence.text
            for pk in each.get("reports", ()):
                source = _nearest(words, told.get(pk, []))
                if source:
                    yield printed_key(sentence.text), (pk, source)


def _nearest(text: str, told: Sequence[str]) -> str:
    if text in told:
        return text
    at = nearest(text, told)
    return told[at] if at is not None else ""


def _named(
    given: Mapping[str, Sequence[str]], told: Mapping[int, list[str]], known: Sequence[SentenceSource]
) -> list[tuple[str, Taken]]:
    """What the editor named, as far as a report says it or said it when it was taken."""
    said = {f"{pk}:{key_of(text)[:SHORT]}": (pk, text) for pk, texts in told.items() for text in texts}
    said |= {
        f"{row.submission_id}:{row.source_key[:SHORT]}": (row.submission_id, row.source) for row in known
    }
    return [
        (printed_key(sentence), said[token])
        for sentence, tokens in given.items()
        for token in tokens
        if token in said
    ]


def _inherited(
    text: str, before: str, known: Sequence[SentenceSource], named: Mapping[str, Taken]
) -> Iterator[tuple[str, Taken]]:
    now = [each.text for each in sentences_of(text)]
    standing = {printed_key(each) for each in now}
    gone = [each.text for each in sentences_of(before) if printed_key(each.text) not in standing]
    with_source = {row.sentence_key for row in known}
    for sentence in now:
        key = printed_key(sentence)
        at = nearest(sentence, gone) if key not in with_source and key not in named else None
        if at is not None:
            yield from (
                (key, (row.submission_id, row.source))
                for row in known
                if row.sentence_key == printed_key(gone[at])
            )


def _keep(report: CompiledReport, wanted: set[tuple[str, str, int, str]]) -> None:
    """Only what is new: compiling again finds nearly all of it there."""
    keys = {(code, key, pk, key_of(source)): source for code, key, pk, source in sorted(wanted)}
    codes = {code for code, *_rest in keys}
    there = set(
        SentenceSource.objects.filter(report=report, section_code__in=codes).values_list(
            "section_code", "sentence_key", "submission_id", "source_key"
        )
    )
    new = [(each, source) for each, source in keys.items() if each not in there]
    if not new:
        return
    versions = dict(Submission.objects.filter(period=report.period_id).values_list("pk", "version"))
    SentenceSource.objects.bulk_create(
        (
            SentenceSource(
                report=report, section_code=code, sentence_key=key, submission_id=pk, source_key=source_key,
                source=source, version=versions[pk], reworded=key not in {printed_key(source), source_key},
            )
            for (code, key, pk, source_key), source in new
        ),
        batch_size=BATCH, ignore_conflicts=True,
    )  # fmt: skip
