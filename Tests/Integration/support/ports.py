"""Ports on which nobody listens."""

from __future__ import annotations

import random
import socket

_generator = random.SystemRandom()
_handed_out: set[int] = set()


def free_port() -> int:
    """A port below those that the system gives to outgoing connections, so that none of them takes it."""
    while True:
        port = _generator.randrange(12_000, 32_000)
        if port in _handed_out:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _handed_out.add(port)
        return port


def is_listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
