"""What a benchmark of a data path is told, and what asks."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path

from common.processes import compile_program

Numbers = dict[str, float]


def parser(name: str, description: str | None, rate: int, asked: str) -> argparse.ArgumentParser:
    """The options that all have in common.

    - asked: what is asked, in plural.
    """
    options = argparse.ArgumentParser(prog=f"python -m {name}", description=description)
    options.add_argument("--daybook", type=Path, required=True, help="the program, built for release")
    options.add_argument("--core", type=int, default=0, help="what is measured runs on it alone")
    options.add_argument("--connections", type=int, default=64)
    options.add_argument("--seconds", type=int, default=4, help="of each measurement")
    options.add_argument(
        "--rounds", type=int, default=5, help="each measures everything once; medians are reported"
    )
    options.add_argument("--rate", type=int, default=rate, help=f"{asked} a second where latency is measured")
    options.add_argument("--json", type=Path, help="where the result goes as well")
    return options


def cores_beside(core: int, process: int = 0) -> set[int]:
    """Where whoever asks runs: all cores that a process may use but the one that is measured, that one where there is no
    other. On the same core what is asked would pay for its client, and need not wake it up."""
    return os.sched_getaffinity(process) - {core} or {core}


def core_list(cores: set[int]) -> str:
    return ",".join(map(str, sorted(cores)))


class Load:
    """A program that asks, on other cores than what is measured."""

    def __init__(self, source: Path, folder: Path, cores: set[int]) -> None:
        self._command = ["taskset", "--cpu-list", core_list(cores), str(compile_program(source, folder))]

    def command(self, *words: object) -> list[str]:
        return [*self._command, *map(str, words)]

    def ask(self, *words: object) -> Numbers:
        asked = subprocess.run(self.command(*words), stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(asked.stdout)
