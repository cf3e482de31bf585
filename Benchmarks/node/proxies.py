"""What may stand between a client and its server."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

from common.processes import Process, free_port


class Proxy(Protocol):
    name: str
    port: int

    def processor_seconds(self) -> float: ...
    def resident_bytes(self) -> int: ...
    def stop(self) -> None: ...


class Nothing:
    """The server itself."""

    name = "nothing"

    def __init__(self, port: int) -> None:
        self.port = port

    def processor_seconds(self) -> float:
        return 0

    def resident_bytes(self) -> int:
        return 0

    def stop(self) -> None:
        pass


class RunningProxy:
    """A proxy with a process of its own."""

    _process: Process

    def processor_seconds(self) -> float:
        return self._process.processor_seconds()

    def resident_bytes(self) -> int:
        return self._process.resident_bytes()

    def stop(self) -> None:
        self._process.stop()


class Haproxy(RunningProxy):
    """A proxy of bytes that looks at none of them."""

    name = "haproxy, TCP mode"

    def __init__(self, upstream: int, core: str, folder: Path) -> None:
        program = shutil.which("haproxy") or "/usr/sbin/haproxy"
        self.port = free_port()
        configuration = folder / "haproxy.cfg"
        configuration.write_text(
            "global\n  nbthread 1\n  maxconn 9000\n"
            "defaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n"
            f"listen node\n  bind 127.0.0.1:{self.port}\n  server db 127.0.0.1:{upstream}\n"
        )
        self._process = Process([program, "-db", "-f", configuration], core, self.port)


class Daybook(RunningProxy):
    """The whole server; its node is what is asked."""

    def __init__(
        self, program: Path, upstream: int, core: str, folder: Path, recording: str, policy: bool = True
    ) -> None:
        self.name = f"daybook, {recording}"
        data = folder / recording.replace(" ", "-")
        self.port = free_port()
        ports = ["--control-port", str(free_port()), "--gateway-port", str(free_port())]
        made = subprocess.run(
            [program, "init", "--data", data, "--json", *(["--sample"] if policy else []), *ports]
            + ["--node-port", str(self.port), "--mongodb-upstream", f"mongodb://127.0.0.1:{upstream}"],
            capture_output=True,
            text=True,
            check=True,
        )
        self.facts = json.loads(made.stdout)
        environment = {"DAYBOOK_DOCUMENT_RECORDING": recording} if policy else {}
        command = [program, "serve", "--data", data]
        self._process = Process(command, core, self.port, environment, folder / f"{recording}.log")
