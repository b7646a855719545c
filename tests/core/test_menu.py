"""The main menu against the portal's real addresses."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import resolve

from core.templatetags import portal_menu


@pytest.mark.parametrize("entry", portal_menu.PRIMARY_NAV, ids=lambda entry: entry[0])
def test_every_entry_has_an_address_that_marks_it_as_current(entry: tuple[str, ...]) -> None:
    key, name, *_rest = entry
    url = portal_menu.url_of(name)
    assert url, f"no address is called {name}: the entry would silently be left out of the menu"
    assert portal_menu.current_key(SimpleNamespace(resolver_match=resolve(url))) == key
