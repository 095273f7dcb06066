"""What is typed to sign in."""

from forum.base.forms import AddressField, Form, needed
from forum.base.text import _


class SignInForm(Form):
    email = AddressField(
        _("E-mail address"),
        validators=[needed(_("Please enter your e-mail address, for example name@stadt.de"))],
    )
