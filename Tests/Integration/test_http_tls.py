"""TLS on the control plane and on the gateways, and the commands beside such a server."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from support.audit import now, time_text
from support.certificates import Authority, Certificate
from support.installation import DaybookServer, Installation
from support.mongodb import connect
from support.program import run, run_well


@pytest.fixture
def authority(folder: Path) -> Authority:
    return Authority(folder)


def tls_settings(certificate: Certificate, **more: Path) -> dict[str, str]:
    files = {"certificate_file": certificate.certificate, "key_file": certificate.key, **more}
    return {
        f"DAYBOOK_{plane}_TLS_{name.upper()}": str(path)
        for plane in ("CONTROL", "GATEWAY")
        for name, path in files.items()
    }


def serve(
    installation: Installation, authority: Authority, monkeypatch: pytest.MonkeyPatch, **more: Path
) -> DaybookServer:
    """Starts the server. Commands of the test see the same settings, its requests trust the authority."""
    for name, value in tls_settings(authority.issue("CN=daybook"), **more).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    for plane in ("control_url", "gateway_url"):
        installation.facts[plane] = installation.facts[plane].replace("http://", "https://")
    server = installation.serve(wait=False)
    server.wait_until(
        lambda: "listeners" in server.log_text() or "Settings for the SDKs" in server.log_text()
    )
    return server


def open_call(installation: Installation) -> requests.Response:
    api = installation.api("NONE")
    return requests.get(f"{installation.gateway_url}{api.path}", params=api.example, timeout=10)


def test_both_planes_speak_tls(
    own_installation: Installation, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(own_installation, authority, monkeypatch)
    assert server.is_healthy()
    assert own_installation.control_url in server.log_text()
    answer = open_call(own_installation)
    assert answer.status_code == 200
    token = {"X-Auth-Token": own_installation.token(), "workspace": own_installation.workspace}
    log = requests.get(
        own_installation.control_url + own_installation.access_log_path(), headers=token, timeout=10
    )
    assert [record["request_id"] for record in log.json()["records"]] == [answer.headers["x-request-id"]]
    for plane in ("control_url", "gateway_url"):
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(own_installation.facts[plane].replace("https://", "http://"), timeout=10)
    assert server.terminate() == 0


def test_links_and_commands_follow(
    own_installation: Installation, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(own_installation, authority, monkeypatch)
    with connect(own_installation.node_url) as client:
        client["shop"]["links"].insert_one({"_id": 1})
    run_well("seal", "--data", own_installation.folder)
    segments = json.loads(run_well("segments", "--data", own_installation.folder, "--json"))
    assert segments
    assert run("verify", "--data", own_installation.folder).returncode == 0
    token = {"X-Auth-Token": own_installation.token()}
    span = {
        name: time_text(now() + timedelta(hours=hours))
        for name, hours in (("start_time", -1), ("end_time", 1))
    }
    listing = own_installation.control_url + own_installation.instance_path("auditlog")
    (file,) = requests.get(listing, params=span, headers=token, timeout=10).json()["audit_logs"]
    asking = own_installation.control_url + own_installation.instance_path("auditlog-links")
    (link,) = requests.post(asking, json={"ids": [file["id"]]}, headers=token, timeout=10).json()["links"]
    assert link.startswith(own_installation.control_url)
    assert len(requests.get(link, timeout=10).content) == int(file["size"])
    rows = run_well(
        "query", "audit", "--data", own_installation.folder, "--instance", own_installation.instance_id
    )
    assert "insert" in rows
    assert server.terminate() == 0


def test_clients_can_be_asked_for_certificates(
    own_installation: Installation, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(own_installation, authority, monkeypatch, client_ca_file=authority.file)
    with pytest.raises(requests.exceptions.RequestException):
        requests.get(f"{own_installation.control_url}/health", timeout=10)
    certificate = authority.issue("CN=auditor")
    answer = requests.get(
        f"{own_installation.control_url}/health",
        cert=(str(certificate.certificate), str(certificate.key)),
        timeout=10,
    )
    assert answer.status_code == 200
    run_well("seal", "--data", own_installation.folder)
    assert server.terminate() == 0


def test_a_missing_file_is_named(own_installation: Installation, authority: Authority) -> None:
    for plane in ("CONTROL", "GATEWAY"):
        good = authority.issue("CN=daybook")
        settings = {
            f"DAYBOOK_{plane}_TLS_CERTIFICATE_FILE": str(good.certificate),
            f"DAYBOOK_{plane}_TLS_KEY_FILE": "missing.key",
        }
        server = own_installation.serve(environment=settings, wait=False)
        assert server.wait() == 1
        assert f"cannot read the key {own_installation.folder / 'missing.key'}" in server.log_text()


def test_audit_lines_are_collected_from_another_machine(
    own_installation: Installation, authority: Authority, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    serve(own_installation, authority, monkeypatch)
    file = folder / "audit.json"
    moment = now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    event = {"atype": "logout", "ts": {"$date": moment}, "users": [], "roles": [], "param": {}, "result": 0}
    file.write_text(json.dumps(event) + "\n")
    key = folder / "key.json"
    names = ("access_key", "secret_key", "project_id")
    key.write_text(json.dumps({name: own_installation.facts[name] for name in names}))
    node = ["--instance", own_installation.instance_id, "--node", own_installation.node_id]
    remote = ["--server", own_installation.control_url, "--credentials", key, "--ca", authority.file]
    assert run_well("collect", file, *remote, *node, "--once") == "1 events collected\n"
    beside = run_well("collect", file, "--data", own_installation.folder, *node, "--once")
    assert beside == "0 events collected\n"
