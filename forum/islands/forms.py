"""What organisers choose on the board."""

from typing import Any

from wtforms.validators import Optional

from forum.base import addresses
from forum.base.forms import BooleanField, Form, NumberField
from forum.base.text import _


def _number(*, optional: bool = False) -> Any:
    more = {"validators": [Optional()]} if optional else {}
    return NumberField(_("Island"), least=1, most=addresses.LARGEST, **more)


class PageForm(Form):
    """A button of the board that leads back to the round that was looked at."""

    round_number = _number()

    @property
    def page(self) -> int:
        """The number of the round that was looked at."""
        return 1 if self.round_number.errors else int(self.round_number.data)


class MoveForm(PageForm):
    """Somebody, a round, and the island to go to; the select is drawn by the board. `came_from`
    is the island on which the page showed them."""

    registration = _number()
    round = _number()
    island = _number()
    came_from = _number(optional=True)


class LockForm(PageForm):
    """One person, or everybody of one island, that is to stay when the rest is planned anew."""

    registration = _number(optional=True)
    island = _number(optional=True)
    locked = BooleanField()


class MakeForm(Form):
    """A new plan: around what is locked in the plan with this number, changing as little as
    possible against the published one."""

    around = _number(optional=True)
    keeps = BooleanField()
