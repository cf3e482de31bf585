"""Everything that drivers do, through the node, in front of servers that different people wrote."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pymongo
import pytest
from pymongo import AsyncMongoClient, CursorType, InsertOne, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError, OperationFailure

from support.audit import AuditLog, Event, command_of, operations
from support.installation import DaybookServer, Installation
from support.mongodb import MongoServer, NeoServer, connect
from support.raw_mongodb import (
    CHECKSUM_PRESENT,
    MORE_TO_COME,
    OP_MSG,
    OP_REPLY,
    RawClient,
    compressed,
    message,
    query,
)

MEGABYTE = 1_048_576


class House:
    """A server, a node in front of it, and its log."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        match name:
            case "replica set":
                self.mongodb: MongoServer | NeoServer = MongoServer(folder)
            case "single server":
                self.mongodb = MongoServer(folder, "--standalone")
            case _:
                self.mongodb = NeoServer(folder)
        self.installation = Installation.make(folder / "data", self.mongodb.url)
        self.server: DaybookServer = self.installation.serve()
        self.log = AuditLog(self.installation)

    @property
    def url(self) -> str:
        return self.installation.node_url

    def client(self, request: pytest.FixtureRequest, **options: Any) -> pymongo.MongoClient:
        return connect(self.url, appname=request.node.name[:100], **options)

    def events(self, request: pytest.FixtureRequest) -> list[Event]:
        return operations(self.log.sealed_events(request.node.name[:100]))


@pytest.fixture(scope="module", params=["replica set", "single server", "second server"])
def house(request: pytest.FixtureRequest, work: Path) -> Iterator[House]:
    house = House(request.param, Path(mkdtemp(dir=work)))
    yield house
    assert house.server.terminate() == 0
    house.mongodb.kill()


def commands(events: list[Event]) -> list[str]:
    return [command_of(event) for event in events]


# Drivers


def test_reads_and_writes(house: House, request: pytest.FixtureRequest) -> None:
    with house.client(request) as client:
        shop = client["shop"]["reads"]
        shop.insert_many([{"_id": number, "group": number % 3} for number in range(500)])
        assert len(list(shop.find({}, batch_size=100))) == 500
        assert shop.update_many({"group": 1}, {"$set": {"seen": True}}).modified_count == 167
        assert shop.count_documents({"seen": True}) == 167
        assert shop.find_one_and_delete({"_id": 7})["_id"] == 7
        assert shop.delete_many({"group": 0}).deleted_count == 167
        assert len(shop.distinct("group")) == 2
    seen = Counter(commands(house.events(request)))
    assert seen["insert"] == 1 and seen["find"] == 1 and seen["getMore"] >= 4
    assert seen["update"] == 1 and seen["findAndModify"] == 1 and seen["delete"] == 1


def test_many_tasks_of_the_asynchronous_driver(house: House, request: pytest.FixtureRequest) -> None:
    async def work() -> None:
        async with AsyncMongoClient(house.url, appname=request.node.name[:100]) as client:
            shop = client["shop"]["tasks"]

            async def one(number: int) -> None:
                await shop.insert_one({"_id": number})
                assert (await shop.find_one({"_id": number}))["_id"] == number

            await asyncio.gather(*(one(number) for number in range(100)))
            assert len([document async for document in shop.find({}, batch_size=30)]) == 100

    asyncio.run(work())
    events = house.events(request)
    inserted = [
        event["param"]["args"]["documents"][0]["_id"] for event in events if command_of(event) == "insert"
    ]
    assert sorted(inserted) == list(range(100))


def test_a_bulk_of_writes_with_failures(house: House, request: pytest.FixtureRequest) -> None:
    with house.client(request) as client:
        shop = client["shop"]["bulk"]
        requests = [InsertOne({"_id": number % 40}) for number in range(50)]
        requests += [UpdateOne({"_id": number}, {"$set": {"a": 1}}, upsert=True) for number in range(30, 60)]
        with pytest.raises(BulkWriteError) as failure:
            shop.bulk_write(requests, ordered=False)
        assert failure.value.details["nInserted"] == 40
    events = house.events(request)
    insert = next(event for event in events if command_of(event) == "insert")
    assert len(insert["param"]["args"]["documents"]) == 50
    assert insert["result"] == 11000


def test_writes_that_want_no_answer(house: House, request: pytest.FixtureRequest) -> None:
    if house.name == "second server":
        pytest.xfail("this server answers them, which drivers do not forgive")
    with house.client(request, maxPoolSize=1) as client:
        unheard = client["shop"].get_collection("unheard", write_concern=WriteConcern(w=0))
        for number in range(10):
            unheard.insert_one({"_id": number})
        assert client["shop"]["unheard"].count_documents({}) == 10
    inserts = [event for event in house.events(request) if command_of(event) == "insert"]
    assert [event["param"]["args"]["documents"][0]["_id"] for event in inserts] == list(range(10))
    assert not any(event["daybook"]["answered"] for event in inserts)


def test_a_driver_that_offers_compression_is_not_taken_up_on_it(
    house: House, request: pytest.FixtureRequest
) -> None:
    with house.client(request, compressors="zlib") as client:
        client["shop"]["plain"].insert_one({"_id": 1, "text": "x" * 10_000})
    assert "insert" in commands(house.events(request))


def test_errors_come_through_as_they_are(house: House, request: pytest.FixtureRequest) -> None:
    def failure(url: str) -> tuple[Any, Any]:
        with connect(url, appname=request.node.name[:100]) as client:
            client["shop"]["errors"].delete_many({})
            client["shop"]["errors"].insert_one({"_id": 1})
            with pytest.raises(OperationFailure) as error:
                client["shop"]["errors"].insert_one({"_id": 1})
            return error.value.code, error.value.details

    assert failure(house.url)[0] == failure(house.mongodb.url)[0] == 11000


# What only a replica set does


@pytest.fixture
def replica_set(house: House) -> House:
    if house.name != "replica set":
        pytest.xfail("this server has no transactions and no change streams")
    return house


def test_a_change_stream(replica_set: House, request: pytest.FixtureRequest) -> None:
    with replica_set.client(request) as client:
        shop = client["shop"]["changes"]
        shop.insert_one({"_id": "before"})
        with shop.watch() as stream:
            for number in range(5):
                shop.insert_one({"_id": number})
            changes = [next(stream) for _ in range(5)]
        assert [change["documentKey"]["_id"] for change in changes] == list(range(5))
    events = replica_set.events(request)
    assert "getMore" in commands(events)
    watched = next(event for event in events if command_of(event) == "aggregate")
    assert "$changeStream" in watched["param"]["args"]["pipeline"][0]


def test_a_transaction_that_is_given_up(replica_set: House, request: pytest.FixtureRequest) -> None:
    with replica_set.client(request) as client, client.start_session() as session:
        shop = client["shop"]["given_up"]
        shop.insert_one({"_id": "before"})
        session.start_transaction()
        shop.insert_one({"_id": "within"}, session=session)
        session.abort_transaction()
        assert shop.count_documents({}) == 1
    events = replica_set.events(request)
    assert commands(events)[:3] == ["insert", "insert", "abortTransaction"]
    assert events[1]["daybook"]["transaction"] == events[2]["daybook"]["transaction"]


def test_an_exhaust_cursor(replica_set: House, request: pytest.FixtureRequest) -> None:
    with replica_set.client(request) as client:
        shop = client["shop"]["exhaust"]
        shop.insert_many([{"_id": number} for number in range(1_000)])
        found = list(shop.find({}, cursor_type=CursorType.EXHAUST, batch_size=100))
        assert len(found) == 1_000
    events = replica_set.events(request)
    returned = sum(event["daybook"]["documentsReturned"] for event in events)
    assert returned == 1_000
    assert sum(command_of(event) in ("find", "getMore") for event in events) >= 10


# Large messages


def test_messages_of_40_megabytes_pass(house: House, request: pytest.FixtureRequest) -> None:
    if house.name == "second server":
        pytest.xfail("this server takes no large messages")
    text = "x" * (10 * MEGABYTE)
    with house.client(request) as client:
        client["shop"]["large"].insert_many([{"_id": number, "text": text} for number in range(4)])
        assert [len(found["text"]) for found in client["shop"]["large"].find()] == [len(text)] * 4
    insert = house.events(request)[0]
    assert sum(len(document["text"]) for document in insert["param"]["args"]["documents"]) == 4 * len(text)


def test_what_is_not_audited_is_not_gathered(house: House, request: pytest.FixtureRequest) -> None:
    if house.name == "second server":
        pytest.xfail("this server takes no large messages")
    house.log.set_policy(keep_days=0, reserve_auditlogs="true")
    try:
        with house.client(request) as client:
            shop = client["shop"]["unseen"]
            shop.insert_one({"_id": "small"})
            before = house.server.resident_bytes()
            for number in range(3):
                text = "y" * (10 * MEGABYTE)
                shop.insert_many([{"_id": f"{number} {part}", "text": text} for part in range(4)])
            assert house.server.resident_bytes() < before + 24 * MEGABYTE
    finally:
        house.log.set_policy(keep_days=7)
    assert house.events(request) == []


# By hand


def test_requests_that_do_not_wait_for_each_other(house: House) -> None:
    with RawClient(house.url) as client:
        wanted = [message({"ping": 1, "$db": "admin", "comment": number}, number) for number in range(1, 201)]
        client.send(b"".join(wanted))
        answers = [client.receive() for _ in wanted]
    assert [response_to for _, response_to, _ in answers] == list(range(1, 201))
    assert all(document["ok"] == 1 for _, _, document in answers)


def test_a_message_with_a_checksum(house: House) -> None:
    if house.name == "second server":
        pytest.xfail("this server knows no checksums")
    with RawClient(house.url) as client:
        client.send(message({"ping": 1, "$db": "admin"}, 7, CHECKSUM_PRESENT))
        opcode, response_to, document = client.receive()
    assert (opcode, response_to, document["ok"]) == (OP_MSG, 7, 1)


def test_an_old_driver_s_handshake(house: House) -> None:
    with RawClient(house.url) as client:
        client.send(query("admin.$cmd", {"isMaster": 1, "helloOk": True}, 3))
        opcode, response_to, document = client.receive()
        assert (opcode, response_to, document["ok"]) == (OP_REPLY, 3, 1)
        assert "compression" not in document
        if "hosts" in document:
            assert document["hosts"] == [house.url.removeprefix("mongodb://")]
        client.send(message({"insert": "old", "documents": [{"_id": 1}], "$db": "shop"}, 4))
        assert client.receive()[2]["ok"] == 1


def test_an_old_driver_s_query_is_told_what_to_do(house: House) -> None:
    with RawClient(house.url) as client:
        client.send(query("shop.orders", {"a": 1}, 5))
        opcode, response_to, document = client.receive()
        assert (opcode, response_to, document["ok"]) == (OP_REPLY, 5, 0)
        assert "OP_MSG" in document["errmsg"]
        assert client.has_ended()
    assert "OP_QUERY" in commands(house.log.sealed_events())


def test_a_compressed_message_is_told_what_to_do(house: House) -> None:
    with RawClient(house.url) as client:
        client.send(compressed({"ping": 1, "$db": "admin"}, 6))
        opcode, response_to, document = client.receive()
        assert (opcode, response_to, document["code"]) == (OP_MSG, 6, 17)
        assert "compression was not negotiated" in document["errmsg"]
        assert client.has_ended()
    event = next(event for event in house.log.sealed_events() if command_of(event) == "OP_COMPRESSED")
    assert event["result"] == 17 and event["daybook"]["type"] == "command"


def test_a_write_between_others_that_wants_no_answer(house: House) -> None:
    with RawClient(house.url) as client:
        insert = {"insert": "between", "documents": [{"_id": 1}], "$db": "shop", "writeConcern": {"w": 0}}
        client.send(message({"ping": 1, "$db": "admin"}, 1))
        client.send(message(insert, 2, MORE_TO_COME))
        client.send(message({"ping": 1, "$db": "admin"}, 3))
        assert client.receive()[1] == 1
        answered = client.receive()[1]
        # The second server answers also where no answer is wanted, and the node passes on what comes.
        assert answered == 3 or house.name == "second server" and answered == 2
