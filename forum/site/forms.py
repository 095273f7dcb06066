"""What is typed about this instance, and about barriers on it."""

from __future__ import annotations

from typing import Any

from forum.base.forms import AddressField, Form, Invalid, LineField, LinesField, needed
from forum.base.text import _
from forum.site import rules

LONG = 20_000


class SiteForm(Form):
    operator = LineField(_("Operator"))
    operator_line = LineField(_("Line at the top of every page"))
    operator_line_en = LineField(_("Line at the top of every page, in English"))
    imprint = LinesField(_("Imprint"), longest=LONG)
    controller = LinesField(_("Controller"))
    data_protection_officer = LinesField(_("Data protection officer"))
    supervisory_authority = LinesField(_("Supervisory authority"))
    legal_basis = LinesField(_("Legal basis for registration and organisation"))
    accessibility_contact = AddressField(_("E-mail address for reported barriers"))
    accessibility_checked = LineField(_("When and how accessibility was checked"), longest=500)
    accessibility_limits = LinesField(_("What is not accessible yet"), longest=LONG)
    ombuds_office = LinesField(_("Ombuds office"))
    easy_language = LinesField(_("Further text in Leichte Sprache"), longest=LONG)
    sign_language_url = LineField(_("Address of the sign language video"), longest=500)

    def validate_sign_language_url(self, field: LineField) -> None:
        if field.data and not rules.is_secure_address(field.data):
            raise Invalid(_("Please enter a full address that begins with https://"))

    def values(self) -> dict[str, str]:
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class BarrierForm(Form):
    text = LinesField(
        _("What does not work for you?"),
        longest=3000,
        validators=[needed(_("Please describe what does not work for you."))],
    )
    page = LineField(_("On which page?"), longest=500)
    answer_to = AddressField(_("E-mail address for our answer"))

    def values(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("text", "page", "answer_to")}
