"""How long records are kept, what a legal hold keeps, and what the log says of deletions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

from support.audit import AuditLog
from support.clock import shifted
from support.gateway import Gateway
from support.installation import Installation
from support.mongodb import connect
from support.program import run, run_well


def command(installation: Installation, *arguments: str, prefix: tuple[str, ...] = ()) -> Any:
    """What a command with `--json` printed."""
    words = [*arguments, "--data", str(installation.folder)]
    if arguments[:2] != ("retention", "apply"):
        words.append("--json")
    return json.loads(run_well(*words, prefix=prefix))


def fill(installation: Installation) -> None:
    """One segment of the cluster and one audit log file."""
    assert Gateway(installation).open_api().status == 200
    with connect(installation.node_url) as client:
        client["shop"]["orders"].insert_one({})
    run_well("seal", "--data", installation.folder)


def milliseconds() -> int:
    return int(datetime.now(UTC).timestamp() * 1_000)


def test_the_server_deletes_what_is_too_old_and_says_so(own_installation: Installation) -> None:
    cluster = ("--cluster", own_installation.cluster_id)
    server = own_installation.serve()
    fill(own_installation)
    before = command(own_installation, "retention", "show", *cluster)
    assert "days" not in before and "bytes" not in before
    after = command(own_installation, "retention", "set", *cluster, "--days", "30")
    assert (after["days"], after["rule_days"]) == (30, 30)
    assert server.terminate() == 0

    later = shifted("+31d")
    server = own_installation.serve(prefix=later)

    def deletions() -> list[dict[str, Any]]:
        return command(own_installation, "retention", "log", *cluster, prefix=later)["deletions"]

    server.wait_until(lambda: bool(deletions()))
    (deletion,) = deletions()
    assert (deletion["reason"], deletion["limit"]) == ("age", 30)
    assert deletion["segment"]["source"] == own_installation.cluster_id
    assert deletion["deleted_time"] - milliseconds() > 30 * 86_400_000
    assert server.terminate() == 0
    assert deletions() == [deletion], "without a server the command reads the folder itself"
    assert "older than 30 days" in run_well("retention", "log", "--data", own_installation.folder)


@pytest.mark.parametrize("serving", [True, False])
def test_a_hold_stands_above_the_rule(own_installation: Installation, serving: bool) -> None:
    cluster = ("--cluster", own_installation.cluster_id)
    server = own_installation.serve()
    fill(own_installation)
    if not serving:
        assert server.terminate() == 0
    hold = command(own_installation, "hold", "add", *cluster, "--reason", "第七号案", "--by", "ann")
    assert (hold["placed_by"], hold["reason"]) == ("ann", "第七号案")
    command(own_installation, "retention", "set", *cluster, "--bytes", "1")
    assert command(own_installation, "retention", "apply") == {"segments": []}
    assert [entry["id"] for entry in command(own_installation, "hold", "list")["holds"]] == [hold["id"]]

    released = command(own_installation, "hold", "remove", hold["id"], "--by", "bob")
    assert released["released_by"] == "bob"
    assert command(own_installation, "hold", "list") == {"holds": []}
    assert len(command(own_installation, "hold", "list", "--all")["holds"]) == 1
    (segment,) = command(own_installation, "retention", "apply")["segments"]
    assert segment["source"] == own_installation.cluster_id
    (deletion,) = command(own_installation, "retention", "log")["deletions"]
    assert (deletion["reason"], deletion["limit"]) == ("size", 1)


def test_a_hold_stops_the_deletion_of_audit_log_files(own_installation: Installation) -> None:
    instance = ("--instance", own_installation.instance_id)
    own_installation.serve()
    fill(own_installation)
    log = AuditLog(own_installation)
    names = [file.name for file in log.all_files()]
    hold = command(own_installation, "hold", "add", *instance, "--reason", "matter 7")
    for attempt in (
        lambda: log.delete(names),
        lambda: log.set_policy(keep_days=0, reserve_auditlogs="false"),
    ):
        with pytest.raises(ClientRequestException) as refusal:
            attempt()
        assert (refusal.value.status_code, refusal.value.error_code) == (409, "DAYBOOK.4091")
    assert [file.name for file in log.all_files()] == names
    assert log.policy().keep_days > 0

    command(own_installation, "hold", "remove", hold["id"])
    log.delete(names)
    assert log.all_files() == []
    answer = requests.get(
        f"{own_installation.control_url}/daybook/v1/{own_installation.project_id}/deletions",
        headers={"X-Auth-Token": own_installation.token()},
        timeout=10,
    )
    assert answer.status_code == 200
    assert {entry["deleted_by"] for entry in answer.json()["deletions"]} == {"admin"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("retention", "show"), 64, "--cluster or --instance"),
        (("retention", "show", "--cluster", "nothing"), 1, "no such cluster"),
        (("retention", "set", "--cluster", "CLUSTER"), 64, "--days"),
        (("retention", "set", "--cluster", "CLUSTER", "--days", "0"), 64, "days"),
        (("retention", "set", "--cluster", "CLUSTER", "--days", "99999"), 1, "36525"),
        (("retention", "set", "--instance", "INSTANCE", "--days", "30"), 1, "keep_days"),
        (("hold", "add", "--cluster", "CLUSTER", "--reason", " "), 1, "reason"),
        (("hold", "remove", "nothing"), 1, "no such hold"),
    ],
)
def test_what_is_not_possible_is_refused(
    installation: Installation, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ids = {"CLUSTER": installation.cluster_id, "INSTANCE": installation.instance_id}
    result = run(*(ids.get(word, word) for word in arguments), "--data", installation.folder)
    assert result.returncode == code
    assert result.stdout == "" and words in result.stderr
