"""What was recorded is proven to be what is there: checkpoints, `daybook verify` and `daybook segments`."""

from __future__ import annotations

import base64
import json
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.exceptions import InvalidSignature

from support import program
from support.audit import AuditLog
from support.evidence import Checkpoint, VerifierKey, check_inclusion
from support.gateway import Gateway
from support.installation import Installation


def calls(installation: Installation, count: int) -> list[str]:
    """Makes calls and seals them; returns their request ids."""
    gateway = Gateway(installation)
    ids = [gateway.open_api().request_id for _ in range(count)]
    program.run_well("seal", "--data", installation.folder)
    return ids


def verify(
    installation: Installation, *options: str | Path, expect: int = 0
) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    result = program.run("verify", "--data", installation.folder, "--json", *options)
    assert result.returncode == expect, f"{result.returncode}: {result.stdout}{result.stderr}"
    return (json.loads(result.stdout) if result.stdout else {}), result


def checkpoint(installation: Installation) -> str:
    """As whoever keeps checkpoints gets it."""
    answer = requests.get(
        f"{installation.control_url}/daybook/v1/{installation.project_id}/checkpoint",
        headers={"X-Auth-Token": installation.token()},
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    answer.encoding = "utf-8"
    return answer.text


def test_a_kept_checkpoint_holds_while_history_only_grows(
    own_installation: Installation, folder: Path
) -> None:
    installation = own_installation
    key = VerifierKey.parse(installation.facts["checkpoint_key"])
    kept = folder / "kept.txt"
    server = installation.serve()
    first = calls(installation, 3)
    kept.write_text(checkpoint(installation))
    key.verify(kept.read_text())
    assert Checkpoint.parse(kept.read_text()).origin == f"daybook/{installation.project_id}" == key.name

    for _ in range(3):
        calls(installation, 2)
    answer, _ = verify(installation, "--checkpoint", kept)
    assert answer["records"] == 9 and answer["segments"] == 4 and answer["projects"][0]["entries"] == 4
    assert answer["kept_checkpoint"]["entries"] == 1
    assert len(answer["kept_checkpoint"]["proof"]) >= 1
    assert VerifierKey.parse(answer["projects"][0]["verifier_key"]) == key

    for options in (("--checkpoint", kept), ()):
        call = ("--request-id", first[1], "--cluster", installation.cluster_id)
        proof = verify(installation, *call, *options)[0]["inclusion_proof"]
        check_inclusion(proof, key)
        assert proof["sequence"] == 2
        assert proof["entries"] == (1 if options else 4)

    assert server.terminate() == 0
    answer, _ = verify(installation, "--checkpoint", kept)
    assert answer["records"] == 9


@pytest.mark.parametrize("running", [True, False])
def test_an_audit_event_is_proven_by_the_id_that_queries_show(
    own_installation: Installation, folder: Path, running: bool
) -> None:
    installation = own_installation
    server = installation.serve()
    log = AuditLog(installation)
    for days in (30, 60, 90):
        log.set_policy(keep_days=days)
    program.run_well("seal", "--data", installation.folder)
    kept = folder / "kept.txt"
    kept.write_text(checkpoint(installation))
    log.set_policy(keep_days=120)
    if not running:
        assert server.terminate() == 0
    rows = program.run_well(
        "query", "audit", "--data", installation.folder, "--instance", installation.instance_id,
        "--oldest", "--json", "--columns", "id,arguments",
    )  # fmt: skip
    events = [json.loads(line) for line in rows.splitlines()]
    key = VerifierKey.parse(installation.facts["checkpoint_key"])
    for number, event in enumerate(events[:3], start=1):
        assert event["id"] == f"{installation.node_id}-{number}"
        for options in (("--checkpoint", kept), ()):
            proof = verify(installation, "--record", event["id"], *options)[0]["inclusion_proof"]
            check_inclusion(proof, key)
            assert event["arguments"].encode() in base64.b64decode(proof["record"])
    if running:
        reason = verify(installation, "--record", events[3]["id"], expect=2)[1].stderr
        assert "is not sealed yet" in reason
        program.run_well("seal", "--data", installation.folder)
    # A server that stops seals its audit logs.
    reason = verify(installation, "--record", events[3]["id"], "--checkpoint", kept, expect=2)[1].stderr
    assert "after the checkpoint" in reason
    check_inclusion(verify(installation, "--record", events[3]["id"])[0]["inclusion_proof"], key)
    for unknown, status, words in (
        (f"{installation.node_id}-99", 2, "there is no record 99"),
        ("nothing-1", 2, "there is no such node"),
        ("nothing", 64, "<node id>-<sequence number>"),
    ):
        assert words in verify(installation, "--record", unknown, expect=status)[1].stderr


def key_bytes(installation: Installation) -> set[bytes]:
    file = installation.folder / "checkpoint.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return {file.read_bytes()}


def test_history_that_was_written_anew_is_found_by_who_kept_a_checkpoint(
    own_installation: Installation, folder: Path
) -> None:
    installation = own_installation
    server = installation.serve()
    calls(installation, 2)
    assert server.terminate() == 0
    shutil.copytree(installation.folder, folder / "older")
    server = installation.serve()
    calls(installation, 2)
    kept = folder / "kept.txt"
    kept.write_text(checkpoint(installation))
    assert server.terminate() == 0

    # Who owns the folder puts an older one in its place and goes on, as if no call had been made since.
    shutil.rmtree(installation.folder)
    shutil.copytree(folder / "older", installation.folder)
    answer, _ = verify(installation)
    assert "problem" not in answer, "of itself the folder is whole"
    answer, _ = verify(installation, "--checkpoint", kept, expect=1)
    assert "kept checkpoint" in answer["problem"] and "has only 1" in answer["problem"]

    server = installation.serve()
    calls(installation, 5)
    for _ in range(2):
        answer, result = verify(installation, "--checkpoint", kept, expect=1)
        assert "are not those that were signed" in answer["problem"]
        calls(installation, 1)
    result = program.run("verify", "--data", installation.folder, "--checkpoint", kept)
    assert result.returncode == 1
    assert "WRONG: the kept checkpoint does not hold" in result.stdout
    assert server.terminate() == 0


def test_a_changed_byte_is_named_with_its_file(own_installation: Installation) -> None:
    installation = own_installation
    server = installation.serve()
    calls(installation, 20)
    (segment,) = (installation.folder / "log" / "segments").iterdir()
    content = segment.read_bytes()
    for running in (True, False):
        for position in (5, len(content) // 2, len(content) - 5):
            segment.write_bytes(content[:position] + bytes([content[position] ^ 4]) + content[position + 1 :])
            answer, _ = verify(installation, expect=1)
            assert segment.name in answer["problem"], answer
        segment.write_bytes(content)
        assert "problem" not in verify(installation)[0]
        if running:
            assert server.terminate() == 0
    note = next((installation.folder / "log" / "projects").glob("*.checkpoint"))
    note.write_bytes(note.read_bytes().replace(b"\n1\n", b"\n2\n"))
    answer, _ = verify(installation, expect=1)
    assert note.name in answer["problem"], answer


def test_a_forged_checkpoint_is_refused_by_everybody(own_installation: Installation, folder: Path) -> None:
    installation = own_installation
    server = installation.serve()
    calls(installation, 1)
    note = checkpoint(installation)
    assert note.splitlines()[1] == "1"
    forged = note.replace("\n1\n", "\n2\n", 1)
    with pytest.raises(InvalidSignature):
        VerifierKey.parse(installation.facts["checkpoint_key"]).verify(forged)
    kept = folder / "kept.txt"
    kept.write_text(forged)
    answer, _ = verify(installation, "--checkpoint", kept, expect=1)
    assert "is not what the key" in answer["problem"]
    assert server.terminate() == 0


@pytest.mark.parametrize("running", [True, False])
def test_what_cannot_be_verified_ends_with_2_and_says_why(
    own_installation: Installation, folder: Path, running: bool
) -> None:
    installation = own_installation
    server = installation.serve()
    calls(installation, 1)
    if not running:
        assert server.terminate() == 0
    kept = folder / "kept.txt"
    kept.write_text("no checkpoint\n")
    _, result = verify(installation, "--checkpoint", kept, expect=2)
    assert "this is no signed note" in result.stderr
    _, result = verify(installation, "--checkpoint", folder / "nothing", expect=2)
    assert "cannot read" in result.stderr
    call = ("--request-id", "1", "--cluster", installation.cluster_id)
    assert "there is no call" in verify(installation, *call, expect=2)[1].stderr
    unknown = ("--request-id", "1", "--cluster", "nothing")
    assert "there is no such cluster" in verify(installation, *unknown, expect=2)[1].stderr
    assert program.run("verify", "--data", folder / "none").returncode == 2
    assert program.run("verify", "--data", installation.folder, "--request-id", "1").returncode == 64


@pytest.mark.parametrize("running", [True, False])
def test_segments_are_listed_with_roots_and_hashes(own_installation: Installation, running: bool) -> None:
    installation = own_installation
    server = installation.serve()
    calls(installation, 2)
    calls(installation, 3)
    if not running:
        assert server.terminate() == 0
    command = ("segments", "--data", str(installation.folder))
    found = json.loads(program.run_well(*command, "--json"))["segments"]
    assert [segment["last_sequence"] for segment in found] == [5, 2]
    hashes = {
        subprocess.run(["sha256sum", str(file)], capture_output=True, text=True, check=True).stdout.split()[0]
        for file in (installation.folder / "log" / "segments").iterdir()
    }
    assert {segment["file_sha256"] for segment in found} == hashes
    assert all(len(segment["root"]) == 64 for segment in found)
    assert len(program.run_well(*command).splitlines()) == 4
    cluster = ("--cluster", installation.cluster_id)
    assert len(json.loads(program.run_well(*command, *cluster, "--json"))["segments"]) == 2
    for other in (("--cluster", "nothing"), ("--stream", "audit"), ("--instance", installation.instance_id)):
        assert json.loads(program.run_well(*command, *other, "--json"))["segments"] == []


def test_a_folder_from_before_checkpoints_gets_its_key(own_installation: Installation) -> None:
    installation = own_installation
    (installation.folder / "checkpoint.key").unlink()
    server = installation.serve()
    calls(installation, 1)
    key_bytes(installation)
    answer, _ = verify(installation)
    VerifierKey.parse(answer["projects"][0]["verifier_key"]).verify(answer["projects"][0]["checkpoint"])
    assert server.terminate() == 0


def test_the_project_of_somebody_else_has_no_checkpoint_for_me(own_installation: Installation) -> None:
    installation = own_installation
    server = installation.serve()
    url = f"{installation.control_url}/daybook/v1"
    headers = {"X-Auth-Token": installation.token()}
    assert requests.get(f"{url}/{'0' * 32}/checkpoint", headers=headers, timeout=10).status_code == 403
    assert requests.get(f"{url}/{installation.project_id}/checkpoint", timeout=10).status_code == 401
    path = f"{url}/{installation.project_id}/checkpoint"
    assert requests.get(path, headers=headers, timeout=10).status_code == 404, "nothing was sealed yet"
    answer = requests.get(f"{path}-key", headers=headers, timeout=10)
    assert answer.text.strip() == installation.facts["checkpoint_key"]
    refused = requests.post(f"{url}/verify", headers=headers, json={}, timeout=10)
    assert refused.status_code == 403
    assert server.terminate() == 0
