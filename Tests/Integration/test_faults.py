"""Faults around the program: a clear error, traffic where it can go on, nothing acknowledged lost."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pymongo.errors import PyMongoError

from support import ports
from support.disk import BULK, SmallDisk
from support.faults import failing
from support.gateway import Gateway
from support.installation import Installation
from support.ledger import logged_calls, logged_inserts
from support.load import Load
from support.mongodb import MongoServer, connect
from support.program import run
from support.signing import signed_call

# The upstream


def test_an_error_names_the_upstream_that_is_down(folder: Path) -> None:
    upstream = MongoServer(folder)
    installation = Installation.make(folder / "data", upstream.url)
    server = installation.serve()
    with connect(installation.node_url, appname="before") as client:
        client["shop"]["orders"].insert_one({"_id": 1})
        upstream.terminate()
        with pytest.raises(PyMongoError):
            client["shop"]["orders"].insert_one({"_id": 2})
    with connect(installation.node_url, serverSelectionTimeoutMS=2_000) as client:
        with pytest.raises(PyMongoError) as failure:
            client["shop"]["orders"].insert_one({"_id": 3})
    assert f"127.0.0.1:{upstream.port}" in str(failure.value)
    assert server.is_healthy()
    assert Gateway(installation).open_api().status == 200

    upstream = MongoServer(folder, port=upstream.port)
    with connect(installation.node_url, appname="after") as client:
        client["shop"]["orders"].insert_one({"_id": 4})
    assert "4" in logged_inserts(installation)
    assert server.terminate() == 0


def test_the_server_starts_before_its_upstream(folder: Path) -> None:
    port = ports.free_port()
    installation = Installation.make(folder / "data", f"mongodb://127.0.0.1:{port}")
    installation.serve()
    MongoServer(folder, port=port)
    with connect(installation.node_url) as client:
        client["shop"]["orders"].insert_one({"_id": 1})
    assert "1" in logged_inserts(installation)


def test_the_upstream_can_be_named_at_start(folder: Path) -> None:
    installation = Installation.make(folder / "data", f"mongodb://127.0.0.1:{ports.free_port()}")
    upstream = MongoServer(folder)
    installation.serve("--mongodb-upstream", upstream.url)
    with connect(installation.node_url) as client:
        client["shop"]["orders"].insert_one({"_id": 1})
    with connect(upstream.url) as client:
        assert client["shop"]["orders"].count_documents({}) == 1


# The machine


def without_privileges() -> tuple[str, ...]:
    """What to put before a command so that file permissions hold for it, also where the tests run as root."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", "--securebits=+noroot,+noroot_locked", "--inh-caps=-all", "--bounding-set=-all")


def test_init_in_a_folder_that_is_not_writable(folder: Path) -> None:
    folder.chmod(0o555)
    result = run("init", "--data", folder / "data", "--json", prefix=without_privileges())
    folder.chmod(0o755)
    assert result.returncode == 1 and result.stdout == ""
    assert str(folder / "data") in result.stderr and "ermission" in result.stderr


def test_serve_on_a_folder_that_is_not_writable(own_installation: Installation) -> None:
    folder = own_installation.folder
    folder.chmod(0o555)
    server = own_installation.serve(prefix=without_privileges(), wait=False)
    code = server.wait()
    folder.chmod(0o700)
    assert code == 1
    assert f"{folder} is not writable" in server.log_text()
    assert own_installation.serve().terminate() == 0


@pytest.mark.parametrize("plane", ["control_url", "gateway_url", "node_url"])
def test_a_port_that_is_taken_is_named(own_installation: Installation, plane: str) -> None:
    port = urlsplit(own_installation.facts[plane]).port
    with socket.create_server(("127.0.0.1", port)):
        server = own_installation.serve(wait=False)
        assert server.wait() == 1
    assert str(port) in server.log_text() and "listen" in server.log_text()
    assert own_installation.serve().terminate() == 0


def test_a_second_server_on_a_data_folder_is_refused(own_installation: Installation) -> None:
    first = own_installation.serve()
    result = run("serve", "--data", own_installation.folder)
    assert result.returncode == 1
    assert str(own_installation.folder) in result.stderr and "in use" in result.stderr
    assert first.is_healthy()
    assert Gateway(own_installation).open_api().status == 200
    assert first.terminate() == 0


def test_serve_without_init_says_what_to_do(folder: Path) -> None:
    for path in (folder, folder / "nothing"):
        result = run("serve", "--data", path)
        assert result.returncode == 1 and result.stdout == ""
        assert "daybook init" in result.stderr and str(path) in result.stderr


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ("control:\n  port: many\n", "control.port"),
        ("control:\n  port: 70000\n", "control.port"),
        ("log:\n  segment-minutes: 0\n", "log.segment-minutes"),
        ("time-zone: Mars\n", "time-zone"),
        ("log-level: loud\n", "log-level"),
        ("document:\n  upstream: http://127.0.0.1\n", "document.upstream"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    own_installation: Installation, settings: str, name: str
) -> None:
    (own_installation.folder / "daybook.yaml").write_text(settings)
    result = run("serve", "--data", own_installation.folder)
    assert result.returncode == 1
    assert name in result.stderr


# The journal


def kill_under_load(installation: Installation) -> Load:
    server = installation.serve()
    with Load(installation, "torn") as load:
        load.wait_for_answers(20)
        server.kill()
    return load


def newest_journal(installation: Installation) -> Path:
    return max((installation.folder / "log" / "journal").glob("*.journal"))


@pytest.mark.parametrize("rubbish", ["half a frame", "random bytes", "one byte"])
def test_half_a_frame_at_the_end_of_the_journal_is_passed_over(
    own_installation: Installation, rubbish: str
) -> None:
    load = kill_under_load(own_installation)
    tear(newest_journal(own_installation), rubbish)
    own_installation.serve()
    calls = {record["request_id"] for record in logged_calls(own_installation)}
    assert {answer.request_id for answer in load.answers} <= calls
    assert set(load.acknowledged) <= set(logged_inserts(own_installation))
    later = Gateway(own_installation).open_api()
    assert later.request_id == logged_calls(own_installation)[0]["request_id"]


def tear(journal: Path, rubbish: str) -> None:
    """Leaves what a power cut in the middle of an append leaves, where the next frame would have begun."""
    content = journal.read_bytes()
    end = end_of_frames(content)
    left = {
        "half a frame": content[48:98],
        "random bytes": random.Random(7).randbytes(100),
        "one byte": b"\x01",
    }[rubbish]
    with journal.open("r+b") as file:
        file.seek(end)
        file.write(left)


def end_of_frames(journal: bytes) -> int:
    """Goes from frame to frame (docs/formats/journal.md): the last one may itself end in zeros."""
    offset = 48
    while length := int.from_bytes(journal[offset : offset + 4], "little"):
        offset += (16 + length + 7) // 8 * 8
    return offset


def test_a_journal_that_was_changed_is_named_and_not_passed_over(own_installation: Installation) -> None:
    kill_under_load(own_installation)
    journal = newest_journal(own_installation)
    with journal.open("r+b") as file:
        file.seek(48 + 20)
        byte = file.read(1)
        file.seek(48 + 20)
        file.write(bytes([byte[0] ^ 1]))
    result = run("serve", "--data", own_installation.folder)
    assert result.returncode == 1
    assert str(journal) in result.stderr and "damaged" in result.stderr


# The disk


def test_a_full_disk_stops_traffic_until_there_is_room(folder: Path, mongodb: MongoServer) -> None:
    installation = Installation.make(folder / "data", mongodb.url)
    disk = SmallDisk(installation.folder, spare_bytes=96 << 20)
    server = installation.serve(prefix=disk.prefix)
    gateway = Gateway(installation)
    assert gateway.open_api().status == 200
    disk.fill()
    acknowledged = insert_until_refused(installation)
    refused = gateway.open_api()
    assert (refused.status, refused.json()["errCode"]) == (503, "DAYBOOK.5033")
    assert server.health() == 503

    disk.free()
    server.wait_until(server.is_healthy)
    assert gateway.open_api().status == 200
    with connect(installation.node_url) as client:
        client["shop"]["full"].insert_one({"_id": "with room"})
    server.kill()
    server = installation.serve(prefix=disk.prefix)
    answered = {answer.request_id for answer in gateway.answers if answer.status == 200}
    assert answered <= {record["request_id"] for record in logged_calls(installation, losses_allowed=True)}
    inserts = logged_inserts(installation, losses_allowed=True, prefix=disk.prefix)
    assert {*acknowledged, "with room"} <= set(inserts)
    assert server.terminate() == 0


def insert_until_refused(installation: Installation) -> list[str]:
    """The ids of the documents that were acknowledged before the driver was told why it goes no further."""
    acknowledged: list[str] = []
    with connect(installation.node_url, retryWrites=False) as client:
        with pytest.raises(PyMongoError) as refusal:
            for number in range(1_000):
                client["shop"]["full"].insert_one({"_id": f"full-{number}", "text": BULK})
                acknowledged.append(f"full-{number}")
    assert "could not record" in str(refusal.value)
    return acknowledged


def test_a_disk_without_room_for_a_journal_is_named_at_start(folder: Path, mongodb: MongoServer) -> None:
    installation = Installation.make(folder / "data", mongodb.url)
    installation.serve().kill()
    disk = SmallDisk(installation.folder, spare_bytes=1 << 20)
    server = installation.serve(prefix=disk.prefix, wait=False)
    assert server.wait() == 1
    assert "no space left" in server.log_text() and "free space" in server.log_text()
    assert (disk.inside / "log" / "manifest").is_file()


def next_journal(installation: Installation) -> Path:
    """The file that the next server writes first."""
    folder = installation.folder / "log" / "journal"
    number = max((int(path.stem) for path in folder.glob("*.journal")), default=0) + 1
    return folder / f"{number:016}.journal"


@pytest.mark.parametrize(
    ("call", "error"), [("fdatasync", "EIO"), ("pwrite64", "EIO"), ("pwrite64", "ENOSPC")]
)
def test_a_journal_that_fails_is_left_and_the_gap_is_on_record(
    own_installation: Installation, call: str, error: str
) -> None:
    own_installation.serve().kill()
    prefix = failing(call, error, "3+", next_journal(own_installation))
    server = own_installation.serve(prefix=prefix)
    gateway = Gateway(own_installation)
    # Calls are counted for each thread of the server, and any of them may write.
    answers = [gateway.open_api()]
    while answers[-1].status == 200 and len(answers) < 200:
        answers.append(gateway.open_api())
    answers += [gateway.open_api() for _ in range(6)]
    refused = [answer for answer in answers if answer.status != 200]
    assert [answer.status for answer in refused] == [503], "one group fails, the next file takes the others"
    assert refused[0].json()["errCode"] == "DAYBOOK.5033"
    server.wait_until(server.is_healthy)
    for _ in range(2):
        answered = {answer.request_id for answer in answers if answer.status == 200}
        calls = logged_calls(own_installation, losses_allowed=True)
        assert {record["request_id"] for record in calls} == answered
        (window,) = loss_windows(own_installation)
        assert (window["max_count"], window["reason"]) == (1, "JOURNAL_FAILURE")
        server.kill()
        server = own_installation.serve()
    assert server.terminate() == 0


def loss_windows(installation: Installation) -> list[dict[str, Any]]:
    """The gaps that the access log tells of."""
    answer = signed_call(
        installation.control_url,
        installation.access_log_path(),
        installation.access_key,
        installation.secret_key,
        headers=(("workspace", installation.workspace),),
    )
    assert answer.status == 200, answer.body
    return answer.json().get("loss_windows", [])
