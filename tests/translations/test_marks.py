"""Every word that people see can be translated."""

import pytest

from tests.support import visible
from tests.support.imports import ROOT, modules


def test_templates_say_nothing_untranslated():
    found = {
        str(path.relative_to(ROOT)): words
        for path in sorted((ROOT / "templates").rglob("*.*"))
        if (words := visible.in_template(path.read_text("utf-8"), is_html=path.suffix == ".html"))
    }
    assert found == {}


def test_code_says_nothing_untranslated():
    found = {
        name: words
        for name, text in modules()
        if not name.startswith("forum.commands") and (words := visible.in_python(text))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{{ _("Hello") }}, {{ name }}</p>', []),
        ("<p>{% trans %}Hello{% endtrans %}</p>", []),
        ('<a href="/x" aria-label="Close">×</a>', ["Close"]),
        ('<img src="x" alt="{{ _("A map") }}">', []),
        ('<input placeholder="Name"{% if x %} required{% endif %}>', ["Name"]),
        ('{{ notice("success", "It is saved") }}', ["It is saved"]),
        ('{{ button("Save") }}', ["Save"]),
        ('<p class="pf-text{% if x %} pf-muted{% endif %}">{{ y }}</p>', []),
        ('<svg class="{{ "pf-a pf-b" if x else "" }}"></svg>', []),
        ("<strong>Praxisforum</strong>", []),
        ("<script>var words</script><code>forum serve</code>", []),
    ],
)
def test_the_search_in_templates(text: str, found: list[str]):
    assert visible.in_template(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('raise Refused("No")', ["No"]),
        ('raise Refused(_("No"))', []),
        ('name = LineField("Your name")', ["Your name"]),
        ('flash(str(_("Saved")))', []),
    ],
)
def test_the_search_in_code(text: str, found: list[str]):
    assert visible.in_python(text) == found
