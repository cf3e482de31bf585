"""`daybook audit`: what is audited of an instance is shown and set without a line of HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.audit import AuditLog, command_of
from support.installation import DaybookServer, Installation
from support.mongodb import connect
from support.program import run, run_well


def audit(installation: Installation, *arguments: str) -> Any:
    """What the command printed with `--json`."""
    return json.loads(run_well("audit", *arguments, "--data", installation.folder, "--json"))


def test_what_is_set_holds_and_is_shown(installation: Installation, server: DaybookServer) -> None:
    log = AuditLog(installation)
    named = ("--instance", installation.instance_id)
    shown = audit(installation, "show", *named)
    assert shown["instance_id"] == installation.instance_id and shown["keep_days"] > 0
    changed = audit(installation, "set", *named, "--keep-days", "30", "--types", "insert,query")
    assert (changed["keep_days"], changed["audit_types"]) == (30, ["insert", "query"])
    assert changed == audit(installation, "show")
    changed = audit(installation, "set", "--scope", "shop,stock.items")
    policy = log.policy()
    assert (policy.keep_days, policy.audit_scope) == (30, "shop,stock.items")
    assert policy.audit_types == ["insert", "query"]
    changed = audit(
        *(installation, "set", "--slow-milliseconds", "250", "--desensitization", "off"),
        *("--mask", "card.number", "--mask", "a,b", "--types", "all", "--scope", "all"),
    )
    assert changed == {
        "instance_id": installation.instance_id,
        "keep_days": 30,
        "audit_scope": "all",
        "audit_types": [],
        "slow_milliseconds": 250,
        "desensitization": "off",
        "masked_fields": ["card.number", "a,b"],
    }
    with connect(installation.node_url) as client:
        client["shop"]["cards"].insert_one({"card": {"number": "4711-0815"}, "a,b": 4711_0816})
    changed = audit(installation, "set", "--unmask", "a,b", "--mask", "card.number", "--mask", "c")
    assert changed["masked_fields"] == ["card.number", "c"]
    text = run_well("audit", "show", "--data", installation.folder)
    assert text.splitlines() == [
        f"instance  {installation.instance_id}",
        "audited   all",
        "types     all",
        "kept      30 days",
        "slow      from 250 ms on, literals shown",
        "masked    card.number, c",
    ]
    events = log.sealed_events()
    inserted = json.dumps([event for event in events if command_of(event) == "insert"])
    assert '"***"' in inserted and "4711-0815" not in inserted and "47110816" not in inserted
    kinds = [event["atype"] for event in events if event["daybook"].get("origin") == "daybook"]
    assert kinds.count("auditConfigure") == 3 and kinds.count("settingsConfigure") == 3


def test_auditing_ends_with_its_files(own_installation: Installation) -> None:
    own_installation.serve()
    log = AuditLog(own_installation)
    with connect(own_installation.node_url) as client:
        client["shop"]["orders"].insert_one({})
    run_well("seal", "--data", own_installation.folder)
    assert log.all_files()
    assert audit(own_installation, "set", "--keep-days", "0")["keep_days"] == 0
    assert log.all_files()
    text = run_well("audit", "set", "--keep-days", "0", "--delete-files", "--data", own_installation.folder)
    assert "audited   nothing" in text
    assert not log.all_files()
    refused = run("audit", "set", "--scope", "shop", "--data", own_installation.folder)
    assert refused.returncode == 1 and "--keep-days" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["set"], 64, "name what is to change"),
        (["set", "--delete-files", "--keep-days", "7"], 64, "--keep-days 0"),
        (["set", "--desensitization", "perhaps"], 64, "'on' and 'off'"),
        (["set", "--keep-days", "3"], 1, "keep_days must be 0 or 7 to 732"),
        (["set", "--types", "insert,drop"], 1, "audit_types may hold auth"),
        (["set", "--scope", "a b"], 1, "audit_scope"),
        (["set", "--slow-milliseconds", "0"], 1, "slow_milliseconds must be"),
        (["set", "--mask", "$set.a"], 1, "without operators"),
        (["set", "--unmask", "nothing"], 1, "nothing is not masked"),
        (["show", "--instance", "nobody"], 1, "there is no such instance"),
    ],
)
def test_what_cannot_be_set_is_named_and_changes_nothing(
    installation: Installation, server: DaybookServer, arguments: list[str], code: int, reason: str
) -> None:
    before = audit(installation, "show")
    result = run("audit", *arguments, "--data", installation.folder)
    assert (result.returncode, result.stdout) == (code, "")
    assert reason in result.stderr
    assert audit(installation, "show") == before


def test_without_a_server_the_command_says_what_is_missing(own_installation: Installation) -> None:
    result = run("audit", "show", "--data", own_installation.folder)
    assert (result.returncode, result.stdout) == (1, "")
    assert "daybook serve" in result.stderr and own_installation.control_url in result.stderr
