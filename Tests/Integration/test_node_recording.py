"""While the record cannot be kept, a node blocks traffic, or passes it and says what is missing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from support.audit import AuditLog, Event, now
from support.disk import BULK, SmallDisk
from support.installation import DaybookServer, Installation
from support.ledger import logged_inserts
from support.mongodb import MongoServer, connect
from support.program import run

PASS = {"DAYBOOK_DOCUMENT_WHEN_RECORDING_FAILS": "pass"}
RELAXED = {"DAYBOOK_DOCUMENT_RECORDING": "relaxed"}
MEGABYTE = 1_048_576


def losses(log: AuditLog) -> list[Event]:
    return [event for event in log.sealed_events() if event["atype"] == "recordsLost"]


@pytest.mark.parametrize("recording", [{}, RELAXED], ids=["strict", "relaxed"])
def test_traffic_passes_a_full_disk_and_the_gap_is_on_record(
    folder: Path, mongodb: MongoServer, recording: dict[str, str]
) -> None:
    installation = Installation.make(folder / "data", mongodb.url)
    disk = SmallDisk(installation.folder, spare_bytes=96 << 20)
    server = installation.serve(prefix=disk.prefix, environment={**PASS, **recording})
    with connect(installation.node_url) as client:
        orders = client["shop"][f"passes_{len(recording)}"]
        orders.insert_one({"_id": "before"})
        disk.fill()
        started = now()
        for number in range(400):
            orders.insert_one({"_id": number, "text": BULK})
        ended = now()
        assert orders.count_documents({}) == 401
        assert server.health() == 503
        assert server.resident_bytes() < 600 * MEGABYTE
        disk.free()
        server.wait_until(server.is_healthy)
        orders.insert_one({"_id": "after"})
    log = AuditLog(installation, prefix=disk.prefix)

    def inserts_on_record() -> set[str]:
        return set(logged_inserts(installation, losses_allowed=True, prefix=disk.prefix))

    # What was answered without its record is on record a little later.
    server.wait_until(lambda: "after" in inserts_on_record())
    inserts = inserts_on_record()
    assert "before" in inserts
    windows = losses(log)
    count = sum(window["param"]["maximumCount"] for window in windows)
    missing = sum(str(number) not in inserts for number in range(400))
    assert 0 < missing <= count
    for window in windows:
        start, end = (
            datetime.fromisoformat(window["param"][name]["$date"].replace("Z", "+00:00"))
            for name in ("start", "end")
        )
        assert start <= end
    assert min(w["param"]["start"]["$date"] for w in windows) >= started.strftime("%Y-%m-%dT%H:%M")
    assert min(w["param"]["start"]["$date"] for w in windows) <= ended.strftime("%Y-%m-%dT%H:%M:%S.999Z")
    assert "operations cannot be recorded" in server.log_text()
    assert "operations are recorded again" in server.log_text()
    assert server.terminate() == 0
    assert run("verify", "--data", installation.folder, prefix=disk.prefix).returncode == 0


def test_relaxed_recording_keeps_what_a_stop_in_order_leaves(own_installation: Installation) -> None:
    server = own_installation.serve(environment=RELAXED)
    with connect(own_installation.node_url) as client:
        for number in range(200):
            client["shop"]["relaxed"].insert_one({"_id": number})
    assert server.terminate() == 0
    own_installation.serve()
    assert {str(number) for number in range(200)} <= set(logged_inserts(own_installation))


def test_what_a_crash_takes_of_relaxed_records_is_counted(own_installation: Installation) -> None:
    server: DaybookServer = own_installation.serve(environment=RELAXED)
    done = 0
    with connect(own_installation.node_url) as client:
        for number in range(500):
            client["shop"]["crash"].insert_one({"_id": number})
            done += 1
        server.kill()
    own_installation.serve()
    inserts = set(logged_inserts(own_installation, losses_allowed=True))
    missing = sum(str(number) not in inserts for number in range(done))
    count = sum(window["param"]["maximumCount"] for window in losses(AuditLog(own_installation)))
    assert missing <= count


@pytest.mark.parametrize(("key", "value"), [("RECORDING", "sometimes"), ("WHEN_RECORDING_FAILS", "ignore")])
def test_an_unknown_word_is_named(own_installation: Installation, key: str, value: str) -> None:
    server = own_installation.serve(environment={f"DAYBOOK_DOCUMENT_{key}": value}, wait=False)
    assert server.wait() == 1
    assert f"document.{key.lower().replace('_', '-')} has to be" in server.log_text()


def test_an_instance_can_have_its_own_policy(folder: Path, mongodb: MongoServer) -> None:
    installation = Installation.make(folder / "data", mongodb.url)
    with (installation.folder / "daybook.yaml").open("a") as file:
        file.write(
            "document:\n  when-recording-fails: block\n  instances:\n"
            f"    {installation.instance_id}:\n      when-recording-fails: pass\n"
        )
    disk = SmallDisk(installation.folder, spare_bytes=96 << 20)
    server = installation.serve(prefix=disk.prefix)
    disk.fill()
    with connect(installation.node_url) as client:
        for number in range(300):
            client["shop"]["own"].insert_one({"_id": number, "text": BULK})
        assert client["shop"]["own"].count_documents({}) == 300
    assert server.health() == 503
