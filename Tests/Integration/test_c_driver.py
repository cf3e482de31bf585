"""A program over MongoDB's own C driver goes through the node, in the clear and with TLS."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from support.audit import AuditLog, command_of, operations
from support.certificates import Authority
from support.installation import Installation
from support.mongodb import MongoServer, NeoServer

SOURCE = Path(__file__).parent / "programs" / "c_driver.c"


@pytest.fixture(scope="module")
def program(work: Path) -> Path:
    if subprocess.run(["pkg-config", "--exists", "libmongoc-1.0"], check=False).returncode != 0:
        pytest.skip("libmongoc is not installed; run scripts/install-test-dependencies")
    compiler = shutil.which("cc") or shutil.which("clang")
    assert compiler is not None
    flags = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "libmongoc-1.0"], capture_output=True, text=True, check=True
    ).stdout.split()
    program = work / "c_driver"
    subprocess.run([compiler, "-Wall", "-Werror", "-o", program, SOURCE, *flags], check=True)
    return program


def run_well(program: Path, url: str, **options: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"appname": "c", **options}.items())
    result = subprocess.run(
        [program, f"{url.rstrip('/')}/?{query}"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.returncode, result.stdout) == (0, "done\n"), result.stderr


def expect_events(installation: Installation) -> None:
    events = operations(AuditLog(installation).sealed_events("c"))
    assert [command_of(event) for event in events] == [
        "insert",
        "find",
        "getMore",
        "getMore",
        "update",
        "delete",
    ]
    assert len(events[0]["param"]["args"]["documents"]) == 250
    assert [event["daybook"]["documentsReturned"] for event in events[1:4]] == [100, 100, 50]
    assert {event["result"] for event in events} == {0}
    assert all("mongoc" in event["daybook"]["driver"] for event in events)


@pytest.mark.parametrize("server", ["replica set", "single server", "second server"])
def test_a_program_in_c(program: Path, folder: Path, server: str) -> None:
    mongodb: MongoServer | NeoServer
    if server == "second server":
        mongodb = NeoServer(folder)
    else:
        mongodb = MongoServer(folder, *(["--standalone"] if server == "single server" else []))
    installation = Installation.make(folder / "data", mongodb.url)
    installation.serve()
    run_well(program, installation.node_url)
    expect_events(installation)


def test_a_program_in_c_with_tls(program: Path, folder: Path, mongodb: MongoServer) -> None:
    authority = Authority(folder)
    node, client = authority.issue("CN=node"), authority.issue("CN=program")
    installation = Installation.make(folder / "data", mongodb.url)
    installation.serve(
        environment={
            "DAYBOOK_DOCUMENT_TLS_CERTIFICATE_FILE": str(node.certificate),
            "DAYBOOK_DOCUMENT_TLS_KEY_FILE": str(node.key),
            "DAYBOOK_DOCUMENT_TLS_CLIENT_CA_FILE": str(authority.file),
        }
    )
    run_well(
        program,
        installation.node_url,
        tls="true",
        tlsCAFile=str(authority.file),
        tlsCertificateKeyFile=str(client.both),
    )
    expect_events(installation)
