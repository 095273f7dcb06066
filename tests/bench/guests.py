"""What a participant does on the forum's pages, step by step."""

from __future__ import annotations

import email.message
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.bench.visitors import Answer, Visitor
from tests.support.pages import Form, Node
from tests.support.smtp import MailServer

OWN_PAGE = re.compile(r"/my/[A-Za-z0-9_=-]{36}")


def registration(form: Form, address: str) -> dict[str, Any]:
    """The registration form as somebody fills it in: what is needed, two wishes, every consent.

    What the form asks besides stays as the page gives it.
    """
    number = re.sub(r"\D", "", address)
    known = {
        "first_name": "Mirela",
        "last_name": f"Sandkamp {address.partition('@')[0]}",
        "email": address,
        "phone": "01234 5678",
        "organisation": f"Beratungsstelle {int(number or 0) % 40} Auenstadt e. V.",
        "sector": "welfare",
        "role": "Beratung",
        "contact_list": "y",
        "contact_email": "y",
        "photos_documentation": "y",
        "photos_web": "y",
        "photos_press": "y",
        "mailing_list": "y",
        "follow_up": "y",
    }
    names = {node.attributes.get("name") for node in form.node.all("input", "select", "textarea")}
    values = {name: value for name, value in known.items() if name in names}
    wishes = sorted(str(name) for name in names if re.fullmatch(r"wish\d", name or ""))
    for place, name in enumerate(wishes[:2], start=1):
        values[name] = _option(form.node.first("select", name=name), place)
    return form.filled_in(values)


def _option(select: Node, place: int) -> str:
    return [option.attributes.get("value", "") for option in select.all("option")][place]


def open_form(visitor: Visitor, slug: str) -> Form:
    """Opens the registration form."""
    return visitor.get(f"/events/{slug}/register").form(holding="first_name")


def send(visitor: Visitor, form: Form, address: str) -> Answer:
    """Sends the registration form; a redirect is the answer to one that was taken."""
    return visitor.post(form.target, registration(form, address))


@dataclass
class Post:
    """What the mail server has taken, by Message-ID and by recipient."""

    server: MailServer
    by_id: Counter[str] = field(default_factory=Counter)
    by_recipient: dict[str, set[str]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    _read: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> Post:
        """Reads what has come since the last look."""
        with self._lock:
            new = self.server.messages[self._read :]
            self._read += len(new)
            for message in new:
                self._note(message)
        return self

    def _note(self, message: email.message.EmailMessage) -> None:
        message_id = str(message["Message-ID"]).strip("<>")
        recipient = str(message["To"])
        self.by_id[message_id] += 1
        self.by_recipient.setdefault(recipient, set()).add(message_id)
        part = message.get_body(("plain",))
        link = OWN_PAGE.search(str(part.get_content())) if part else None
        if link:
            self.pages[recipient] = link[0]
