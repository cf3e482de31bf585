"""Fixtures: a MongoDB server, data folders and the program serving them, each stopped by its process id."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from support.installation import DaybookServer, Installation  # noqa: E402
from support.mongodb import MongoServer  # noqa: E402
from support.processes import ServerProcess  # noqa: E402


@pytest.fixture(scope="session")
def work() -> Iterator[Path]:
    """A folder for everything that the tests write; it goes when they are done."""
    folder = Path(tempfile.mkdtemp(prefix="daybook-tests-"))
    yield folder
    for server in list(ServerProcess.running):
        server.kill()
    shutil.rmtree(folder)


@pytest.fixture
def folder(work: Path) -> Path:
    """An empty folder for one test."""
    return Path(tempfile.mkdtemp(dir=work))


@pytest.fixture(scope="session")
def mongodb(work: Path) -> Iterator[MongoServer]:
    """The server that the nodes forward to."""
    server = MongoServer(work)
    yield server
    server.terminate()


@pytest.fixture(scope="module")
def installation(work: Path, mongodb: MongoServer) -> Installation:
    """A data folder that the tests of one file share."""
    return Installation.make(Path(tempfile.mkdtemp(dir=work)) / "data", mongodb.url)


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[DaybookServer]:
    """The program serving the shared data folder."""
    server = installation.serve()
    yield server
    assert server.terminate() == 0


@pytest.fixture
def own_installation(folder: Path, mongodb: MongoServer) -> Installation:
    """A data folder of one test alone; whatever serves it when the test ends is stopped."""
    return Installation.make(folder / "data", mongodb.url)


@pytest.fixture(autouse=True)
def stop_what_a_test_started() -> Iterator[None]:
    """Servers of the wider fixtures are there before; whatever is left over afterwards is the test's own."""
    before = list(ServerProcess.running)
    yield
    for server in [server for server in ServerProcess.running if server not in before]:
        server.kill()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A failure shows what the servers logged. In continuous integration a skipped test is a failed one,
    unless it has found that a server of others cannot do what is tested."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {reason}"
    if report.failed:
        for server in ServerProcess.running:
            report.sections.append((f"log of {server.name}", server.log_text()[-8000:]))
    return report
