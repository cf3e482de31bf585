"""MongoDB servers behind the node: SecantusDB, and a second one that others wrote."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pymongo

from support import ports
from support.processes import ServerProcess


class MongoServer(ServerProcess):
    """SecantusDB, which keeps its documents in memory or in a folder."""

    def __init__(
        self, folder: Path, *options: str, port: int | None = None, storage: str = ":memory:"
    ) -> None:
        self.port = port or ports.free_port()
        command = [
            str(Path(sys.prefix) / "bin" / "secantusd-py"),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--storage-path", storage, "--log-level", "ERROR"]
        # One server takes the documents of all tests, and refuses more than its cache holds.
        command += ["--cache-size", "4G", *options]
        super().__init__("the MongoDB server", command, folder / "mongodb.log")
        self.wait_until(lambda: ports.is_listening(self.port))

    def terminate(self, seconds: float = 30) -> int:
        """Asks it to stop. One that has to be killed is no failure: it is not what is tested."""
        try:
            return super().terminate(seconds)
        except AssertionError:
            return self.process.returncode

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}"


class NeoServer(ServerProcess):
    """NX-27017 over SQLite in memory: fewer features, and manners of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = ports.free_port()
        command = [
            str(Path(sys.prefix) / "bin" / "nx-27017"),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += [
            "--db",
            "memory",
            "--log-file",
            str(folder / "neo.log"),
            "--pid-file",
            str(folder / "neo.pid"),
        ]
        super().__init__("the second MongoDB server", command, folder / "neo.out")
        self.wait_until(lambda: ports.is_listening(self.port))

    @property
    def url(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}"


def connect(url: str, **options: Any) -> pymongo.MongoClient:
    """A driver with short waits, so that a fault shows as an error instead of a long silence."""
    return pymongo.MongoClient(
        url, **{"serverSelectionTimeoutMS": 5_000, "connectTimeoutMS": 5_000, **options}
    )
