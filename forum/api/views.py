"""Whether the site lives and is ready to work, for whoever watches over it."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.base.database import db

bp = Blueprint("api", __name__)


@bp.get("/health/live")
def live() -> ResponseReturnValue:
    return jsonify(status="ok")


@bp.get("/health/ready")
def ready() -> ResponseReturnValue:
    try:
        db.session.execute(text("SELECT 1 FROM site LIMIT 1"))
    except SQLAlchemyError:
        return jsonify(status="no database"), 503
    return jsonify(status="ok")
