"""What the phases of an island are called."""

from forum.base.text import Text, _
from forum.results.capture_models import Phase

PHASES: dict[Phase, Text] = {
    Phase.COLLECT: _("Collect"),
    Phase.GROUP: _("Group"),
    Phase.WEIGH: _("Weigh"),
    Phase.AGREE: _("Agree"),
    Phase.READ_BACK: _("Read back"),
}
PHASES_NEXT: dict[Phase, Text] = {
    Phase.COLLECT: _("Back to collecting"),
    Phase.GROUP: _("Next: group the cards"),
    Phase.WEIGH: _("Next: weigh the groups"),
    Phase.AGREE: _("Next: agree what becomes of them"),
    Phase.READ_BACK: _("Next: read back"),
}
