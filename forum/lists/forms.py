"""What is uploaded to take in a list."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from forum.base.forms import Form, LinesField
from forum.base.text import _


class UploadForm(Form):
    file = FileField(
        _("File with the list"),
        validators=[FileRequired(_("Please choose the file with your list."))],
    )
    consent_text = LinesField(_("Text that these people agreed to for the contact list"))
