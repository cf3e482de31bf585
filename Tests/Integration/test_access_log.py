"""Calls through the gateway, read back as the access log by the unmodified SDK."""

from __future__ import annotations

import sqlite3
import time

import pytest
from huaweicloudsdkdataartsstudio.v1.model import InstanceAccesslog

from support.clock import shifted
from support.detail import Detail, sql_of
from support.gateway import Gateway
from support.installation import Installation
from support.program import run_well
from support.sdk import access_log, data_service_of_region
from support.signing import signed_call, signed_headers
from support.wire import Answer, call

EPOCH_MILLISECONDS = 1_420_041_600_000
INT64_MAXIMUM = 2**63 - 1

pytestmark = pytest.mark.usefixtures("server")


def entry_of(answer: Answer, installation: Installation) -> InstanceAccesslog:
    """The one record of a call."""
    found = [entry for entry in access_log(installation) if entry.request_id == answer.request_id]
    assert len(found) == 1
    return found[0]


def assert_derived(entry: InstanceAccesslog) -> None:
    """The arithmetic between the fields that the published example obeys."""
    number = int(entry.request_id)
    assert (number >> 22) + EPOCH_MILLISECONDS == entry.access_time
    assert entry.id == f"0000{INT64_MAXIMUM - (number + (entry.duration << 22)):016x}{number}"


def run_on_sample(installation: Installation, sql: str) -> list[dict[str, object]]:
    with sqlite3.connect(f"file:{installation.database}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(sql)]


# A call that succeeds


def test_a_call_is_answered_from_the_database_and_recorded_in_full(installation: Installation) -> None:
    api = installation.api("NONE")
    headers = (("X-Language", "en-us"), ("Accept", "*/*"))
    before = time.time_ns() // 1_000_000
    answer = Gateway(installation).open_api(headers=headers)
    after = time.time_ns() // 1_000_000
    body = answer.json()
    entry = entry_of(answer, installation)

    assert answer.status == 200
    assert (body["requestId"], body["errCode"], body["errMsg"]) == (answer.request_id, "DLM.0", None)
    assert before <= entry.access_time <= after
    assert 0 <= entry.duration <= after - before
    assert_derived(entry)
    assert (entry.api_id, entry.api_name, entry.app_id, entry.app_name) == (api.id, api.name, None, None)
    assert (entry.status_code, entry.error_code, entry.error_message) == ("200", None, None)
    assert entry.in_flow_size == answer.request_byte_count
    assert entry.out_flow_size == len(answer.body)
    sql = sql_of(entry.detail)
    expected = Detail(header={"x-language": "en-us", "accept": "*/*"}, query=api.example, sql=sql)
    assert entry.detail == expected.text()
    assert sql.endswith(" limit 100 offset 0")
    rows = run_on_sample(installation, sql)
    assert body["data"]["data"] == rows and len(rows) == 100 == entry.out_total_size
    assert body["data"]["columnNames"] == list(rows[0])


@pytest.mark.parametrize(("limit", "offset"), [("1", "0"), ("7", "3"), ("100", "11"), ("5", "10000000")])
def test_every_call_runs_its_own_statement(installation: Installation, limit: str, offset: str) -> None:
    parameters = {"status": "returned", "min_total": "1234.5", "limitValue": limit, "offsetValue": offset}
    answer = Gateway(installation).open_api(parameters)
    entry = entry_of(answer, installation)
    sql = sql_of(entry.detail)
    assert "'returned'" in sql and "1234.5" in sql and sql.endswith(f" limit {limit} offset {offset}")
    rows = run_on_sample(installation, sql)
    assert answer.json()["data"]["data"] == rows
    assert entry.out_total_size == len(rows) == (0 if offset == "10000000" else int(limit))
    assert all(row["status"] == "returned" and row["total"] >= 1234.5 for row in rows)


def test_a_value_stays_a_value(installation: Installation) -> None:
    value = "paid' OR '1'='1\n-- 付款"
    answer = Gateway(installation).open_api({"status": value})
    entry = entry_of(answer, installation)
    assert answer.status == 200 and answer.json()["data"]["data"] == []
    assert entry.out_total_size == 0
    assert "[query  parameter]:\nstatus : paid' OR '1'='1\\n-- 付款\n[body" in entry.detail
    assert "'paid'' OR ''1''=''1\n-- 付款'" in entry.detail
    assert run_on_sample(installation, sql_of(entry.detail)) == []


def test_an_app_calls_with_its_signature(installation: Installation) -> None:
    api = installation.api("APP")
    for names in (("Authorization", "x-Authorization"), ("x-Authorization",), ("Authorization",)):
        answer = Gateway(installation).app_api(header_names=names)
        entry = entry_of(answer, installation)
        assert answer.status == 200, answer.body
        assert entry.api_id == api.id
        assert entry.app_id and entry.app_name == "sample_app"
        rows = run_on_sample(installation, sql_of(entry.detail))
        assert rows and answer.json()["data"]["data"] == rows
        assert (
            entry.detail
            == Detail(
                header={"content-type": "application/json"}, query=api.example, sql=sql_of(entry.detail)
            ).text()
        )
        assert installation.app_secret not in entry.detail and "Signature" not in entry.detail


def test_a_user_calls_with_a_token(installation: Installation) -> None:
    token = installation.token()
    answer = Gateway(installation).token_api(token)
    entry = entry_of(answer, installation)
    assert answer.status == 200, answer.body
    assert entry.api_id == installation.api("IAM").id
    assert (entry.app_id, entry.app_name) == (None, None)
    rows = run_on_sample(installation, sql_of(entry.detail))
    assert len(rows) == 1 and answer.json()["data"]["data"] == rows
    assert token not in entry.detail


# Calls that are refused


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({}, 400, "DLM.4312"),
        ({"status": "paid", "min_total": "much"}, 400, "DAYBOOK.4001"),
        ({"status": "paid", "limitValue": "-1"}, 400, "DAYBOOK.4001"),
        ({"status": "paid", "limitValue": "2001"}, 400, "DAYBOOK.4001"),
    ],
)
def test_a_bad_parameter_is_recorded(
    installation: Installation, parameters: dict[str, str], status: int, code: str
) -> None:
    answer = Gateway(installation).open_api(parameters)
    body = answer.json()
    entry = entry_of(answer, installation)
    assert (answer.status, body["errCode"]) == (status, code)
    assert body["requestId"] == answer.request_id
    assert (entry.status_code, entry.error_code, entry.error_message) == (str(status), code, body["errMsg"])
    assert entry.api_id == installation.api("NONE").id
    assert entry.detail == Detail(query=parameters).text()
    assert entry.out_total_size == 0
    assert_derived(entry)


def test_a_missing_parameter_is_named(installation: Installation) -> None:
    assert "status" in Gateway(installation).open_api({}).json()["errMsg"]


@pytest.mark.parametrize("target", ["/nothing/here", "/", "/shop/orders/1", "/shop/%ff", "/nothing?a=%zz"])
def test_an_unknown_path_is_recorded_for_the_workspace_of_the_cluster(
    installation: Installation, target: str
) -> None:
    answer = Gateway(installation).send(target)
    entry = entry_of(answer, installation)
    assert (answer.status, answer.json()["errCode"]) == (404, "APIG.0101")
    assert (entry.status_code, entry.error_code) == ("404", "APIG.0101")
    assert (entry.api_id, entry.api_name, entry.app_id) == (None, None, None)
    assert sql_of(entry.detail) == ""


def test_an_api_does_not_answer_to_another_method(installation: Installation) -> None:
    api = installation.api("NONE")
    body = b'{"status": "paid"}'
    answer = Gateway(installation).send(api.path, method="POST", body=body)
    entry = entry_of(answer, installation)
    assert answer.status == int(entry.status_code) == 404
    assert entry.in_flow_size == answer.request_byte_count - len(body), "nobody asked for the body"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"secret": "0" * 32}, 401, "APIG.0303"),
        ({"key": "0" * 32}, 401, "APIG.0303"),
        ({"header_names": ()}, 400, "APIG.0106"),
    ],
)
def test_a_call_without_a_good_signature_is_recorded(
    installation: Installation, change: dict[str, object], status: int, code: str
) -> None:
    answer = Gateway(installation).app_api(**change)  # type: ignore[arg-type]
    entry = entry_of(answer, installation)
    assert (answer.status, answer.json()["errCode"]) == (status, code)
    assert (entry.status_code, entry.error_code) == (str(status), code)
    assert entry.api_id == installation.api("APP").id
    assert (entry.app_id, entry.app_name) == (None, None)
    assert sql_of(entry.detail) == ""
    assert f": failed: {code}.\n\n" in entry.detail
    assert_derived(entry)


def test_a_signature_covers_the_query(installation: Installation) -> None:
    gateway = Gateway(installation)
    api = installation.api("APP")
    good = gateway.app_api()
    assert good.status == 200
    *others, (_, authorization) = signed_headers(
        installation.gateway_url, api.path, installation.app_key, installation.app_secret, api.example
    )
    changed = {**api.example, "customer_id": "43"}
    answer = gateway.get(api.path, changed, (*others, ("x-Authorization", authorization)))
    assert (answer.status, answer.json()["errCode"]) == (401, "APIG.0303")


@pytest.mark.parametrize("token", [None, "garbage", "MII" + "A" * 2000])
def test_a_call_without_a_good_token_is_recorded(installation: Installation, token: str | None) -> None:
    answer = Gateway(installation).token_api(token)
    entry = entry_of(answer, installation)
    assert (answer.status, answer.json()["errCode"]) == (401, "DLM.4211")
    assert (entry.status_code, entry.error_code) == ("401", "DLM.4211")
    assert token is None or token not in entry.detail


def test_an_expired_token_is_refused(installation: Installation) -> None:
    answer = Gateway(installation).token_api(installation.token(*shifted("-25h")))
    assert (answer.status, answer.json()["errCode"]) == (401, "DLM.4211")


# Calls whose query fails


def change_sample(installation: Installation, *statements: str) -> None:
    with sqlite3.connect(installation.database) as database:
        for statement in statements:
            database.execute(statement)


def test_an_error_of_the_database_is_recorded_with_its_statement(own_installation: Installation) -> None:
    own_installation.serve()
    assert Gateway(own_installation).open_api().status == 200
    change_sample(own_installation, "ALTER TABLE orders RENAME TO moved")
    answer = Gateway(own_installation).open_api()
    entry = entry_of(answer, own_installation)
    assert (answer.status, answer.json()["errCode"]) == (400, "DLM.4094")
    assert (entry.status_code, entry.error_code) == ("400", "DLM.4094")
    assert "FROM orders" in sql_of(entry.detail)
    assert entry.error_message == answer.json()["errMsg"]


def test_a_query_without_end_is_stopped_and_recorded(own_installation: Installation) -> None:
    own_installation.serve(environment={"DAYBOOK_GATEWAY_CALL_SECONDS": "1"})
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS order_id, '' AS order_no"
    )
    columns = ", 1 AS customer_id, 'x' || i AS status, -i AS total, '' AS currency, '' AS created_at FROM n"
    change_sample(
        own_installation, "ALTER TABLE orders RENAME TO moved", f"CREATE VIEW orders AS {endless}{columns}"
    )
    answer = Gateway(own_installation).open_api()
    entry = entry_of(answer, own_installation)
    assert (answer.status, answer.json()["errCode"]) == (504, "APIG.0201")
    assert (entry.status_code, entry.error_code) == ("504", "APIG.0201")
    assert 1_000 <= entry.duration < 10_000
    assert Gateway(own_installation).send("/nothing").status == 404


def test_a_database_that_is_gone_is_recorded(own_installation: Installation) -> None:
    own_installation.database.unlink()
    server = own_installation.serve()
    answer = Gateway(own_installation).open_api()
    entry = entry_of(answer, own_installation)
    assert (answer.status, answer.json()["errCode"]) == (503, "DAYBOOK.5031")
    assert entry.error_code == "DAYBOOK.5031"
    assert not own_installation.database.exists(), "the gateway reads databases, it does not make them"
    assert server.is_healthy()


# The list


def test_the_log_is_exactly_the_calls_newest_first(own_installation: Installation) -> None:
    own_installation.serve()
    gateway = Gateway(own_installation)
    assert access_log(own_installation) == []
    for round in range(3):
        gateway.open_api({"status": "paid", "limitValue": str(round + 1)})
        gateway.app_api()
        gateway.token_api(own_installation.token())
        gateway.send("/nothing")
        gateway.open_api({})
    entries = access_log(own_installation)
    assert [entry.request_id for entry in entries] == [
        answer.request_id for answer in reversed(gateway.answers)
    ]
    assert [entry.status_code for entry in entries] == [
        str(answer.status) for answer in reversed(gateway.answers)
    ]
    assert [entry.out_flow_size for entry in entries] == [
        len(answer.body) for answer in reversed(gateway.answers)
    ]
    assert len({entry.id for entry in entries}) == 15
    keys = [entry.id for entry in entries]
    assert keys == sorted(keys), "the row keys of calls one after the other are in the order of the list"


def test_the_log_is_the_same_after_a_seal_and_after_a_restart(own_installation: Installation) -> None:
    server = own_installation.serve()
    gateway = Gateway(own_installation)
    for _ in range(5):
        gateway.open_api()
        gateway.send("/nothing", headers=(("X-Name", "数据"),))
    before = [entry.to_dict() for entry in access_log(own_installation)]
    assert len(before) == 10
    run_well("seal", "--data", own_installation.folder)
    assert [entry.to_dict() for entry in access_log(own_installation)] == before
    assert server.terminate() == 0
    own_installation.serve()
    assert [entry.to_dict() for entry in access_log(own_installation)] == before


def test_is_api_tells_the_provider_from_the_caller(own_installation: Installation) -> None:
    own_installation.serve()
    gateway = Gateway(own_installation)
    of_app = gateway.app_api()
    gateway.open_api()
    gateway.send("/nothing")
    provider = access_log(own_installation, is_api=True)
    assert [entry.to_dict() for entry in access_log(own_installation)] == [
        entry.to_dict() for entry in provider
    ]
    assert len(provider) == 3
    caller = access_log(own_installation, is_api=False)
    assert [entry.request_id for entry in caller] == [of_app.request_id]
    assert sql_of(caller[0].detail) == ""
    assert sql_of(provider[2].detail) != ""
    without_sql = provider[2].to_dict() | {"detail": caller[0].detail}
    assert caller[0].to_dict() == without_sql


def test_the_newest_thousand_come_without_a_limit(own_installation: Installation) -> None:
    own_installation.serve()
    gateway = Gateway(own_installation)
    for _ in range(1_005):
        gateway.send("/nothing")
    expected = [answer.request_id for answer in reversed(gateway.answers)]
    assert [entry.request_id for entry in access_log(own_installation)] == expected[:1_000]


# The additions: limit, offset, start_time, end_time


def listed(installation: Installation, **parameters: object) -> dict[str, object]:
    answer = signed_call(
        installation.control_url,
        installation.access_log_path(),
        installation.access_key,
        installation.secret_key,
        {name: str(value) for name, value in parameters.items()},
        headers=(("workspace", installation.workspace),),
    )
    assert answer.status == 200, answer.body
    return answer.json()


def test_pages_and_times(own_installation: Installation) -> None:
    own_installation.serve()
    gateway = Gateway(own_installation)
    for _ in range(10):
        gateway.open_api({"status": "new", "limitValue": "1"})
        time.sleep(0.003)
    entries = access_log(own_installation)
    ids = [entry.request_id for entry in entries]
    times = [entry.access_time for entry in entries]

    def page(**parameters: object) -> list[str]:
        answer = listed(own_installation, **parameters)
        assert answer["number"] == len(answer["records"])
        return [record["request_id"] for record in answer["records"]]

    assert page(limit=4) == ids[:4]
    assert page(limit=4, offset=4) == ids[4:8]
    assert page(limit=4, offset=8) == ids[8:]
    assert page(limit=4, offset=400) == []
    assert page(offset=9) == ids[9:]
    assert page(start_time=times[4]) == ids[:5]
    assert page(end_time=times[4]) in (ids[4:], ids[5:])
    assert page(start_time=times[6], end_time=times[2]) in (ids[2:7], ids[3:7])
    assert page(start_time=times[0] + 60_000) == []
    assert listed(own_installation, limit=3)["total"] == 10
    assert "total" not in listed(own_installation)


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "x"},
        {"limit": "1001"},
        {"limit": "99999999999999999999"},
        {"offset": "-1"},
        {"offset": "1.5"},
        {"start_time": "yesterday"},
        {"start_time": "1720440166661", "end_time": "1720440166660"},
        {"is_api": "maybe"},
        {"is_api": ""},
    ],
)
def test_a_parameter_that_cannot_be_read_is_400(
    installation: Installation, parameters: dict[str, str]
) -> None:
    answer = signed_call(
        installation.control_url,
        installation.access_log_path(),
        installation.access_key,
        installation.secret_key,
        parameters,
        headers=(("workspace", installation.workspace),),
    )
    body = answer.json()
    assert answer.status == 400
    assert body["error_code"] and body["error_msg"]


def test_a_parameter_that_nobody_knows_is_passed_over(installation: Installation) -> None:
    assert "records" in listed(installation, colour="blue")


# The way to the log


def test_the_sdk_looks_the_project_up_by_its_region(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Gateway(installation).open_api()
    client = data_service_of_region(installation, installation.control_url)
    assert access_log(installation, client=client)[0].request_id == answer.request_id
    monkeypatch.setenv("HUAWEICLOUD_SDK_IAM_ENDPOINT", installation.control_url)
    client = data_service_of_region(installation, None)
    assert access_log(installation, client=client)[0].request_id == answer.request_id


def test_a_token_reads_the_log(installation: Installation) -> None:
    answer = Gateway(installation).open_api()
    headers = (("X-Auth-Token", installation.token()), ("workspace", installation.workspace))
    log = call(installation.control_url, installation.access_log_path() + "?is_api=true", headers=headers)
    assert log.status == 200
    assert log.json()["records"][0]["request_id"] == answer.request_id
    assert log.headers["x-request-id"] and log.headers["content-type"].startswith("application/json")


def test_the_answer_has_the_documented_types_and_order(installation: Installation) -> None:
    Gateway(installation).open_api()
    answer = listed(installation, limit=1)
    assert list(answer)[:2] == ["records", "number"]
    record = answer["records"][0]  # type: ignore[index]
    assert {name: type(value) for name, value in record.items()} == {
        "id": str,
        "request_id": str,
        "api_id": str,
        "api_name": str,
        "app_id": type(None),
        "app_name": type(None),
        "access_time": int,
        "duration": int,
        "status_code": str,
        "error_code": type(None),
        "error_message": type(None),
        "detail": str,
        "in_flow_size": int,
        "out_flow_size": int,
        "out_total_size": int,
    }
