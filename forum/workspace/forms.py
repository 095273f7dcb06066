"""What is typed in on the workspace's own pages."""

from __future__ import annotations

from forum.base.forms import Form, LineField
from forum.base.text import _


class FindForm(Form):
    """Whom the desk looks for. It is sent by POST, because names do not belong in addresses."""

    words = LineField(_("Name, organisation, or the code of the ticket"), longest=300)
