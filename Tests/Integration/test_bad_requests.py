"""Requests that mean nothing, and bodies without end: each is refused, and the process stays up."""

from __future__ import annotations

import random
import select
import socket
from urllib.parse import urlsplit

import pytest

from support.installation import DaybookServer, Installation
from support.signing import signed_call
from support.wire import host_of

MEGABYTE = 1_048_576


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b'"text"',
        b"\xff\xfe",
        b"{}",
        b'{"keep_days": "seven"}',
        b'{"keep_days": 7.5}',
        b'{"keep_days": null}',
        b'{"keep_days": 99999999999999999999}',
        b'{"keep_days": 7, "audit_types": "insert"}',
        b'{"keep_days": 7, "audit_types": [1]}',
        b'{"keep_days": 7, "audit_scope": 1}',
        b"[" * 100_000,
        b'{"keep_days": 7' + b" " * 100_000 + b"}}",
    ],
)
@pytest.mark.parametrize(
    ("path", "method"), [("auditlog-policy", "POST"), ("auditlog-links", "POST"), ("auditlog", "DELETE")]
)
def test_a_body_that_means_nothing_is_dbs_200001(
    installation: Installation, server: DaybookServer, path: str, method: str, body: bytes
) -> None:
    answer = signed_call(
        installation.control_url,
        installation.instance_path(path),
        installation.access_key,
        installation.secret_key,
        method=method,
        headers=(("Content-Type", "application/json"),),
        body=body,
    )
    assert (answer.status, answer.json()["error_code"]) == (400, "DBS.200001")
    assert answer.json()["error_msg"]
    assert server.is_healthy()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n",
        random.Random(1).randbytes(10_000),
    ],
)
@pytest.mark.parametrize("plane", ["control_url", "gateway_url"])
def test_bytes_that_are_no_http_end_the_connection_only(
    installation: Installation, server: DaybookServer, plane: str, request_bytes: bytes
) -> None:
    parts = urlsplit(installation.facts[plane])
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        try:
            connection.sendall(request_bytes)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass
    assert server.is_healthy()


# Bodies of 100 MB


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize("plane", ["policy", "token", "call", "unknown"])
def test_a_body_of_100_megabytes_is_refused_early(
    installation: Installation, server: DaybookServer, plane: str, is_chunked: bool
) -> None:
    base, path = {
        "policy": (installation.control_url, installation.instance_path("auditlog-policy")),
        "token": (installation.control_url, "/v3/auth/tokens"),
        "call": (installation.gateway_url, installation.api("NONE").path),
        "unknown": (installation.gateway_url, "/nothing"),
    }[plane]
    headers = f"X-Auth-Token: {installation.token()}\r\n" if plane == "policy" else ""
    before = server.resident_bytes()
    status, sent = send_endless_body(base, path, headers, 100 * MEGABYTE, is_chunked)
    assert status in (400, 404, 405, 413, None), status
    assert sent < 100 * MEGABYTE or status is not None, "the whole body was taken without a word"
    assert server.resident_bytes() < before + 50 * MEGABYTE
    assert server.is_healthy()


def send_endless_body(
    base: str, path: str, headers: str, size: int, is_chunked: bool
) -> tuple[int | None, int]:
    """The status of the answer, none when the server hung up first, and the bytes it had taken by then."""
    length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {size}"
    head = f"POST {path} HTTP/1.1\r\nHost: {host_of(base)}\r\nContent-Type: application/json\r\n"
    head += f"{headers}{length}\r\n\r\n"
    piece = b" " * 65_536
    framed = b"10000\r\n" + piece + b"\r\n" if is_chunked else piece
    parts = urlsplit(base)
    sent = 0
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        try:
            connection.sendall(head.encode())
            while sent < size and not select.select([connection], [], [], 0)[0]:
                connection.sendall(framed)
                sent += len(piece)
            first_line = connection.recv(65_536).split(b"\r\n", 1)[0]
        except (ConnectionResetError, BrokenPipeError):
            return None, sent
    return (int(first_line.split()[1]) if first_line else None), sent
