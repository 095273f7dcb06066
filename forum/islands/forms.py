"""What organisers choose on the board."""

from typing import Any

from forum.base import addresses
from forum.base.forms import Form, NumberField
from forum.base.text import _


def _number() -> Any:
    return NumberField(_("Island"), least=1, most=addresses.LARGEST)


class MoveForm(Form):
    """Somebody, a round, and the island to go to; the select is drawn by the board."""

    registration = _number()
    round = _number()
    round_number = _number()
    island = _number()

    @property
    def page(self) -> int:
        """The number of the round that was looked at."""
        return 1 if self.round_number.errors else int(self.round_number.data)
