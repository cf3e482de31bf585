"""The whole server with the sample's APIs, recorded and not."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from common.processes import Process, free_port


@dataclass(frozen=True)
class Call:
    """What is asked of a gateway."""

    name: str
    target: str


CALLS = [
    Call("one row by its key", "/shop/order?order_id=4711"),
    Call("ten rows of a script", "/shop/orders?status=paid&min_total=1000&limitValue=10"),
]


class Server:
    """An installation of its own, whose APIs all are recorded, or none is: an API's definition says which."""

    def __init__(self, program: Path, core: str, folder: Path, is_recorded: bool) -> None:
        self.name = "recorded" if is_recorded else "not recorded"
        self.is_recorded = is_recorded
        self._program = program
        self._data = folder / self.name.replace(" ", "-")
        self.port = free_port()
        ports = ["--control-port", free_port(), "--gateway-port", self.port, "--node-port", free_port()]
        self._run("init", "--sample", *ports)
        self._define()
        log = folder / f"{self._data.name}.log"
        self._process = Process([program, "serve", "--data", self._data], core, self.port, log=log)

    def _run(self, *words: object) -> str:
        command = [*map(str, (self._program, *words, "--data", self._data))]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout

    def _define(self) -> None:
        """Nobody is verified, so that what is left of a call is as little as there can be."""
        catalog = sqlite3.connect(self._data / "catalog.sqlite")
        with catalog:
            for api, text in catalog.execute("SELECT id, definition FROM apis").fetchall():
                definition = {**json.loads(text), "authentication": "NONE", "isLogged": self.is_recorded}
                catalog.execute("UPDATE apis SET definition = ? WHERE id = ?", (json.dumps(definition), api))
        catalog.close()

    def check(self, call: Call) -> None:
        """Asks once, and sees that the answer has rows and that it was recorded, or not."""
        before = self.record_count()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{call.target}", timeout=10) as answer:
            body = json.load(answer)
        if not body["data"] or self.record_count() - before != int(self.is_recorded):
            raise SystemExit(f"{self.name}: {call.target} is not answered, or not recorded, as it should be")

    def record_count(self) -> int:
        cluster = json.loads((self._data / "credentials.json").read_text())["cluster_id"]
        return int(
            json.loads(self._run("query", "access", "--cluster", cluster, "--count", "--json"))["count"]
        )

    def seal(self) -> float:
        """Closes what is open; returns the seconds of processor that the server took for it."""
        before = self.processor_seconds()
        self._run("seal")
        # The kernel counts in hundredths of a second, and a thread may be on its way to sleep.
        time.sleep(0.02)
        return self.processor_seconds() - before

    def processor_seconds(self) -> float:
        return self._process.processor_seconds()

    def stop(self) -> None:
        self._process.stop()
