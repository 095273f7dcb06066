"""What states and fields of work are called for people."""

from forum.base.text import Text, _
from forum.organisations import words as organisation_words
from forum.registration import consents
from forum.registration.models import Channel, Purpose, State
from forum.registration.person_models import Need, TaskKind

SECTORS = organisation_words.SECTORS

STATES: dict[State, Text] = {
    State.CONFIRMED: _("place given"),
    State.HELD: _("not confirmed yet"),
    State.WAITING: _("waiting list"),
    State.OFFERED: _("place offered"),
    State.CHECKED_IN: _("checked in"),
    State.ABSENT: _("did not come"),
    State.CANCELLED: _("cancelled"),
    State.EXPIRED: _("expired"),
}

LOOKS: dict[str, Text] = {
    "damaged": _("names that have lost letters"),
    "unreachable": _("without e-mail address"),
}

NEEDS: dict[Need, Text] = {
    Need.STEP_FREE: _("Step-free ways"),
    Need.HEARING_LOOP: _("Hearing loop"),
    Need.SIGN_LANGUAGE: _("Sign language interpreting"),
    Need.SPEECH_TO_TEXT: _("Speech-to-text interpreting"),
    Need.LANGUAGE_MEDIATION: _("Language mediation"),
    Need.DIET: _("Food"),
    Need.OTHER: _("Something else"),
    Need.CALL_ME: _("Please call me about it"),
}

PURPOSES: dict[Purpose, Text] = {purpose: said.name for purpose, said in consents.WORDS.items()}

CHANNELS: dict[Channel, Text] = {
    Channel.WEB: _("online"),
    Channel.LIST: _("from a list"),
    Channel.PHONE: _("by phone"),
    Channel.PAPER: _("on paper"),
    Channel.DESK: _("at the door"),
}

TASKS: dict[TaskKind, Text] = {
    TaskKind.TELL: _("Tell by phone or letter"),
    TaskKind.LATE_NEED: _("Call about a wish that came late"),
    TaskKind.CALL_ME: _("Call back, as asked for"),
    TaskKind.SAME_PERSON: _("The same person or another one?"),
    TaskKind.CHANGE_REQUEST: _("Wants to change something"),
    TaskKind.CANCEL_REQUEST: _("Wants to cancel"),
    TaskKind.BOUNCED: _("Mails to this address come back"),
    TaskKind.BROKER: _("Help with a contact wish"),
}

MESSAGES: dict[str, Text] = {
    "registration-received": _("A place is kept, the address has to be confirmed"),
    "registration-waiting": _("On the waiting list"),
    "registration-link": _("The personal link"),
    "registration-entered": _("Entered by the organisers"),
    "registration-cancelled": _("The registration is cancelled"),
    "registration-ended": _("The registration has ended"),
    "registration-same-person": _("A second registration with this name"),
    "registration-confirmed": _("The place is confirmed"),
    "registration-promoted": _("A place is given"),
    "registration-offered": _("A place is offered, an answer is needed"),
    "registration-offer-over": _("The offered place has gone to somebody else"),
    "registration-reminder": _("The forum is coming up"),
    "registration-called-off": _("The forum is cancelled"),
    "registration-postponed": _("The forum is postponed"),
    "mailing-list-confirm": _("Please confirm the invitations"),
    "route-card": _("The route card"),
    "route-changed": _("The route has changed"),
    "calendar-changed": _("Something about the day has changed"),
    "calendar-removed": _("The entry has left the calendar"),
    "calendar-declined": _("Declined in the calendar"),
    "documentation": _("The results are there"),
    "outcome-news": _("Something has moved that they follow"),
    "contact-wishes": _("Please call: a message about contact wishes"),
}
"""What somebody is told, in a few words, where the message becomes a call or a letter."""

ACTIONS: dict[str, Text] = {
    "announced": _("Mailing list invited"),
    "address_changed": _("E-mail address changed, both addresses agreed"),
    "address_confirmed": _("E-mail address confirmed"),
    "accepted": _("Took the offered place"),
    "calendar_declined": _("Declined in the calendar"),
    "calendar_given_back": _("Cancelled, because it was declined in the calendar"),
    "calendar_kept": _("Keeps the place after declining in the calendar"),
    "called_off": _("Forum cancelled"),
    "cancelled": _("Cancelled"),
    "changed": _("Details changed"),
    "consent_given": _("Consent given"),
    "consent_withdrawn": _("Consent withdrawn"),
    "corrected": _("Corrected"),
    "employer_changed": _("Works for another organisation"),
    "entered": _("Entered"),
    "expired": _("Expired"),
    "identity_shown": _("Looked at who is protected"),
    "mails_come_back": _("Mails to the address have come back"),
    "merged": _("Ended, because it is the same person as another registration"),
    "merged_into": _("Another registration of the same person was ended"),
    "other_person": _("Another person of the same name"),
    "overruled": _("Place given past the list"),
    "postponed": _("Forum postponed"),
    "promoted": _("Moved up from the waiting list"),
    "same_name": _("Same name as another registration, question asked"),
    "task_done": _("Task done"),
    "right_given": _("Named somebody"),
    "right_taken": _("Took a naming away"),
    "task_reopened": _("Task opened again"),
    "undone": _("Put right"),
    "directory_entered": _("Entered the directory"),
    "directory_left": _("Left the directory"),
    "wish_passed_on": _("A contact wish was passed on by phone"),
    "wish_brokered": _("Agreed by phone to a contact wish"),
    "checked_in": _("Checked in"),
    "absent": _("Noted as absent"),
}
