"""A real IMAP server on loopback, over TLS, with one mailbox."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.smtp import CERTIFICATE

USER, PASSWORD = "forum", "geheim @/ 1"
_WORDS = re.compile(r'"((?:[^"\\]|\\.)*)"|(\([^)]*\))|(\S+)')


@dataclass
class Kept:
    """A mail in the mailbox."""

    raw: bytes
    flags: set[str] = field(default_factory=set)
    reads: int = 0


class Mailbox(socketserver.ThreadingTCPServer):
    """Speaks as much IMAP as a program needs that reads what is new and marks it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[Kept] = []
        self.hangs_up_at = ""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTIFICATE)
        super().__init__(("127.0.0.1", 0), _Talk)

    @property
    def url(self) -> str:
        """What FORUM_INBOX_URL would be."""
        return f"imaps://forum:geheim%20%40%2F%201@localhost:{self.server_address[1]}/INBOX"

    def put(self, *raw: bytes) -> None:
        self.mails += [Kept(one) for one in raw]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is nothing to talk about."""


class _Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def setup(self) -> None:
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, *words = [next(filter(None, one), "") for one in _WORDS.findall(line.decode())]
            name = words.pop(0).upper()
            name = f"UID {words.pop(0).upper()}" if name == "UID" else name
            if name == self.server.hangs_up_at:
                return
            answer = getattr(self, name.replace(" ", "_").lower())(*words)
            self.say(f"{tag} {answer or 'OK done'}")
            if name == "LOGOUT":
                return

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def say(self, line: str, literal: bytes = b"", rest: str = "") -> None:
        self.wfile.write(line.encode() + (b"\r\n" if not rest else b"\r\n" + literal))
        if rest:
            self.wfile.write(rest.encode() + b"\r\n")

    def capability(self) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def login(self, user: str, password: str) -> str:
        return "OK in" if (user, password) == (USER, PASSWORD) else "NO not you"

    def select(self, folder: str) -> str:
        self.say(f"* {len(self.server.mails)} EXISTS")
        return "OK [READ-WRITE] open" if folder == "INBOX" else "NO there is no such folder"

    def uid_search(self, *wanted: str) -> None:
        assert wanted == ("UNSEEN",)
        found = [n for n, one in enumerate(self.server.mails, 1) if "\\Seen" not in one.flags]
        self.say(f"* SEARCH {' '.join(map(str, found))}".rstrip())

    def uid_fetch(self, number: str, what: str) -> None:
        kept = self.server.mails[int(number) - 1]
        kept.reads += 1
        if "PEEK" not in what:
            kept.flags.add("\\Seen")
        partial = re.search(r"<0\.(\d+)>", what)
        part = kept.raw[: int(partial[1])] if partial else kept.raw
        self.say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(part)}}}", part, ")")

    def uid_store(self, number: str, _how: str, flags: str) -> None:
        self.server.mails[int(number) - 1].flags |= set(flags.strip("()").split())

    def logout(self) -> None:
        self.say("* BYE")


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mailbox while the context lasts; nobody trusts its certificate by itself."""
    server = Mailbox()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
