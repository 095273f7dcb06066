"""The site on which the scenarios take place."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.base import clock
from forum.events.models import Event
from forum.site import service as site
from tests import factories
from tests.support.browser import Live


@pytest.fixture
def kim(live: Live) -> Live:
    """A site with one forum, in German."""
    with live.app.app_context():
        site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
        factories.event(slug="kim", capacity=10)
    return live


@pytest.fixture
def listed(ctx: Flask) -> Event:
    """A forum with an open list."""
    site.update({"operator": "Stadt Auenstadt"}, is_demo=True)
    return factories.event(slug="kim", capacity=400, contact_list_opened_at=clock.now())
