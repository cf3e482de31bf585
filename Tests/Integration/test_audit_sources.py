"""Audit files that the server follows by itself, because its settings name them."""

from __future__ import annotations

import gzip
import shutil
import signal
from pathlib import Path

import pytest
import requests

from support.audit import AuditLog
from support.audit_files import append, count, message, numbers, wait_for
from support.installation import DaybookServer, Installation
from support.program import run


@pytest.fixture
def files(folder: Path) -> Path:
    """The file that the database server writes to."""
    place = folder / "audit"
    place.mkdir()
    return place / "audit.json"


def name_sources(installation: Installation, **sources: Path) -> None:
    """Writes the sources into the settings, and nothing else that stands there away."""
    settings = installation.folder / "daybook.yaml"
    text = settings.read_text().split("collect:\n")[0].rstrip() + "\n"
    if sources:
        text += f"collect:\n  sources: [{', '.join(sources)}]\n"
    for name, path in sources.items():
        text += f"  {name}:\n    file: {path}\n"
    settings.write_text(text)


def health(server: DaybookServer) -> str | None:
    answer = requests.get(f"{server.installation.control_url}/health", timeout=5)
    assert answer.status_code == 200
    return answer.json().get("collecting")


def test_what_the_settings_name_is_in_the_log_of_the_node(
    own_installation: Installation, files: Path
) -> None:
    append(files, *map(message, range(10)))
    name_sources(own_installation, audit=files)
    server = own_installation.serve()
    wait_for(lambda: count(own_installation) == 10)
    assert health(server) is None
    append(files, b"nonsense\n", *map(message, range(10, 20)))
    wait_for(lambda: count(own_installation) == 20)
    assert numbers(own_installation) == list(range(20))
    marks = [
        event for event in AuditLog(own_installation).sealed_events() if event["atype"] == "auditCollect"
    ]
    assert sum(mark["param"]["rejected"] for mark in marks) == 1
    assert {mark["users"][0]["user"] for mark in marks} == {"daybook"}
    assert "line 1 behind byte" in server.log_text() and "audit lines refused" in server.log_text()


def test_killed_in_the_middle_nothing_is_twice_and_nothing_is_missing(
    own_installation: Installation, files: Path
) -> None:
    name_sources(own_installation, audit=files)
    total = 0
    for round_ in range(6):
        more = range(total, total + 12_000)
        append(files, *map(message, more[:8_000]))
        server = own_installation.serve()
        # Somewhere on the way: never at the same place, as batches are of some thousand lines.
        wait_for(lambda before=total: count(own_installation) > before)
        server.kill()
        match round_ % 3:
            case 0:
                files.rename(files.with_name(f"audit.json.{round_}"))
            case 1:
                shutil.copyfile(files, files.with_name(f"audit.json.{round_}"))
                files.open("wb").close()
            case 2:
                packed = files.with_name(f"audit.json.{round_}.gz")
                packed.write_bytes(gzip.compress(files.read_bytes()))
                files.unlink()
        append(files, *map(message, more[8_000:]))
        total += len(more)
    own_installation.serve()
    wait_for(lambda: count(own_installation) == total)
    assert numbers(own_installation) == list(range(total))


def test_files_are_rotated_and_cut_off_while_the_server_runs(
    own_installation: Installation, files: Path
) -> None:
    append(files, *map(message, range(10)))
    name_sources(own_installation, audit=files)
    server = own_installation.serve()
    for round_ in range(1, 5):
        wait_for(lambda known=10 * round_: count(own_installation) == known)
        append(files, *map(message, range(10 * round_, 10 * round_ + 8)))
        if round_ % 2:
            files.rename(files.with_name(f"audit.json.{round_}"))
        else:
            shutil.copyfile(files, files.with_name(f"audit.json.{round_}"))
            files.open("wb").close()
        append(files, *map(message, range(10 * round_ + 8, 10 * round_ + 10)))
    wait_for(lambda: count(own_installation) == 50)
    assert server.terminate() == 0
    own_installation.serve()
    assert numbers(own_installation) == list(range(50))


def test_sources_begin_and_end_when_the_settings_are_read_again(
    own_installation: Installation, files: Path
) -> None:
    other = files.with_name("other.json")
    append(files, *map(message, range(5)))
    append(other, *map(message, range(100, 105)))
    server = own_installation.serve()
    name_sources(own_installation, one=files)
    server.send(signal.SIGHUP)
    wait_for(lambda: count(own_installation) == 5)
    name_sources(own_installation, one=Path("a b") / "nothing", two=files.with_name("gone.json"))
    server.send(signal.SIGHUP)
    wait_for(lambda: health(server) == "failing")
    wait_for(lambda: "there is no" in server.log_text() and "cannot read the folder" in server.log_text())
    broken = own_installation.folder / "daybook.yaml"
    good = broken.read_text()
    broken.write_text(good.replace("file:", "fail:"))
    server.send(signal.SIGHUP)
    wait_for(lambda: "cannot be read again" in server.log_text())
    assert "collect.one.file is missing" in server.log_text()
    name_sources(own_installation, one=files, two=other)
    server.send(signal.SIGHUP)
    wait_for(lambda: count(own_installation) == 10)
    wait_for(lambda: health(server) is None)
    append(files, message(5))
    wait_for(lambda: count(own_installation) == 11)
    name_sources(own_installation)
    server.send(signal.SIGHUP)
    append(files, message(6))
    # The command goes on where the server stood.
    result = run(
        "collect", files, "--data", own_installation.folder, "--source", "one", "--once",
        "--instance", own_installation.instance_id, "--node", own_installation.node_id,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert sorted(numbers(own_installation)) == [*range(7), *range(100, 105)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sources: a b c, ../x", "collect.sources has to be"),
        ("sources: [a, a]", "collect.sources has to be"),
        ("sources: a", "collect.a.file is missing"),
        ("sources: [a]\n  a:\n    file: x\n    node: nothing", "collect.a.node names nothing"),
        ("sources: [a]\n  a:\n    file: x\n    instance: nothing", "collect.a.instance names nothing"),
        (
            "sources: [a, b]\n  a:\n    file: x\n  b:\n    file: x",
            "collect.sources names two sources with the same file",
        ),
    ],
)
def test_sources_that_mean_nothing_are_named_at_start(
    own_installation: Installation, text: str, reason: str
) -> None:
    settings = own_installation.folder / "daybook.yaml"
    settings.write_text(settings.read_text() + f"collect:\n  {text}\n")
    server = own_installation.serve(wait=False)
    assert server.wait() == 1
    assert reason in server.log_text()
