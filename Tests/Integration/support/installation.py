"""A data folder, and the server that works on it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from support import ports, program
from support.processes import ServerProcess


@dataclass(frozen=True)
class Api:
    """A published API of the sample."""

    id: str
    name: str
    method: str
    path: str
    auth_type: str
    example: dict[str, str]


class Installation:
    """What `daybook init` made, with the facts that it printed."""

    def __init__(self, folder: Path, facts: dict[str, Any]) -> None:
        self.folder = folder
        self.facts = facts

    @classmethod
    def make(cls, folder: Path, upstream: str | None = None) -> Installation:
        """Makes a data folder with the sample on free ports."""
        options = ["--data", str(folder), "--sample", "--json"]
        for name in ("control", "gateway", "node"):
            options += [f"--{name}-port", str(ports.free_port())]
        if upstream is not None:
            options += ["--mongodb-upstream", upstream]
        return cls(folder, json.loads(program.run_well("init", *options)))

    def __getattr__(self, name: str) -> Any:
        try:
            return self.facts[name]
        except KeyError:
            raise AttributeError(name) from None

    def api(self, auth_type: str) -> Api:
        """The sample's API with this kind of authentication."""
        return next(Api(**fact) for fact in self.facts["apis"] if fact["auth_type"] == auth_type)

    @property
    def database(self) -> Path:
        """The sample's SQLite file."""
        return self.folder / "sample" / "shop.sqlite"

    def token(self, *prefix: str) -> str:
        return program.run_well("token", "--data", self.folder, prefix=prefix).strip()

    def access_log_path(self, cluster: str | None = None, project: str | None = None) -> str:
        return f"/v1/{project or self.project_id}/service/instances/{cluster or self.cluster_id}/accesslog"

    def instance_path(self, rest: str, instance: str | None = None, project: str | None = None) -> str:
        return f"/v3/{project or self.project_id}/instances/{instance or self.instance_id}/{rest}"

    def serve(
        self,
        *options: str,
        prefix: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
        wait: bool = True,
    ) -> DaybookServer:
        server = DaybookServer(self, options, prefix, environment)
        if wait:
            server.wait_until(server.is_healthy)
        return server


class DaybookServer(ServerProcess):
    """`daybook serve` on one data folder; its log is kept beside the folder, over restarts."""

    def __init__(
        self,
        installation: Installation,
        options: tuple[str, ...] = (),
        prefix: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.installation = installation
        command = [*prefix, str(program.binary()), "serve", "--data", str(installation.folder), *options]
        log = installation.folder.with_name(installation.folder.name + ".log")
        super().__init__("daybook", command, log, {**os.environ, **(environment or {})})

    @property
    def pid(self) -> int:
        """Of the program itself, which has no children; `faketime` starts it as its own."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else self.process.pid

    def is_healthy(self) -> bool:
        return self.health() == 200

    def health(self) -> int:
        """The status of the health answer; 0 when nothing answers."""
        try:
            return requests.get(f"{self.installation.control_url}/health", timeout=5).status_code
        except requests.exceptions.RequestException:
            return 0

    def resident_bytes(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024
