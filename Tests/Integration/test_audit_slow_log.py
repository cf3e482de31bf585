"""The slow log and the error log of an instance, read by the unmodified SDK."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pymongo
import pytest
import requests
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkdds.v3 import (
    DeleteLtsConfigRequest,
    DeleteLtsConfigRequestBody,
    DeleteLtsConfigRequestBodyLtsConfigs,
    DownloadErrorlogRequest,
    DownloadErrorlogRequestBody,
    DownloadSlowlogRequest,
    DownloadSlowlogRequestBody,
    DownloadSlowlogResult,
    ListErrorLogsRequest,
    ListLtsConfigsRequest,
    ListLtsErrorLogsRequest,
    ListLtsErrorLogsRequestBody,
    ListLtsSlowLogsRequest,
    ListLtsSlowLogsRequestBody,
    ListSlowLogsRequest,
    LtsLogType,
    ShowSlowlogDesensitizationSwitchRequest,
    SwitchSlowlogDesensitizationRequest,
    UpdateLtsConfigRequest,
    UpdateLtsConfigRequestBody,
    UpdateLtsConfigRequestBodyLtsConfigs,
)
from pymongo.errors import OperationFailure

from support.audit import AuditLog, command_of, now, time_text
from support.installation import Installation
from support.mongodb import connect
from support.program import run_well

pytestmark = pytest.mark.usefixtures("server")


def set_settings(installation: Installation, **settings: object) -> None:
    base = f"{installation.control_url}/daybook/v1/{installation.project_id}"
    url = f"{base}/instances/{installation.instance_id}/settings"
    headers = {"X-Auth-Token": installation.token()}
    answer = requests.put(url, json=settings, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def log(installation: Installation) -> AuditLog:
    log = AuditLog(installation)
    log.set_policy(keep_days=7)
    set_settings(installation, slow_milliseconds=1)
    return log


@pytest.fixture
def driver(installation: Installation) -> Iterator[pymongo.MongoClient]:
    with connect(installation.node_url) as client:
        yield client


def span() -> dict[str, str]:
    return {
        "start_date": time_text(now() - timedelta(hours=1)),
        "end_date": time_text(now() + timedelta(hours=1)),
    }


def lines_span() -> dict[str, str]:
    times = span()
    return {"start_time": times["start_date"], "end_time": times["end_date"]}


def write_slowly(driver: pymongo.MongoClient, collection: str, count: int) -> None:
    """Inserts that take some milliseconds each, for the size of their documents."""
    for _ in range(count):
        driver["shop"][collection].insert_many([{"text": "Berlin" + "x" * 50_000} for _ in range(40)])


def test_slow_operations_are_listed_without_their_literals(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    write_slowly(driver, "slow", 3)
    request = ListSlowLogsRequest(instance_id=installation.instance_id, type="INSERT", limit=100, **span())
    answer = log.client.list_slow_logs(request)
    assert answer.total_record >= 3
    assert len(answer.slow_log_list) == answer.total_record
    for row in answer.slow_log_list:
        assert row.type == "INSERT" and row.database == "shop"
        assert int(row.time.removesuffix(" ms")) >= 1
        assert row.node_name == "documents-node-1"
        assert '"text":"***"' in row.query_sample and "Berlin" not in row.query_sample


def test_the_switch_shows_and_hides_literals(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    def status() -> str:
        request = ShowSlowlogDesensitizationSwitchRequest(instance_id=installation.instance_id)
        return log.client.show_slowlog_desensitization_switch(request).status

    def switch(value: str) -> None:
        request = SwitchSlowlogDesensitizationRequest(instance_id=installation.instance_id, status=value)
        log.client.switch_slowlog_desensitization(request)

    write_slowly(driver, "switched", 1)
    assert status() == "on"
    switch("off")
    assert status() == "off"
    request = ListSlowLogsRequest(instance_id=installation.instance_id, type="INSERT", **span())
    assert "Berlin" in log.client.list_slow_logs(request).slow_log_list[0].query_sample
    switch("on")
    assert status() == "on"


def test_the_slow_log_is_read_line_by_line(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    write_slowly(driver, "paged", 5)

    def page(line: str | None, limit: int = 2) -> list:
        body = ListLtsSlowLogsRequestBody(
            limit=limit,
            line_num=line,
            operate_type="INSERT",
            collection_keywords=["pag"],
            database_keywords=["shop"],
            keywords=["insert"],
            min_cost_time=0,
            **lines_span(),
        )
        request = ListLtsSlowLogsRequest(instance_id=installation.instance_id, body=body)
        return log.client.list_lts_slow_logs(request).slow_logs

    whole = page(None, 100)
    assert len(whole) == 5
    rows, line = [], None
    while found := page(line):
        rows += found
        line = found[-1].line_num
    assert [row.line_num for row in rows] == [row.line_num for row in whole]
    assert {row.collection for row in rows} == {"paged"}
    assert all(row.cost_time >= 1 and row.node_id == installation.node_id for row in rows)


def test_a_failed_operation_is_in_the_error_log(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    driver["shop"]["failing"].insert_one({"_id": "secret value"})
    with pytest.raises(OperationFailure):
        driver["shop"]["failing"].insert_one({"_id": "secret value"})
    request = ListErrorLogsRequest(instance_id=installation.instance_id, type="ERROR", **span())
    rows = log.client.list_error_logs(request).error_log_list
    assert rows[0].level == "ERROR" and rows[0].node_name == "documents-node-1"
    assert rows[0].content.startswith("insert on shop.failing failed with code 11000")
    assert "secret value" not in rows[0].content
    body = ListLtsErrorLogsRequestBody(limit=10, severity="ERROR", **lines_span())
    request = ListLtsErrorLogsRequest(instance_id=installation.instance_id, body=body)
    lines = log.client.list_lts_error_logs(request).error_logs
    assert [line.raw_message for line in lines[: len(rows)]] == [row.content for row in rows]


def finished(ask: Callable[[], object]) -> list[DownloadSlowlogResult]:
    """Asks until the files are made, as the reference wants it."""
    while (answer := ask()).status == "CREATING":
        assert {file.status for file in answer.list} <= {"EXPORTING", "SUCCESS"}
    assert answer.status == "FINISH" and answer.count == len(answer.list)
    assert {file.status for file in answer.list} == {"SUCCESS"}
    return answer.list


def test_the_slow_log_is_had_as_a_file(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    write_slowly(driver, "filed", 3)

    def ask(**wishes: list[str]) -> list[DownloadSlowlogResult]:
        body = DownloadSlowlogRequestBody(**wishes)
        request = DownloadSlowlogRequest(instance_id=installation.instance_id, body=body)
        return finished(lambda: log.client.download_slowlog(request))

    (file,) = ask()
    assert file.node_name == "documents-node-1" and f"_{installation.node_id}_slowlog_20" in file.file_name
    content = requests.get(file.file_link, timeout=30).content
    assert int(file.file_size) == -(-len(content) // 1024)
    lines = [json.loads(line) for line in content.splitlines()]
    filed = [line for line in lines if line["collection"] == "filed"]
    assert len(filed) == 3 and all(line["operate_type"] == "INSERT" for line in filed)
    assert b"Berlin" not in content
    half = len(content) // 2
    parts = [
        requests.get(file.file_link, headers={"Range": span}, timeout=30)
        for span in (f"bytes=0-{half - 1}", f"bytes={half}-")
    ]
    assert [part.status_code for part in parts] == [206, 206]
    assert b"".join(part.content for part in parts) == content
    run_well("seal", "--data", installation.folder)
    assert requests.get(file.file_link, timeout=30).content == content
    (named,) = ask(file_name_list=[file.file_name], node_id_list=[installation.node_id])
    assert named.file_name == file.file_name
    with pytest.raises(ClientRequestException) as refusal:
        ask(file_name_list=["nonsense"])
    assert (refusal.value.status_code, refusal.value.error_code) == (400, "DBS.200001")
    told = [event for event in log.sealed_events() if event["atype"].startswith("eventLog")]
    assert {event["atype"] for event in told} == {"eventLogLink", "eventLogDownload"}
    assert all(event["param"]["files"] == [file.file_name] for event in told)


def test_the_error_log_is_had_as_a_file(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    driver["shop"]["failed"].insert_one({"_id": "secret value"})
    with pytest.raises(OperationFailure):
        driver["shop"]["failed"].insert_one({"_id": "secret value"})
    body = DownloadErrorlogRequestBody(node_id_list=[installation.node_id])
    request = DownloadErrorlogRequest(instance_id=installation.instance_id, body=body)
    (file,) = finished(lambda: log.client.download_errorlog(request))
    answer = requests.get(file.file_link, timeout=30)
    assert answer.text.splitlines() and "secret value" not in answer.text
    last = json.loads(answer.text.splitlines()[-1])
    assert last["severity"] == "ERROR"
    assert last["raw_message"].startswith("insert on shop.failed failed with code 11000")


def test_limits_are_the_documented_ones(log: AuditLog, installation: Installation) -> None:
    for wrong in ({"limit": 101}, {"offset": 2000}, {"offset": 1990, "limit": 11}, {"type": "SELECT"}):
        with pytest.raises(ClientRequestException) as refusal:
            log.client.list_slow_logs(
                ListSlowLogsRequest(instance_id=installation.instance_id, **span(), **wrong)
            )
        assert (refusal.value.status_code, refusal.value.error_code) == (400, "DBS.200001")
    request = ListSlowLogsRequest(instance_id=installation.instance_id, offset=1900, limit=100, **span())
    assert log.client.list_slow_logs(request).slow_log_list == []


def test_targets_of_a_log_service_are_kept(log: AuditLog, installation: Installation) -> None:
    def targets() -> list | None:
        (row,) = log.client.list_lts_configs(ListLtsConfigsRequest()).instance_lts_configs
        assert row.instance.id == installation.instance_id and row.instance.mode == "Single"
        return row.lts_configs

    assert targets() is None
    choice = {"instance_id": installation.instance_id, "log_type": LtsLogType.AUDIT_LOG}
    place = {"lts_group_id": "group", "lts_stream_id": "stream"}
    body = UpdateLtsConfigRequestBody(lts_configs=[UpdateLtsConfigRequestBodyLtsConfigs(**choice, **place)])
    log.client.update_lts_config(UpdateLtsConfigRequest(body=body))
    (target,) = targets()
    assert (target.lts_group_id, target.lts_stream_id, target.enabled) == ("group", "stream", True)
    body = DeleteLtsConfigRequestBody(lts_configs=[DeleteLtsConfigRequestBodyLtsConfigs(**choice)])
    log.client.delete_lts_config(DeleteLtsConfigRequest(body=body))
    assert targets() is None


def test_changes_of_settings_are_recorded(log: AuditLog, installation: Installation) -> None:
    set_settings(installation, slow_milliseconds=2)
    set_settings(installation, slow_milliseconds=1)
    log.set_policy(keep_days=8)
    log.set_policy(keep_days=7)
    changes = [event for event in log.sealed_events() if event["atype"] == "settingsConfigure"]
    assert changes[-1]["param"]["from"]["slow_milliseconds"] == 2
    assert changes[-1]["param"]["to"]["slow_milliseconds"] == 1
    policies = [event for event in log.sealed_events() if event["atype"] == "auditConfigure"]
    assert [event["param"]["to"]["keep_days"] for event in policies[-2:]] == [8, 7]
    assert policies[-1]["users"][0]["user"] == "admin"
    assert policies[-1]["remote"]["ip"] == "127.0.0.1"


def test_declared_fields_are_not_recorded(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    set_settings(installation, masked_fields=["card.number"])
    cards = driver["shop"]["cards"]
    cards.insert_one({"_id": 1, "card": {"number": "4711-0815", "bank": "north"}})
    cards.find_one({"card.number": "4711-0815"})
    cards.update_one({"_id": 1}, {"$set": {"card.number": "4711-0816"}})
    assert cards.count_documents({"_id": 1, "$expr": {"$eq": ["$card.number", "4711-0816"]}}) == 1
    renamed = [{"$project": {"n": "$card.number"}}, {"$match": {"n": "4711-0816"}}]
    assert len(list(cards.aggregate(renamed))) == 1
    set_settings(installation, masked_fields=[])
    events = [event for event in log.sealed_events() if event["param"].get("ns") == "shop.cards"]
    assert [command_of(event) for event in events] == ["insert", "find", "update", "aggregate", "aggregate"]
    text = json.dumps(events)
    assert "4711-081" not in text and "north" in text and "***" in text


def test_a_further_batch_names_its_query(log: AuditLog, driver: pymongo.MongoClient) -> None:
    driver["shop"]["chained"].insert_many([{"_id": number} for number in range(25)])
    assert len(list(driver["shop"]["chained"].find({}, batch_size=10))) == 25
    events = [event for event in log.sealed_events() if event["param"].get("ns") == "shop.chained"]
    find, *further = [event for event in events if command_of(event) in ("find", "getMore")]
    assert len(further) == 2
    for event in further:
        query = event["param"]["args"]["$query"]
        assert query["requestId"] == find["daybook"]["requestId"]
        assert query["connection"] == find["daybook"]["connection"]


def test_the_log_is_had_as_ocsf(
    log: AuditLog, driver: pymongo.MongoClient, installation: Installation
) -> None:
    driver["shop"]["ocsf"].insert_one({"_id": 1})
    run_well("seal", "--data", installation.folder)
    (link,) = log.links([log.all_files()[0].id])
    lines = [json.loads(line) for line in requests.get(link + "&format=ocsf", timeout=30).text.splitlines()]
    (insert,) = [line for line in lines if line.get("table", {}).get("name") == "ocsf"]
    assert (insert["class_uid"], insert["type_uid"], insert["status_id"]) == (6005, 600505, 1)
    arguments = ["--data", installation.folder, "--instance", installation.instance_id]
    asked = run_well("query", "audit", *arguments, "--namespace", "shop.ocsf", "--ocsf")
    assert [json.loads(line) for line in asked.splitlines()] == [insert]
