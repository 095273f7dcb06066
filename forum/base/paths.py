"""Where templates and migrations lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def _beside_or_inside(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = _beside_or_inside("templates")
MIGRATIONS = _beside_or_inside("migrations")
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
