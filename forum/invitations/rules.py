"""How calendar entries are named and counted."""

import hashlib


def uid(subject: str, host: str) -> str:
    """The name of an entry for its whole life; the one place where it is made.

    `subject` is unguessable where it is about a person (the random id of the registration); its
    hash gives nothing away and stays the same when links are revoked.
    """
    return f"{hashlib.sha256(f'calendar|{subject}'.encode()).hexdigest()[:32]}@{host}"


def sequence(event_sequence: int, plan_number: int) -> int:
    """Rises with every change of the forum and with every published plan."""
    return event_sequence + plan_number
