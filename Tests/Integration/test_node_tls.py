"""TLS on both sides of the node: who gets in, who is believed, and what is said when somebody is not."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymongo
import pytest
from pymongo.errors import OperationFailure, PyMongoError

from support.audit import AuditLog, Event, command_of, operations
from support.certificates import Authority, Certificate
from support.installation import DaybookServer, Installation
from support.mongodb import MongoServer, connect

Environment = dict[str, str]


@pytest.fixture
def authority(folder: Path) -> Authority:
    return Authority(folder)


def settings(prefix: str, **files: str | Path) -> Environment:
    """Settings as environment variables: `settings("document.tls", key_file=...)`."""
    start = f"daybook.{prefix}.".upper().replace(".", "_").replace("-", "_")
    return {start + name.upper(): str(value) for name, value in files.items()}


def listener(certificate: Certificate, **more: str | Path) -> Environment:
    return settings(
        "document.tls", certificate_file=certificate.certificate, key_file=certificate.key, **more
    )


def secured(installation: Installation, authority: Authority, **options: Any) -> pymongo.MongoClient:
    return connect(installation.node_url, tls=True, tlsCAFile=str(authority.file), **options)


def insert_and_read(client: pymongo.MongoClient, key: object) -> None:
    client["shop"]["tls"].insert_one({"_id": key})
    assert client["shop"]["tls"].find_one({"_id": key}) == {"_id": key}


def recorded(installation: Installation, application: str) -> list[Event]:
    return operations(AuditLog(installation).sealed_events(application))


# The driver's side


def test_a_driver_speaks_tls_with_the_node(own_installation: Installation, authority: Authority) -> None:
    server = own_installation.serve(environment=listener(authority.issue("CN=node")))
    with secured(own_installation, authority, appname="secured") as client:
        insert_and_read(client, "one")
        large = "x" * 5_000_000
        client["shop"]["tls"].insert_one({"_id": "large", "text": large})
        assert client["shop"]["tls"].find_one({"_id": "large"})["text"] == large
        assert client.nodes == {("127.0.0.1", urlsplit(own_installation.node_url).port)}
    assert [command_of(event) for event in recorded(own_installation, "secured")] == [
        "insert",
        "find",
        "insert",
        "find",
    ]
    assert server.terminate() == 0


def test_a_driver_without_tls_gets_nothing_and_harms_nobody(
    own_installation: Installation, authority: Authority
) -> None:
    server = own_installation.serve(environment=listener(authority.issue("CN=node")))
    with connect(own_installation.node_url, serverSelectionTimeoutMS=1_000) as client:
        with pytest.raises(PyMongoError):
            client["shop"]["tls"].find_one()
    assert "no TLS with the client" in server.log_text() and "it does not speak TLS" in server.log_text()
    with secured(own_installation, authority) as client:
        insert_and_read(client, "after")


def test_a_driver_does_not_believe_a_stranger(
    own_installation: Installation, authority: Authority, folder: Path
) -> None:
    other = Authority(folder, "other")
    server = own_installation.serve(environment=listener(authority.issue("CN=node")))
    with secured(own_installation, other, serverSelectionTimeoutMS=1_000) as client:
        with pytest.raises(PyMongoError) as failure:
            client["shop"]["tls"].find_one()
    assert "certificate verify failed" in str(failure.value)
    assert server.is_healthy()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_versions_of_tls_are_not_spoken(own_installation: Installation, authority: Authority) -> None:
    own_installation.serve(environment=listener(authority.issue("CN=node")))
    parts = urlsplit(own_installation.node_url)
    for version, is_spoken in (
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ):
        context = ssl.create_default_context(cafile=str(authority.file))
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as plain:
            try:
                with context.wrap_socket(plain, server_hostname="localhost") as secured_socket:
                    assert is_spoken, secured_socket.version()
            except (ssl.SSLError, ConnectionError):
                assert not is_spoken


def test_a_client_certificate_can_be_required(
    own_installation: Installation, authority: Authority, folder: Path
) -> None:
    clients = Authority(folder, "clients")
    own_installation.serve(environment=listener(authority.issue("CN=node"), client_ca_file=clients.file))
    with secured(
        own_installation, authority, tlsCertificateKeyFile=str(clients.issue("CN=web").both)
    ) as client:
        insert_and_read(client, "with a certificate")
    for certificate in (None, str(authority.issue("CN=web").both)):
        with secured(
            own_installation,
            authority,
            serverSelectionTimeoutMS=1_000,
            tlsCertificateKeyFile=certificate,
        ) as client:
            with pytest.raises(PyMongoError):
                client["shop"]["tls"].find_one()


def test_a_client_certificate_can_be_optional(
    own_installation: Installation, authority: Authority, folder: Path
) -> None:
    clients = Authority(folder, "clients")
    own_installation.serve(
        environment=listener(
            authority.issue("CN=node"), client_ca_file=clients.file, client_certificates="optional"
        )
    )
    with secured(own_installation, authority) as client:
        insert_and_read(client, "without")
    with secured(
        own_installation,
        authority,
        serverSelectionTimeoutMS=1_000,
        tlsCertificateKeyFile=str(authority.issue("CN=web").both),
    ) as client:
        with pytest.raises(PyMongoError):
            client["shop"]["tls"].find_one()


# The server's side


def secured_server(folder: Path, certificate: Certificate, *options: str, **more: Any) -> MongoServer:
    files = ("--tls-cert-file", str(certificate.certificate), "--tls-key-file", str(certificate.key))
    return MongoServer(folder, *files, *options, **more)


def upstream(**more: str | Path) -> Environment:
    return settings("document.upstream-tls", enabled="true", **more)


def test_the_node_speaks_tls_with_its_server(folder: Path, authority: Authority) -> None:
    mongodb = secured_server(folder, authority.issue("CN=db"))
    installation = Installation.make(folder / "data", mongodb.url)
    environment = {**listener(authority.issue("CN=node")), **upstream(ca_file=authority.file)}
    server = installation.serve(environment=environment)
    with secured(installation, authority, appname="both") as client:
        insert_and_read(client, 1)
    assert [command_of(event) for event in recorded(installation, "both")] == ["insert", "find"]
    assert server.terminate() == 0


def test_settings_of_the_file_count_as_well(folder: Path, authority: Authority) -> None:
    mongodb = secured_server(folder, authority.issue("CN=db"))
    installation = Installation.make(folder / "data", mongodb.url)
    (installation.folder / "ca.pem").write_bytes(authority.file.read_bytes())
    with (installation.folder / "daybook.yaml").open("a") as file:
        file.write(
            "document:\n  upstream-tls:\n    enabled: false\n"
            f"  instances:\n    {installation.instance_id}:\n"
            "      upstream-tls:\n        enabled: true\n        ca-file: ca.pem\n"
        )
    installation.serve()
    with connect(installation.node_url) as client:
        insert_and_read(client, 1)


@pytest.mark.parametrize(
    ("hosts", "trusts", "verifies", "reason"),
    [
        (("localhost",), "other", "true", "its certificate is not signed by an authority of the CA file"),
        (("elsewhere.example",), "authority", "true", "its certificate does not name this host"),
        (("elsewhere.example",), "authority", "false", None),
        (("localhost",), "authority", "true", None),
    ],
)
def test_the_node_believes_only_the_server_that_it_is_told_to(
    folder: Path, authority: Authority, hosts: tuple[str, ...], trusts: str, verifies: str, reason: str | None
) -> None:
    authorities = {"authority": authority, "other": Authority(folder, "other")}
    mongodb = secured_server(folder, authority.issue("CN=db", hosts=hosts, addresses=()))
    url = mongodb.url.replace("127.0.0.1", "localhost")
    installation = Installation.make(folder / "data", url)
    environment = upstream(ca_file=authorities[trusts].file, verify_host_name=verifies)
    installation.serve(environment=environment)
    with connect(installation.node_url, serverSelectionTimeoutMS=1_500) as client:
        if reason is None:
            insert_and_read(client, 1)
            return
        with pytest.raises(PyMongoError) as failure:
            client["shop"]["tls"].find_one()
    assert reason in str(failure.value) and f"localhost:{mongodb.port}" in str(failure.value)


def test_a_server_without_tls_is_named(own_installation: Installation, mongodb: MongoServer) -> None:
    own_installation.serve(environment=upstream())
    with connect(own_installation.node_url, serverSelectionTimeoutMS=1_500) as client:
        with pytest.raises(PyMongoError) as failure:
            client["shop"]["tls"].find_one()
    assert f"127.0.0.1:{mongodb.port}" in str(failure.value)


def test_a_server_that_wants_a_certificate_gets_the_node_s(folder: Path, authority: Authority) -> None:
    mongodb = secured_server(
        folder, authority.issue("CN=db"), "--tls-ca-file", str(authority.file), "--tls-require-client-cert"
    )
    installation = Installation.make(folder / "data", mongodb.url)
    node = authority.issue("CN=node")
    server = installation.serve(
        environment=upstream(ca_file=authority.file, certificate_file=node.certificate, key_file=node.key)
    )
    with connect(installation.node_url) as client:
        insert_and_read(client, 1)
    assert server.terminate() == 0
    installation.serve(environment=upstream(ca_file=authority.file))
    with connect(installation.node_url, serverSelectionTimeoutMS=1_500) as client:
        with pytest.raises(PyMongoError):
            client["shop"]["tls"].find_one()


# Logins by certificate


class CertificateHouse:
    """A server that asks for certificates and passwords, with a user for each way, and a node before it."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.authority = authority
        self.node = authority.issue("CN=web,OU=shop")
        options = ("--tls-ca-file", str(authority.file))
        storage = str(folder / "documents")
        certificate = authority.issue("CN=db")
        mongodb = secured_server(folder, certificate, *options, storage=storage)
        with connect(mongodb.url, tls=True, tlsCAFile=str(authority.file)) as client:
            client["$external"].command(
                "createUser",
                "CN=web,OU=shop",
                mechanisms=["MONGODB-X509"],
                roles=[{"role": "root", "db": "admin"}],
            )
        mongodb.terminate()
        mongodb = secured_server(folder, certificate, *options, "--auth", port=mongodb.port, storage=storage)
        self.installation = Installation.make(folder / "data", mongodb.url)
        self.server: DaybookServer = self.installation.serve(
            environment={
                **listener(authority.issue("CN=node"), client_ca_file=authority.file),
                **upstream(
                    ca_file=authority.file,
                    certificate_file=self.node.certificate,
                    key_file=self.node.key,
                ),
            }
        )

    def login(self, certificate: Certificate, application: str) -> pymongo.MongoClient:
        return secured(
            self.installation,
            self.authority,
            appname=application,
            tlsCertificateKeyFile=str(certificate.both),
            authMechanism="MONGODB-X509",
        )


def test_a_login_by_certificate_is_seen(folder: Path, authority: Authority) -> None:
    house = CertificateHouse(folder, authority)
    with house.login(authority.issue("CN=web,OU=shop"), "certified") as client:
        insert_and_read(client, 1)
    with house.login(authority.issue("CN=guest,OU=shop"), "stranger") as client:
        with pytest.raises(OperationFailure) as refusal:
            client["shop"]["tls"].find_one()
    assert refusal.value.code == 18 and "a certificate cannot be passed on" in str(refusal.value)

    events = AuditLog(house.installation).sealed_events()
    user = {"user": "CN=web,OU=shop", "db": "$external"}
    inserts = [event for event in events if command_of(event) == "insert"]
    assert [event["users"] for event in inserts] == [[user]]
    logins = [event for event in events if event["atype"] == "authenticate"]
    outcomes = {(event["daybook"].get("application"), event["result"]) for event in logins}
    assert outcomes >= {("certified", 0), ("stranger", 18)}
    assert ("stranger", 0) not in outcomes
    assert all(not event["users"] for event in events if event["daybook"].get("application") == "stranger")


# The files


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"certificate_file": "nothing.pem"}, "cannot read the certificate"),
        ({"key_file": "nothing.pem"}, "cannot read the key"),
        ({"client_ca_file": "nothing.pem"}, "cannot read the CA file"),
        ({"certificate_file": "rubbish.pem"}, "rubbish.pem"),
        ({"key_file": "rubbish.pem"}, "no key can be read from"),
        ({"client_ca_file": "rubbish.pem"}, "rubbish.pem"),
        ({"key_file": "other.pem"}, "does not belong to the certificate"),
        ({"key_file": "locked.pem"}, "without a passphrase"),
        ({"client_certificates": "perhaps"}, "document.tls.client-certificates"),
        ({"client_certificates": "optional"}, "document.tls.client-ca-file"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_at_start(
    own_installation: Installation, authority: Authority, change: dict[str, str], reason: str
) -> None:
    inside = own_installation.folder
    good = authority.issue("CN=node")
    (inside / "rubbish.pem").write_text("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
    (inside / "other.pem").write_bytes(authority.issue("CN=other").key.read_bytes())
    (inside / "locked.pem").write_bytes(authority.issue("CN=l", passphrase=b"secret").key.read_bytes())
    server = own_installation.serve(
        environment={**listener(good), **settings("document.tls", **change)}, wait=False
    )
    assert server.wait() == 1
    text = server.log_text()
    assert reason in text
    assert all(str(inside / name) in text for name in change.values() if name.endswith(".pem"))


def test_half_of_a_group_of_settings_is_refused(own_installation: Installation, authority: Authority) -> None:
    good = authority.issue("CN=node")
    for environment, key in (
        (settings("document.tls", certificate_file=good.certificate), "document.tls.key-file"),
        (settings("document.tls", key_file=good.key), "document.tls.certificate-file"),
        (upstream(key_file=good.key), "document.upstream-tls.certificate-file"),
        (settings("document.upstream-tls", ca_file=authority.file), "document.upstream-tls.enabled"),
        (settings("document.upstream-tls", enabled="yes"), "document.upstream-tls.enabled"),
    ):
        server = own_installation.serve(environment=environment, wait=False)
        assert server.wait() == 1
        assert key in server.log_text().splitlines()[-1]
