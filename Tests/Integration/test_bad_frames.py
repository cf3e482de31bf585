"""Bytes at the node that are no MongoDB messages: their connection ends, and nothing else does."""

from __future__ import annotations

import random
import socket
import struct
from urllib.parse import urlsplit

import pytest

from support.installation import DaybookServer, Installation
from support.mongodb import connect

MEGABYTE = 1_048_576


def frame(length: int, opcode: int = 2013, rest: bytes = b"") -> bytes:
    return struct.pack("<iiii", length, 1, 0, opcode) + rest


FRAMES = {
    "2 GB": frame(2**31 - 1),
    "minus one": frame(-1),
    "minimum": frame(-(2**31)),
    "zero": frame(0),
    "five": frame(5),
    "fifteen": frame(15),
    "beyond the message limit": frame(48_000_001 + 16_384),
    "an unknown opcode": frame(16, 4711),
    "no sections": frame(20, 2013, bytes(4)),
    "a section that ends early": frame(26, 2013, bytes(4) + b"\x00" + struct.pack("<i", 500) + b"\x00"),
    "a document of negative length": frame(26, 2013, bytes(4) + b"\x00" + struct.pack("<i", -7) + b"\x00"),
    "a sequence without end": frame(30, 2013, bytes(4) + b"\x01" + struct.pack("<i", 2**30) + b"doc\x00\x00"),
    "compressed rubbish": frame(40, 2012, struct.pack("<iiB", 2013, 2**31 - 1, 2) + bytes(15)),
    "HTTP": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
}


WAITS_FOR_MORE = {"TLS"}
"""Its first bytes, read as a length, are one that a message may have."""


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_cannot_be_ends_its_connection_only(
    installation: Installation, server: DaybookServer, name: str
) -> None:
    before = server.resident_bytes()
    with connect(installation.node_url) as other:
        other["shop"]["frames"].insert_one({"before": name})
        with node_connection(installation) as connection:
            connection.sendall(FRAMES[name])
            assert ends(connection) or name in WAITS_FOR_MORE
        other["shop"]["frames"].insert_one({"after": name})
    assert server.is_healthy()
    assert server.resident_bytes() < before + 50 * MEGABYTE


def node_connection(installation: Installation) -> socket.socket:
    parts = urlsplit(installation.node_url)
    return socket.create_connection((parts.hostname, parts.port), timeout=5)


def ends(connection: socket.socket) -> bool:
    """Whether the other side hangs up within the connection's time limit."""
    try:
        while connection.recv(65_536):
            pass
    except TimeoutError:
        return False
    except ConnectionResetError:
        pass
    return True


def test_random_bytes_never_take_the_node_down(installation: Installation, server: DaybookServer) -> None:
    seed = 4711
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(100):
        length = chance.choice([16, 20, 26, 100, 4_000])
        rest = chance.randbytes(length - 16)
        rubbish = frame(length, chance.choice([1, 2004, 2010, 2012, 2013, 2013, 2013]), rest)
        with node_connection(installation) as connection:
            connection.sendall(rubbish if chance.random() < 0.7 else chance.randbytes(length))
    with connect(installation.node_url) as client:
        client["shop"]["frames"].insert_one({"after": "rubbish"})
    assert server.is_healthy()


def test_a_frame_that_never_ends_holds_up_nobody(installation: Installation, server: DaybookServer) -> None:
    with node_connection(installation) as connection:
        connection.sendall(frame(1_000_000)[:-3])
        with connect(installation.node_url) as client:
            client["shop"]["frames"].insert_one({"beside": "half a frame"})
