"""What every test may ask for; each piece lives in tests/support."""

import pytest

pytest.register_assert_rewrite("tests.support", "tests.factories")

pytest_plugins = [
    "tests.support.clocks",
    "tests.support.databases",
    "tests.support.sites",
    "tests.support.queries",
    "tests.support.people",
    "tests.support.smtp",
    "tests.support.browser",
    "tests.support.populated",
    "tests.support.programs",
    "tests.support.readers.together",
]
