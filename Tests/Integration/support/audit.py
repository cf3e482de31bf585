"""Audit log files, fetched the way a user of the SDK fetches them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from huaweicloudsdkdds.v3 import (
    DdsClient,
    DeleteAuditLogRequest,
    DeleteAuditLogRequestBody,
    ListAuditlogLinksRequest,
    ListAuditlogsRequest,
    ListAuditlogsResponse,
    ListAuditlogsResult,
    ProduceAuditlogLinksRequestBody,
    SetAuditlogPolicyRequest,
    SetAuditlogPolicyRequestBody,
    ShowAuditlogPolicyRequest,
    ShowAuditlogPolicyResponse,
)

from support.installation import Installation
from support.program import run_well
from support.sdk import documents

Event = dict[str, Any]


def time_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S%z")


def now() -> datetime:
    return datetime.now(UTC)


class AuditLog:
    """The audit log of the sample's instance. `prefix` is put before the commands that work on its folder."""

    def __init__(self, installation: Installation, prefix: tuple[str, ...] = ()) -> None:
        self.installation = installation
        self.prefix = prefix
        self.client: DdsClient = documents(installation)

    def list(self, **changes: Any) -> ListAuditlogsResponse:
        """One page of files; without changes those of the last and the next hour."""
        parameters = {
            "instance_id": self.installation.instance_id,
            "start_time": time_text(now() - timedelta(hours=1)),
            "end_time": time_text(now() + timedelta(hours=1)),
            **changes,
        }
        return self.client.list_auditlogs(ListAuditlogsRequest(**parameters))

    def all_files(self) -> list[ListAuditlogsResult]:
        """Page by page until an empty one comes, as the Terraform provider does."""
        files: list[ListAuditlogsResult] = []
        while page := self.list(offset=len(files), limit=100).audit_logs:
            files += page
        return files

    def links(self, ids: list[str], instance: str | None = None) -> list[str]:
        body = ProduceAuditlogLinksRequestBody(ids=ids)
        request = ListAuditlogLinksRequest(instance_id=instance or self.installation.instance_id, body=body)
        return self.client.list_auditlog_links(request).links

    def download(self, file: ListAuditlogsResult) -> bytes:
        (link,) = self.links([file.id])
        answer = requests.get(link, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.content

    def events(self, file: ListAuditlogsResult) -> list[Event]:
        content = self.download(file)
        assert len(content) == file.size
        assert content.endswith(b"\n")
        return [json.loads(line) for line in content.splitlines()]

    def sealed_events(self, application: str | None = None) -> list[Event]:
        """All events, oldest first, after a seal; of one application where it is named."""
        run_well("seal", "--data", self.installation.folder, prefix=self.prefix)
        events = [event for file in reversed(self.all_files()) for event in self.events(file)]
        return [
            event for event in events if application in (None, event.get("daybook", {}).get("application"))
        ]

    def delete(self, names: list[str]) -> str:
        body = DeleteAuditLogRequestBody(file_names=names)
        request = DeleteAuditLogRequest(instance_id=self.installation.instance_id, body=body)
        return self.client.delete_audit_log(request).job_id

    def set_policy(self, **policy: Any) -> None:
        body = SetAuditlogPolicyRequestBody(**policy)
        self.client.set_auditlog_policy(
            SetAuditlogPolicyRequest(instance_id=self.installation.instance_id, body=body)
        )

    def policy(self) -> ShowAuditlogPolicyResponse:
        return self.client.show_auditlog_policy(
            ShowAuditlogPolicyRequest(instance_id=self.installation.instance_id)
        )


def command_of(event: Event) -> str:
    return event["param"].get("command", event["daybook"].get("command"))


def operations(events: list[Event]) -> list[Event]:
    """Without what a driver does of its own accord: handshakes, logins' steps, ends of sessions."""
    own_accord = {"hello", "isMaster", "ismaster", "ping", "endSessions", "saslStart", "saslContinue"}
    return [event for event in events if command_of(event) not in own_accord]
