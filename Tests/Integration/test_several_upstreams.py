"""A node in front of several servers, as a driver sees it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pymongo.errors import PyMongoError

from support import ports
from support.installation import Installation
from support.ledger import logged_inserts
from support.mongodb import MongoServer, connect


def test_a_driver_goes_on_when_a_server_is_gone(folder: Path) -> None:
    servers = [MongoServer(folder, "--standalone"), MongoServer(folder, "--standalone")]
    url = "mongodb://" + ",".join(f"127.0.0.1:{server.port}" for server in servers)
    installation = Installation.make(folder / "data", url)
    daybook = installation.serve()
    with connect(installation.node_url, serverSelectionTimeoutMS=10_000) as client:
        client["shop"]["several"].insert_one({"_id": "first"})
        servers[0].kill()
        for attempt in range(20):
            try:
                client["shop"]["several"].insert_one({"_id": f"second {attempt}"})
                break
            except PyMongoError:
                continue
        assert client.nodes == {("127.0.0.1", urlsplit(installation.node_url).port)}
    with connect(servers[1].url) as client:
        assert client["shop"]["several"].count_documents({}) == 1
    assert {"first", f"second {attempt}"} <= set(logged_inserts(installation))
    assert daybook.terminate() == 0


def test_hosts_that_are_all_away_are_all_named(folder: Path, mongodb: MongoServer) -> None:
    installation = Installation.make(folder / "data", mongodb.url)
    away = [ports.free_port(), ports.free_port()]
    installation.serve("--mongodb-upstream", f"mongodb://127.0.0.1:{away[0]},localhost:{away[1]}")
    with connect(installation.node_url, serverSelectionTimeoutMS=1_500) as client:
        with pytest.raises(PyMongoError) as failure:
            client["shop"]["several"].find_one()
    assert f"127.0.0.1:{away[0]}: connection refused" in str(failure.value)
    assert f"localhost:{away[1]}: connection refused" in str(failure.value)
