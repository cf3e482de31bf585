"""MongoDB messages by hand, for what a driver does not send."""

from __future__ import annotations

import socket
import struct
import zlib
from typing import Any
from urllib.parse import urlsplit

import bson

Document = dict[str, Any]

OP_REPLY, OP_QUERY, OP_COMPRESSED, OP_MSG = 1, 2004, 2012, 2013
CHECKSUM_PRESENT, MORE_TO_COME = 1, 2


def frame(opcode: int, request_id: int, body: bytes) -> bytes:
    return struct.pack("<iiii", 16 + len(body), request_id, 0, opcode) + body


def message(command: Document, request_id: int, flags: int = 0) -> bytes:
    body = struct.pack("<I", flags) + b"\x00" + bson.encode(command)
    if not flags & CHECKSUM_PRESENT:
        return frame(OP_MSG, request_id, body)
    whole = frame(OP_MSG, request_id, body + bytes(4))[:-4]
    return whole + struct.pack("<I", crc32c(whole))


def query(namespace: str, command: Document, request_id: int) -> bytes:
    head = struct.pack("<i", 0) + namespace.encode() + b"\x00" + struct.pack("<ii", 0, -1)
    return frame(OP_QUERY, request_id, head + bson.encode(command))


def compressed(command: Document, request_id: int) -> bytes:
    """With zlib, as a driver sends it that did not listen to the handshake."""
    body = message(command, request_id)[16:]
    return frame(OP_COMPRESSED, request_id, struct.pack("<iiB", OP_MSG, len(body), 2) + zlib.compress(body))


def crc32c(content: bytes) -> int:
    value = 0xFFFFFFFF
    for byte in content:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


class RawClient:
    """One connection; `with` closes it."""

    def __init__(self, url: str, seconds: float = 10) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=seconds)

    def __enter__(self) -> RawClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, content: bytes) -> None:
        self._socket.sendall(content)

    def receive(self) -> tuple[int, int, Document]:
        """Opcode, the id of the request it answers, its document; `EOFError` at the connection's end."""
        length, _, response_to, opcode = struct.unpack("<iiii", self._read(16))
        body = self._read(length - 16)
        skipped = {OP_MSG: 5, OP_REPLY: 20}[opcode]
        size = struct.unpack_from("<i", body, skipped)[0]
        return opcode, response_to, bson.decode(body[skipped : skipped + size])

    def has_ended(self) -> bool:
        try:
            return self._socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def _read(self, count: int) -> bytes:
        content = b""
        while len(content) < count:
            piece = self._socket.recv(count - len(content))
            if not piece:
                raise EOFError
            content += piece
        return content
