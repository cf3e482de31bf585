"""Programs that are measured, or measure."""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import socket
import statistics
import subprocess
import time
from pathlib import Path

DESCRIPTORS = 20_000
"""Files that a process may have open: two for each idle connection, and some."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def compile_program(source: Path, folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("clang")
    if compiler is None:
        raise SystemExit("no C compiler is installed")
    program = folder / source.stem
    subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source], check=True)
    return program


def _allow_descriptors() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if most == resource.RLIM_INFINITY else min(DESCRIPTORS, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


_allow_descriptors()


class Process:
    """Runs on the cores given until it is stopped, by its own process id."""

    def __init__(
        self,
        command: list[object],
        cores: str,
        port: int,
        environment: dict[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        output = log.open("ab") if log else subprocess.DEVNULL
        self._process = subprocess.Popen(
            ["taskset", "--cpu-list", cores, *map(str, command)],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        # Nothing that was started outlives a benchmark that fails on its way.
        atexit.register(self.stop)
        deadline = time.monotonic() + 30
        while not self._listens(port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                reason = log.read_text() if log else "it says nothing"
                raise SystemExit(f"{command[0]} does not listen on {port}: {reason}")
            time.sleep(0.05)

    @staticmethod
    def _listens(port: int) -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


def sync_microseconds(folder: Path) -> float:
    """The median of syncs of 4 KiB, each written over what is there already."""
    file = folder / "sync"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    os.write(descriptor, bytes(1 << 20))
    os.fsync(descriptor)
    times = []
    for number in range(200):
        os.pwrite(descriptor, bytes([number % 251]) * 4_096, number % 256 * 4_096)
        start = time.perf_counter()
        os.fdatasync(descriptor)
        times.append((time.perf_counter() - start) * 1e6)
    os.close(descriptor)
    return statistics.median(times)
