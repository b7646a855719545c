"""A federation with people at every desk, and a paper for every document."""

import pytest

from documents import papers
from documents.models import Document
from tests import factories
from tests.documents import samples
from units.models import Role


@pytest.fixture
def desk():
    return samples.office()


@pytest.fixture
def below(desk):
    return factories.upper_unit(desk.unit, "Công đoàn phường Bình Minh")


@pytest.fixture
def officer(below):
    return factories.person(Role.UPPER_UNIT, below, "Hà Văn Núi")


@pytest.fixture
def stranger():
    return factories.person(Role.LEADER, factories.province("Liên đoàn Lao động tỉnh khác"))


@pytest.fixture
def paper(monkeypatch):
    """Every document prints one page."""
    monkeypatch.setattr(papers, "_builders", {"pk_paper": samples.one_page})
    monkeypatch.setattr(Document, "pk_paper", property(lambda self: self), raising=False)
