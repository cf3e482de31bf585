"""Audit files as a database server writes them, and what was collected of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from support.audit import AuditLog
from support.installation import Installation
from support.program import run

# Events that happened a little while ago, a millisecond apart.
START = int(time.time()) - 1_500


def message(number: int) -> bytes:
    """A line in MongoDB's shape, spaced as Percona Server spaces it."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(START + number // 1_000))
    event = {
        "atype": "authCheck",
        "ts": {"$date": f"{moment}.{number % 1_000:03d}+00:00"},
        "local": {"ip": "127.0.0.1", "port": 27017},
        "remote": {"ip": "10.0.0.7", "port": 5},
        "users": [{"user": "eve", "db": "admin"}],
        "roles": [],
        "param": {
            "command": "find",
            "ns": "shop.orders",
            "args": {"find": "orders", "filter": {"n": number}},
        },
        "result": 0,
    }
    return json.dumps(event, separators=(", ", " : ")).encode() + b"\n"


def append(path: Path, *lines: bytes) -> None:
    with path.open("ab") as file:
        file.write(b"".join(lines))


def numbers(installation: Installation) -> list[int]:
    """What was collected, in the order of the log."""
    found = []
    for event in AuditLog(installation).sealed_events():
        if event["atype"] == "authCheck" and event["daybook"].get("origin") == "server":
            param = event["param"]
            found.append(param["unmapped"]["n"] if "unmapped" in param else param["args"]["filter"]["n"])
    return found


def count(installation: Installation) -> int:
    result = run(
        "query", "audit", "--data", installation.folder, "--instance", installation.instance_id,
        "--where", 'connection = 0 and command != "auditCollect"', "--count",
    )  # fmt: skip
    return int(result.stdout) if result.returncode == 0 else -1


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not within time"
        time.sleep(0.2)
