"""Pages that guests and participants open without an account."""

from flask import Flask


def init_app(app: Flask) -> None:
    from forum.accounts import views as accounts
    from forum.contacts import directory_views, entry_views, public_views, wish_views
    from forum.contacts import views as contact_views
    from forum.public import (
        arrival_views,
        calendar_views,
        errors,
        hall_views,
        host_views,
        mailbox_views,
        my_views,
        site_views,
        views,
    )
    from forum.registration import address_views, consent_views, own_views
    from forum.registration import views as registration

    errors.init_app(app)
    own = (my_views, own_views, consent_views, address_views, calendar_views)
    day = (hall_views, arrival_views)
    lists = (contact_views, entry_views, public_views, directory_views, wish_views)
    for pages in (
        views,
        site_views,
        *own,
        host_views,
        mailbox_views,
        registration,
        accounts,
        *day,
        *lists,
    ):
        app.register_blueprint(pages.bp)
