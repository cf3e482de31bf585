"""Audit files that a database server writes itself, followed into the log of its node."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from support.audit import AuditLog
from support.audit_files import START, append, count, message, numbers, wait_for
from support.compression import zstd_frame
from support.installation import DaybookServer, Installation
from support.processes import ServerProcess
from support.program import binary, run


def ocsf(number: int) -> bytes:
    event = {
        "activity_id": 2,
        "category_uid": 6,
        "class_uid": 6003,
        "time": START * 1_000 + number,
        "severity_id": 1,
        "type_uid": 600302,
        "metadata": {"version": "1.0.0", "product": "MongoDB Server"},
        "actor": {"user": {"type_id": 1, "name": "admin.eve", "groups": [{"name": "admin.root"}]}},
        "src_endpoint": {"ip": "10.0.0.7", "port": 5},
        "dst_endpoint": {"ip": "127.0.0.1", "port": 27017},
        "api": {"operation": "find", "request": {"uid": "shop.orders"}, "response": {"code": 0}},
        "unmapped": {"atype": "authCheck", "n": number},
    }
    return json.dumps(event).encode() + b"\n"


@pytest.fixture
def running(own_installation: Installation) -> DaybookServer:
    return own_installation.serve()


@pytest.fixture
def files(folder: Path) -> Path:
    """The file that the server writes to."""
    place = folder / "audit"
    place.mkdir()
    return place / "audit.json"


def options(installation: Installation) -> list[str]:
    return ["--instance", installation.instance_id, "--node", installation.node_id]


def collect_once(installation: Installation, files: Path) -> subprocess.CompletedProcess[str]:
    return run("collect", files, "--data", installation.folder, *options(installation), "--once")


class Follower(ServerProcess):
    """`daybook collect` in the background."""

    def __init__(self, installation: Installation, files: Path) -> None:
        command = [str(binary()), "collect", str(files), "--data", str(installation.folder)]
        super().__init__("the collector", command + options(installation), files.with_name("collect.log"))


def test_both_shapes_are_collected_once(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, message(1), ocsf(2), message(3))
    result = collect_once(own_installation, files)
    assert (result.returncode, result.stdout) == (0, "3 events collected\n"), result.stderr
    assert collect_once(own_installation, files).stdout == "0 events collected\n"
    append(files, message(4))
    assert collect_once(own_installation, files).stdout == "1 events collected\n"
    assert numbers(own_installation) == [1, 2, 3, 4]
    events = AuditLog(own_installation).sealed_events()
    (first, *_) = [event for event in events if event["atype"] == "authCheck"]
    assert first["users"] == [{"user": "eve", "db": "admin"}] and first["param"]["ns"] == "shop.orders"
    assert first["daybook"] == {"type": "query", "origin": "server"}


def test_a_bad_line_is_counted_and_named(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, message(1), b"nonsense\n", message(2), b'{"atype":"x"}\n')
    result = collect_once(own_installation, files)
    assert result.returncode == 1
    assert result.stdout == "2 events collected; lines refused: 2\n"
    assert f"{files}, line 2 behind byte 0, column 1: the line is no JSON" in result.stderr
    assert "line 4" in result.stderr and "ts is missing" in result.stderr
    marks = [
        event for event in AuditLog(own_installation).sealed_events() if event["atype"] == "auditCollect"
    ]
    assert [mark["param"]["rejected"] for mark in marks] == [2]
    assert numbers(own_installation) == [1, 2]


def test_files_that_are_renamed_are_read_to_their_end(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, *map(message, range(10)))
    follower = Follower(own_installation, files)
    wait_for(lambda: count(own_installation) == 10)
    with files.open("ab") as still_open:
        files.rename(files.with_name("audit.json.1"))
        still_open.write(b"".join(map(message, range(10, 15))))
        still_open.flush()
        time.sleep(1)
        still_open.write(message(15))
    append(files, *map(message, range(16, 20)))
    wait_for(lambda: count(own_installation) == 20)
    follower.kill()
    assert numbers(own_installation) == list(range(20))


def test_files_that_are_copied_and_cut_off_are_read_to_their_end(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, *map(message, range(10)))
    follower = Follower(own_installation, files)
    wait_for(lambda: count(own_installation) == 10)
    for round_ in range(1, 4):
        append(files, *map(message, range(10 * round_, 10 * round_ + 8)))
        shutil.copyfile(files, files.with_name(f"audit.json.{round_}"))
        files.open("wb").close()
        append(files, *map(message, range(10 * round_ + 8, 10 * round_ + 10)))
    wait_for(lambda: count(own_installation) == 40)
    follower.kill()
    assert numbers(own_installation) == list(range(40))


def test_files_that_were_compressed_go_on_where_they_stood(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, *map(message, range(5)))
    assert collect_once(own_installation, files).stdout == "5 events collected\n"
    append(files, *map(message, range(5, 10)))
    files.with_name("audit.json.2.gz").write_bytes(gzip.compress(files.read_bytes()))
    second = b"".join(map(message, range(10, 20)))
    files.with_name("audit.json.1.zst").write_bytes(zstd_frame(second))
    files.write_bytes(message(20))
    assert collect_once(own_installation, files).stdout == "16 events collected\n"
    assert numbers(own_installation) == list(range(21))


def test_killed_at_any_moment_nothing_is_twice_and_nothing_is_missing(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    total = 60_000
    append(files.with_name("audit.json.1"), *map(message, range(total // 2)))
    append(files, *map(message, range(total // 2, total)))
    server = running
    for round_ in range(6):
        follower = Follower(own_installation, files)
        time.sleep(0.3 + 0.4 * round_)
        if round_ % 2:
            server.kill()
            follower.kill()
            server = own_installation.serve()
        else:
            follower.kill()
    result = collect_once(own_installation, files)
    assert result.returncode == 0, result.stderr
    assert numbers(own_installation) == list(range(total))


def test_a_collector_waits_for_its_server(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, message(0))
    follower = Follower(own_installation, files)
    wait_for(lambda: count(own_installation) == 1)
    running.kill()
    append(files, message(1))
    wait_for(lambda: "trying again" in follower.log_text())
    own_installation.serve()
    wait_for(lambda: count(own_installation) == 2)
    follower.kill()
    assert numbers(own_installation) == [0, 1]


def test_another_machine_needs_an_access_key_and_no_folder(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, *map(message, range(3)))
    key = files.with_name("key.json")
    names = ("access_key", "secret_key", "project_id")
    key.write_text(json.dumps({name: own_installation.facts[name] for name in names}))
    remote = ["--server", own_installation.control_url, "--credentials", key, *options(own_installation)]
    assert run("collect", files, *remote, "--once").stdout == "3 events collected\n"
    append(
        files, message(3).replace(b'"n" : 3', b'"n" : 3, "text" : "' + b"x" * 14_000_000 + b'"'), message(4)
    )
    assert run("collect", files, *remote, "--once").stdout == "2 events collected\n"
    key.write_text(
        json.dumps({"access_key": "A", "secret_key": "B", "project_id": own_installation.project_id})
    )
    refused = run("collect", files, *remote, "--once")
    assert refused.returncode == 1 and "refuses" in refused.stderr
    assert numbers(own_installation) == list(range(5))
    events = AuditLog(own_installation).sealed_events()
    longest = max(len(event["param"].get("args", {}).get("filter", {}).get("text", "")) for event in events)
    assert longest == 14_000_000


def test_a_file_that_went_uncollected_is_told_of(
    own_installation: Installation, running: DaybookServer, files: Path
) -> None:
    append(files, message(0))
    assert collect_once(own_installation, files).returncode == 0
    files.unlink()
    append(files, message(5))
    result = collect_once(own_installation, files)
    assert result.stdout == "1 events collected\n"
    assert "is lost" in result.stderr
    events = AuditLog(own_installation).sealed_events()
    marks = [event for event in events if event["atype"] == "auditCollect"]
    assert [mark["param"].get("lost") for mark in marks] == [None, True]
