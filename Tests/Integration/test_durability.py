"""What was answered is in the log, whatever happens to the process."""

from __future__ import annotations

import random
import subprocess
import time

from support import program
from support.audit import AuditLog
from support.installation import DaybookServer, Installation
from support.ledger import logged_calls, logged_inserts
from support.load import Load
from support.mongodb import connect

ROUNDS = 20
SEED = 20_261_121


def test_kill_9_during_load_loses_nothing_that_was_answered(own_installation: Installation) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    answered: set[str] = set()
    acknowledged: set[str] = set()
    in_flight = 0
    for round in range(ROUNDS):
        server = own_installation.serve()
        newest = {record["request_id"] for record in logged_calls(own_installation)}
        assert answered <= newest, (
            f"round {round}: {len(answered - newest)} answered calls are not in the log"
        )
        load = run_until_killed(server, own_installation, f"round-{round}", chance)
        assert load.answers and load.acknowledged
        answered |= {answer.request_id for answer in load.answers}
        acknowledged |= set(load.acknowledged)
        in_flight += load.thread_count

    server = own_installation.serve()
    calls = [record["request_id"] for record in logged_calls(own_installation)]
    assert len(set(calls)) == len(calls), "no call is in the log twice"
    assert answered <= set(calls)
    assert len(calls) <= len(answered) + in_flight, "no call is in the log that nobody made"
    inserts = logged_inserts(own_installation)
    assert acknowledged <= set(inserts)
    assert set(inserts.values()) == {1}, "no insert is in the log twice"
    assert len(inserts) <= len(acknowledged) + in_flight
    print(f"{len(answered)} answered calls and {len(acknowledged)} acknowledged inserts over {ROUNDS} kills")
    assert server.terminate() == 0


def run_until_killed(
    server: DaybookServer, installation: Installation, name: str, chance: random.Random
) -> Load:
    """Load on both planes, in some rounds a seal in the middle of it, and a kill at a moment of chance."""
    sealing = None
    with Load(installation, name) as load:
        load.wait_for_answers(5)
        if chance.random() < 0.5:
            command = [str(program.binary()), "seal", "--data", str(installation.folder)]
            sealing = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.05, 0.6))
        server.kill()
    if sealing is not None:
        sealing.wait(30)
    return load


def test_sigterm_under_load_leaves_a_clean_state(own_installation: Installation) -> None:
    server = own_installation.serve()
    with Load(own_installation, "stopped") as load:
        load.wait_for_answers(50)
        assert server.terminate() == 0
    answered = {answer.request_id for answer in load.answers}

    server = own_installation.serve()
    calls = {record["request_id"] for record in logged_calls(own_installation)}
    assert answered <= calls
    assert set(load.acknowledged) <= set(logged_inserts(own_installation))
    assert server.terminate() == 0


def test_open_audit_log_files_are_closed_when_the_server_stops(own_installation: Installation) -> None:
    server = own_installation.serve()
    with connect(own_installation.node_url) as client:
        client["shop"]["orders"].insert_one({"_id": 1})
    assert AuditLog(own_installation).all_files() == []
    assert server.terminate() == 0
    own_installation.serve()
    (file,) = AuditLog(own_installation).all_files()
    assert any(event["param"].get("command") == "insert" for event in AuditLog(own_installation).events(file))


def test_files_are_closed_at_the_size_that_is_set(own_installation: Installation) -> None:
    server = own_installation.serve(environment={"DAYBOOK_LOG_SEGMENT_MEGABYTES": "1"})
    text = "x" * 100_000
    with connect(own_installation.node_url) as client:
        for number in range(35):
            client["shop"]["large"].insert_one({"_id": number, "text": text})
    log = AuditLog(own_installation)
    server.wait_until(lambda: len(log.all_files()) >= 3)
    files = log.all_files()
    assert len(files) == 3
    assert all(1_000_000 <= file.size <= 1_400_000 for file in files)
