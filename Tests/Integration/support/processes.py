"""Processes that a test starts and that never outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class ServerProcess:
    """A server of a test: started, watched until it is ready, stopped by its own process id."""

    running: list[ServerProcess] = []

    def __init__(
        self, name: str, command: list[str], log: Path, environment: dict[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = log
        self._output = log.open("ab")
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, env=environment
        )
        ServerProcess.running.append(self)

    @property
    def pid(self) -> int:
        return self.process.pid

    def log_text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise AssertionError(
                    f"{self.name} ended with {self.process.returncode}:\n{self.log_text()[-4000:]}"
                )
            assert time.monotonic() < deadline, (
                f"{self.name} is not ready after {seconds} s:\n{self.log_text()[-4000:]}"
            )
            time.sleep(0.02)

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def wait(self, seconds: float = 30) -> int:
        """The exit code, negative for a signal. Who does not end in time is killed, and the test fails."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(
                f"{self.name} did not end within {seconds} s:\n{self.log_text()[-4000:]}"
            ) from None
        finally:
            self._output.close()
            if self in ServerProcess.running:
                ServerProcess.running.remove(self)

    def terminate(self, seconds: float = 30) -> int:
        """Asks it to stop (SIGTERM) and waits; does nothing when it has ended already."""
        if self.process.poll() is None:
            self.send(signal.SIGTERM)
        return self.wait(seconds)

    def kill(self) -> int:
        """Ends it as a power cut would (SIGKILL)."""
        self.send(signal.SIGKILL)
        return self.wait()
