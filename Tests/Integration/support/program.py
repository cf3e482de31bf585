"""The built program: where it is, and its commands that run and end."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def binary() -> Path:
    """The program under test: DAYBOOK_BINARY, else the debug product of this repository."""
    path = Path(os.environ.get("DAYBOOK_BINARY", REPOSITORY / ".build" / "debug" / "daybook")).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not built; run: swift build --product daybook")
    return path


def run(
    *arguments: str | Path, prefix: tuple[str, ...] = (), seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """Runs one command to its end. `prefix` is put before it, such as `setpriv --no-new-privs`."""
    command = [*prefix, str(binary()), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)


def run_well(*arguments: str | Path, prefix: tuple[str, ...] = (), seconds: float = 60) -> str:
    """Runs one command that has to succeed; returns what it printed."""
    result = run(*arguments, prefix=prefix, seconds=seconds)
    assert result.returncode == 0, (
        f"{result.args} ended with {result.returncode}:\n{result.stdout}{result.stderr}"
    )
    return result.stdout
