"""Everything that the two logs hold, to be compared with everything that was answered."""

from __future__ import annotations

from collections import Counter
from typing import Any

from support.audit import AuditLog, command_of
from support.installation import Installation
from support.signing import signed_call

PAGE = 1_000


def logged_calls(installation: Installation, losses_allowed: bool = False) -> list[dict[str, Any]]:
    """The records of the access log, newest first, page by page."""
    records: list[dict[str, Any]] = []
    while True:
        answer = signed_call(
            installation.control_url,
            installation.access_log_path(),
            installation.access_key,
            installation.secret_key,
            {"limit": str(PAGE), "offset": str(len(records))},
            headers=(("workspace", installation.workspace),),
        )
        assert answer.status == 200, answer.body
        page = answer.json()
        assert losses_allowed or "loss_windows" not in page
        if not page["records"]:
            return records
        records += page["records"]


def logged_inserts(
    installation: Installation, losses_allowed: bool = False, prefix: tuple[str, ...] = ()
) -> Counter[str]:
    """How many events each inserted `_id` has."""
    counts: Counter[str] = Counter()
    for event in AuditLog(installation, prefix).sealed_events():
        if event["atype"] == "recordsLost":
            assert losses_allowed
        elif command_of(event) == "insert":
            counts.update(str(document["_id"]) for document in event["param"]["args"]["documents"])
    return counts
