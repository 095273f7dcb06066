"""Sentences that are translated where they are shown."""

import pytest

from forum.base import languages, shown
from forum.base.text import Text, _, _n
from tests import factories

NUMBERS = [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")]


def test_equal_sentences_are_equal():
    assert _("Hello %(name)s", name="Ümit") == _("Hello %(name)s", name="Ümit")
    assert _("Hello %(name)s", name="Ümit") != _("Hello %(name)s", name="Oda")
    assert _("Hello") != "Hello"
    assert len({_("Hello"), _("Hello")}) == 1


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
class TestShown:
    """In a reader's language."""

    @pytest.mark.parametrize(("number", "said"), NUMBERS)
    def test_numbers_choose_the_form(self, app, number, said):
        with app.test_request_context("/"), languages.in_language("en"):
            assert str(_n("%(num)s entry", "%(num)s entries", number)) == said

    def test_values_are_escaped_in_pages(self, app):
        with app.test_request_context("/"):
            made = Text("%(name)s", name="<b>")
            assert made.__html__() == "&lt;b&gt;"

    def test_days_and_times(self, app):
        at = factories.at(factories.date(2026, 12, 3), 9, 5)
        with app.test_request_context("/"), languages.in_language("de"):
            assert shown.day(at) == "Donnerstag, 3. Dezember 2026"
            assert shown.short_day(at) == "3. Dezember 2026"
            assert shown.time(at) == "9:05"
        with app.test_request_context("/"), languages.in_language("en"):
            assert shown.day(at) == "Thursday, 3 December 2026"

    def test_an_organisers_own_words(self, ctx):
        event = factories.event(title="Praxisforum", title_en="Practice forum", lead="Nur deutsch")
        with ctx.test_request_context("/"), languages.in_language("en"):
            assert (shown.own(event, "title"), shown.own(event, "lead")) == (
                "Practice forum",
                "Nur deutsch",
            )
        with ctx.test_request_context("/"), languages.in_language("de"):
            assert shown.own(event, "title") == "Praxisforum"

    def test_paragraphs_show_what_was_typed(self, app):
        made = shown.paragraphs("eins\nzwei\n\n<script>drei</script>")
        assert str(made) == (
            '<p class="pf-text">eins<br>zwei</p>\n'
            '<p class="pf-text">&lt;script&gt;drei&lt;/script&gt;</p>'
        )
