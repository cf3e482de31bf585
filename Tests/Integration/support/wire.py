"""HTTP with every byte in the hand of the test: what is sent is known, so what is recorded can be checked."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    """As it came."""
    request_byte_count: int
    """Request line, headers and body."""

    @property
    def request_id(self) -> str:
        return self.headers["x-request-id"]

    def json(self) -> Any:
        return json.loads(self.body)


def query_string(parameters: dict[str, str] | Sequence[tuple[str, str]]) -> str:
    pairs = parameters.items() if isinstance(parameters, dict) else parameters
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def host_of(url: str) -> str:
    return urlsplit(url).netloc


def call(
    base: str,
    target: str,
    method: str = "GET",
    headers: Headers = (),
    body: bytes = b"",
    seconds: float = 30,
) -> Answer:
    """Sends one request on a connection of its own: `target` and headers exactly as given, after `Host`."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host_of(base)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    request = "\r\n".join([*lines, "", ""]).encode() + body
    parts = urlsplit(base)
    with socket.create_connection((parts.hostname, parts.port), timeout=seconds) as connection:
        connection.sendall(request)
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        content = response.read()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, content, len(request))
