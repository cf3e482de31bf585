"""A network that fails: a proxy that passes everything on, but for the messages that a test has marked."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal

from support import ports

What = Literal["reset", "close", "half-close", "partition", "delay", "drip"]


@dataclass(frozen=True)
class Toxic:
    """What happens to one message: to a request, or to the answer that follows it."""

    message: Literal["request", "reply"]
    what: What
    after: int = 0
    """Bytes of the message that pass before."""

    def __str__(self) -> str:
        return f"{self.what} after {self.after} bytes of a {self.message}"


class Link:
    """One connection of each side, and what becomes of them."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.writers = (near, far)
        self.tasks: list[asyncio.Task[None]] = []
        self.reply_toxic: Toxic | None = None
        self.passes = asyncio.Event()
        self.passes.set()

    def end(self, *, hard: bool = False) -> None:
        """Closes both sides; hard: with a reset, as a machine does that knows nothing of the connection."""
        for writer in self.writers:
            if hard:
                linger = struct.pack("ii", 1, 0)
                with contextlib.suppress(OSError):
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
            else:
                writer.close()
        for task in self.tasks:
            if task is not asyncio.current_task():
                task.cancel()


Direction = Callable[[Link, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class ChaosProxy:
    """Stands before a port of this machine."""

    def __init__(self, port: int) -> None:
        self.port = ports.free_port()
        self.rejects = False
        """Whether new connections are reset at once."""
        self.passed: Counter[bytes] = Counter()
        """How often a request with this mark has passed whole."""
        self._armed: dict[bytes, Toxic] = {}
        self._far_port = port
        self._links: set[Link] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._accept, "127.0.0.1", self.port))

    def arm(self, mark: bytes, toxic: Toxic | None) -> None:
        """The next request with these bytes, or its answer, fails so; without a toxic it is only counted."""
        if toxic is not None:
            self._armed[mark] = toxic
        self.passed[mark] += 0

    def heal(self) -> None:
        """Ends what no bytes come through any more."""

        async def heal() -> None:
            for link in [link for link in self._links if not link.passes.is_set()]:
                link.end(hard=True)

        self._run(heal())

    def close(self) -> None:
        async def close() -> None:
            self._server.close()
            for link in list(self._links):
                link.end(hard=True)
            await asyncio.sleep(0)

        self._run(close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _accept(self, near_reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        if self.rejects:
            Link(near, near).end(hard=True)
            return
        try:
            far_reader, far = await asyncio.open_connection("127.0.0.1", self._far_port)
        except OSError:
            Link(near, near).end(hard=True)
            return
        link = Link(near, far)
        self._links.add(link)
        link.tasks = [
            asyncio.create_task(self._pass(link, self._pass_requests, near_reader, far)),
            asyncio.create_task(self._pass(link, self._pass_replies, far_reader, near)),
        ]
        await asyncio.gather(*link.tasks, return_exceptions=True)
        link.end()
        self._links.discard(link)

    async def _pass(
        self, link: Link, direction: Direction, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        """A reset is passed on in both directions."""
        try:
            await direction(link, source, target)
        except OSError:
            link.end(hard=True)

    async def _pass_requests(
        self, link: Link, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        async for content in self._pieces(link, source, target):
            mark = next((mark for mark in self.passed if mark in content), None)
            toxic = self._armed.pop(mark, None) if mark else None
            if toxic is not None and toxic.message == "request":
                if await self._strike(link, toxic, content, target):
                    return
            else:
                link.reply_toxic = toxic
                target.write(content)
            if mark is not None:
                self.passed[mark] += 1

    async def _pass_replies(
        self, link: Link, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        async for content in self._pieces(link, source, target):
            toxic, link.reply_toxic = link.reply_toxic, None
            if toxic is None:
                target.write(content)
            elif await self._strike(link, toxic, content, target):
                return

    async def _pieces(
        self, link: Link, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> AsyncIterator[bytes]:
        """What comes, as long as the link lets it through; its end is passed on."""
        while content := await source.read(65_536):
            await link.passes.wait()
            yield content
            await target.drain()
        await link.passes.wait()
        target.write_eof()

    async def _strike(self, link: Link, toxic: Toxic, content: bytes, target: asyncio.StreamWriter) -> bool:
        """Returns whether nothing more is passed in this direction."""
        target.write(content[: toxic.after])
        await target.drain()
        rest = content[toxic.after :]
        match toxic.what:
            case "delay":
                await asyncio.sleep(0.2)
                target.write(rest)
                return False
            case "drip":
                for byte in rest:
                    target.write(bytes([byte]))
                    await target.drain()
                    await asyncio.sleep(0)
                return False
            case "half-close":
                target.write_eof()
            case "partition":
                link.passes.clear()
                await link.passes.wait()
            case "reset" | "close":
                link.end(hard=toxic.what == "reset")
        return True
