"""Operations of a real driver through the node, read back as audit log files by the unmodified SDK."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pymongo
import pytest
import requests
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkdds.v3 import ListInstancesRequest
from pymongo.errors import OperationFailure

from support.audit import AuditLog, command_of, now, operations, time_text
from support.clock import shifted
from support.installation import Installation
from support.mongodb import MongoServer, connect
from support.program import run_well
from support.signing import signed_call

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def log(installation: Installation) -> AuditLog:
    log = AuditLog(installation)
    log.set_policy(keep_days=7)
    return log


@pytest.fixture
def application(request: pytest.FixtureRequest) -> str:
    """The name under which a test's driver introduces itself."""
    return request.node.name[:100]


@pytest.fixture
def driver(installation: Installation, application: str) -> Iterator[pymongo.MongoClient]:
    with connect(installation.node_url, appname=application) as client:
        yield client


# Operations and events


def test_each_operation_is_one_event(log: AuditLog, driver: pymongo.MongoClient, application: str) -> None:
    orders = driver["shop"]["orders_of_each"]
    orders.insert_one({"_id": 1, "total": 12.5, "name": "数据"})
    orders.insert_many([{"_id": number} for number in range(2, 7)])
    orders.find_one({"_id": 1})
    orders.update_one({"_id": 1}, {"$set": {"total": 13}})
    orders.replace_one({"_id": 2}, {"name": "new"})
    orders.find_one_and_update({"_id": 3}, {"$set": {"a": 1}})
    list(orders.aggregate([{"$match": {"_id": {"$gt": 3}}}]))
    orders.count_documents({})
    orders.distinct("_id")
    orders.create_index("total")
    orders.delete_one({"_id": 1})
    orders.delete_many({})
    driver["shop"].command("ping")
    orders.drop()
    driver.close()

    events = operations(log.sealed_events(application))
    assert [(command_of(event), event["daybook"]["type"]) for event in events] == [
        ("insert", "insert"),
        ("insert", "insert"),
        ("find", "query"),
        ("update", "update"),
        ("update", "update"),
        ("findAndModify", "update"),
        ("aggregate", "query"),
        ("aggregate", "query"),
        ("distinct", "query"),
        ("createIndexes", "command"),
        ("delete", "delete"),
        ("delete", "delete"),
        ("drop", "command"),
    ]
    assert {event["param"]["ns"] for event in events} == {"shop.orders_of_each"}
    assert {event["result"] for event in events} == {0}
    written = [event["daybook"]["documentsWritten"] for event in events]
    returned = [event["daybook"]["documentsReturned"] for event in events]
    assert written[:2] == [1, 5] and written[3:5] == [1, 1] and written[10:12] == [1, 5]
    assert returned[2] == 1 and returned[6] == 3
    assert all(event["daybook"]["answered"] for event in events)


def test_an_event_says_who_when_from_where_and_what(
    log: AuditLog, installation: Installation, application: str
) -> None:
    local_port = int(installation.node_url.rsplit(":", 1)[1].strip("/"))
    before = now() - timedelta(milliseconds=1)
    with connect(installation.node_url, appname=application) as client:
        client["shop"]["details"].insert_one({"_id": 7, "name": 'grün "quoted"', "amount": 1.5})
        known = client.nodes
    after = now()
    (event,) = operations(log.sealed_events(application))

    assert event["atype"] == "authCheck"
    moment = datetime.fromisoformat(event["ts"]["$date"].replace("Z", "+00:00"))
    assert before <= moment <= after
    assert event["local"] == {"ip": "127.0.0.1", "port": local_port}
    assert event["remote"]["ip"] == "127.0.0.1" and event["remote"]["port"] not in (0, local_port)
    assert (event["users"], event["roles"]) == ([], [])
    assert event["param"]["command"] == "insert" and event["param"]["ns"] == "shop.details"
    assert event["param"]["args"]["documents"] == [{"_id": 7, "name": 'grün "quoted"', "amount": 1.5}]
    own = event["daybook"]
    assert own["driver"].startswith("PyMongo") and pymongo.version in own["driver"]
    assert 0 < own["durationMicros"] <= (after - before) / timedelta(microseconds=1)
    assert own["requestBytes"] > 100 and own["replyBytes"] > 30
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", own["session"])
    assert known == {("127.0.0.1", local_port)}, "the driver knows of no way past the node"


def test_every_batch_of_a_cursor_is_an_event(
    log: AuditLog, driver: pymongo.MongoClient, application: str
) -> None:
    many = driver["shop"]["many"]
    many.insert_many([{"_id": number, "text": "x" * 100} for number in range(250)])
    assert len(list(many.find({}, batch_size=100))) == 250
    driver.close()
    events = operations(log.sealed_events(application))
    assert [command_of(event) for event in events] == ["insert", "find", "getMore", "getMore"]
    assert [event["daybook"]["documentsReturned"] for event in events] == [0, 100, 100, 50]
    assert events[0]["daybook"]["documentsWritten"] == 250
    assert {event["param"]["ns"] for event in events} == {"shop.many"}


def test_a_failed_command_has_the_code_of_the_server(
    log: AuditLog, driver: pymongo.MongoClient, application: str
) -> None:
    with pytest.raises(OperationFailure) as unknown:
        driver["shop"].command("noSuchCommand", 1)
    driver["shop"]["twice"].drop()
    driver["shop"]["twice"].insert_one({"_id": 1})
    with pytest.raises(OperationFailure) as duplicate:
        driver["shop"]["twice"].insert_one({"_id": 1})
    driver.close()
    events = {(command_of(event), event["result"]) for event in operations(log.sealed_events(application))}
    assert ("noSuchCommand", unknown.value.code) in events and unknown.value.code
    assert ("insert", duplicate.value.code) in events and duplicate.value.code == 11000


def test_a_transaction_names_its_session_and_number(
    log: AuditLog, driver: pymongo.MongoClient, application: str
) -> None:
    driver["shop"]["within"].insert_one({"_id": "before"})
    with driver.start_session() as session, session.start_transaction():
        driver["shop"]["within"].insert_one({"_id": 1}, session=session)
        driver["shop"]["within"].insert_one({"_id": 2}, session=session)
    driver.close()
    events = operations(log.sealed_events(application))
    within = events[1:4]
    assert [command_of(event) for event in within] == ["insert", "insert", "commitTransaction"]
    assert len({(event["daybook"]["session"], event["daybook"]["transaction"]) for event in within}) == 1


def test_a_large_document_is_recorded_whole(
    log: AuditLog, driver: pymongo.MongoClient, application: str
) -> None:
    text = "".join(chr(0x4E00 + number % 5_000) for number in range(500_000))
    driver["shop"]["large"].insert_one({"text": text})
    driver.close()
    (event,) = operations(log.sealed_events(application))
    assert event["param"]["args"]["documents"][0]["text"] == text


def test_events_of_a_node_are_in_order(log: AuditLog, driver: pymongo.MongoClient, application: str) -> None:
    for number in range(50):
        driver["shop"]["ordered"].insert_one({"number": number})
    driver.close()
    events = operations(log.sealed_events(application))
    assert [event["param"]["args"]["documents"][0]["number"] for event in events] == list(range(50))
    times = [event["ts"]["$date"] for event in events]
    assert times == sorted(times)


def test_a_login_is_recorded_without_its_secrets(folder: Path) -> None:
    storage = str(folder / "documents")
    upstream = MongoServer(folder, storage=storage)
    with connect(upstream.url) as client:
        client["admin"].command("createUser", "alice", pwd="wonderland-4711", roles=["root"])
    upstream.terminate()
    upstream = MongoServer(folder, "--auth", port=upstream.port, storage=storage)
    installation = Installation.make(folder / "data", upstream.url)
    installation.serve()

    url = installation.node_url.replace("mongodb://", "mongodb://alice:wonderland-4711@").rstrip("/")
    with connect(f"{url}/?authSource=admin", appname="alice") as client:
        client["shop"]["orders"].insert_one({"_id": 1})
        client["admin"].command("createUser", "bob", pwd="looking-glass-42", roles=[])
    with connect(f"{url}/?authSource=admin", appname="curious", maxPoolSize=1) as client:
        client["admin"].command("connectionStatus")
        client["shop"]["orders"].delete_one({"_id": 1})
    with connect(f"{url.replace('wonderland', 'nowhere')}/?authSource=admin", appname="stranger") as client:
        with pytest.raises(OperationFailure):
            client["shop"]["orders"].find_one()

    log = AuditLog(installation)
    events = log.sealed_events()
    inserts = [event for event in events if command_of(event) == "insert"]
    assert [event["users"] for event in inserts] == [[{"user": "alice", "db": "admin"}]]
    deletes = [event for event in events if command_of(event) == "delete"]
    assert [event["roles"] for event in deletes] == [[{"role": "root", "db": "admin"}]]
    logins = [event for event in events if event["atype"] == "authenticate"]
    outcomes = {(event["daybook"].get("application"), event["result"]) for event in logins}
    assert ("alice", 0) in outcomes
    assert ("stranger", 18) in outcomes
    for event in logins:
        assert event["daybook"]["type"] == "auth"
    content = b"".join(log.download(file) for file in log.all_files())
    assert b"wonderland" not in content and b"looking-glass" not in content


# Files


def test_a_file_has_the_documented_names_and_its_own_times(
    log: AuditLog, installation: Installation, driver: pymongo.MongoClient
) -> None:
    run_well("seal", "--data", installation.folder)
    started = time.time()
    driver["shop"]["files"].insert_one({})
    driver.close()
    run_well("seal", "--data", installation.folder)
    ended = time.time()
    page = log.list(limit=1)
    (file,) = page.audit_logs
    assert file.node_id == installation.node_id
    closed = re.fullmatch(rf"{installation.node_id}_(\d{{13}})", file.id)
    assert closed is not None
    assert started <= int(closed[1]) / 1000 <= ended
    name = re.fullmatch(r"([0-9a-f]{32})_audit_log_(.+)", file.name)
    assert name is not None and name[2] == f"{installation.instance_id}_{file.id}"
    pattern = "%Y-%m-%dT%H:%M:%S%z"
    first, last = (datetime.strptime(text, pattern).timestamp() for text in (file.start_time, file.end_time))
    assert int(started) <= first <= last <= ended
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", file.start_time)
    assert file.size == len(log.download(file))
    assert page.total_size == sum(file.size for file in log.all_files())


@pytest.fixture(scope="module")
def five_files(installation: Installation) -> AuditLog:
    log = AuditLog(installation)
    log.set_policy(keep_days=7)
    for number in range(5):
        with connect(installation.node_url) as client:
            client["shop"]["pages"].insert_one({"number": number})
        run_well("seal", "--data", installation.folder)
    return log


def test_pages_hold_every_file_once_newest_first(five_files: AuditLog) -> None:
    files = five_files.all_files()
    assert len(files) >= 5
    assert len({file.id for file in files}) == len(files)
    moments = [int(file.id.rsplit("_", 1)[1]) for file in files]
    assert moments == sorted(moments, reverse=True)
    paged = []
    for offset in range(0, len(files) + 2, 2):
        page = five_files.list(offset=offset, limit=2)
        assert page.total_record == len(files)
        assert len(page.audit_logs) == max(0, min(2, len(files) - offset))
        paged += page.audit_logs
    assert [file.id for file in paged] == [file.id for file in files]


def test_an_offset_past_the_end_is_an_empty_page(five_files: AuditLog) -> None:
    for offset in (len(five_files.all_files()), 10_000, 2**31 - 1):
        page = five_files.list(offset=offset)
        assert page.audit_logs == [] and page.total_record >= 5 and page.total_size > 0


def test_files_are_found_by_node(five_files: AuditLog, installation: Installation) -> None:
    mine = five_files.list(node_id=installation.node_id)
    assert mine.total_record == five_files.list().total_record
    with pytest.raises(ClientRequestException) as refusal:
        five_files.list(node_id="0" * 32 + "no02")
    assert (refusal.value.status_code, refusal.value.error_code) == (404, "DBS.200013")


def test_files_are_found_by_time(five_files: AuditLog) -> None:
    def count(start: datetime, end: datetime) -> int:
        return five_files.list(start_time=time_text(start), end_time=time_text(end)).total_record

    total = five_files.list().total_record
    moment = now()
    assert count(moment - timedelta(days=29, hours=23), moment + timedelta(seconds=1)) == total
    assert count(moment - timedelta(days=3), moment - timedelta(days=2)) == 0
    assert count(moment + timedelta(days=2), moment + timedelta(days=3)) == 0


def test_times_are_read_in_every_documented_form(five_files: AuditLog, installation: Installation) -> None:
    eastern = timezone(timedelta(hours=8))
    start, end = (
        moment.astimezone(eastern) for moment in (now() - timedelta(hours=1), now() + timedelta(hours=1))
    )
    forms = ["%Y-%m-%dT%H:%M:%S+0800", "%Y-%m-%dT%H:%M:%S 0800", "%Y-%m-%dT%H:%M:%S+08:00"]
    total = five_files.list().total_record
    for form in forms:
        times = {"start_time": start.strftime(form), "end_time": end.strftime(form)}
        assert list_raw(installation, **times) == (200, total), form
    start, end = (moment.astimezone(UTC) for moment in (start, end))
    utc = "%Y-%m-%dT%H:%M:%SZ"
    assert list_raw(installation, start_time=start.strftime(utc), end_time=end.strftime(utc)) == (200, total)


def list_raw(installation: Installation, **parameters: str) -> tuple[int, object]:
    """The status, and the total or the error code."""
    answer = signed_call(
        installation.control_url,
        installation.instance_path("auditlog"),
        installation.access_key,
        installation.secret_key,
        parameters,
    )
    body = answer.json()
    return answer.status, body.get("total_record", body.get("error_code"))


def test_a_span_of_30_days_is_the_longest(five_files: AuditLog) -> None:
    end = now() + timedelta(hours=1)
    assert (
        five_files.list(start_time=time_text(end - timedelta(days=30)), end_time=time_text(end)).total_record
        >= 5
    )
    for span in (timedelta(days=30, seconds=1), timedelta(days=31), timedelta(), -timedelta(seconds=1)):
        with pytest.raises(ClientRequestException) as refusal:
            five_files.list(start_time=time_text(end - span), end_time=time_text(end))
        assert (refusal.value.status_code, refusal.value.error_code) == (400, "DBS.200001"), span


@pytest.mark.parametrize(
    "change",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "-1"},
        {"limit": "x"},
        {"offset": "-1"},
        {"offset": "1.5"},
        {"limit": "9" * 30},
        {"start_time": "2020-12-06"},
        {"start_time": "2020-13-06T09:00:00+0800"},
        {"start_time": "2020-12-06T09:00:00"},
        {"start_time": ""},
        {"end_time": "now"},
    ],
)
def test_a_parameter_that_does_not_fit_is_dbs_200001(
    installation: Installation, change: dict[str, str]
) -> None:
    span = {"start_time": time_text(now() - timedelta(hours=1)), "end_time": time_text(now())}
    assert list_raw(installation, **{**span, **change}) == (400, "DBS.200001")


def test_times_are_mandatory(installation: Installation) -> None:
    answer = signed_call(
        installation.control_url,
        installation.instance_path("auditlog"),
        installation.access_key,
        installation.secret_key,
    )
    assert (answer.status, answer.json()["error_code"]) == (400, "DBS.200001")


@pytest.mark.parametrize("instance", ["0" * 32 + "in02", "nonsense", "%20", "%E6%95%B0"])
def test_an_unknown_instance_is_dbs_200002(installation: Installation, instance: str) -> None:
    answer = signed_call(
        installation.control_url,
        installation.instance_path("auditlog", instance=instance),
        installation.access_key,
        installation.secret_key,
        {"start_time": time_text(now() - timedelta(hours=1)), "end_time": time_text(now())},
    )
    assert (answer.status, answer.json()["error_code"]) == (404, "DBS.200002")


# Links


def test_links_come_in_the_order_of_the_ids(five_files: AuditLog) -> None:
    files = five_files.all_files()[:5]
    links = five_files.links([file.id for file in reversed(files)])
    assert [len(requests.get(link, timeout=30).content) for link in links] == [
        file.size for file in reversed(files)
    ]


def test_a_link_needs_no_login_but_cannot_be_made_up(five_files: AuditLog) -> None:
    (link,) = five_files.links([five_files.all_files()[0].id])
    assert requests.get(link, timeout=30).status_code == 200
    middle = len(link) - 5
    changed = link[:middle] + ("0" if link[middle] != "0" else "1") + link[middle + 1 :]
    assert requests.get(changed, timeout=30).status_code in (403, 404)
    assert requests.get(link.split("?")[0], timeout=30).status_code in (200, 403, 404)


def test_fifty_links_at_once_are_the_most(five_files: AuditLog) -> None:
    file = five_files.all_files()[0]
    assert len(five_files.links([file.id] * 50)) == 50
    for ids in ([file.id] * 51, []):
        with pytest.raises(ClientRequestException) as refusal:
            five_files.links(ids)
        assert refusal.value.status_code == 400 and refusal.value.error_code.startswith("DBS.")


@pytest.mark.parametrize("identifier", ["", "nonsense", "_1", "../../etc/passwd"])
def test_a_link_to_no_file_is_refused(
    five_files: AuditLog, identifier: str, installation: Installation
) -> None:
    for wrong in (identifier, f"{installation.node_id}_1607681849871"):
        with pytest.raises(ClientRequestException) as refusal:
            five_files.links([wrong])
        assert refusal.value.status_code in (400, 404) and refusal.value.error_code.startswith("DBS.")


# Policy


@pytest.mark.parametrize(
    ("days", "accepted"), [(0, True), (6, False), (7, True), (732, True), (733, False), (-1, False)]
)
def test_days_to_keep(log: AuditLog, days: int, accepted: bool) -> None:
    log.set_policy(keep_days=30)
    if accepted:
        log.set_policy(keep_days=days)
        assert log.policy().keep_days == days
    else:
        with pytest.raises(ClientRequestException) as refusal:
            log.set_policy(keep_days=days)
        assert (refusal.value.status_code, refusal.value.error_code) == (400, "DBS.200001")
        assert log.policy().keep_days == 30


def test_types_and_scope_are_kept(log: AuditLog) -> None:
    log.set_policy(keep_days=7, audit_types=["insert", "auth"], audit_scope="shop,crm.people")
    policy = log.policy()
    assert (policy.keep_days, policy.audit_scope) == (7, "shop,crm.people")
    assert sorted(policy.audit_types) == ["auth", "insert"]
    log.set_policy(keep_days=0)
    policy = log.policy()
    assert (policy.keep_days, policy.audit_types) == (0, [])


@pytest.mark.parametrize("change", [{"audit_types": ["insert", "nonsense"]}, {"audit_scope": "a b"}])
def test_a_policy_that_means_nothing_is_refused(log: AuditLog, change: dict[str, object]) -> None:
    with pytest.raises(ClientRequestException) as refusal:
        log.set_policy(keep_days=7, **change)
    assert (refusal.value.status_code, refusal.value.error_code) == (400, "DBS.200001")


def test_only_the_types_of_the_policy_are_recorded(
    log: AuditLog, driver: pymongo.MongoClient, application: str
) -> None:
    log.set_policy(keep_days=7, audit_types=["insert", "delete"])
    typed = driver["shop"]["typed"]
    typed.insert_one({"_id": 1})
    typed.find_one()
    typed.update_one({}, {"$set": {"a": 1}})
    typed.delete_one({})
    driver.close()
    events = log.sealed_events(application)
    assert [command_of(event) for event in events] == ["insert", "delete"]


def test_nothing_is_recorded_while_auditing_is_off(
    log: AuditLog, driver: pymongo.MongoClient, application: str
) -> None:
    silent = driver["shop"]["silent"]
    silent.insert_one({"number": 1})
    log.set_policy(keep_days=0)
    silent.insert_one({"number": 2})
    log.set_policy(keep_days=7)
    silent.insert_one({"number": 3})
    driver.close()
    events = operations(log.sealed_events(application))
    assert [event["param"]["args"]["documents"][0]["number"] for event in events] == [1, 3]


def test_turning_off_can_delete_what_there_is(own_installation: Installation) -> None:
    own_installation.serve()
    log = AuditLog(own_installation)
    for keeps in ("true", "false"):
        with connect(own_installation.node_url) as client:
            client["shop"]["kept"].insert_one({})
        run_well("seal", "--data", own_installation.folder)
        before = len(log.all_files())
        log.set_policy(keep_days=0, reserve_auditlogs=keeps)
        assert len(log.all_files()) == (before if keeps == "true" else 0)
        log.set_policy(keep_days=7)


def test_policy_outlives_a_restart(own_installation: Installation) -> None:
    server = own_installation.serve()
    AuditLog(own_installation).set_policy(keep_days=99, audit_types=["query"])
    assert server.terminate() == 0
    own_installation.serve()
    policy = AuditLog(own_installation).policy()
    assert (policy.keep_days, policy.audit_types) == (99, ["query"])


def test_files_go_after_the_days_to_keep(own_installation: Installation) -> None:
    server = own_installation.serve()
    log = AuditLog(own_installation)
    with connect(own_installation.node_url) as client:
        client["shop"]["aged"].insert_one({})
    run_well("seal", "--data", own_installation.folder)
    (file,) = log.all_files()
    assert server.terminate() == 0
    segments = own_installation.folder / "log" / "segments"
    assert list(segments.iterdir())
    server = own_installation.serve(prefix=shifted("+8d"))
    server.wait_until(lambda: not list(segments.iterdir()))
    assert server.terminate() == 0
    own_installation.serve()
    assert log.all_files() == []


# Deleting

FILE_ACCESSES = ("auditLink", "auditDownload", "auditDelete")


def test_deleted_files_are_gone_and_the_others_stay(own_installation: Installation) -> None:
    server = own_installation.serve()
    log = AuditLog(own_installation)
    for number in range(3):
        with connect(own_installation.node_url) as client:
            client["shop"]["deleted"].insert_one({"number": number})
        run_well("seal", "--data", own_installation.folder)
    files = log.all_files()
    assert len(files) == 3
    (link,) = log.links([files[1].id])
    assert log.delete([files[1].name])
    assert [file.id for file in log.all_files()] == [files[0].id, files[2].id]
    assert log.list().total_size == files[0].size + files[2].size
    assert requests.get(link, timeout=30).status_code in (403, 404)
    assert server.terminate() == 0
    own_installation.serve()
    remaining = [file.id for file in log.all_files()]
    assert files[1].id not in remaining and {files[0].id, files[2].id} <= set(remaining)
    # Who has done what with the files is on record in their turn; reading them is as well.
    log.sealed_events()
    told = [event for event in log.sealed_events() if event["atype"] in FILE_ACCESSES]
    assert [event["param"]["files"] for event in told][:2] == [[files[1].id]] * 2
    assert [event["atype"] for event in told][:2] == ["auditLink", "auditDelete"]
    assert "auditDownload" in [event["atype"] for event in told]
    assert {(event["users"][0]["user"], event["remote"]["ip"]) for event in told} == {("admin", "127.0.0.1")}


def test_deleting_what_is_no_file_of_this_instance_is_refused(five_files: AuditLog) -> None:
    before = [file.id for file in five_files.all_files()]
    for names in ([], ["nonsense"], [five_files.all_files()[0].id]):
        with pytest.raises(ClientRequestException) as refusal:
            five_files.delete(names)
        assert refusal.value.status_code in (400, 404) and refusal.value.error_code.startswith("DBS.")
    assert [file.id for file in five_files.all_files()] == before


# Instances


def test_the_instance_is_listed_with_its_node(installation: Installation) -> None:
    client = AuditLog(installation).client
    for request in (ListInstancesRequest(), ListInstancesRequest(id=installation.instance_id)):
        answer = client.list_instances(request)
        assert answer.total_count == 1
        (instance,) = answer.instances
        assert instance.id == installation.instance_id and instance.status == "normal"
        nodes = [node.id for group in instance.groups for node in group.nodes]
        assert nodes == [installation.node_id]
        assert "OPS_AUDIT_LOG" not in instance.actions
    none = client.list_instances(ListInstancesRequest(id="0" * 32 + "in02"))
    assert (none.total_count, none.instances) == (0, [])


def test_the_way_of_a_user(log: AuditLog, installation: Installation, driver: pymongo.MongoClient) -> None:
    """The order in which the reference says that a real user goes."""
    (instance,) = log.client.list_instances(ListInstancesRequest()).instances
    assert instance.id == installation.instance_id
    assert log.policy().keep_days == 7
    driver["shop"]["way"].insert_one({"step": 1})
    run_well("seal", "--data", installation.folder)
    day = log.list(start_time=time_text(now() - timedelta(days=1)), end_time=time_text(now()))
    file = day.audit_logs[0]
    assert any(command_of(event) == "insert" for event in log.events(file))
    log.delete([file.name])
    assert file.id not in [file.id for file in log.all_files()]
