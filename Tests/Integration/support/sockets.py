"""What a process has open."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

LISTENING = "0A"
KEEP_ALIVE = "02"
TICKS = os.sysconf("SC_CLK_TCK")


def descriptor_count(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def connection_count(pid: int, *, at: int, to: int) -> int:
    """Connections of a process that were made to its port `at`, or that it has made to the port `to`."""
    return len(keep_alive_seconds(pid, at=at, to=to))


def keep_alive_seconds(pid: int, *, at: int, to: int) -> list[float]:
    """Of each of these connections, how soon TCP asks whether the other side is there; 0: it does not."""
    held = set()
    for name in os.listdir(f"/proc/{pid}/fd"):
        with contextlib.suppress(FileNotFoundError):
            held.add(os.readlink(f"/proc/{pid}/fd/{name}"))
    seconds = []
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state, *rest = line.split()
        is_ours = f"socket:[{rest[5]}]" in held and state != LISTENING
        if is_ours and (port_of(local) == at or port_of(remote) == to):
            timer, jiffies = rest[1].split(":")
            seconds.append(int(jiffies, 16) / TICKS if timer == KEEP_ALIVE else 0)
    return seconds


def port_of(address: str) -> int:
    return int(address.split(":")[1], 16)
