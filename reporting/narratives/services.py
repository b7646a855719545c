"""Reading the units' texts ahead, once each, so that a page of thousands opens without reading them."""

from __future__ import annotations

from reporting.models import NarrativeSection, PeriodUnit
from reporting.narratives.models import KeptGroups, TextReading
from reporting.narratives.queries import digest_of_all, headings, texts_of
from reporting.narratives.similarity import grouped

BATCH = 500


def read_ahead(place: PeriodUnit) -> int:
    """Read what nobody has read of the accepted texts at and below the place and keep how they group; gives how many
    texts were read."""
    return sum(_read_heading(place, section) for section, told in headings(place) if told)


def _read_heading(place: PeriodUnit, section: NarrativeSection) -> int:
    texts = texts_of(place, section)
    new = [text for text in texts if not text.kept]
    TextReading.objects.bulk_create(
        [TextReading(narrative_id=text.narrative_id, digest=text.digest, facts=text.facts) for text in new],
        batch_size=BATCH, update_conflicts=True, unique_fields=["narrative"], update_fields=["digest", "facts"],
    )  # fmt: skip
    digest = digest_of_all(texts)
    known = KeptGroups.objects.filter(place=place, section_code=section.code)
    if not known.filter(digest=digest).exists():
        groups = grouped([facts["text"] for text in texts for facts in text.facts])
        KeptGroups.objects.update_or_create(
            place=place, section_code=section.code, defaults={"digest": digest, "groups": groups}
        )
    return len(new)
