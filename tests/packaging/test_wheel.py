"""The wheel alone, in an empty environment: everything is inside and it runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.imports import ROOT

pytestmark = pytest.mark.xdist_group("processes")
BIN = Path(sys.executable).parent
PARTS = ("forum", "templates", "migrations", ".ci", "pyproject.toml", "README.md", "LICENSE")


def run(*words: str | Path, cwd: Path) -> str:
    """Runs a program without any setting of ours; its output, once it has ended well."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FORUM_", "PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without touching the network or this environment."""
    target = tmp_path_factory.mktemp("wheel")
    source = target / "source"
    left_out = shutil.ignore_patterns("__pycache__", "*.gz", "*.mo")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, source / name)
    run(
        BIN / "uv", "build", "--quiet", "--wheel", "--no-build-isolation",
        "--python", sys.executable, "--out-dir", target, source, cwd=target,
    )  # fmt: skip
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def inside(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with what running needs, and an empty directory to run in."""
    place = tmp_path_factory.mktemp("installed")
    uv = BIN / "uv"
    run(uv, "venv", "--quiet", "--python", sys.executable, place / "venv", cwd=place)
    python = place / "venv" / "bin" / "python"
    locked = ROOT / "requirements" / "run.txt"
    run(
        uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", locked,
        cwd=place,
    )  # fmt: skip
    run(uv, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel, cwd=place)
    return place


def test_everything_is_inside(inside: set[str]):
    def of(folder: str, *suffixes: str) -> set[str]:
        found = (p for p in (ROOT / folder).rglob("*") if p.suffix in suffixes)
        return {str(path.relative_to(ROOT)) for path in found}

    templates = {f"forum/{name}" for name in of("templates", ".html", ".txt")}
    migrations = {f"forum/{name}" for name in of("migrations", ".py", ".ini", ".mako")}
    static = of("forum/static", ".css", ".js", ".svg", ".woff2", ".md", ".txt")
    compressed = {f"{name}.gz" for name in of("forum/static", ".css", ".js", ".svg")}
    catalogues = {name[:-3] + ".mo" for name in of("forum/translations", ".po")}
    papers = of("forum/documents", ".typ", ".ttf", ".txt")
    code = of("forum", ".py")
    wanted = templates | migrations | static | compressed | catalogues | papers | code
    assert wanted - inside == set()
    assert len(catalogues) == 1
    assert len(papers) == 15 + 7 + 2


def test_nothing_else_is_inside(inside: set[str]):
    tops = {name.split("/")[0] for name in inside}
    assert tops == {"forum", "praxisforum-0.1.0.dist-info"}
    assert [name for name in inside if "__pycache__" in name or name.endswith(".sqlite")] == []
    assert "praxisforum-0.1.0.dist-info/licenses/LICENSE" in inside


def test_it_runs_where_nothing_else_is(installed: Path):
    forum = installed / "venv" / "bin" / "forum"
    place = installed / "empty"
    place.mkdir()
    assert run(forum, "--version", cwd=place) == "Praxisforum, version 0.1.0\n"
    assert run(forum, "db", "upgrade", cwd=place).startswith("The database went from revision none")
    printed = run(forum, "demo", "--no-serve", cwd=place)
    assert "/workspace/sign-in/" in printed
    assert "/my/" in printed
    assert "/islands/" in printed
    assert (place / "instance" / "praxisforum.sqlite").exists()


def test_it_speaks_german(installed: Path):
    code = (
        "from forum.app import create_app; c = create_app().test_client();"
        "print(c.get('/workspace/sign-in', headers={'Accept-Language': 'de'}).text)"
    )
    place = installed / "speaking"
    place.mkdir()
    python = installed / "venv" / "bin" / "python"
    run(installed / "venv" / "bin" / "forum", "db", "upgrade", cwd=place)
    assert "Anmelden" in run(python, "-c", code, cwd=place)
