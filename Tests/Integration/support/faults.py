"""System calls of a program that fail."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def failing(call: str, error: str, when: str, path: Path) -> tuple[str, ...]:
    """What to put before a command so that a call on a file fails: `3` the third, `3+` from the third on.

    The path counts, whatever file has it at the time of the call; each thread counts its own calls.
    """
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed; run scripts/install-test-dependencies")
    if (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        != 0
    ):
        pytest.skip("no process may be traced here")
    injection = f"inject={call}:error={error}:when={when}"
    return ("strace", "-f", "-qq", "-o", "/dev/null", "-P", str(path), "-e", f"trace={call}", "-e", injection)
