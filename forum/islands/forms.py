"""What organisers choose on the board."""

from typing import Any

from wtforms.validators import Optional

from forum.base import addresses
from forum.base.forms import BooleanField, Form, NumberField
from forum.base.text import Text, _

CHOOSE = _("Please choose one of the islands of this forum.")


def _number(*, optional: bool = False) -> Any:
    more = {"validators": [Optional()]} if optional else {}
    return NumberField(_("Island"), least=1, most=addresses.LARGEST, sentence=CHOOSE, **more)


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

    def values(self) -> dict[str, Any]:
        """What moving takes."""
        return {
            "registration_id": self.registration.data,
            "round_id": self.round.data,
            "island_id": self.island.data,
            "came_from": self.came_from.data,
        }


class LockForm(PageForm):
    """One person, or everybody of one island, that is to stay when the rest is planned anew."""

    registration = _number(optional=True)
    island = _number(optional=True)
    locked = BooleanField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it names a person or an island; neither would be the whole plan."""
        if not super().validate(extra_validators):
            return False
        if (self.registration.data is None) == (self.island.data is None):
            self.refuse(_("Please choose one person, or one island."))
            return False
        return True

    def values(self) -> dict[str, Any]:
        """What locking takes."""
        return {
            "registration_id": self.registration.data,
            "island_id": self.island.data,
            "is_locked": bool(self.locked.data),
        }

    @property
    def said(self) -> Text:
        """What it has done."""
        if self.locked.data:
            return _("Locked: this stays when you plan anew.")
        return _("Unlocked.")


class MakeForm(Form):
    """A new plan: around what is locked in the plan with this number, changing as little as
    possible against the published one."""

    around = _number(optional=True)
    keeps = BooleanField()
