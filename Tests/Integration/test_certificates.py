"""Certificates that are renewed while the server runs."""

from __future__ import annotations

import json
import signal
import socket
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from support.certificates import Authority, Certificate
from support.installation import DaybookServer, Installation
from support.mongodb import MongoServer, connect

PLANES = ("control_url", "gateway_url", "node_url")


class Secured:
    """A server whose planes all show the same certificate, from files that a test may change."""

    def __init__(self, folder: Path, upstream: str, **more: str) -> None:
        self.folder = folder
        self.authority = Authority(folder, "first")
        self.files = Certificate(*(folder / f"{name}.pem" for name in ("certificate", "key", "both")))
        self.install(self.authority.issue("CN=daybook"))
        self.installation = Installation.make(folder / "data", upstream)
        environment = {
            f"DAYBOOK_{plane}_TLS_{name}_FILE": str(path)
            for plane in ("CONTROL", "GATEWAY", "DOCUMENT")
            for name, path in (("CERTIFICATE", self.files.certificate), ("KEY", self.files.key))
        }
        self.server: DaybookServer = self.installation.serve(environment=environment | more, wait=False)
        self.server.wait_until(lambda: "Settings for the SDKs" in self.server.log_text())

    def install(self, new: Certificate) -> None:
        """Writes over the files that the server has been given."""
        self.files.certificate.write_bytes(new.certificate.read_bytes())
        self.files.key.write_bytes(new.key.read_bytes())

    def read_again(self) -> None:
        """Returns when the server has seen to it."""
        done = self.outcomes()
        self.server.send(signal.SIGHUP)
        self.server.wait_until(lambda: self.outcomes() >= done + len(PLANES))

    def outcomes(self) -> int:
        return self.server.log_text().count("read again")

    def trusted(self, authority: Authority) -> list[str]:
        """The planes whose certificate this authority has signed."""
        return [plane for plane in PLANES if self.is_trusted(plane, authority)]

    def is_trusted(self, plane: str, authority: Authority) -> bool:
        parts = urlsplit(self.installation.facts[plane])
        context = ssl.create_default_context(cafile=str(authority.file))
        with socket.create_connection((parts.hostname, parts.port), timeout=20) as plain:
            try:
                context.wrap_socket(plain, server_hostname="localhost").close()
            except ssl.SSLCertVerificationError:
                return False
        return True

    def health(self, authority: Authority) -> dict[str, Any]:
        url = self.installation.control_url.replace("http://", "https://")
        answer = requests.get(f"{url}/health", verify=str(authority.file), timeout=20)
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture
def secured(folder: Path, mongodb: MongoServer) -> Secured:
    return Secured(folder, mongodb.url)


def test_a_renewed_certificate_is_shown_from_the_next_connection_on(secured: Secured, folder: Path) -> None:
    second = Authority(folder, "second")
    assert secured.trusted(secured.authority) == list(PLANES) and not secured.trusted(second)
    options = {"tls": True, "tlsCAFile": str(secured.authority.file)}
    with connect(secured.installation.node_url, **options, maxPoolSize=1) as early:
        orders = early["shop"]["renewed"]
        orders.insert_one({"_id": "before"})
        secured.install(second.issue("CN=daybook"))
        secured.read_again()
        assert secured.trusted(second) == list(PLANES) and not secured.trusted(secured.authority)
        # What was there before goes on.
        orders.insert_one({"_id": "after"})
    with connect(secured.installation.node_url, tls=True, tlsCAFile=str(second.file)) as late:
        assert late["shop"]["renewed"].count_documents({}) == 2
    assert secured.health(second) == {"status": "ok"}
    assert secured.server.terminate() == 0


def test_a_broken_certificate_changes_nothing_and_is_told(secured: Secured) -> None:
    good = secured.authority.issue("CN=daybook")
    for breaking, reason in (
        (lambda: secured.files.certificate.write_text("rubbish"), "no certificate can be read"),
        (lambda: secured.files.certificate.unlink(), "cannot read the certificate"),
        (
            lambda: secured.files.certificate.write_bytes(good.certificate.read_bytes()),
            "does not belong to the certificate",
        ),
    ):
        breaking()
        secured.read_again()
        assert (
            reason in secured.server.log_text()
            and str(secured.files.certificate) in secured.server.log_text()
        )
        assert secured.trusted(secured.authority) == list(PLANES)
        assert secured.health(secured.authority) == {"status": "ok", "certificates": "old"}
    secured.install(good)
    secured.read_again()
    assert secured.health(secured.authority) == {"status": "ok"}
    assert "PRIVATE KEY" not in secured.server.log_text()


def test_a_change_is_found_without_being_told(secured: Secured, folder: Path) -> None:
    second = Authority(folder, "second")
    new = second.issue("CN=daybook")
    for old, target in ((secured.files.certificate, new.certificate), (secured.files.key, new.key)):
        link = old.with_suffix(".link")
        link.symlink_to(target)
        link.replace(old)
    secured.server.wait_until(lambda: secured.trusted(second) == list(PLANES), 120)
    assert secured.server.log_text().count("certificates read again") == len(PLANES)


def test_authorities_of_clients_and_servers_are_read_again(folder: Path) -> None:
    databases, clients, others = (Authority(folder, name) for name in ("databases", "clients", "others"))
    database = databases.issue("CN=database")
    files = ("--tls-cert-file", str(database.certificate), "--tls-key-file", str(database.key))
    upstream = MongoServer(folder, *files)
    good_databases, good_clients = folder / "databases.pem", folder / "clients.pem"
    for file in (good_databases, good_clients):
        file.write_bytes(others.file.read_bytes())
    secured = Secured(
        folder,
        upstream.url,
        DAYBOOK_DOCUMENT_UPSTREAM_TLS_ENABLED="true",
        DAYBOOK_DOCUMENT_UPSTREAM_TLS_CA_FILE=str(good_databases),
        DAYBOOK_DOCUMENT_TLS_CLIENT_CA_FILE=str(good_clients),
    )
    good_databases.write_bytes(databases.file.read_bytes())
    good_clients.write_bytes(clients.file.read_bytes())
    secured.read_again()
    shown = {
        "tlsCAFile": str(secured.authority.file),
        "tlsCertificateKeyFile": str(clients.issue("CN=a").both),
    }
    with connect(secured.installation.node_url, tls=True, **shown) as client:
        client["shop"]["authorities"].insert_one({"_id": 1})
    assert json.dumps(secured.health(secured.authority)) == '{"status": "ok"}'
