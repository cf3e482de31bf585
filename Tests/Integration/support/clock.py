"""Programs that believe in another time."""

from __future__ import annotations

import shutil

import pytest


def shifted(offset: str) -> tuple[str, ...]:
    """What to put before a command so that its clock is ahead (`+8d`) or behind (`-25h`)."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed; run scripts/install-test-dependencies")
    return ("faketime", "-f", offset)
