"""The site on which the scenarios take place."""

from __future__ import annotations

import pytest

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
