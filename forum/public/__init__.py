"""Pages that guests and participants open without an account."""

from flask import Flask


def init_app(app: Flask) -> None:
    from forum.accounts import views as accounts
    from forum.contacts import directory_views, entry_views, public_views, wish_views
    from forum.contacts import views as contact_views
    from forum.feedback import views as feedback
    from forum.public import (
        arrival_views,
        calendar_views,
        errors,
        hall_views,
        host_views,
        mailbox_views,
        my_views,
        next_step_views,
        outcome_views,
        result_views,
        site_views,
        views,
    )
    from forum.registration import address_views, consent_views, own_views
    from forum.registration import views as registration
    from forum.results import agreeing_views, capture_views, sending_views, table_views
    from forum.teams import views as teams

    errors.init_app(app)
    own = (my_views, own_views, consent_views, address_views, calendar_views)
    day = (hall_views, arrival_views)
    lists = (contact_views, entry_views, public_views, directory_views, wish_views)
    at_islands = (capture_views, agreeing_views, sending_views, table_views)
    after = (result_views, next_step_views, outcome_views, feedback)
    first = (views, site_views)
    others = (host_views, mailbox_views, registration, teams, accounts)
    for pages in (*first, *own, *others, *day, *at_islands, *lists, *after):
        app.register_blueprint(pages.bp)
