"""Commands that keep the site running."""

from __future__ import annotations

import os
import signal
import threading
from datetime import datetime

import click

from forum.commands import context


@click.command(help="Serves the site; with the embedded database it also does the work behind it.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    from forum import config
    from forum.base import logs
    from forum.commands import serving

    settings = serving.at_address(config.from_environment(), host, port)
    logs.set_up()
    serving.make_ready(settings)
    serving.serve_site(
        settings,
        host=host,
        port=port,
        workers=workers,
        on_ready=lambda: print(f"Praxisforum is ready: {settings.base_url}/", flush=True),
    )


@click.command(help="Does the work behind the site: mail, and what is due each minute.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--parent", type=int, hidden=True)
def worker(threads: int, parent: int | None) -> None:
    from forum.app import create_app
    from forum.base import jobs, logs

    logs.set_up()
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    app = create_app()
    with app.app_context():
        context.require_tables()
    with jobs.working(app, workers=threads) as consumer:
        while not ended.wait(1.0):
            consumer.check_worker_health()
            if parent is not None and os.getppid() != parent:
                break


@click.command(help="Does everything that is due; safe to repeat.")
@click.option("--as-of", metavar="ISO-TIME", help="As if it were this time, e.g. 2026-12-03T09:00.")
@context.with_app
def maintenance(as_of: str | None) -> None:
    from forum.commands import work

    work.maintain(None if as_of is None else _moment(as_of))


def _moment(text: str) -> datetime:
    from forum.base import clock

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(
            f"{text} is not a time: write it like 2026-12-03T09:00 (Germany) or with an offset"
        ) from None
    return moment if moment.tzinfo else clock.from_berlin(moment)


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    for command in (serve, worker, maintenance):
        group.add_command(command)
