"""What kinds, states and hints are called."""

from forum.base.text import Text, _
from forum.results.commitment_models import Progress
from forum.results.demand_models import Addressee, DemandStatus
from forum.results.outcome_models import FindingKind
from forum.results.passages import Hint

KINDS: dict[FindingKind, Text] = {
    FindingKind.GOOD_PRACTICE: _("What works"),
    FindingKind.NEED_FOR_ACTION: _("Need for action"),
    FindingKind.CHALLENGE: _("Challenge"),
    FindingKind.NEXT_STEP: _("Next step"),
    FindingKind.DEMAND: _("Demand"),
}
HEADINGS: dict[FindingKind, Text] = {
    FindingKind.GOOD_PRACTICE: _("What works"),
    FindingKind.NEED_FOR_ACTION: _("Need for action"),
    FindingKind.CHALLENGE: _("Challenges"),
    FindingKind.NEXT_STEP: _("Next steps"),
    FindingKind.DEMAND: _("Demands"),
}
PROGRESS: dict[Progress, Text] = {
    Progress.OPEN: _("agreed"),
    Progress.RUNS: _("under way"),
    Progress.DONE: _("done"),
    Progress.RESTS: _("rests"),
    Progress.DROPPED: _("dropped"),
}
NOBODY = _("open – nobody has taken it on yet")
OVERDUE = _("overdue")
STATUS: dict[DemandStatus, Text] = {
    DemandStatus.RAISED: _("raised"),
    DemandStatus.HANDED_OVER: _("forwarded, no reply yet"),
    DemandStatus.ANSWERED: _("answered"),
    DemandStatus.ACCEPTED: _("accepted"),
    DemandStatus.REJECTED: _("not to be realised"),
    DemandStatus.REALISED: _("realised"),
}
ADDRESSEES: dict[Addressee, Text] = {
    Addressee.CITY: _("City"),
    Addressee.DISTRICT: _("District"),
    Addressee.STATE: _("State (Land)"),
    Addressee.FEDERATION: _("Federation"),
    Addressee.PROVIDER: _("Provider"),
    Addressee.OTHER: _("Somebody else"),
}
HINTS: dict[Hint, Text] = {
    Hint.EMAIL: _("E-mail address"),
    Hint.PHONE: _("Phone number"),
    Hint.ADDRESS: _("Street or town"),
    Hint.NAME: _("Name"),
    Hint.CASE: _("Story of a single person"),
}
