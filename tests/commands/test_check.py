"""`forum check`: what is wrong or unsafe, a line each."""

from __future__ import annotations

import pytest

from tests.support.programs import Program
from tests.support.smtp import mail_server

GOOD = {
    "FORUM_BASE_URL": "https://forum.stadt.example",
    "FORUM_SECRET_KEY": "k" * 48,
    "FORUM_TRUSTED_PROXIES": "1",
    "FORUM_MAIL_SENDER": "forum@stadt.example",
    "FORUM_INBOX_URL": "pipe",
}


def test_all_is_well(ready: Program, smtp):
    answer = ready.run("check", **GOOD, FORUM_MAIL_URL=smtp.url)
    assert (answer.returncode, answer.stdout) == (0, "Everything is in order.\n")


def test_a_bare_instance(program: Program):
    answer = program.run("check")
    beginnings = [line.split()[0] for line in answer.stdout.splitlines()]
    assert answer.returncode == 1
    assert beginnings == [
        "FORUM_BASE_URL",
        "FORUM_SECRET_KEY",
        "FORUM_MAIL_SENDER:",
        "FORUM_MAIL_URL",
        "FORUM_INBOX_URL",
        "The",
    ]
    assert answer.stdout.splitlines()[-1] == (
        "The database is not up to date. Run: forum db upgrade"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"FORUM_BASE_URL": "http://forum.stadt.example"}, "does not begin with https"),
        ({"FORUM_BASE_URL": "forum.stadt.example"}, "must be the address of the site"),
        ({"FORUM_SECRET_KEY": "short"}, "FORUM_SECRET_KEY is short"),
        ({"FORUM_TRUSTED_PROXIES": "0"}, "https needs a proxy in front"),
        ({"FORUM_TRUSTED_PROXIES": "many"}, "must be the number of proxies"),
        ({"FORUM_MAIL_SENDER": "forum@localhost"}, "nobody can answer to forum@localhost"),
        ({"FORUM_MAIL_URL": "smtp://127.0.0.1:1"}, "127.0.0.1:1 cannot be used"),
        ({"FORUM_MAIL_URL": "mail.stadt.example"}, "must look like smtp://"),
        ({"FORUM_DATABASE_URL": "mysql://x/y"}, "must begin with sqlite"),
        ({"FORUM_DATABASE_URL": "postgresql://a@127.0.0.1:1/x"}, "cannot be reached"),
        ({"FORUM_INBOX_URL": ""}, "answers from calendars and mails that come back do not"),
        ({"FORUM_INBOX_URL": "imaps://a:b@127.0.0.1:1"}, "mailbox at 127.0.0.1:1 cannot be used"),
        ({"FORUM_INBOX_URL": "imap://a:b@127.0.0.1"}, "must look like imaps://"),
        ({"FORUM_QUEUE_URL": "sqlite:////nowhere/at/all.sqlite"}, "the queue cannot be reached"),
    ],
)
def test_one_fault_one_line(ready: Program, smtp, change, said):
    answer = ready.run("check", **{**GOOD, "FORUM_MAIL_URL": smtp.url, **change})
    (line,) = answer.stdout.splitlines()
    assert (answer.returncode, said in line) == (1, True)


def test_a_server_that_nobody_vouches_for(ready: Program):
    with mail_server(encrypted=True) as server:
        answer = ready.run("check", **GOOD, FORUM_MAIL_URL=f"{server.url}?tls=starttls")
    assert answer.returncode == 1
    assert "certificate verify failed" in answer.stdout
