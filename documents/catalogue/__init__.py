"""Papers that plans of the union cite again and again, as delivered: `load()` adds those the register lacks."""

from __future__ import annotations

from pathlib import Path

from documents.references.models import LegalReference
from documents.services.references import change_reference, import_list

REFERENCES = Path(__file__).with_name("references.csv")


def load() -> int:
    """Add the papers of references.csv to the common register, which keeps those it has. Gives the number added.

    A paper that was delivered without its title, and that nobody has touched since, gets the title.
    """
    read, added, _changed = import_list(REFERENCES.read_bytes(), owner=None, by=None, overwrite=False)
    titles = {row.key: row.title for row in read.rows}
    for paper in LegalReference.objects.filter(owner__isnull=True, title="", changed_by__isnull=True):
        title = titles.get((paper.number_key, paper.issued_on), "")
        if title:
            change_reference(paper, by=None, title=title, replaced_by=_newer(paper))
    return added


def _newer(paper: LegalReference) -> str:
    return paper.replaced_by.number if paper.replaced_by else ""
