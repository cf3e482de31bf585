"""A network that fails on either side of the node: nothing hangs or leaks, each operation is one event."""

from __future__ import annotations

import asyncio
import random
import socket
import uuid
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import AutoReconnect, PyMongoError

from support import sockets
from support.audit import AuditLog
from support.chaos import ChaosProxy, Toxic
from support.installation import Installation
from support.mongodb import MongoServer, connect
from support.raw_mongodb import RawClient, message

PLACES = ["before the node", "behind the node"]
UNANSWERED = -1
MEGABYTE = 1_048_576

ENDS = [
    Toxic(message, what, after)
    for (message, after) in [("request", 30), ("reply", 0), ("reply", 20)]
    for what in ("reset", "close", "half-close")
]
SLOW = [Toxic(message, what) for message in ("request", "reply") for what in ("delay", "drip")]


class Road:
    """A driver, a proxy, the node, another proxy, a MongoDB server."""

    def __init__(self, folder: Path) -> None:
        self.mongodb = MongoServer(folder)
        self.behind = ChaosProxy(self.mongodb.port)
        self.installation = Installation.make(folder / "data", f"mongodb://127.0.0.1:{self.behind.port}")
        self.server = self.installation.serve()
        self.node_port = int(self.installation.node_url.rsplit(":", 1)[1])
        self.before = ChaosProxy(self.node_port)
        self.log = AuditLog(self.installation)

    @property
    def url(self) -> str:
        # The node's handshake names the node; a driver that went by it would leave the proxy.
        return f"mongodb://127.0.0.1:{self.before.port}/?directConnection=true"

    def arm(self, place: str, mark: str, toxic: Toxic | None) -> None:
        for name, proxy in zip(PLACES, (self.before, self.behind), strict=True):
            proxy.arm(mark.encode(), toxic if name == place else None)

    def results(self, marks: list[str]) -> dict[str, list[int]]:
        """The results of the operations with each mark, the oldest first."""
        results: dict[str, list[int]] = defaultdict(list)
        for event in self.log.sealed_events():
            arguments = str(event["param"].get("args"))
            for mark in marks:
                if mark in arguments:
                    results[mark].append(event["result"])
        return results

    def connection_count(self) -> int:
        """Of the node, on both sides."""
        return sockets.connection_count(self.server.pid, at=self.node_port, to=self.behind.port)

    def close(self) -> None:
        self.before.close()
        self.behind.close()
        assert self.server.terminate() == 0
        self.mongodb.kill()


@pytest.fixture(scope="module")
def road(work: Path) -> Iterator[Road]:
    road = Road(Path(mkdtemp(dir=work)))
    yield road
    road.close()


def new_mark() -> str:
    return f"toxic-{uuid.uuid4().hex}"


def insert(road: Road, mark: str, **options: object) -> None:
    with connect(road.url, **options) as client:
        client["shop"]["toxic"].insert_one({"_id": mark})
        assert client["shop"]["toxic"].count_documents({}) > 0


def find(road: Road, mark: str) -> None:
    async def work() -> None:
        async with AsyncMongoClient(road.url, serverSelectionTimeoutMS=20_000) as client:
            await client["shop"]["toxic"].find_one({"_id": mark})
            await client["shop"]["toxic"].find_one({})

    asyncio.run(work())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("toxic", ENDS, ids=str)
def test_a_driver_that_tries_again_recovers_and_each_attempt_is_one_event(
    road: Road, place: str, toxic: Toxic
) -> None:
    written, read = new_mark(), new_mark()
    road.arm(place, written, toxic)
    road.arm(place, read, toxic)
    insert(road, written)
    find(road, read)
    if place == "behind the node":
        expected = [UNANSWERED, 0]
    elif toxic.message == "request":
        # The first attempt has never come to the node as a whole.
        expected = [0]
    else:
        # The node could not know that its answer got lost.
        expected = [0, 0]
    results = road.results([written, read])
    assert results[written] == expected and results[read] == expected
    with connect(road.mongodb.url) as client:
        assert client["shop"]["toxic"].count_documents({"_id": written}) == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("toxic", SLOW, ids=str)
def test_a_slow_network_makes_slow_operations_and_nothing_else(road: Road, place: str, toxic: Toxic) -> None:
    written, read = new_mark(), new_mark()
    road.arm(place, written, toxic)
    road.arm(place, read, toxic)
    insert(road, written, retryWrites=False)
    find(road, read)
    assert road.results([written, read]) == {written: [0], read: [0]}


def test_a_driver_that_does_not_try_again_is_told(road: Road) -> None:
    mark = new_mark()
    road.arm("behind the node", mark, Toxic("reply", "reset"))
    with connect(road.url, retryWrites=False) as client:
        with pytest.raises(AutoReconnect):
            client["shop"]["toxic"].insert_one({"_id": mark})
        assert client["shop"]["toxic"].count_documents({"_id": mark}) == 1
    # The count has the mark as well.
    assert road.results([mark])[mark] == [UNANSWERED, 0]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("message", ["request", "reply"])
def test_a_network_that_swallows_everything_holds_up_nobody_else(
    road: Road, place: str, message: str
) -> None:
    mark = new_mark()
    with connect(road.url) as other:
        orders = other["shop"]["toxic"]
        orders.find_one()
        road.arm(place, mark, Toxic(message, "partition", 20))
        with ThreadPoolExecutor(1) as pool:
            stuck = pool.submit(insert, road, mark, socketTimeoutMS=2_000)
            while not stuck.done():
                orders.find_one()
            stuck.result()
    if place == "before the node":
        # Nobody tells the node that the driver is gone: the connection stays for as long as the network does.
        assert road.connection_count() > 0
        road.before.heal()
    # Behind the node, it lets go by itself of a server that says nothing.
    road.server.wait_until(lambda: road.connection_count() == 0, 90)
    road.behind.heal()
    attempts = {
        ("before the node", "request"): [0],
        ("before the node", "reply"): [0, 0],
        ("behind the node", "request"): [UNANSWERED, 0],
        ("behind the node", "reply"): [UNANSWERED, 0],
    }
    # What was not answered is on record when it is given up, which may be after the next attempt.
    assert sorted(road.results([mark])[mark]) == attempts[place, message]


def test_a_server_that_resets_every_connection_is_an_error_until_it_does_not(road: Road) -> None:
    road.behind.rejects = True
    try:
        with connect(road.url, serverSelectionTimeoutMS=1_500) as client:
            with pytest.raises(PyMongoError):
                client["shop"]["toxic"].find_one()
    finally:
        road.behind.rejects = False
    insert(road, new_mark())
    assert road.server.is_healthy()


def test_what_a_client_sends_before_it_ends_its_side_is_carried_out(road: Road) -> None:
    marks = [new_mark() for _ in range(40)]
    for mark in marks:
        requests = [
            {"insert": "toxic", "documents": [{"_id": f"{mark} {part}"}], "$db": "shop"} for part in (1, 2)
        ]
        with socket.create_connection(("127.0.0.1", road.before.port), timeout=20) as client:
            # At once, so that the end is often there before the node has a connection to its server.
            client.sendall(b"".join(message(request, number) for number, request in enumerate(requests, 1)))
            client.shutdown(socket.SHUT_WR)
            content = b""
            while piece := client.recv(65_536):
                content += piece
            assert content.count(b"ok\x00") == 2
    assert road.results(marks) == {mark: [0, 0] for mark in marks}


def test_a_side_that_went_away_without_a_word_is_asked_for(road: Road) -> None:
    with RawClient(f"mongodb://127.0.0.1:{road.node_port}") as client:
        client.send(message({"ping": 1, "$db": "admin"}, 1))
        client.receive()
        seconds: list[float] = []

        def are_asked() -> bool:
            seconds[:] = sockets.keep_alive_seconds(road.server.pid, at=road.node_port, to=road.behind.port)
            return len(seconds) == 2 and min(seconds) > 0

        road.server.wait_until(are_asked)
        assert max(seconds) <= 120


def test_nothing_is_left_of_500_connections_that_failed(road: Road) -> None:
    seed = 4711
    print(f"seed {seed}")
    chance = random.Random(seed)
    plan = [(new_mark(), chance.choice([None, *ENDS, *SLOW]), chance.choice(PLACES)) for _ in range(500)]
    for _ in range(8):
        assert one_connection(road, new_mark(), None, PLACES[0])
    descriptors, memory = sockets.descriptor_count(road.server.pid), road.server.resident_bytes()
    with ThreadPoolExecutor(8) as pool:
        answered = list(pool.map(lambda step: one_connection(road, *step), plan))
    road.server.wait_until(lambda: road.connection_count() == 0, 90)
    # Files of the log may have been opened meanwhile.
    assert sockets.descriptor_count(road.server.pid) < descriptors + 10
    assert road.server.resident_bytes() < memory + 48 * MEGABYTE
    results = road.results([mark for mark, _, _ in plan])
    for (mark, toxic, place), was_answered in zip(plan, answered, strict=True):
        ends = toxic in ENDS
        assert was_answered == (not ends), (str(toxic), place)
        seen = road.before.passed[mark.encode()]
        expected = UNANSWERED if ends and place == "behind the node" else 0
        assert results[mark] == [expected] * seen, (str(toxic), place)
    insert(road, new_mark())


def one_connection(road: Road, mark: str, toxic: Toxic | None, place: str) -> bool:
    """Whether an insert with this mark got an answer."""
    road.arm(place, mark, toxic)
    with RawClient(road.url, seconds=30) as client:
        try:
            client.send(message({"insert": "toxic", "documents": [{"_id": mark}], "$db": "shop"}, 1))
            return client.receive()[2]["ok"] == 1
        except (EOFError, ConnectionError):
            return False
