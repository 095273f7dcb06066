"""A new forum."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.base.text import _
from forum.events import forms, service

bp = Blueprint("new_event", __name__)


@bp.route("/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    form = forms.NewForumForm()
    if form.does(lambda: service.create(**form.values())):
        flash(str(_("The forum has been created. Only organisers can see it so far.")))
        return redirect(url_for("workspace.event", slug=form.word))
    return render_template("events/new.html", form=form)
