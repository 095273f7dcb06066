"""The mailbox in which answers arrive, asked over IMAP; nothing is deleted or moved there."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator

from forum.config import Inbox

TIMEOUT_SECONDS = 20
TROUBLES = (OSError, imaplib.IMAP4.error)
"""What goes wrong where the mailbox is away, or not who it should be."""
_NUMBER = re.compile(rb"[0-9]{1,10}")


class Box:
    """An open mailbox."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self._imap = imap

    def unseen(self, *, most: int) -> list[str]:
        """The numbers of mails that nobody has seen yet, the oldest first."""
        found = self._ask("SEARCH", "UNSEEN")
        numbers = [one for part in found if isinstance(part, bytes) for one in part.split()]
        return [one.decode() for one in numbers[:most] if _NUMBER.fullmatch(one)]

    def read(self, number: str, *, most: int) -> bytes | None:
        """The first `most` bytes of a mail, which stays unseen; None where it is gone."""
        found = self._ask("FETCH", number, f"(BODY.PEEK[]<0.{most}>)")
        return next((bytes(one[1]) for one in found if isinstance(one, tuple)), None)

    def settle(self, number: str, *, is_flagged: bool) -> None:
        """Marks a mail as seen, and flags it for a person where one has to read it."""
        flags = r"(\Seen \Flagged)" if is_flagged else r"(\Seen)"
        self._ask("STORE", number, "+FLAGS.SILENT", flags)

    def _ask(self, command: str, *words: str) -> list[object]:
        answer, found = self._imap.uid(command, *words)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return list(found or [])


@contextlib.contextmanager
def opened(inbox: Inbox) -> Iterator[Box]:
    """The mailbox, over a connection that has checked the server's certificate.

    Raises:
        OSError, imaplib.IMAP4.error: it is away, or does not accept us.
    """
    context = ssl.create_default_context()
    imap = imaplib.IMAP4_SSL(inbox.host, inbox.port, ssl_context=context, timeout=TIMEOUT_SECONDS)
    try:
        imap.login(inbox.username, inbox.password)
        folder = inbox.folder.replace("\\", r"\\").replace('"', r"\"")
        answer, _found = imap.select(f'"{folder}"')
        if answer != "OK":
            raise imaplib.IMAP4.error("There is no such folder")
        yield Box(imap)
    finally:
        with contextlib.suppress(*TROUBLES):
            imap.logout()
        with contextlib.suppress(OSError):  # a connection that broke is not closed by a goodbye
            imap.shutdown()
