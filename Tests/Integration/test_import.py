"""`daybook import access`: lines of JSON into an access log, with and without a running server."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support import program
from support.compression import zstd_frame
from support.installation import Installation

DETAIL = (
    "__________Verification information________\nAPI authentication verification: completed.\n\n"
    "___________Parameter information__________\n[path parameter]:\n\n[header parameter]:\n\n"
    "[query  parameter]:\ncity : 柏林\n[body  parameter]:\n\n"
    "______________SQL information_______________\nSELECT 1 WHERE \"city\" = '柏林' limit 100 offset 0\n\n"
)


def line(number: int, **changes: Any) -> bytes:
    """A record as other tools export it: the id is that of a cluster, and no matter which."""
    record = {
        "id": f"{number % 4:032x}",
        "request_id": str(1_259_962_909_740_634_112 + number),
        "api_id": "a" * 32,
        "api_name": "orders_by_city",
        "app_id": None,
        "app_name": None,
        "access_time": 1_720_440_000_000 + number,
        "duration": 33,
        "status_code": "200",
        "error_code": None,
        "error_message": None,
        "detail": DETAIL,
        "in_flow_size": 1,
        "out_flow_size": 2,
        "out_total_size": 3,
        **changes,
    }
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


class Import:
    """The command on one data folder."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def arguments(self, file: Path | str, *options: str) -> list[str]:
        folder, cluster = self.installation.folder, self.installation.cluster_id
        return ["import", "access", str(file), "--data", str(folder), "--cluster", cluster, *options]

    def __call__(
        self, file: Path | str, *options: str, stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        command = [str(program.binary()), *self.arguments(file, *options)]
        return subprocess.run(command, input=stdin, capture_output=True, timeout=120)

    def json(self, file: Path | str, *options: str, stdin: bytes = b"", status: int = 0) -> dict[str, Any]:
        result = self(file, "--json", *options, stdin=stdin)
        assert result.returncode == status, result.stderr.decode()
        return json.loads(result.stdout)

    def kept(self) -> int:
        """How many records the log has, as `daybook query` counts them."""
        folder, cluster = self.installation.folder, self.installation.cluster_id
        answer = program.run_well(
            "query", "access", "--data", folder, "--cluster", cluster, "--count", "--json"
        )
        return json.loads(answer)["count"]


@pytest.fixture(params=["direct", "through the server"])
def importing(request: pytest.FixtureRequest, own_installation: Installation) -> Iterator[Import]:
    """The same command once with a server on the folder and once without."""
    server = own_installation.serve() if request.param != "direct" else None
    yield Import(own_installation)
    if server is not None:
        assert server.terminate() == 0


def test_all_lines_go_into_the_cluster_that_is_named(importing: Import, folder: Path) -> None:
    file = folder / "records.jsonl"
    file.write_bytes(b"".join(line(number) for number in range(10_000)))
    assert importing.json(file) == {
        "accepted": 10_000,
        "rejected": 0,
        "first_sequence": 1,
        "last_sequence": 10_000,
        "durable": True,
        "stopped": False,
        "errors": [],
    }
    assert importing.kept() == 10_000
    assert importing.json(file)["first_sequence"] == 10_001


def test_bad_lines_are_listed_with_number_and_reason_and_stop_nothing(
    importing: Import, folder: Path
) -> None:
    file = folder / "records.jsonl"
    file.write_bytes(
        line(1)
        + b"{\n"
        + line(2, duration="33")
        + b"\n"
        + line(3).replace(b'"request_id"', b'"id_of_request"')
        + line(4)
        + b"\xff\n"
    )
    answer = importing.json(file, status=1)
    assert (answer["accepted"], answer["rejected"], answer["stopped"]) == (2, 4, False)
    assert [error["line"] for error in answer["errors"]] == [2, 3, 5, 7]
    assert "duration must be a whole number" in answer["errors"][1]["reason"]
    assert answer["errors"][2]["reason"] == "request_id is missing"
    assert answer["errors"][3]["reason"] == "the text is not UTF-8"
    assert importing.kept() == 2
    result = importing(file)
    assert result.returncode == 1
    assert b"2 records accepted" in result.stdout and b"lines refused: 4" in result.stdout
    assert b"line 5, column " in result.stderr and b"request_id is missing" in result.stderr


def test_a_strict_import_stops_at_the_first_bad_line(importing: Import, folder: Path) -> None:
    file = folder / "records.jsonl"
    file.write_bytes(line(1) + line(2) + b"not a record\n" + line(3))
    answer = importing.json(file, "--strict", status=1)
    assert (answer["accepted"], answer["rejected"], answer["stopped"]) == (2, 1, True)
    assert [error["line"] for error in answer["errors"]] == [3]
    assert importing.kept() == 2


@pytest.mark.parametrize("compress", [gzip.compress, zstd_frame, bytes], ids=["gzip", "zstd", "plain"])
def test_compressed_records_are_read_from_file_and_standard_input(
    importing: Import, folder: Path, compress: Any
) -> None:
    content = compress(b"".join(line(number) for number in range(3_000)))
    file = folder / "records"
    file.write_bytes(content)
    assert importing.json(file)["accepted"] == 3_000
    assert importing.json("-", stdin=content)["accepted"] == 3_000
    assert importing.kept() == 6_000


def test_a_compressed_file_that_ends_early_is_an_error(importing: Import, folder: Path) -> None:
    content = gzip.compress(b"".join(line(number) for number in range(3_000)))
    file = folder / "records.jsonl.gz"
    file.write_bytes(content[:-20])
    result = importing(file)
    assert result.returncode == 1
    assert b"damaged or ends too early" in result.stderr


def test_an_empty_file_is_no_error(importing: Import, folder: Path) -> None:
    file = folder / "records.jsonl"
    file.write_bytes(b"")
    answer = importing.json(file)
    assert (answer["accepted"], answer["first_sequence"], answer["last_sequence"]) == (0, None, None)


def test_a_missing_file_and_an_unknown_cluster_are_named(
    own_installation: Installation, folder: Path
) -> None:
    importing = Import(own_installation)
    result = importing(folder / "nothing.jsonl")
    assert result.returncode == 1 and b"nothing.jsonl" in result.stderr
    arguments = importing.arguments("-")
    arguments[arguments.index("--cluster") + 1] = "nowhere"
    result = program.run(*arguments)
    assert result.returncode == 1 and "no such cluster" in result.stderr


def test_progress_is_shown_on_a_terminal_only(own_installation: Installation, folder: Path) -> None:
    """Progress begins after two seconds, so the records come through a slow pipe."""
    importing = Import(own_installation)
    command = [str(program.binary()), *importing.arguments("-", "--json")]
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=other_end)
    os.close(other_end)
    assert process.stdin is not None
    shown = b""
    for number in range(400):
        process.stdin.write(b"".join(line(number * 100 + each) for each in range(100)))
        process.stdin.flush()
        if number % 20 == 0:
            # The terminal holds what is shown meanwhile; it is read at the end.
            subprocess.run(["sleep", "0.2"], check=True)
    process.stdin.close()
    while True:
        try:
            piece = os.read(terminal, 4_096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert process.wait(timeout=60) == 0
    assert b"MB read" in shown
    assert shown.rstrip().endswith(b"\x1b[K"), "the line of progress is taken away at the end"
