"""Compiles the translations and compresses the static files, in place and for the wheel."""

import gzip
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPRESSED = {".css", ".js", ".svg"}


class PraxisforumBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root) / "forum"
        made = [self._compile(po) for po in root.glob("translations/*/LC_MESSAGES/*.po")]
        assets = [a for a in (root / "static").rglob("*") if a.suffix in COMPRESSED]
        made += [self._compress(asset) for asset in assets]
        build_data["artifacts"] += [str(path.relative_to(self.root)) for path in made]

    @staticmethod
    def _compile(po: Path) -> Path:
        with po.open("rb") as source:
            catalogue = read_po(source)
        mo = po.with_suffix(".mo")
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        return mo

    @staticmethod
    def _compress(asset: Path) -> Path:
        target = asset.with_name(asset.name + ".gz")
        target.write_bytes(gzip.compress(asset.read_bytes(), compresslevel=9, mtime=0))
        return target
