"""Those who work for a forum and must know when it does not take place."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import AddressField, Form, LineField, needed
from forum.base.text import _
from forum.events import queries, suppliers

bp = Blueprint("suppliers", __name__, url_prefix="/suppliers")


class SupplierForm(Form):
    name = LineField(_("Name"), longest=150, validators=[needed(_("Please enter a name."))])
    service = LineField(_("What they do"), longest=150)
    email = AddressField(_("E-mail address"))
    phone = LineField(_("Phone"), longest=60)

    def values(self) -> dict[str, str]:
        names = ("name", "service", "email", "phone")
        return {name: self[name].data or "" for name in names}


@bp.route("", methods=["GET", "POST"])
def index(slug: str) -> ResponseReturnValue:
    event = queries.get_event(slug)
    form = SupplierForm()
    if form.does(lambda: suppliers.add(event.id, **form.values())):
        flash(str(_("The entry has been added.")))
        return redirect(url_for(".index", slug=slug))
    return render_template(
        "events/suppliers.html", event=event, form=form, suppliers=suppliers.of(event.id)
    )


@bp.post("/<int:supplier_id>/remove")
def remove(slug: str, supplier_id: int) -> ResponseReturnValue:
    event = queries.get_event(slug)
    if Form().validate_on_submit():
        suppliers.remove(event.id, supplier_id)
        flash(str(_("The entry has been removed.")))
    return redirect(url_for(".index", slug=slug))
