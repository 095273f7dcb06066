"""What people need, protection of their name, and requests to the organisers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.base import typed
from forum.base.forms import BooleanField, Form, Invalid, LineField, LinesField
from forum.base.text import _
from forum.registration import consents, words
from forum.registration.details import Needs
from forum.registration.models import Purpose
from forum.registration.person_models import Need


class RequestForm(Form):
    """What somebody would like the organisers to do, when it is too late to do it alone."""

    words = LinesField(_("What should be changed?"), longest=1000)

    def __init__(self, *, is_needed: bool, **more: Any) -> None:
        super().__init__(**more)
        self.is_needed = is_needed
        if not is_needed:
            self.words.label.text = _("Would you like to add something?")

    def validate_words(self, field: LinesField) -> None:
        if self.is_needed and not field.data:
            raise Invalid(_("Please write what should be changed."))


class NeedsForm(Form):
    """What somebody needs to take part well, with the explicit consent to use it."""

    need_step_free = BooleanField(words.NEEDS[Need.STEP_FREE])
    need_hearing_loop = BooleanField(words.NEEDS[Need.HEARING_LOOP])
    need_sign_language = BooleanField(words.NEEDS[Need.SIGN_LANGUAGE])
    need_speech_to_text = BooleanField(words.NEEDS[Need.SPEECH_TO_TEXT])
    need_language_mediation = BooleanField(words.NEEDS[Need.LANGUAGE_MEDIATION])
    need_language = LineField(_("Which language?"), longest=100)
    need_diet = LineField(words.NEEDS[Need.DIET], longest=200)
    need_other = LinesField(words.NEEDS[Need.OTHER], longest=1000)
    need_call_me = BooleanField(words.NEEDS[Need.CALL_ME])
    needs_agreed = BooleanField(consents.WORDS[Purpose.ACCESS_NEEDS].question)

    def needs(self) -> Needs:
        """What was ticked and written."""
        notes: dict[Need, str] = {}
        for kind in Need:
            value = self[f"need_{kind.value}"].data
            if value:
                notes[kind] = value if isinstance(value, str) else ""
        language = self.need_language.data or ""
        if language:
            notes[Need.LANGUAGE_MEDIATION] = language
        return Needs(notes, is_agreed=bool(self.needs_agreed.data))

    @property
    def is_used(self) -> bool:
        """Whether something was said about needs, so that the part of the form stands open."""
        return bool(self.needs().notes) or bool(self.needs_agreed.errors)

    def validate_needs_agreed(self, _field: BooleanField) -> None:
        needs = self.needs()
        if not needs.is_agreed and set(needs.notes) - {Need.CALL_ME}:
            raise Invalid(
                _("Please agree that we may use what you say about your needs, or leave it empty.")
            )

    @staticmethod
    def shown(needs: Mapping[Need, str]) -> dict[str, Any]:
        """What is kept, as the form shows it."""
        data: dict[str, Any] = {f"need_{kind.value}": note or True for kind, note in needs.items()}
        data["need_language"] = needs.get(Need.LANGUAGE_MEDIATION, "")
        data["needs_agreed"] = bool(set(needs) - {Need.CALL_ME})
        return data


class ProtectionForm(Form):
    """Taking part without one's name standing anywhere. No reason is asked for."""

    is_protected = BooleanField(_("My name must not appear anywhere"))
    display_name = LineField(_("Name to be shown instead"), longest=60)

    def validate_display_name(self, field: LineField) -> None:
        """Said here, before it is known who is registered, so that it gives nobody away."""
        own = " ".join(str(self[name].data or "") for name in ("first_name", "last_name"))
        if field.data and typed.comparable(field.data) == typed.comparable(own):
            raise Invalid(
                _("Please choose a name that is not your own, or leave this empty for a number.")
            )
