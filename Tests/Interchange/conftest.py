"""Compares our Parquet files with those of pyarrow, DuckDB and ClickHouse, in both directions.

    pip install -r requirements.txt && pytest

The probe is built by `swift build` unless the environment names one in PARQUET_PROBE.
"""

import json
import os
import pathlib
import subprocess

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parents[2]


class Probe:
    """Runs `parquet-probe`."""

    def __init__(self, path):
        self.path = path

    def run(self, *arguments):
        result = subprocess.run(
            [self.path, *map(str, arguments)], capture_output=True, text=True, timeout=300
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def lines(self, *arguments):
        return [json.loads(line) for line in self.run(*arguments).splitlines()]

    def rewrite(self, source, target, *options):
        self.run("rewrite", source, target, *options)
        return target


@pytest.fixture(scope="session")
def probe():
    path = os.environ.get("PARQUET_PROBE")
    if path is None:
        build = ["swift", "build", "--product", "parquet-probe"]
        subprocess.run(build, cwd=PACKAGE, check=True, stdout=subprocess.DEVNULL)
        folder = subprocess.run(
            ["swift", "build", "--show-bin-path"], cwd=PACKAGE, check=True, capture_output=True, text=True
        ).stdout.strip()
        path = f"{folder}/parquet-probe"
    return Probe(path)
