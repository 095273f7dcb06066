"""What of somebody may be shown."""

from collections.abc import Mapping, Sequence


def only_agreed(values: Mapping[str, str], agreed: Sequence[str]) -> dict[str, str]:
    """The values with everything emptied that was not agreed to."""
    return {field: value if field in agreed else "" for field, value in values.items()}
