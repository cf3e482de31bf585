"""A file system that can be full: it lives in a mount namespace of its own, so nothing of it stays behind."""

from __future__ import annotations

import base64
import errno
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from support.processes import ServerProcess

# Text that takes room on a disk: the journal compresses what it can.
BULK = base64.b64encode(random.Random(5).randbytes(300_000)).decode()

_NAMESPACE = ("--mount",) if os.geteuid() == 0 else ("--mount", "--user", "--map-root-user")


class SmallDisk:
    """Puts the content of a folder on a small file system, seen by those who start with `prefix`."""

    def __init__(self, folder: Path, spare_bytes: int) -> None:
        probe = ["unshare", *_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        if subprocess.run(probe, capture_output=True, check=False).returncode != 0:
            pytest.skip("no file system can be mounted here, not even in a namespace of its own")
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) + spare_bytes
        copy = folder.with_name(folder.name + ".copy")
        shutil.copytree(folder, copy)
        script = (
            'mount -t tmpfs -o "size=$1,mode=700" tmpfs "$2"'
            ' && cp -a "$3/." "$2" && touch "$2/.ready" && exec sleep 600'
        )
        command = ["unshare", *_NAMESPACE, "bash", "-c", script, "-", str(size), str(folder), str(copy)]
        self._holder = ServerProcess("the small disk", command, folder.with_name("disk.log"))
        self.inside = Path(f"/proc/{self._holder.pid}/root{folder}")
        self._holder.wait_until((self.inside / ".ready").exists)
        self._filler = self.inside / "filler"

    @property
    def prefix(self) -> tuple[str, ...]:
        user = () if os.geteuid() == 0 else ("--user", "--preserve-credentials")
        return ("nsenter", "--target", str(self._holder.pid), "--mount", *user)

    def fill(self) -> None:
        """Takes all the room that is left."""
        with self._filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4_096))
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def free(self) -> None:
        self._filler.unlink()
