"""Personal links: derived, never stored.

A link is the random id of what it opens, followed by an HMAC-SHA256 over purpose, id and a
revocation counter. The id alone, which stands in the database, opens nothing; raising the counter
makes every link given out before worthless.
"""

import base64
import hashlib
import hmac
import secrets

ID_BYTES = 12
SEAL_BYTES = 15


def new_id() -> str:
    """A random id, 24 hexadecimal digits, under which a link's subject is found."""
    return secrets.token_hex(ID_BYTES)


def _seal(key: str, purpose: str, link_id: str, revision: int) -> bytes:
    text = f"{purpose}|{link_id}|{revision}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).digest()[:SEAL_BYTES]


def token(key: str, purpose: str, link_id: str, revision: int) -> str:
    """The token to put into an address: 36 characters that survive every mail program."""
    raw = bytes.fromhex(link_id) + _seal(key, purpose, link_id, revision)
    return base64.urlsafe_b64encode(raw).decode()


def link_id_of(token_text: str) -> str | None:
    """The id inside a token, or None where it cannot be one. Not yet a proof of anything."""
    try:
        raw = base64.b64decode(token_text.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return raw[:ID_BYTES].hex() if len(raw) == ID_BYTES + SEAL_BYTES else None


def opens(token_text: str, key: str, purpose: str, link_id: str, revision: int) -> bool:
    """Whether the token was made with this key for this purpose, id and revision."""
    return hmac.compare_digest(token_text.encode(), token(key, purpose, link_id, revision).encode())
