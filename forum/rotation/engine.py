"""Runs the planner's inner loops: compiled where numba is there, else as plain Python.

The functions are the same ones; compiled they work on arrays, plain on lists, and both give the
same plan. Nothing heavy is imported before `engine_for` is called.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

ROOMS = ("flow", "seating", "proposing", "judging", "annealing")

OUTER = frozenset(("arrange", "fill", "search", "reach", "advance", "anneal", "breaches", "seat"))
"""What is called a few times only; everything else is compiled into its caller."""
ALLOCATING = frozenset(("fill", "search", "reach"))
"""What makes lists. All others need not count who uses an array, which takes most of their time:
each call would count some forty arrays up and down."""


class Engine:
    """The inner loops by name, and the arrays they work on."""

    def __init__(
        self,
        functions: dict[str, Any],
        array: Callable[[Sequence[int], int], Any],
        zeros: Callable[[int, int], Any],
    ) -> None:
        self.functions = functions
        self._array = array
        self.zeros = zeros

    @property
    def is_compiled(self) -> bool:
        """Whether the loops are machine code."""
        return not isinstance(self.functions["fill"], FunctionType)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.functions[name]
        except KeyError:
            raise AttributeError(name) from None

    def listed(self, array: Any) -> list[int]:
        """An array as a list."""
        return list(array) if isinstance(array, list) else array.tolist()

    def fractions(self, values: list[float]) -> Any:
        """Fractions as the inner loops want them."""
        return self._array(values, 0)  # type: ignore[arg-type]

    def array(self, values: Sequence[int], size: int = 8) -> Any:
        """Whole numbers of `size` bytes each, as the inner loops want them."""
        return self._array(values, size)


def engine_for(folder: Path | None = None, *, compiled: bool = True) -> Engine:
    """The fastest engine there is. What is compiled is kept in `folder` for the next process.

    The first use compiles for some seconds. Without numba, or with `compiled=False`, the loops run
    as plain Python.
    """
    if compiled and importlib.util.find_spec("numba") is not None:
        return _compiled(folder.resolve() if folder else None)
    return _plain()


def _kernels() -> list[FunctionType]:
    rooms = [importlib.import_module(f"forum.rotation.{room}") for room in ROOMS]
    return [function for room in rooms for function in room.KERNELS]


@cache
def _plain() -> Engine:
    functions = {one.__name__: one for one in _kernels()}
    return Engine(functions, lambda values, _size: list(values), lambda number, _size: [0] * number)


@cache
def _compiled(folder: Path | None) -> Engine:
    import numba
    import numpy as np

    if folder is not None:
        vars(numba.config)["CACHE_DIR"] = str(folder / f"rotation-{_edition(numba.__version__)}")
    kernels = _kernels()
    shared: dict[str, Any] = {}
    for function in kernels:
        shared.update(function.__globals__)
    functions: dict[str, Any] = {}
    for function in kernels:
        name = function.__name__
        options: dict[str, Any] = {
            "cache": folder is not None,
            "error_model": "numpy",
            "forceinline": name not in OUTER,
            "_nrt": name in ALLOCATING,
        }
        copy = FunctionType(function.__code__, shared, name)
        shared[name] = functions[name] = numba.njit(**options)(copy)
    kinds = {0: np.float64, 1: np.int8, 4: np.int32, 8: np.int64}

    def array(values: Sequence[int], size: int) -> Any:
        if isinstance(values, bytearray):
            return np.frombuffer(values, dtype=np.int8).copy()
        return np.array(values, dtype=kinds[size])

    return Engine(functions, array, lambda number, size: np.zeros(number, dtype=kinds[size]))


def _edition(version: str) -> str:
    """Changes with every change of the inner loops, which a cache must not outlive."""
    text = version
    for room in (*ROOMS, "engine", "state"):
        source = importlib.util.find_spec(f"forum.rotation.{room}")
        if source is not None and source.origin is not None:
            text += Path(source.origin).read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()[:12]
