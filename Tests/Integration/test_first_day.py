"""What a person or a script meets first: the commands, their output, exit codes, and the files they make."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from pathlib import Path

import pytest

from support.installation import Installation
from support.program import run, run_well

TEXTS = (
    *("control_url", "gateway_url", "node_url", "domain", "user", "password", "access_key", "secret_key"),
    *("project_id", "workspace", "cluster_id", "instance_id", "node_id", "app_key", "app_secret"),
)


def test_init_prints_one_json_object_with_everything(installation: Installation) -> None:
    facts = installation.facts
    for name in TEXTS:
        assert isinstance(facts[name], str) and facts[name], name
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", facts["control_url"])
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", facts["gateway_url"])
    assert re.fullmatch(r"mongodb://127\.0\.0\.1:\d+/?", facts["node_url"])
    for name in ("project_id", "cluster_id", "app_key", "app_secret"):
        assert re.fullmatch(r"[0-9a-f]{32}", facts[name]), name
    assert re.fullmatch(r"[0-9a-f]{32}in02", facts["instance_id"])
    assert re.fullmatch(r"[0-9a-f]{32}no02", facts["node_id"])


def test_init_publishes_three_apis_with_examples(installation: Installation) -> None:
    apis = installation.facts["apis"]
    assert len(apis) == 3
    assert sorted(api["auth_type"] for api in apis) == ["APP", "IAM", "NONE"]
    for api in apis:
        assert re.fullmatch(r"[0-9a-f]{32}", api["id"])
        assert api["name"] and api["method"] in ("GET", "POST") and api["path"].startswith("/")
        assert all(isinstance(value, str) for pair in api["example"].items() for value in pair)
    assert len({api["id"] for api in apis}) == 3


def test_the_sample_is_a_real_database(installation: Installation) -> None:
    sample = installation.facts["sample"]
    assert all(
        sample[name] for name in ("connection_id", "connection_name", "database", "table", "key_column")
    )
    with sqlite3.connect(f"file:{installation.database}?mode=ro", uri=True) as database:
        count, distinct = database.execute(
            f'SELECT count(*), count(DISTINCT "{sample["key_column"]}") FROM "{sample["table"]}"'
        ).fetchone()
    assert count >= 50_000
    assert distinct == count


def test_credentials_differ_from_installation_to_installation(folder: Path) -> None:
    one, other = (Installation.make(folder / name) for name in ("one", "other"))
    for name in TEXTS:
        if name not in ("domain", "user"):
            assert one.facts[name] != other.facts[name], name


def test_secrets_are_kept_for_the_owner_alone(installation: Installation) -> None:
    folder = installation.folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secrets = [installation.facts[name].encode() for name in ("password", "secret_key", "app_secret")]
    holders = [file for file in folder.rglob("*") if file.is_file() and holds_any(file, secrets)]
    assert [file.name for file in holders] == ["credentials.json"]
    for file in (*holders, folder / "master.key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def holds_any(file: Path, secrets: list[bytes]) -> bool:
    content = file.read_bytes()
    return any(secret in content for secret in secrets)


def test_a_second_init_refuses_and_changes_nothing(installation: Installation) -> None:
    before = (installation.folder / "credentials.json").read_bytes()
    result = run("init", "--data", installation.folder, "--sample", "--json")
    assert result.returncode == 1
    assert result.stdout == ""
    assert str(installation.folder) in result.stderr and "already" in result.stderr
    assert (installation.folder / "credentials.json").read_bytes() == before


def test_init_refuses_a_folder_that_holds_something_else(folder: Path) -> None:
    (folder / "letter.txt").write_text("mine")
    result = run("init", "--data", folder, "--json")
    assert result.returncode == 1
    assert result.stdout == "" and str(folder) in result.stderr
    assert [file.name for file in folder.iterdir()] == ["letter.txt"]


def test_init_without_json_speaks_to_a_person(folder: Path) -> None:
    text = run_well("init", "--data", folder / "data")
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert str(folder / "data") in text and "daybook serve" in text


@pytest.mark.parametrize("command", [(), ("init",), ("serve",), ("seal",), ("token",)])
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    text = run_well(*command, "--help")
    assert "USAGE: " + " ".join(("daybook", *command)) in text
    assert "--data" in text or not command


def test_the_version_is_a_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run_well("--version"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("init",),
        ("serve",),
        ("init", "--data", "unused", "--control-port", "70000"),
        ("init", "--data", "unused", "--control-port", "x"),
        ("init", "--data", "unused", "--control-port", "4000", "--gateway-port", "4000"),
        ("init", "--data", "unused", "--mongodb-upstream", "postgres://127.0.0.1"),
        ("seal", "--data", "unused", "--nonsense"),
    ],
)
def test_wrong_usage_is_told_from_failure(arguments: tuple[str, ...], folder: Path) -> None:
    result = run(*[str(folder / "unused") if argument == "unused" else argument for argument in arguments])
    assert result.returncode == 64
    assert result.stdout == "" and result.stderr
    assert not (folder / "unused").exists()


def test_serve_tells_what_to_paste_next_and_keeps_secrets_out_of_its_log(
    own_installation: Installation,
) -> None:
    server = own_installation.serve()
    assert server.terminate() == 0
    log = server.log_text()
    assert own_installation.gateway_url + own_installation.api("NONE").path in log
    assert own_installation.access_log_path() in log
    for secret in ("password", "secret_key", "app_secret"):
        assert own_installation.facts[secret] not in log


def test_serve_leaves_the_standard_output_to_scripts(own_installation: Installation) -> None:
    output = own_installation.folder.with_name("output")
    server = own_installation.serve(prefix=("bash", "-c", 'exec "$@" >"$0"', str(output)))
    assert server.terminate() == 0
    assert output.read_bytes() == b""
    assert "Settings for the SDKs" in server.log_text()


def test_starting_again_keeps_everything(own_installation: Installation) -> None:
    before = (own_installation.folder / "credentials.json").read_bytes()
    for _ in range(2):
        server = own_installation.serve()
        assert own_installation.token()
        assert server.terminate() == 0
    assert (own_installation.folder / "credentials.json").read_bytes() == before


def test_seal_works_with_and_without_a_server(own_installation: Installation) -> None:
    run_well("seal", "--data", own_installation.folder)
    server = own_installation.serve()
    run_well("seal", "--data", own_installation.folder)
    assert server.terminate() == 0


def test_seal_of_no_data_folder_fails(folder: Path) -> None:
    result = run("seal", "--data", folder / "nothing")
    assert result.returncode == 1
    assert result.stdout == "" and "daybook init" in result.stderr


def test_the_program_runs_from_anywhere_and_without_an_environment(folder: Path) -> None:
    run_well("init", "--data", "here", "--control-port", "0", prefix=("env", "-i", "-C", str(folder)))
    assert (folder / "here" / "daybook.yaml").exists()
