"""`forum organiser invite`: the first step on an empty instance."""

from email import message_from_bytes, policy

import pytest

from forum.app import create_app
from forum.commands.serving import put_away
from forum.config import from_environment
from tests.support.clients import Client, submit
from tests.support.programs import Program


def test_the_printed_link_signs_in(ready: Program):
    answer = ready.run("organiser", "invite", "oda@stadt.example", "--name", "Oda Ordner")
    assert answer.returncode == 0
    first, link = answer.stdout.splitlines()
    assert first == "Oda Ordner can sign in within 15 minutes, once, with this link:"
    app = create_app(from_environment(ready.environment))
    client = Client(app)
    assert submit(client, link).url == "/workspace/"
    put_away(app)


def test_the_mail_carries_the_same_link(ready: Program):
    answer = ready.run("organiser", "invite", "oda@stadt.example", "--name", "Oda Ordner")
    assert ready.run("maintenance").returncode == 0
    (kept,) = (ready.instance / "mailbox").glob("*.eml")
    message = message_from_bytes(kept.read_bytes(), policy=policy.default)
    text = message.get_body(("plain",)).get_content()
    assert message["To"] == "oda@stadt.example"
    assert answer.stdout.splitlines()[1] in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nicht-adresse", "--name", "A"], "forum: nicht-adresse is not an e-mail address:"),
        (["a@b.example", "--name", "  "], "forum: --name must be a name of at most 200"),
        (["a@b.example", "--name", "x" * 201], "forum: --name must be a name of at most 200"),
    ],
)
def test_bad_input_is_one_line(ready: Program, words, said):
    answer = ready.run("organiser", "invite", *words)
    assert answer.returncode == 2
    (line,) = answer.stderr.splitlines()
    assert line.startswith(said)


def test_a_role_that_is_none(ready: Program):
    answer = ready.run("organiser", "invite", "a@b.example", "--name", "A", "--role", "queen")
    assert answer.returncode == 2
    assert "'queen' is not one of 'organiser', 'reader'" in answer.stderr
    assert "Traceback" not in answer.stderr
