"""The register of organisations: list, files, sectors, and one organisation across all forums."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.base import addresses
from forum.base.forms import Form
from forum.base.text import _
from forum.organisations import forms, queries, tree, words
from forum.organisations.models import Status
from forum.people import contact_persons
from forum.results.words import PROGRESS
from forum.workspace import (
    inbox_queries,
    organisation_people,
    organisation_queries,
    register_files,
    register_forms,
    register_queries,
)

bp = Blueprint("register", __name__, url_prefix="/organisations")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("")
def index() -> ResponseReturnValue:
    filters = register_forms.FilterForm(formdata=request.args)
    return render_template(
        "workspace/register.html",
        filters=filters,
        page=register_queries.page_of(filters.narrowed(), after=_after()),
        looks=register_queries.count_looks(),
        look_words=register_forms.LOOKS,
        waiting=inbox_queries.count() + queries.count_new(),
        words=words,
    )


def _after() -> int | None:
    after = request.args.get("after", type=int)
    return after if after is not None and 0 < after <= addresses.LARGEST else None


@bp.get("/list.<any(csv,xlsx):kind>")
def download(kind: str) -> ResponseReturnValue:
    filters = register_forms.FilterForm(formdata=request.args)
    lines = register_queries.all_lines(filters.narrowed())
    content = register_files.as_csv(lines) if kind == "csv" else register_files.as_xlsx(lines)
    response = Response(content, mimetype=TYPES[kind])
    name = f"organisationen.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/sectors")
def sectors() -> ResponseReturnValue:
    return render_template(
        "workspace/sectors.html", lines=register_queries.sectors(), words=words.SECTORS
    )


@bp.get("/<int:organisation_id>")
def organisation(organisation_id: int) -> ResponseReturnValue:
    found = queries.get(organisation_id)
    if found.status is Status.MERGED:
        return redirect(url_for(".organisation", organisation_id=found.merged_into_id))
    return render_template(
        "workspace/organisation.html",
        organisation=found,
        visits=organisation_queries.visits(found),
        staff=organisation_people.staff(found.id),
        roles=organisation_people.contact_roles(found.id),
        steps=organisation_people.open_steps(found.id),
        needs_successor=organisation_people.needs_successor,
        met=organisation_people.contacts(found.id),
        progress=PROGRESS,
        tree=tree.find(found.id),
        spellings=queries.spellings(found.id),
        ties=queries.ties(found.id),
        merges=queries.merges(found.id),
        undone_until=queries.undone_until,
        words=words,
        spelling=forms.SpellingForm(formdata=None),
        tie=forms.TieForm(formdata=None),
    )


@bp.post("/<int:organisation_id>/contact-persons/<int:affiliation_id>")
def name_contact(organisation_id: int, affiliation_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: contact_persons.name(affiliation_id), _("The contact person is named.")
    )
    return redirect(url_for(".organisation", organisation_id=organisation_id))


@bp.post("/<int:organisation_id>/contact-persons/<int:role_id>/end")
def end_contact(organisation_id: int, role_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: contact_persons.end(role_id), _("This person is not the contact person any more.")
    )
    return redirect(url_for(".organisation", organisation_id=organisation_id))


@bp.post("/<int:organisation_id>/no-successor")
def stop_asking(organisation_id: int) -> ResponseReturnValue:
    Form().carry_out(
        lambda: contact_persons.stop_asking(organisation_id), _("Nobody is asked for any more.")
    )
    return redirect(url_for(".organisation", organisation_id=organisation_id))
