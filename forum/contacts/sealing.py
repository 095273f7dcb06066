"""Notes that only their writer reads: sealed with a key that nobody keeps.

The key comes from the token in the writer's own personal link, which the database does not hold. A
link that organisers print, or that somebody was given later, has another token and opens nothing.
Encrypted is by exclusive or with the output of SHAKE-256 over key and nonce, and HMAC-SHA256 over
both shows whether it is whole.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

NONCE = 16
SEAL = 32


def _keys(token: str) -> tuple[bytes, bytes]:
    made = [
        hmac.new(token.encode(), f"contact-note|{use}".encode(), hashlib.sha256).digest()
        for use in ("read", "check")
    ]
    return made[0], made[1]


def _mixed(text: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_256(key + nonce).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))


def _check(key: bytes, nonce: bytes, text: bytes) -> bytes:
    return hmac.new(key, nonce + text, hashlib.sha256).digest()


def seal(words: str, token: str) -> bytes:
    """The words as they lie in the database: nonce, check and what cannot be read."""
    read, check = _keys(token)
    nonce = secrets.token_bytes(NONCE)
    hidden = _mixed(words.encode(), read, nonce)
    return nonce + _check(check, nonce, hidden) + hidden


def unseal(sealed: bytes, token: str) -> str | None:
    """The words; None where this token did not seal them, or they were damaged."""
    read, check = _keys(token)
    nonce, found, hidden = sealed[:NONCE], sealed[NONCE : NONCE + SEAL], sealed[NONCE + SEAL :]
    if not hmac.compare_digest(found, _check(check, nonce, hidden)):
        return None
    return _mixed(hidden, read, nonce).decode()
