"""What papers say besides what they are given; each is said in the language being spoken."""

from forum.base.text import Text, _

WORDS: dict[str, Text] = {
    "route_cards": _("Route cards"),
    "badges": _("Badges"),
    "door_signs": _("Door signs"),
    "lists": _("Lists per island and round"),
    "folder": _("Emergency folder"),
    "arrival": _("Badge, route card and privacy notice"),
    "certificate": _("Certificate of attendance"),
    "confirms": _("We confirm that"),
    "took_part": _("took part in this forum:"),
    "day": _("Day"),
    "organiser": _("Organiser"),
    "unsigned": _("Made from the check-in on the day and valid without a signature."),
    "plan": _("Plan"),
    "island": _("Island"),
    "sign": _("Island sign"),
    "round": _("Round"),
    "room": _("Room"),
    "table": _("Table"),
    "hosts": _("Your hosts"),
    "scan": _("Check-in and personal page"),
    "qr": _("QR code: opens the personal page, for the check-in"),
    "no_route": _("Please ask at the entrance which island has room for you."),
    "notice": _("Privacy in brief"),
    "whole_notice": _("The whole privacy notice"),
    "cut_out": _("Badge: please cut it out along the line."),
    "no_photos": _("No photos"),
    "name": _("Name"),
    "organisation": _("Organisation"),
    "signature": _("Signature"),
    "number": _("No."),
    "page": _("Page %(number)s of %(total)s", number="{number}", total="{total}"),
    "contents": _("In this folder"),
    "contact": _("Organisers"),
    "programme": _("Programme"),
    "time": _("Time"),
    "part": _("What happens"),
    "place": _("Where"),
    "check_in": _("Check-in list"),
    "first_island": _("First island"),
    "is_here": _("Is here"),
    "overview": _("All routes"),
    "results": _("Result sheets"),
    "attendance": _("Attendance sheets to fill in"),
    "no_cases": _("Please write down no names and no stories of clients."),
    "practice": _("What works well"),
    "challenge": _("What makes it hard"),
    "solution": _("What could help"),
    "demand": _("What we ask for, and of whom"),
    "commitment": _("Who goes on with it, and by when"),
    "questions": _("Guiding questions"),
    "written_by": _("Written down by"),
    "without_island": _("no island yet"),
    "missing": _("What could not be printed"),
    "missing_hint": _(
        "No font here has these characters; a box stands in their place. Please write them by hand."
    ),
}


def said() -> dict[str, str]:
    """All words in the language being spoken."""
    return {name: str(text) for name, text in WORDS.items()}
