"""Processes of the bench: starting and ending them, counting CPU and memory of whole trees.

Reads /proc, so it needs Linux. CPU is user and system time of every live process of a tree and of
the children they have reaped; a worker that dies is not forgotten.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 60.0


class NotUp(Exception):
    """A server did not come up; the text says where its log lies."""


@dataclass(frozen=True)
class _Stat:
    parent: int
    seconds: float


def _stat(pid: int) -> _Stat | None:
    try:
        content = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = content[content.rindex(")") + 2 :].split()
    return _Stat(int(fields[1]), sum(int(field) for field in fields[11:15]) / TICKS)


def tree(roots: Iterable[int]) -> list[int]:
    """The live processes below and including the roots."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))):
            children.setdefault(stat.parent, []).append(int(entry.name))
    found: list[int] = []
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.append(pid)
            waiting += children.get(pid, [])
    return found


def children(pid: int) -> list[int]:
    """The live processes that this one has started itself."""
    return [one for one in tree([pid]) if (stat := _stat(one)) and stat.parent == pid]


def command(pid: int) -> str:
    """The command line of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def cpu(roots: Iterable[int]) -> float:
    """Seconds of CPU that the trees have used since they began."""
    return sum(stat.seconds for pid in tree(roots) if (stat := _stat(pid)))


def memory(pid: int, kind: str = "Pss") -> float:
    """MB of a process: "Pss" shares common pages among their owners, "Rss" does not."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    line = re.search(rf"^{kind}:\s+(\d+)", text, re.MULTILINE)
    return int(line[1]) / 1024 if line else 0.0


def peak(pid: int) -> float:
    """The most MB that a process has held in memory so far."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    line = re.search(r"^VmHWM:\s+(\d+)", text, re.MULTILINE)
    return int(line[1]) / 1024 if line else 0.0


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plain() -> dict[str, str]:
    """The environment without anybody's own settings."""
    ours = ("FORUM_", "FLOOR_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def start(words: Sequence[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[str]:
    """Starts a command that goes on, in a process group of its own; it writes to `log`."""
    with log.open("a", encoding="utf-8") as out:
        return subprocess.Popen(
            words, env=dict(environment), stdout=out, stderr=out, text=True, start_new_session=True
        )


def until_answers(port: int, path: str, process: subprocess.Popen[str], log: Path) -> None:
    """Waits until the server answers this address.

    Raises:
        NotUp: it has ended, or takes too long.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(request)
            if line.recv(12).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.02)
    raise NotUp(f"port {port} does not answer, see {log}")


def end(process: subprocess.Popen[str]) -> None:
    """Asks a process to end, and insists with its whole group where it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def kill(pid: int) -> None:
    """Ends a process as a crash would."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
