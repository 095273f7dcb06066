"""What organisers do with one organisation, and the dictionary of the field."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.forms import Form, answer_themselves
from forum.base.text import _
from forum.organisations import forms, queries, service, tying, wording
from forum.organisations.register_models import TieKind

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
ONE = "/<int:organisation_id>"


def _back(organisation_id: int) -> ResponseReturnValue:
    return redirect(url_for("workspace.register.organisation", organisation_id=organisation_id))


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
def edit(organisation_id: int) -> ResponseReturnValue:
    organisation = queries.get(organisation_id)
    form = forms.OrganisationForm(organisation)
    if form.does(lambda: service.update(organisation.id, form.values())):
        flash(str(_("The details of the organisation are saved.")))
        return _back(organisation.id)
    return render_template(
        "organisations/edit.html", organisation=organisation, form=form
    ), form.status


@bp.route(f"{ONE}/rename", methods=["GET", "POST"])
def rename(organisation_id: int) -> ResponseReturnValue:
    organisation = queries.get(organisation_id)
    form = forms.RenameForm(data={"name": organisation.name, "since": forms.today()})
    if form.does(lambda: service.rename(organisation.id, form.name.data, since=form.since.data)):
        flash(str(_("The new name is noted. The old one stays a spelling.")))
        return _back(organisation.id)
    return render_template(
        "organisations/rename.html", organisation=organisation, form=form
    ), form.status


@bp.route(f"{ONE}/close", methods=["GET", "POST"])
def close(organisation_id: int) -> ResponseReturnValue:
    organisation = queries.get(organisation_id)
    form = forms.CloseForm(data={"valid_to": organisation.valid_to or forms.today()})
    if form.does(lambda: service.close(organisation.id, form.valid_to.data)):
        flash(str(_("The details of the organisation are saved.")))
        return _back(organisation.id)
    return render_template(
        "organisations/close.html", organisation=organisation, form=form
    ), form.status


@bp.post(f"{ONE}/confirm")
def confirm(organisation_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: service.confirm(organisation_id), _("The organisation is confirmed as it is.")
    )
    return _back(organisation_id)


@bp.post(f"{ONE}/spellings")
def add_spelling(organisation_id: int) -> ResponseReturnValue:
    form = forms.SpellingForm()
    form.carry_out(
        lambda: service.add_spelling(organisation_id, form.spelling.data),
        _("The spelling is noted."),
    )
    return _back(organisation_id)


@bp.post(f"{ONE}/spellings/<int:alias_id>/remove")
def remove_spelling(organisation_id: int, alias_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: service.remove_spelling(organisation_id, alias_id),
        _("The spelling is forgotten."),
    )
    return _back(organisation_id)


@bp.post(f"{ONE}/ties")
def add_tie(organisation_id: int) -> ResponseReturnValue:
    form = forms.TieForm()
    form.carry_out(
        lambda: tying.add(
            organisation_id,
            queries.get_by_spelling(form.parent.data).id,
            TieKind(form.kind.data),
        ),
        _("It is noted where the organisation belongs."),
    )
    return _back(organisation_id)


@bp.post(f"{ONE}/ties/<int:tie_id>/remove")
def remove_tie(organisation_id: int, tie_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: tying.remove(organisation_id, tie_id),
        _("It is noted that the organisation does not belong there any more."),
    )
    return _back(organisation_id)


@bp.route("/dictionary", methods=["GET", "POST"])
def dictionary() -> ResponseReturnValue:
    form = forms.TermForm()
    if form.does(lambda: wording.add(form.short.data, form.meaning.data)):
        flash(str(_("The dictionary knows “%(short)s” now.", short=form.short.data)))
        return redirect(url_for(".dictionary"))
    return render_template(
        "organisations/dictionary.html", form=form, terms=queries.terms()
    ), form.status


@bp.post("/dictionary/<int:term_id>/remove")
def remove_term(term_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: wording.remove(term_id), _("The entry is taken out of the dictionary.")
    )
    return redirect(url_for(".dictionary"))


answer_themselves(bp, edit, rename, close, dictionary)
