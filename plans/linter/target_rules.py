"""Rules about records: the sentence and what is tracked say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from core.formats import write
from core.vietnamese import NumberError, parse_number
from plans.linter.document import Reading
from plans.linter.findings import WARNING, Finding, Rule

DRIFT = Rule("target.drift", WARNING, "Chữ được soạn là số liệu được theo dõi")
DIFFERS = Rule("record.drift", WARNING, "Chữ được soạn là số liệu được theo dõi")

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")


def check(reading: Reading) -> Iterator[Finding]:
    """A target whose value no longer stands in its sentence; a sentence without any figure says nothing against it."""
    yield from check_records(reading)
    targets: dict[str, list[tuple[str, Decimal]]] = {}
    for block_id, name, value in reading.context.targets:
        targets.setdefault(block_id, []).append((name, value))
    for passage in reading.blocks:
        said = _figures(passage.text) if passage.block_id in targets else set()
        for name, value in targets.get(passage.block_id, ()) if said else ():
            if value not in said:
                message = _(
                    "Câu này không còn ghi %(value)s, mức đang theo dõi của chỉ tiêu “%(name)s”. Sửa câu hoặc khai lại."
                )
                yield passage.whole(DRIFT, message % {"value": write.number(value), "name": name})


def check_records(reading: Reading) -> Iterator[Finding]:
    """A task, activity, responsibility or report duty that says otherwise than its sentence."""
    told: dict[str, list[str]] = {}
    for block_id, words in reading.context.drifted:
        told.setdefault(block_id, []).append(words)
    for passage in reading.blocks:
        yield from (passage.whole(DIFFERS, words) for words in told.get(passage.block_id, ()))


def _figures(text: str) -> set[Decimal]:
    found = set()
    for match in _NUMBER.finditer(text):
        try:
            found.add(parse_number(match[0]))
        except NumberError:
            continue
    return found
